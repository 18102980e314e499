using System.Numerics;
using System.Runtime.CompilerServices;

namespace MiniTorch.Kernels;

internal static unsafe partial class Elementwise
{
    private const int Masks = 512;

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
        loop.PlanRows(hasNumbers: false);
        fixed (byte* pc = &condition.Ref<byte>())
        fixed (T* pa = &a.Ref<T>(), pb = &b.Ref<T>(), py = &y.Ref<T>())
        {
            var body = new WhereBody<T> { Loop = loop, Condition = pc, A = pa, B = pb, Y = py };
            Workers.For(loop.Chunks, ref body);
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
    private static void Spread<T>(byte* condition, T* masks, int length)
        where T : unmanaged
    {
        for (nint i = 0; i < length; i++)
        {
            int bits = -condition[i];
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

        [SkipLocalsInit]
        public readonly void Invoke(int chunk)
        {
            T* masks = stackalloc T[Masks];
            StridedLoop.Blocks block = Loop.BlocksOf(chunk, sizeof(T));
            while (block.Next())
            {
                StridedLoop.Rows<byte> condition = block.Read(1, Condition);
                StridedLoop.Rows<T> a = block.Read(2, A);
                StridedLoop.Rows<T> b = block.Read(3, B);
                StridedLoop.Rows<T> y = block.Target(Y);
                for (int i = 0; i < block.Count; i++)
                {
                    for (int j = 0; j < block.Length; j += Masks)
                    {
                        int length = Math.Min(Masks, block.Length - j);
                        Spread(condition[i] + j, masks, length);
                        Choose(masks, a[i] + j, b[i] + j, y[i] + j, length);
                    }
                }

                block.Write(Y);
            }
        }
    }
}
