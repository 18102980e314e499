using System.Buffers;
using System.Numerics;
using System.Runtime.CompilerServices;

namespace MiniTorch.Kernels;

/// <summary>
/// Stable order along a dimension. Elements become unsigned integers of the same order (NaN the greatest, the two zeros equal), which are
/// sorted by digits, the last first; short rows by insertion. Rows are independent; the workers share them.
/// </summary>
internal static unsafe class Sorting
{
    private const int Chunk = 1 << 14;
    private const int ShortRow = 32;
    private const int Digits = 256;

    /// <param name="x">In any layout, of rank 1 at least.</param>
    /// <param name="dim">The dimension that is sorted.</param>
    /// <param name="descending">Whether the greatest is first.</param>
    /// <param name="values">x in order; contiguous.</param>
    /// <param name="indices">Where the elements stood: int64, contiguous.</param>
    public static void Run(NDArray x, int dim, bool descending, NDArray values, NDArray indices)
    {
        values.BumpVersion();
        indices.BumpVersion();
        if (x.Count == 0)
        {
            return;
        }

        switch (x.DType)
        {
            case DType.Float32: Run<FloatKey, float, uint>(x, dim, descending, values, indices); break;
            case DType.Float64: Run<DoubleKey, double, ulong>(x, dim, descending, values, indices); break;
            case DType.Int64: Run<LongKey, long, ulong>(x, dim, descending, values, indices); break;
            case DType.Int32: Run<IntKey, int, uint>(x, dim, descending, values, indices); break;
            default: Run<ByteKey, byte, uint>(x, dim, descending, values, indices); break;
        }

        GC.KeepAlive(x);
        GC.KeepAlive(values);
        GC.KeepAlive(indices);
    }

    private static void Run<TOrder, T, TKey>(NDArray x, int dim, bool descending, NDArray values, NDArray indices)
        where TOrder : struct, IOrder<T, TKey>
        where T : unmanaged
        where TKey : unmanaged, IBinaryInteger<TKey>, IUnsignedNumber<TKey>
    {
        int* starts = stackalloc int[StridedLoop.BufferLength(x.Rank, 2)];
        NDArray first = x.Slice(dim, 0, 1), firstValue = values.Slice(dim, 0, 1);
        var loop = new StridedLoop(first.Shape, 2, starts);
        loop.Set(0, first);
        loop.Set(1, firstValue);
        loop.Collapse();
        fixed (T* px = &x.Ref<T>(), pv = &values.Ref<T>())
        fixed (long* pi = &indices.Ref<long>())
        {
            var body = new Body<TOrder, T, TKey>
            {
                Starts = loop, X = px, Values = pv, Indices = pi, Rows = first.Count, Size = x.Shape[dim], StepX = x.Strides[dim], StepY = values.Strides[dim], IsDescending = descending,
            };
            Workers.For(body.Chunks, ref body);
        }
    }

    private struct Body<TOrder, T, TKey> : IParallelBody
        where TOrder : struct, IOrder<T, TKey>
        where T : unmanaged
        where TKey : unmanaged, IBinaryInteger<TKey>, IUnsignedNumber<TKey>
    {
        public StridedLoop Starts;
        public T* X;
        public T* Values;
        public long* Indices;
        public int Rows;
        public int Size;
        public nint StepX;
        public nint StepY;
        public bool IsDescending;

        public readonly int Chunks => (int)(((long)Rows + PerChunk - 1) / PerChunk);

        private readonly int PerChunk => Math.Max(1, Chunk / Size);

        public readonly void Invoke(int chunk)
        {
            TKey[] keys = ArrayPool<TKey>.Shared.Rent(2 * Size);
            int[] places = ArrayPool<int>.Shared.Rent(2 * Size);
            int end = (int)Math.Min(Rows, (chunk + 1L) * PerChunk);
            for (int i = chunk * PerChunk; i < end; i++)
            {
                (int row, int place) = Math.DivRem(i, Starts.Inner);
                nint y = Starts.RowOffset(1, row) + ((nint)place * Starts.InnerStride(1));
                Row(X + Starts.RowOffset(0, row) + ((nint)place * Starts.InnerStride(0)), Values + y, Indices + y, keys, places);
            }

            ArrayPool<TKey>.Shared.Return(keys);
            ArrayPool<int>.Shared.Return(places);
        }

        private readonly void Row(T* x, T* values, long* indices, TKey[] keys, int[] places)
        {
            Span<TKey> row = keys.AsSpan(0, Size);
            Span<int> order = places.AsSpan(0, Size);
            for (int i = 0; i < Size; i++)
            {
                TKey key = TOrder.Key(x[i * StepX]);
                row[i] = IsDescending ? ~key : key;
                order[i] = i;
            }

            if (Size <= ShortRow)
            {
                Insert(row, order);
            }
            else
            {
                order = ByDigits(row, keys.AsSpan(Size, Size), order, places.AsSpan(Size, Size));
            }

            for (int i = 0; i < Size; i++)
            {
                int place = order[i];
                values[i * StepY] = x[place * StepX];
                indices[i * StepY] = place;
            }
        }

        private static void Insert(Span<TKey> keys, Span<int> order)
        {
            for (int i = 1; i < keys.Length; i++)
            {
                TKey key = keys[i];
                int place = order[i];
                int j = i - 1;
                for (; j >= 0 && keys[j] > key; j--)
                {
                    keys[j + 1] = keys[j];
                    order[j + 1] = order[j];
                }

                keys[j + 1] = key;
                order[j + 1] = place;
            }
        }

        // Where the order ends up: in the one span or in the other. A digit in which all agree costs nothing but its count.
        [SkipLocalsInit]
        private static Span<int> ByDigits(Span<TKey> keys, Span<TKey> otherKeys, Span<int> order, Span<int> otherOrder)
        {
            int digits = Unsafe.SizeOf<TKey>();
            Span<int> counts = stackalloc int[digits * Digits];
            counts.Clear();
            foreach (TKey key in keys)
            {
                for (int digit = 0; digit < digits; digit++)
                {
                    counts[(digit * Digits) + Digit(key, digit)]++;
                }
            }

            for (int digit = 0; digit < digits; digit++)
            {
                Span<int> starts = counts.Slice(digit * Digits, Digits);
                if (starts[Digit(keys[0], digit)] == keys.Length)
                {
                    continue;
                }

                int sum = 0;
                foreach (ref int start in starts)
                {
                    (start, sum) = (sum, sum + start);
                }

                for (int i = 0; i < keys.Length; i++)
                {
                    int place = starts[Digit(keys[i], digit)]++;
                    otherKeys[place] = keys[i];
                    otherOrder[place] = order[i];
                }

                Span<TKey> sortedKeys = otherKeys;
                otherKeys = keys;
                keys = sortedKeys;
                Span<int> sorted = otherOrder;
                otherOrder = order;
                order = sorted;
            }

            return order;
        }

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        private static int Digit(TKey key, int digit) => int.CreateTruncating(key >> (8 * digit)) & (Digits - 1);
    }
}
