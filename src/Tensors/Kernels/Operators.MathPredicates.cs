using System.Numerics;

namespace MiniTorch.Kernels;

/// <summary>A question about one number of any type.</summary>
internal interface IPredicateOp
{
    static abstract bool Holds<T>(T x)
        where T : unmanaged, INumber<T>;
}

/// <summary>Its rows for one type: the answer as the byte 0 or 1.</summary>
internal readonly struct PredicateRow<TOp, T> : IUnaryRow<T, byte>
    where TOp : struct, IPredicateOp
    where T : unmanaged, INumber<T>
{
    public void Row(ReadOnlySpan<T> x, Span<byte> y)
    {
        for (int i = 0; i < y.Length; i++)
        {
            y[i] = TOp.Holds(x[i]) ? (byte)1 : (byte)0;
        }
    }
}

internal readonly struct IsNaN : IPredicateOp
{
    public static bool Holds<T>(T x)
        where T : unmanaged, INumber<T> => T.IsNaN(x);
}

internal readonly struct IsInf : IPredicateOp
{
    public static bool Holds<T>(T x)
        where T : unmanaged, INumber<T> => T.IsInfinity(x);
}

internal readonly struct IsPosInf : IPredicateOp
{
    public static bool Holds<T>(T x)
        where T : unmanaged, INumber<T> => T.IsPositiveInfinity(x);
}

internal readonly struct IsNegInf : IPredicateOp
{
    public static bool Holds<T>(T x)
        where T : unmanaged, INumber<T> => T.IsNegativeInfinity(x);
}

internal readonly struct IsFinite : IPredicateOp
{
    public static bool Holds<T>(T x)
        where T : unmanaged, INumber<T> => T.IsFinite(x);
}

/// <summary>Whether the sign bit is set, that of −0 and of NaN too.</summary>
internal readonly struct SignBit : IPredicateOp
{
    public static bool Holds<T>(T x)
        where T : unmanaged, INumber<T> => T.IsNegative(x);
}
