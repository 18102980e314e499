using System.Numerics;
using System.Runtime.CompilerServices;

namespace MiniTorch.Kernels;

internal static unsafe partial class Elementwise
{
    /// <summary>y = condition ? a : b, all broadcast. What the bits mean does not matter: T is an integer of the elements' size.</summary>
    public static void Where<T>(NDArray condition, NDArray a, NDArray b, NDArray y)
        where T : unmanaged, IBinaryInteger<T>
    {
        if (y.Count == 0)
        {
            return;
        }

        int* plan = stackalloc int[StridedLoop.BufferLength(y.Rank, 4)];
        var loop = new StridedLoop(y.Shape, 4, plan);
        loop.Set(0, y);
        loop.Set(1, condition);
        loop.Set(2, a);
        loop.Set(3, b);
        loop.Collapse();
        fixed (byte* pc = &condition.Ref<byte>())
        fixed (T* pa = &a.Ref<T>(), pb = &b.Ref<T>(), py = &y.Ref<T>())
        {
            var body = new WhereBody<T> { Loop = loop, Condition = pc, A = pa, B = pb, Y = py, Count = y.Count };
            Workers.For(Chunks(y.Count), ref body);
        }

        y.BumpVersion();
        GC.KeepAlive(condition);
        GC.KeepAlive(a);
        GC.KeepAlive(b);
        GC.KeepAlive(y);
    }

    // Without a branch, which masks of a random kind would mispredict.
    private static void Choose<T>(T* masks, T* a, T* b, T* y, int length)
        where T : unmanaged, IBinaryInteger<T>
    {
        int i = 0;
        for (; i <= length - Vector<T>.Count; i += Vector<T>.Count)
        {
            Vector.Store(Vector.ConditionalSelect(Vector.Load(masks + i), Vector.Load(a + i), Vector.Load(b + i)), y + i);
        }

        for (; i < length; i++)
        {
            y[i] = (a[i] & masks[i]) | (b[i] & ~masks[i]);
        }
    }

    // 0 becomes no bits, 1 all.
    private static void Spread<T>(byte* condition, nint stride, T* masks, int length)
        where T : unmanaged
    {
        for (nint i = 0; i < length; i++)
        {
            int bits = -condition[i * stride];
            masks[i] = typeof(T) == typeof(byte) ? Unsafe.BitCast<byte, T>((byte)bits)
                : typeof(T) == typeof(int) ? Unsafe.BitCast<int, T>(bits)
                : Unsafe.BitCast<long, T>(bits);
        }
    }

    private struct WhereBody<T> : IParallelBody
        where T : unmanaged, IBinaryInteger<T>
    {
        public StridedLoop Loop;
        public byte* Condition;
        public T* A;
        public T* B;
        public T* Y;
        public int Count;

        // The result is new and contiguous: only the operands have steps.
        [SkipLocalsInit]
        public readonly void Invoke(int chunk)
        {
            T* masks = stackalloc T[Tile];
            T* tileA = stackalloc T[Tile];
            T* tileB = stackalloc T[Tile];
            int strideC = Loop.InnerStride(1);
            int strideA = Loop.InnerStride(2);
            int strideB = Loop.InnerStride(3);
            StridedLoop.Stretches stretch = Stretches(Loop, chunk, Count);
            while (stretch.Next(Tile))
            {
                int length = stretch.Length;
                Spread(Condition + stretch.Offset(1), strideC, masks, length);
                T* a = Dense(A + stretch.Offset(2), strideA, tileA, length);
                T* b = Dense(B + stretch.Offset(3), strideB, tileB, length);
                Choose(masks, a, b, Y + stretch.Offset(0), length);
            }
        }

        private static T* Dense(T* first, nint stride, T* tile, int length)
        {
            for (nint i = 0; stride != 1 && i < length; i++)
            {
                tile[i] = first[i * stride];
            }

            return stride == 1 ? first : tile;
        }
    }
}
