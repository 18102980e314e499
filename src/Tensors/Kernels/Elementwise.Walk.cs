using System.Runtime.CompilerServices;

namespace MiniTorch.Kernels;

internal static unsafe partial class Elementwise
{
    private static int Chunks(int count) => (int)(((long)count + Chunk - 1) / Chunk);

    private static StridedLoop.Stretches Stretches(in StridedLoop loop, int chunk, int count) =>
        loop.From(chunk * Chunk, (int)Math.Min(Chunk, count - ((long)chunk * Chunk)));

    // A body lives on the caller's stack while the workers run, and so does the memory that its plan points to.
    private static void Walk<TRow, TIn, TOut>(NDArray x, NDArray y)
        where TRow : struct, IUnaryRow<TIn, TOut>
        where TIn : unmanaged
        where TOut : unmanaged
    {
        int* plan = stackalloc int[StridedLoop.BufferLength(y.Rank, 2)];
        var loop = new StridedLoop(y.Shape, 2, plan);
        loop.Set(0, y);
        loop.Set(1, x);
        loop.Collapse();
        fixed (TIn* px = &x.Ref<TIn>())
        fixed (TOut* py = &y.Ref<TOut>())
        {
            var body = new UnaryBody<TRow, TIn, TOut> { Loop = loop, X = px, Y = py, Count = y.Count };
            Workers.For(Chunks(y.Count), ref body);
        }
    }

    private static void Walk<TRow, TIn, TOut>(NDArray a, NDArray b, NDArray y)
        where TRow : struct, IBinaryRow<TIn, TOut>
        where TIn : unmanaged
        where TOut : unmanaged
    {
        int* plan = stackalloc int[StridedLoop.BufferLength(y.Rank, 3)];
        var loop = new StridedLoop(y.Shape, 3, plan);
        loop.Set(0, y);
        loop.Set(1, a);
        loop.Set(2, b);
        loop.Collapse();
        fixed (TIn* pa = &a.Ref<TIn>(), pb = &b.Ref<TIn>())
        fixed (TOut* py = &y.Ref<TOut>())
        {
            var body = new BinaryBody<TRow, TIn, TOut> { Loop = loop, A = pa, B = pb, Y = py, Count = y.Count };
            Workers.For(Chunks(y.Count), ref body);
        }
    }

    private static ReadOnlySpan<T> Gather<T>(T* first, nint stride, T* tile, int length)
        where T : unmanaged
    {
        if (stride == 1)
        {
            return new ReadOnlySpan<T>(first, length);
        }

        for (int i = 0; i < length; i++)
        {
            tile[i] = first[i * stride];
        }

        return new ReadOnlySpan<T>(tile, length);
    }

    private static void Scatter<T>(T* tile, T* first, nint stride, int length)
        where T : unmanaged
    {
        for (int i = 0; i < length; i++)
        {
            first[i * stride] = tile[i];
        }
    }

    private struct UnaryBody<TRow, TIn, TOut> : IParallelBody
        where TRow : struct, IUnaryRow<TIn, TOut>
        where TIn : unmanaged
        where TOut : unmanaged
    {
        public StridedLoop Loop;
        public TIn* X;
        public TOut* Y;
        public int Count;

        [SkipLocalsInit]
        public readonly void Invoke(int chunk)
        {
            TIn* tileX = stackalloc TIn[Tile];
            TOut* tileY = stackalloc TOut[Tile];
            int strideX = Loop.InnerStride(1);
            int strideY = Loop.InnerStride(0);
            int longest = strideX == 1 && strideY == 1 ? Chunk : Tile;
            StridedLoop.Stretches stretch = Stretches(Loop, chunk, Count);
            while (stretch.Next(longest))
            {
                int length = stretch.Length;
                TIn* x = X + stretch.Offset(1);
                TOut* y = Y + stretch.Offset(0);
                TOut* target = strideY == 1 ? y : tileY;
                TRow.Row(Gather(x, strideX, tileX, length), new Span<TOut>(target, length));
                if (strideY != 1)
                {
                    Scatter(tileY, y, strideY, length);
                }
            }
        }
    }

    private struct BinaryBody<TRow, TIn, TOut> : IParallelBody
        where TRow : struct, IBinaryRow<TIn, TOut>
        where TIn : unmanaged
        where TOut : unmanaged
    {
        public StridedLoop Loop;
        public TIn* A;
        public TIn* B;
        public TOut* Y;
        public int Count;

        [SkipLocalsInit]
        public readonly void Invoke(int chunk)
        {
            TIn* tileA = stackalloc TIn[Tile];
            TIn* tileB = stackalloc TIn[Tile];
            TOut* tileY = stackalloc TOut[Tile];
            int strideA = Loop.InnerStride(1);
            int strideB = Loop.InnerStride(2);
            int strideY = Loop.InnerStride(0);
            int longest = strideA is 0 or 1 && strideB is 0 or 1 && strideA + strideB > 0 && strideY == 1 ? Chunk : Tile;
            StridedLoop.Stretches stretch = Stretches(Loop, chunk, Count);
            while (stretch.Next(longest))
            {
                int length = stretch.Length;
                TIn* a = A + stretch.Offset(1);
                TIn* b = B + stretch.Offset(2);
                TOut* y = Y + stretch.Offset(0);
                var target = new Span<TOut>(strideY == 1 ? y : tileY, length);
                if (strideB == 0 && strideA != 0)
                {
                    TRow.Row(Gather(a, strideA, tileA, length), *b, target);
                }
                else if (strideA == 0 && strideB != 0)
                {
                    TRow.Row(*a, Gather(b, strideB, tileB, length), target);
                }
                else
                {
                    TRow.Row(Gather(a, strideA, tileA, length), Gather(b, strideB, tileB, length), target);
                }

                if (strideY != 1)
                {
                    Scatter(tileY, y, strideY, length);
                }
            }
        }
    }
}
