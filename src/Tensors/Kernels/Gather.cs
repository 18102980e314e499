using System.Numerics;

namespace MiniTorch.Kernels;

/// <summary>
/// Elements named by indices along a dimension: [outer, size, inner] and indices [outer, picks, inner], all contiguous. Every matrix
/// [size, inner] is worked on by one worker, so that sums have one order.
/// </summary>
internal static unsafe class Gather
{
    private const int Chunk = 1 << 15;

    /// <summary>y[o, k, j] = x[o, index[o, k, j], j].</summary>
    public static void Take<T>(NDArray x, NDArray index, int size, int inner, NDArray y)
        where T : unmanaged, INumber<T> => Run<T>(x, index, size, inner, y, isSum: false);

    /// <summary>y[o, index[o, k, j], j] += x[o, k, j].</summary>
    public static void Add<T>(NDArray x, NDArray index, int size, int inner, NDArray y)
        where T : unmanaged, INumber<T> => Run<T>(x, index, size, inner, y, isSum: true);

    private static void Run<T>(NDArray x, NDArray index, int size, int inner, NDArray y, bool isSum)
        where T : unmanaged, INumber<T>
    {
        if (index.Count == 0)
        {
            return;
        }

        fixed (T* px = &x.Ref<T>(), py = &y.Ref<T>())
        fixed (long* places = &index.Ref<long>())
        {
            int whole = size * inner;
            int outer = (isSum ? y.Count : x.Count) / whole;
            var body = new Body<T>
            {
                X = px, Y = py, Index = places, Size = size, Inner = inner, Outer = outer, Picked = index.Count / outer, IsSum = isSum,
            };
            Workers.For(body.Chunks, ref body);
        }

        y.Storage.BumpVersion();
        GC.KeepAlive(x);
        GC.KeepAlive(index);
        GC.KeepAlive(y);
    }

    private struct Body<T> : IParallelBody
        where T : unmanaged, INumber<T>
    {
        public T* X;
        public T* Y;
        public long* Index;
        public int Size;
        public int Inner;
        public int Outer;
        public int Picked;
        public bool IsSum;

        public readonly int Chunks => (Outer + PerChunk - 1) / PerChunk;

        private readonly int PerChunk => Math.Max(1, Chunk / Picked);

        public readonly void Invoke(int chunk)
        {
            int end = (int)Math.Min(Outer, (chunk + 1L) * PerChunk);
            for (int matrix = chunk * PerChunk; matrix < end; matrix++)
            {
                nint few = (nint)matrix * Picked;
                nint whole = (nint)matrix * Size * Inner;
                for (int i = 0, column = 0; i < Picked; i++)
                {
                    nint place = whole + (Checked(Index[few + i]) * Inner) + column;
                    if (IsSum)
                    {
                        Y[place] += X[few + i];
                    }
                    else
                    {
                        Y[few + i] = X[place];
                    }

                    column = column + 1 == Inner ? 0 : column + 1;
                }
            }
        }

        private readonly nint Checked(long index)
        {
            if ((ulong)index >= (ulong)Size)
            {
                Throw.Argument(IsSum ? "scatter_add" : "gather", $"indices must lie in 0 to {Size - 1}; got {index}");
            }

            return (nint)index;
        }
    }
}
