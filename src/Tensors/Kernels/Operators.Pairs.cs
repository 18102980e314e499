using System.Numerics;

namespace MiniTorch.Kernels;

/// <summary>What an operator of two numbers is for two bools, which are stored as the bytes 0 and 1.</summary>
internal enum BoolForm
{
    /// <summary>Nothing: bools are refused.</summary>
    None,

    /// <summary>The greater of the two.</summary>
    Or,

    /// <summary>The smaller of the two.</summary>
    And,
}

/// <summary>An operator of two numbers of every arithmetic type, pair by pair; <see cref="Pairwise{TOp}"/> makes its rows.</summary>
internal interface IPairOp
{
    static abstract string Name { get; }

    static virtual BoolForm Bools => BoolForm.None;

    static abstract T Of<T>(T a, T b)
        where T : unmanaged, INumber<T>;
}

/// <summary>An operator of two numbers of the floating-point types, pair by pair.</summary>
internal interface IFloatPairOp
{
    static abstract string Name { get; }

    static abstract T Of<T>(T a, T b)
        where T : unmanaged, IFloatingPointIeee754<T>;
}

/// <summary>An operator of two integers, pair by pair.</summary>
internal interface IIntegerPairOp
{
    static abstract string Name { get; }

    /// <summary>Whether it takes bools, as the bytes 0 and 1.</summary>
    static virtual bool TakesBools => false;

    static abstract T Of<T>(T a, T b)
        where T : unmanaged, IBinaryInteger<T>;
}

/// <summary>Rows of an operator that is written for one pair.</summary>
internal readonly struct Pairwise<TOp> : IBinaryOp
    where TOp : struct, IPairOp
{
    public static string Name => TOp.Name;

    public static BoolForm Bools => TOp.Bools;

    public static void Row<T>(ReadOnlySpan<T> a, ReadOnlySpan<T> b, Span<T> y)
        where T : unmanaged, INumber<T>
    {
        for (int i = 0; i < y.Length; i++)
        {
            y[i] = TOp.Of(a[i], b[i]);
        }
    }

    public static void Row<T>(ReadOnlySpan<T> a, T b, Span<T> y)
        where T : unmanaged, INumber<T>
    {
        for (int i = 0; i < y.Length; i++)
        {
            y[i] = TOp.Of(a[i], b);
        }
    }

    public static void Row<T>(T a, ReadOnlySpan<T> b, Span<T> y)
        where T : unmanaged, INumber<T>
    {
        for (int i = 0; i < y.Length; i++)
        {
            y[i] = TOp.Of(a, b[i]);
        }
    }
}

/// <inheritdoc cref="Pairwise{TOp}"/>
internal readonly struct ByPair<TOp> : IFloatBinaryOp
    where TOp : struct, IFloatPairOp
{
    public static string Name => TOp.Name;

    public static void Row<T>(ReadOnlySpan<T> a, ReadOnlySpan<T> b, Span<T> y)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        for (int i = 0; i < y.Length; i++)
        {
            y[i] = TOp.Of(a[i], b[i]);
        }
    }
}

/// <inheritdoc cref="Pairwise{TOp}"/>
internal readonly struct IntegerPairRow<TOp, T> : IBinaryRow<T, T>
    where TOp : struct, IIntegerPairOp
    where T : unmanaged, IBinaryInteger<T>
{
    public static void Row(ReadOnlySpan<T> a, ReadOnlySpan<T> b, Span<T> y)
    {
        for (int i = 0; i < y.Length; i++)
        {
            y[i] = TOp.Of(a[i], b[i]);
        }
    }

    public static void Row(ReadOnlySpan<T> a, T b, Span<T> y)
    {
        for (int i = 0; i < y.Length; i++)
        {
            y[i] = TOp.Of(a[i], b);
        }
    }

    public static void Row(T a, ReadOnlySpan<T> b, Span<T> y)
    {
        for (int i = 0; i < y.Length; i++)
        {
            y[i] = TOp.Of(a, b[i]);
        }
    }
}
