using System.Numerics;

namespace MiniTorch.Kernels;

/// <summary>Binary search in sorted rows; the workers share the values.</summary>
internal static unsafe class Search
{
    private const int Chunk = 1 << 12;

    /// <summary>
    /// For every value the number of elements of its row of the sorted sequence that are below it, or not above it. As in PyTorch, NaN
    /// is above all numbers.
    /// </summary>
    /// <param name="sorted">One row for all, or one for each <paramref name="perRow"/> values; contiguous.</param>
    /// <param name="values">Of the same type; contiguous.</param>
    /// <param name="isUpper">Whether equal elements count.</param>
    /// <param name="size">Of a row.</param>
    /// <param name="perRow">Number of values for a row.</param>
    /// <param name="y">int64, contiguous.</param>
    public static void Run<T>(NDArray sorted, NDArray values, bool isUpper, int size, int perRow, NDArray y)
        where T : unmanaged, INumber<T>
    {
        fixed (T* ps = &sorted.Ref<T>(), pv = &values.Ref<T>())
        fixed (long* py = &y.Ref<long>())
        {
            var body = new Body<T> { Sorted = ps, Values = pv, Y = py, Count = y.Count, IsUpper = isUpper, Size = size, PerRow = perRow };
            Workers.For((y.Count + Chunk - 1) / Chunk, ref body);
        }

        y.BumpVersion();
        GC.KeepAlive(sorted);
        GC.KeepAlive(values);
        GC.KeepAlive(y);
    }

    private struct Body<T> : IParallelBody
        where T : unmanaged, INumber<T>
    {
        public T* Sorted;
        public T* Values;
        public long* Y;
        public int Count;
        public bool IsUpper;
        public int Size;
        public int PerRow;

        public readonly void Invoke(int chunk)
        {
            int end = (int)Math.Min(Count, (chunk + 1L) * Chunk);
            for (int i = chunk * Chunk; i < end; i++)
            {
                T* row = Sorted + ((nint)(i / PerRow) * Size);
                T value = Values[i];
                int low = 0;
                int high = Size;
                while (low < high)
                {
                    int middle = low + ((high - low) >> 1);
                    bool isBehind = IsUpper ? row[middle] > value : row[middle] >= value;
                    if (isBehind)
                    {
                        high = middle;
                    }
                    else
                    {
                        low = middle + 1;
                    }
                }

                Y[i] = low;
            }
        }
    }
}
