using System.Numerics;
using TensorPrimitives = System.Numerics.Tensors.TensorPrimitives;

namespace MiniTorch.Kernels;

/// <summary>Whether one of the elements, each 0 or 1, is 1.</summary>
internal readonly struct AnyReduction : IReduction
{
    public static bool HasIdentity => true;

    public static T Row<T>(ReadOnlySpan<T> row)
        where T : unmanaged, INumber<T> => row.ContainsAnyExcept(T.Zero) ? T.One : T.Zero;

    public static bool Columns<T>(ReadOnlySpan<T> matrix, int rows, int columns, int rowStride, Span<T> result)
        where T : unmanaged, INumber<T>
    {
        result.Clear();
        for (int i = 0; i < rows; i++)
        {
            TensorPrimitives.Max(result, matrix.Slice(i * rowStride, columns), result);
        }

        return true;
    }
}

/// <summary>Whether all of the elements, each 0 or 1, are 1.</summary>
internal readonly struct AllReduction : IReduction
{
    public static bool HasIdentity => true;

    public static T Row<T>(ReadOnlySpan<T> row)
        where T : unmanaged, INumber<T> => row.Contains(T.Zero) ? T.Zero : T.One;

    public static bool Columns<T>(ReadOnlySpan<T> matrix, int rows, int columns, int rowStride, Span<T> result)
        where T : unmanaged, INumber<T>
    {
        result.Fill(T.One);
        for (int i = 0; i < rows; i++)
        {
            TensorPrimitives.Min(result, matrix.Slice(i * rowStride, columns), result);
        }

        return true;
    }
}
