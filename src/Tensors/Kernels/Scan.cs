using System.Numerics;
using System.Runtime.CompilerServices;

namespace MiniTorch.Kernels;

/// <summary>What a running reduction does at every element but the first, which is its own result.</summary>
internal interface IScan
{
    static abstract T Step<T>(T before, T a, T b)
        where T : INumber<T>;
}

internal readonly struct RunningSum : IScan
{
    public static T Step<T>(T before, T a, T b)
        where T : INumber<T> => before + b;
}

internal readonly struct RunningProduct : IScan
{
    public static T Step<T>(T before, T a, T b)
        where T : INumber<T> => before * b;
}

/// <summary>yₘ = bₘ + aₘ·yₘ₋₁.</summary>
internal readonly struct LinearRecurrence : IScan
{
    public static T Step<T>(T before, T a, T b)
        where T : INumber<T> => b + (a * before);
}

/// <summary>
/// Running reductions along a dimension, forwards or backwards. aₘ belongs between the elements m − 1 and m in both directions: backwards
/// the step from m to m − 1 reads it. Floats are carried in double, as in PyTorch. Lanes are independent of each other; the workers share them.
/// </summary>
internal static unsafe class Scan
{
    private const int Chunk = 1 << 15;
    private const int Strip = 64;

    /// <summary>Of contiguous arrays of one shape; float, double and long.</summary>
    public static void Run<TOp>(NDArray a, NDArray b, int dim, bool reverse, NDArray y)
        where TOp : struct, IScan
    {
        if (y.Count == 0)
        {
            return;
        }

        ReadOnlySpan<int> sizes = y.Shape.AsSpan();
        int inner = Shape.Of(sizes[(dim + 1)..]).Count;
        switch (y.DType)
        {
            case DType.Float32: Run<TOp, float, double>(a, b, sizes[dim], inner, reverse, y); break;
            case DType.Float64: Run<TOp, double, double>(a, b, sizes[dim], inner, reverse, y); break;
            default: Run<TOp, long, long>(a, b, sizes[dim], inner, reverse, y); break;
        }

        y.Storage.BumpVersion();
        GC.KeepAlive(a);
        GC.KeepAlive(b);
        GC.KeepAlive(y);
    }

    private static void Run<TOp, T, TCarry>(NDArray a, NDArray b, int size, int inner, bool reverse, NDArray y)
        where TOp : struct, IScan
        where T : unmanaged, INumber<T>
        where TCarry : unmanaged, INumber<TCarry>
    {
        fixed (T* pa = &a.Ref<T>(), pb = &b.Ref<T>(), py = &y.Ref<T>())
        {
            var body = new Body<TOp, T, TCarry> { A = pa, B = pb, Y = py, Size = size, Inner = inner, Lanes = y.Count / size, IsReversed = reverse };
            Workers.For(body.Chunks, ref body);
        }
    }

    private struct Body<TOp, T, TCarry> : IParallelBody
        where TOp : struct, IScan
        where T : unmanaged, INumber<T>
        where TCarry : unmanaged, INumber<TCarry>
    {
        public T* A;
        public T* B;
        public T* Y;
        public int Size;
        public int Inner;
        public int Lanes;
        public bool IsReversed;

        public readonly int Chunks => (int)(((long)Lanes + LanesPerChunk - 1) / LanesPerChunk);

        private readonly int LanesPerChunk => Math.Max(1, Chunk / Size / Strip) * Strip;

        public readonly void Invoke(int chunk)
        {
            TCarry* carry = stackalloc TCarry[Strip];
            int lane = chunk * LanesPerChunk;
            int end = (int)Math.Min(Lanes, (long)lane + LanesPerChunk);
            while (lane < end)
            {
                (int matrix, int column) = Math.DivRem(lane, Inner);
                int width = Math.Min(Math.Min(Strip, Inner - column), end - lane);
                Columns(((nint)matrix * Size * Inner) + column, width, carry);
                lane += width;
            }
        }

        private readonly void Columns(nint first, int width, TCarry* carry)
        {
            nint step = IsReversed ? -Inner : Inner;
            nint at = IsReversed ? first + ((nint)(Size - 1) * Inner) : first;
            T* links = IsReversed ? A + Inner : A;
            for (int j = 0; j < width; j++)
            {
                Y[at + j] = B[at + j];
                carry[j] = Wide(B[at + j]);
            }

            for (int m = 1; m < Size; m++)
            {
                at += step;
                for (int j = 0; j < width; j++)
                {
                    TCarry y = TOp.Step(carry[j], Wide(links[at + j]), Wide(B[at + j]));
                    carry[j] = y;
                    Y[at + j] = Narrow(y);
                }
            }
        }

        // CreateTruncating does the same and costs ten times as much.
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        private static TCarry Wide(T value) => typeof(T) == typeof(float)
            ? Unsafe.BitCast<double, TCarry>(Unsafe.BitCast<T, float>(value))
            : Unsafe.BitCast<T, TCarry>(value);

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        private static T Narrow(TCarry value) => typeof(T) == typeof(float)
            ? Unsafe.BitCast<float, T>((float)Unsafe.BitCast<TCarry, double>(value))
            : Unsafe.BitCast<TCarry, T>(value);
    }
}
