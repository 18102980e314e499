namespace MiniTorch.Kernels;

internal static unsafe partial class Elementwise
{
    // A body lives on the caller's stack while the workers run, and so does the memory that its plan points to.
    private static void Walk<TRow, TIn, TOut>(TRow row, NDArray x, NDArray y)
        where TRow : struct, IUnaryRow<TIn, TOut>
        where TIn : unmanaged
        where TOut : unmanaged
    {
        int* plan = stackalloc int[StridedLoop.BufferLength(y.Rank, 2)];
        var loop = new StridedLoop(y.Shape, 2, plan);
        loop.Set(0, y);
        loop.Set(1, x);
        loop.PlanRows(hasNumbers: false);
        fixed (TIn* px = &x.Ref<TIn>())
        fixed (TOut* py = &y.Ref<TOut>())
        {
            var body = new UnaryBody<TRow, TIn, TOut> { Loop = loop, Op = row, X = px, Y = py };
            Workers.For(loop.Chunks, ref body);
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
        loop.PlanRows(hasNumbers: true);
        fixed (TIn* pa = &a.Ref<TIn>(), pb = &b.Ref<TIn>())
        fixed (TOut* py = &y.Ref<TOut>())
        {
            var body = new BinaryBody<TRow, TIn, TOut> { Loop = loop, A = pa, B = pb, Y = py };
            Workers.For(loop.Chunks, ref body);
        }
    }

    private static void Walk<T>(NDArray x, NDArray y)
        where T : unmanaged
    {
        int* plan = stackalloc int[StridedLoop.BufferLength(y.Rank, 2)];
        var loop = new StridedLoop(y.Shape, 2, plan);
        loop.Set(0, y);
        loop.Set(1, x);
        loop.PlanCopy();
        fixed (T* px = &x.Ref<T>(), py = &y.Ref<T>())
        {
            var body = new CopyBody<T> { Loop = loop, X = px, Y = py };
            Workers.For(loop.Chunks, ref body);
        }
    }

    private struct UnaryBody<TRow, TIn, TOut> : IParallelBody
        where TRow : struct, IUnaryRow<TIn, TOut>
        where TIn : unmanaged
        where TOut : unmanaged
    {
        public StridedLoop Loop;
        public TRow Op;
        public TIn* X;
        public TOut* Y;

        public readonly void Invoke(int chunk)
        {
            StridedLoop.Blocks block = Loop.BlocksOf(chunk, Math.Max(sizeof(TIn), sizeof(TOut)));
            while (block.Next())
            {
                StridedLoop.Rows<TIn> x = block.Read(1, X);
                StridedLoop.Rows<TOut> y = block.Target(Y);
                int length = block.Length;
                for (int i = 0; i < block.Count; i++)
                {
                    Op.Row(new ReadOnlySpan<TIn>(x[i], length), new Span<TOut>(y[i], length));
                }

                block.Write(Y);
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

        public readonly void Invoke(int chunk)
        {
            StridedLoop.Blocks block = Loop.BlocksOf(chunk, Math.Max(sizeof(TIn), sizeof(TOut)));
            while (block.Next())
            {
                StridedLoop.Rows<TIn> a = block.Read(1, A);
                StridedLoop.Rows<TIn> b = block.Read(2, B);
                StridedLoop.Rows<TOut> y = block.Target(Y);
                int length = block.Length;
                if (Loop.IsNumber(1))
                {
                    for (int i = 0; i < block.Count; i++)
                    {
                        TRow.Row(*a[i], new ReadOnlySpan<TIn>(b[i], length), new Span<TOut>(y[i], length));
                    }
                }
                else if (Loop.IsNumber(2))
                {
                    for (int i = 0; i < block.Count; i++)
                    {
                        TRow.Row(new ReadOnlySpan<TIn>(a[i], length), *b[i], new Span<TOut>(y[i], length));
                    }
                }
                else
                {
                    for (int i = 0; i < block.Count; i++)
                    {
                        TRow.Row(new ReadOnlySpan<TIn>(a[i], length), new ReadOnlySpan<TIn>(b[i], length), new Span<TOut>(y[i], length));
                    }
                }

                block.Write(Y);
            }
        }
    }

    private struct CopyBody<T> : IParallelBody
        where T : unmanaged
    {
        public StridedLoop Loop;
        public T* X;
        public T* Y;

        public readonly void Invoke(int chunk)
        {
            StridedLoop.Blocks block = Loop.BlocksOf(chunk, sizeof(T));
            while (block.Next())
            {
                block.Copy(X, Y);
            }
        }
    }
}
