using System.Numerics;
using System.Runtime.Intrinsics;

namespace MiniTorch.Kernels;

/// <summary>
/// One elementwise operator of one operand, and perhaps numbers that it holds. A row is contiguous; the destination may be the operand itself. The bits of a result must
/// not depend on its place in the row.
/// </summary>
/// <typeparam name="TIn">Element type of the operand.</typeparam>
/// <typeparam name="TOut">Element type of the result.</typeparam>
internal interface IUnaryRow<TIn, TOut>
{
    void Row(ReadOnlySpan<TIn> x, Span<TOut> y);
}

/// <summary>One elementwise operator of two operands, each a row or a single number that is repeated along the row.</summary>
/// <typeparam name="TIn">Element type of the operands.</typeparam>
/// <typeparam name="TOut">Element type of the result.</typeparam>
internal interface IBinaryRow<TIn, TOut>
{
    static abstract void Row(ReadOnlySpan<TIn> a, ReadOnlySpan<TIn> b, Span<TOut> y);

    static abstract void Row(ReadOnlySpan<TIn> a, TIn b, Span<TOut> y);

    static abstract void Row(TIn a, ReadOnlySpan<TIn> b, Span<TOut> y);
}

/// <summary>An operator of one operand for every arithmetic type: the family that the dtype switch picks a row from.</summary>
internal interface IUnaryOp
{
    static abstract string Name { get; }

    /// <summary>What to use for bools, which have no such operator.</summary>
    static virtual string? InsteadForBools => null;

    static abstract void Row<T>(ReadOnlySpan<T> x, Span<T> y)
        where T : unmanaged, INumber<T>;
}

/// <summary>An operator of one operand for the floating-point types.</summary>
internal interface IFloatUnaryOp
{
    static abstract string Name { get; }

    static abstract void Row<T>(ReadOnlySpan<T> x, Span<T> y)
        where T : unmanaged, IFloatingPointIeee754<T>;
}

/// <summary>An operator of two operands for every arithmetic type.</summary>
internal interface IBinaryOp
{
    static abstract string Name { get; }

    /// <summary>What the operator means for two bools.</summary>
    static virtual BoolForm Bools => BoolForm.None;

    /// <summary>What to use for bools, if the operator means nothing for them.</summary>
    static virtual string? InsteadForBools => null;

    static abstract void Row<T>(ReadOnlySpan<T> a, ReadOnlySpan<T> b, Span<T> y)
        where T : unmanaged, INumber<T>;

    static abstract void Row<T>(ReadOnlySpan<T> a, T b, Span<T> y)
        where T : unmanaged, INumber<T>;

    static abstract void Row<T>(T a, ReadOnlySpan<T> b, Span<T> y)
        where T : unmanaged, INumber<T>;
}

/// <summary>A comparison of two operands, for every type.</summary>
internal interface ICompareOp
{
    static abstract string Name { get; }

    static abstract bool Holds<T>(T a, T b)
        where T : unmanaged, INumber<T>;

    /// <summary>The lanes for which it holds, all their bits set.</summary>
    static abstract Vector512<T> Holds<T>(Vector512<T> a, Vector512<T> b)
        where T : unmanaged;
}

/// <summary>The rows of a family for one type.</summary>
internal readonly struct UnaryRow<TOp, T> : IUnaryRow<T, T>
    where TOp : struct, IUnaryOp
    where T : unmanaged, INumber<T>
{
    public void Row(ReadOnlySpan<T> x, Span<T> y) => TOp.Row(x, y);
}

/// <inheritdoc cref="UnaryRow{TOp, T}"/>
internal readonly struct FloatUnaryRow<TOp, T> : IUnaryRow<T, T>
    where TOp : struct, IFloatUnaryOp
    where T : unmanaged, IFloatingPointIeee754<T>
{
    public void Row(ReadOnlySpan<T> x, Span<T> y) => TOp.Row(x, y);
}

/// <inheritdoc cref="UnaryRow{TOp, T}"/>
internal readonly struct BinaryRow<TOp, T> : IBinaryRow<T, T>
    where TOp : struct, IBinaryOp
    where T : unmanaged, INumber<T>
{
    public static void Row(ReadOnlySpan<T> a, ReadOnlySpan<T> b, Span<T> y) => TOp.Row(a, b, y);

    public static void Row(ReadOnlySpan<T> a, T b, Span<T> y) => TOp.Row(a, b, y);

    public static void Row(T a, ReadOnlySpan<T> b, Span<T> y) => TOp.Row(a, b, y);
}

/// <inheritdoc cref="UnaryRow{TOp, T}"/>
internal readonly struct CompareRow<TOp, T> : IBinaryRow<T, byte>
    where TOp : struct, ICompareOp
    where T : unmanaged, INumber<T>
{
    public static void Row(ReadOnlySpan<T> a, ReadOnlySpan<T> b, Span<byte> y)
    {
        for (int i = VectorCompare.Row<TOp, T>(a, b, y); i < y.Length; i++)
        {
            y[i] = TOp.Holds(a[i], b[i]) ? (byte)1 : (byte)0;
        }
    }

    public static void Row(ReadOnlySpan<T> a, T b, Span<byte> y)
    {
        for (int i = VectorCompare.Row<TOp, T>(a, b, y); i < y.Length; i++)
        {
            y[i] = TOp.Holds(a[i], b) ? (byte)1 : (byte)0;
        }
    }

    public static void Row(T a, ReadOnlySpan<T> b, Span<byte> y)
    {
        for (int i = VectorCompare.Row<TOp, T>(a, b, y); i < y.Length; i++)
        {
            y[i] = TOp.Holds(a, b[i]) ? (byte)1 : (byte)0;
        }
    }
}

/// <summary>An operator of two operands for the floating-point types, both rows.</summary>
internal interface IFloatBinaryOp
{
    static abstract string Name { get; }

    static abstract void Row<T>(ReadOnlySpan<T> a, ReadOnlySpan<T> b, Span<T> y)
        where T : unmanaged, IFloatingPointIeee754<T>;
}

/// <summary>Rows of a family whose operands are seldom a single number: a number is repeated into a buffer.</summary>
internal readonly struct FloatBinaryRow<TOp, T> : IBinaryRow<T, T>
    where TOp : struct, IFloatBinaryOp
    where T : unmanaged, IFloatingPointIeee754<T>
{
    private const int Tile = 256;

    public static void Row(ReadOnlySpan<T> a, ReadOnlySpan<T> b, Span<T> y) => TOp.Row(a, b, y);

    public static void Row(ReadOnlySpan<T> a, T b, Span<T> y)
    {
        Span<T> repeated = stackalloc T[Tile];
        repeated.Fill(b);
        for (int i = 0; i < y.Length; i += Tile)
        {
            int length = Math.Min(Tile, y.Length - i);
            TOp.Row(a.Slice(i, length), repeated[..length], y.Slice(i, length));
        }
    }

    public static void Row(T a, ReadOnlySpan<T> b, Span<T> y)
    {
        Span<T> repeated = stackalloc T[Tile];
        repeated.Fill(a);
        for (int i = 0; i < y.Length; i += Tile)
        {
            int length = Math.Min(Tile, y.Length - i);
            TOp.Row(repeated[..length], b.Slice(i, length), y.Slice(i, length));
        }
    }
}
