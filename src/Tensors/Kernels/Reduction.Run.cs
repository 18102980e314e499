using System.Numerics;

namespace MiniTorch.Kernels;

internal static unsafe partial class Reduction
{
    private static void Run<TOp, T>(NDArray x, NDArray y, int outer, int size, int inner)
        where TOp : struct, IReduction
        where T : unmanaged, INumber<T>
    {
        fixed (T* px = &x.Ref<T>(), py = &y.Ref<T>())
        {
            if (inner > 1 && !TOp.Columns(ReadOnlySpan<T>.Empty, 0, 0, inner, []))
            {
                (x, outer, inner) = (Transposed(x, outer, size, inner), outer * inner, 1);
                Run<TOp, T>(x, y, outer, size, inner);
            }
            else if (inner > 1)
            {
                var body = new ColumnsBody<TOp, T> { X = px, Y = py, Outer = outer, Size = size, Inner = inner };
                Workers.For(body.Chunks, ref body);
            }
            else if (size > Chunk)
            {
                LongRows<TOp, T>(px, py, outer, size);
            }
            else
            {
                var body = new RowsBody<TOp, T> { X = px, Y = py, Outer = outer, Size = size };
                Workers.For(body.Chunks, ref body);
            }
        }

        GC.KeepAlive(x);
    }

    private static NDArray Transposed(NDArray x, int outer, int size, int inner) => x.Reshape(outer, size, inner).Transpose(1, 2).Contiguous();

    // In blocks, whatever the number of rows, so that a row has the same bits alone and among others.
    private static void LongRows<TOp, T>(T* x, T* y, int rows, int size)
        where TOp : struct, IReduction
        where T : unmanaged, INumber<T>
    {
        int blocks = (size + Chunk - 1) / Chunk;
        T[] partial = new T[rows * blocks];
        fixed (T* results = partial)
        {
            var body = new BlocksBody<TOp, T> { X = x, Y = results, Size = size, Blocks = blocks };
            Workers.For(partial.Length, ref body);
        }

        for (int i = 0; i < rows; i++)
        {
            y[i] = TOp.Row<T>(partial.AsSpan(i * blocks, blocks));
        }
    }

    private struct BlocksBody<TOp, T> : IParallelBody
        where TOp : struct, IReduction
        where T : unmanaged, INumber<T>
    {
        public T* X;
        public T* Y;
        public int Size;
        public int Blocks;

        public readonly void Invoke(int chunk)
        {
            (int row, int block) = Math.DivRem(chunk, Blocks);
            int start = block * Chunk;
            Y[chunk] = TOp.Row(new ReadOnlySpan<T>(X + ((nint)row * Size) + start, Math.Min(Chunk, Size - start)));
        }
    }

    private struct RowsBody<TOp, T> : IParallelBody
        where TOp : struct, IReduction
        where T : unmanaged, INumber<T>
    {
        public T* X;
        public T* Y;
        public int Outer;
        public int Size;

        public readonly int Chunks => (Outer + RowsPerChunk - 1) / RowsPerChunk;

        private readonly int RowsPerChunk => Math.Max(1, Chunk / Math.Max(Size, 1));

        public readonly void Invoke(int chunk)
        {
            int end = (int)Math.Min(Outer, (chunk + 1L) * RowsPerChunk);
            for (int i = chunk * RowsPerChunk; i < end; i++)
            {
                Y[i] = TOp.Row(new ReadOnlySpan<T>(X + ((nint)i * Size), Size));
            }
        }
    }

    private struct ColumnsBody<TOp, T> : IParallelBody
        where TOp : struct, IReduction
        where T : unmanaged, INumber<T>
    {
        public T* X;
        public T* Y;
        public int Outer;
        public int Size;
        public int Inner;

        public readonly int Chunks => checked(Outer * Strips);

        private readonly int Strips => (Inner + StripWidth - 1) / StripWidth;

        // Wide enough to be worth a chunk, a multiple of the registers' width.
        private readonly int StripWidth => Math.Max(1, Chunk / Math.Max(Size, 1) / Strip) * Strip;

        public readonly void Invoke(int chunk)
        {
            (int matrix, int strip) = Math.DivRem(chunk, Strips);
            int first = strip * StripWidth;
            int width = Math.Min(StripWidth, Inner - first);
            T* start = X + ((nint)matrix * Size * Inner) + first;
            int length = Size == 0 ? 0 : ((Size - 1) * Inner) + width;
            TOp.Columns(new ReadOnlySpan<T>(start, length), Size, width, Inner, new Span<T>(Y + ((nint)matrix * Inner) + first, width));
        }
    }
}
