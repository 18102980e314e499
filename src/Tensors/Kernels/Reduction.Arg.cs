using System.Numerics;

namespace MiniTorch.Kernels;

internal static partial class Reduction
{
    /// <summary>Where along a dimension the element stands that the reduction chooses, the first of several, as int64.</summary>
    public static NDArray Arg<TOp>(string op, NDArray x, int dim, bool keepDim)
        where TOp : struct, IChoice => Choose<TOp>(op, x, dim, keepDim, wantsValues: false).Places;

    /// <summary>The elements that the reduction chooses along a dimension, and their places, the first of several, as int64.</summary>
    public static (NDArray Values, NDArray Places) Choose<TOp>(string op, NDArray x, int dim, bool keepDim)
        where TOp : struct, IChoice
    {
        (NDArray? values, NDArray places) = Choose<TOp>(op, x, dim, keepDim, wantsValues: true);
        return (values ?? Run<TOp>(op, x, [dim], keepDim), places);
    }

    // Without the values where another pass finds them.
    private static (NDArray? Values, NDArray Places) Choose<TOp>(string op, NDArray x, int dim, bool keepDim, bool wantsValues)
        where TOp : struct, IChoice
    {
        Span<bool> reduced = stackalloc bool[x.Rank];
        Mark(x.Shape, [dim], op, reduced);
        Shape shape = x.Shape.Reduce(reduced, keepDim);
        NDArray places = NDArray.Empty(shape, DType.Int64);
        if (x.Count == 0)
        {
            if (places.Count > 0)
            {
                Throw.Argument(op, $"dimension {dim} has no elements; got shape {x.Shape}");
            }

            return (null, places);
        }

        (NDArray source, int outer, int size, int inner) = Arrange(x, reduced);
        if (inner > 1)
        {
            NDArray? values = wantsValues ? NDArray.Empty(shape, x.DType) : null;
            ColumnChoice.Run<TOp>(source.Reshape(outer, size, inner), 1, values, places);
            return (values, places);
        }

        switch (x.DType)
        {
            case DType.Float32: ArgRows<TOp, float>(source, places, size); break;
            case DType.Float64: ArgRows<TOp, double>(source, places, size); break;
            case DType.Int64: ArgRows<TOp, long>(source, places, size); break;
            case DType.Int32: ArgRows<TOp, int>(source, places, size); break;
            default: ArgRows<TOp, byte>(source, places, size); break;
        }

        GC.KeepAlive(source);
        return (null, places);
    }

    private static void ArgRows<TOp, T>(NDArray x, NDArray y, int size)
        where TOp : struct, IChoice
        where T : unmanaged, INumber<T>
    {
        ReadOnlySpan<T> values = x.Elements<T>();
        Span<long> indices = y.Elements<long>();
        for (int i = 0; i < indices.Length; i++)
        {
            indices[i] = TOp.Place(values.Slice(i * size, size));
        }
    }
}
