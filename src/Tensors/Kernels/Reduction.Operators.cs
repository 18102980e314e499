using System.Numerics;
using TensorPrimitives = System.Numerics.Tensors.TensorPrimitives;

namespace MiniTorch.Kernels;

internal readonly struct SumReduction : IReduction
{
    public static bool HasIdentity => true;

    public static T Row<T>(ReadOnlySpan<T> row)
        where T : unmanaged, INumber<T> => RowReductions.Sum(row);

    public static bool Columns<T>(ReadOnlySpan<T> matrix, int rows, int columns, int rowStride, Span<T> result)
        where T : unmanaged, INumber<T>
    {
        RowReductions.SumColumns(matrix, rows, columns, rowStride, result);
        return true;
    }
}

internal readonly struct ProductReduction : IReduction
{
    public static bool HasIdentity => true;

    public static T Row<T>(ReadOnlySpan<T> row)
        where T : unmanaged, INumber<T> => RowReductions.Product(row);

    public static bool Columns<T>(ReadOnlySpan<T> matrix, int rows, int columns, int rowStride, Span<T> result)
        where T : unmanaged, INumber<T>
    {
        result.Fill(T.One);
        for (int i = 0; i < rows; i++)
        {
            TensorPrimitives.Multiply(result, matrix.Slice(i * rowStride, columns), result);
        }

        return true;
    }
}

internal readonly struct MaxReduction : IChoice
{
    public static bool HasIdentity => false;

    public static T Row<T>(ReadOnlySpan<T> row)
        where T : unmanaged, INumber<T> => RowReductions.Max(row);

    public static bool Columns<T>(ReadOnlySpan<T> matrix, int rows, int columns, int rowStride, Span<T> result)
        where T : unmanaged, INumber<T> => ColumnChoice.Columns<MaxReduction, T>(matrix, rows, columns, rowStride, result);

    public static int Place<T>(ReadOnlySpan<T> row)
        where T : unmanaged, INumber<T> => RowReductions.ArgMax(row);

    public static bool Beats<T>(T candidate, T chosen)
        where T : unmanaged, INumber<T> => candidate > chosen;

    public static TVec Stays<TVec, T>(TVec candidate, TVec chosen)
        where TVec : unmanaged, ISimd<TVec, T>
        where T : unmanaged => TVec.LessThanOrEqual(candidate, chosen);
}

internal readonly struct MinReduction : IChoice
{
    public static bool HasIdentity => false;

    public static T Row<T>(ReadOnlySpan<T> row)
        where T : unmanaged, INumber<T> => RowReductions.Min(row);

    public static bool Columns<T>(ReadOnlySpan<T> matrix, int rows, int columns, int rowStride, Span<T> result)
        where T : unmanaged, INumber<T> => ColumnChoice.Columns<MinReduction, T>(matrix, rows, columns, rowStride, result);

    public static int Place<T>(ReadOnlySpan<T> row)
        where T : unmanaged, INumber<T> => RowReductions.ArgMin(row);

    public static bool Beats<T>(T candidate, T chosen)
        where T : unmanaged, INumber<T> => candidate < chosen;

    public static TVec Stays<TVec, T>(TVec candidate, TVec chosen)
        where TVec : unmanaged, ISimd<TVec, T>
        where T : unmanaged => TVec.LessThanOrEqual(chosen, candidate);
}

/// <summary>ln Σ eˣ, of floats; that of parts is that of their own.</summary>
internal readonly struct LogSumExpReduction : IReduction
{
    public static bool HasIdentity => true;

    public static T Row<T>(ReadOnlySpan<T> row)
        where T : unmanaged, INumber<T> => RowSoftmax.LogSumExp(row);

    public static bool Columns<T>(ReadOnlySpan<T> matrix, int rows, int columns, int rowStride, Span<T> result)
        where T : unmanaged, INumber<T> => false;
}
