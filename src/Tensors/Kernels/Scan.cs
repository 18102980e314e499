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
/// the step from m to m − 1 reads it. Floats are carried in double, as in PyTorch.
/// </summary>
internal static unsafe class Scan
{
    /// <summary>Of contiguous arrays of one shape; float, double and long.</summary>
    public static void Run<TOp>(NDArray a, NDArray b, int dim, bool reverse, NDArray y)
        where TOp : struct, IScan
    {
        if (y.Count == 0)
        {
            return;
        }

        switch (y.DType)
        {
            case DType.Float32: Run<TOp, float, double>(a, b, dim, reverse, y); break;
            case DType.Float64: Run<TOp, double, double>(a, b, dim, reverse, y); break;
            default: Run<TOp, long, long>(a, b, dim, reverse, y); break;
        }

        y.BumpVersion();
        GC.KeepAlive(a);
        GC.KeepAlive(b);
        GC.KeepAlive(y);
    }

    private static void Run<TOp, T, TCarry>(NDArray a, NDArray b, int dim, bool reverse, NDArray y)
        where TOp : struct, IScan
        where T : unmanaged, INumber<T>
        where TCarry : unmanaged, INumber<TCarry>
    {
        fixed (T* pa = &a.Ref<T>(), pb = &b.Ref<T>(), py = &y.Ref<T>())
        {
            var kernel = new Kernel<TOp, T, TCarry> { A = pa, B = pb, Y = py, Size = y.Shape[dim], Inner = Lanes.Inner(y.Shape, dim), IsReversed = reverse };
            Lanes.Run(ref kernel, y.Shape, dim);
        }
    }

    private struct Kernel<TOp, T, TCarry> : ILaneKernel
        where TOp : struct, IScan
        where T : unmanaged, INumber<T>
        where TCarry : unmanaged, INumber<TCarry>
    {
        public T* A;
        public T* B;
        public T* Y;
        public int Size;
        public int Inner;
        public bool IsReversed;

        public readonly void Run(nint first, int width)
        {
            TCarry* carry = stackalloc TCarry[Lanes.Strip];
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
