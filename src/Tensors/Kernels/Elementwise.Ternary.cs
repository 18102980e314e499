using System.Numerics;
using System.Runtime.CompilerServices;

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
        loop.Collapse();
        fixed (T* pa = &a.Ref<T>(), pb = &b.Ref<T>(), pc = &c.Ref<T>(), py = &y.Ref<T>())
        {
            var body = new TernaryBody<TOp, T> { Loop = loop, Op = op, A = pa, B = pb, C = pc, Y = py, Count = y.Count };
            Workers.For(Chunks(y.Count), ref body);
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
        public int Count;

        [SkipLocalsInit]
        public readonly void Invoke(int chunk)
        {
            T* tileA = stackalloc T[Tile];
            T* tileB = stackalloc T[Tile];
            T* tileC = stackalloc T[Tile];
            T* tileY = stackalloc T[Tile];
            int strideA = Loop.InnerStride(1);
            int strideB = Loop.InnerStride(2);
            int strideC = Loop.InnerStride(3);
            int strideY = Loop.InnerStride(0);
            StridedLoop.Stretches stretch = Stretches(Loop, chunk, Count);
            while (stretch.Next(Tile))
            {
                int length = stretch.Length;
                T* a = A + stretch.Offset(1);
                T* b = B + stretch.Offset(2);
                T* c = C + stretch.Offset(3);
                T* y = Y + stretch.Offset(0);
                T* target = strideY == 1 ? y : tileY;
                Op.Row(
                    Gather(a, strideA, tileA, length), Gather(b, strideB, tileB, length), Gather(c, strideC, tileC, length), new Span<T>(target, length));
                if (strideY != 1)
                {
                    Scatter(tileY, y, strideY, length);
                }
            }
        }
    }
}
