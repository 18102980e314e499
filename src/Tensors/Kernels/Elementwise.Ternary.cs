using System.Numerics;

namespace MiniTorch.Kernels;

internal static unsafe partial class Elementwise
{
    /// <summary>y = op(a, b, c), all broadcast.</summary>
    public static void Ternary<TOp, T>(TOp op, NDArray a, NDArray b, NDArray c, NDArray y)
        where TOp : struct, ITernaryOp
        where T : unmanaged, INumber<T>
    {
        if (y.Count == 0)
        {
            return;
        }

        int* plan = stackalloc int[StridedLoop.BufferLength(y.Rank, 4)];
        var loop = new StridedLoop(y.Shape, 4, plan);
        loop.Set(0, y);
        loop.Set(1, a);
        loop.Set(2, b);
        loop.Set(3, c);
        loop.PlanRows(hasNumbers: false);
        fixed (T* pa = &a.Ref<T>(), pb = &b.Ref<T>(), pc = &c.Ref<T>(), py = &y.Ref<T>())
        {
            var body = new TernaryBody<TOp, T> { Loop = loop, Op = op, A = pa, B = pb, C = pc, Y = py };
            Workers.For(loop.Chunks, ref body);
        }

        y.BumpVersion();
        GC.KeepAlive(a);
        GC.KeepAlive(b);
        GC.KeepAlive(c);
        GC.KeepAlive(y);
    }

    private struct TernaryBody<TOp, T> : IParallelBody
        where TOp : struct, ITernaryOp
        where T : unmanaged, INumber<T>
    {
        public StridedLoop Loop;
        public TOp Op;
        public T* A;
        public T* B;
        public T* C;
        public T* Y;

        public readonly void Invoke(int chunk)
        {
            StridedLoop.Blocks block = Loop.BlocksOf(chunk, sizeof(T));
            while (block.Next())
            {
                StridedLoop.Rows<T> a = block.Read(1, A);
                StridedLoop.Rows<T> b = block.Read(2, B);
                StridedLoop.Rows<T> c = block.Read(3, C);
                StridedLoop.Rows<T> y = block.Target(Y);
                int length = block.Length;
                for (int i = 0; i < block.Count; i++)
                {
                    Op.Row(
                        new ReadOnlySpan<T>(a[i], length), new ReadOnlySpan<T>(b[i], length), new ReadOnlySpan<T>(c[i], length), new Span<T>(y[i], length));
                }

                block.Write(Y);
            }
        }
    }
}
