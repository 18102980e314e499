using System.Numerics;

namespace MiniTorch.Kernels;

internal static partial class Reduction
{
    /// <summary>Where along a dimension the element stands that the reduction chooses, the first of several, as int64.</summary>
    public static NDArray Arg<TOp>(string op, NDArray x, int dim, bool keepDim)
        where TOp : struct, IChoice
    {
        Span<bool> reduced = stackalloc bool[x.Rank];
        Mark(x.Shape, [dim], op, reduced);
        NDArray y = NDArray.Empty(x.Shape.Reduce(reduced, keepDim), DType.Int64);
        if (x.Count == 0 && y.Count > 0)
        {
            Throw.Argument(op, $"dimension {dim} has no elements; got shape {x.Shape}");
        }

        (NDArray source, _, int size, _) = Arrange(x, reduced, rowsOnly: true);
        switch (x.DType)
        {
            case DType.Float32: ArgRows<TOp, float>(source, y, size); break;
            case DType.Float64: ArgRows<TOp, double>(source, y, size); break;
            case DType.Int64: ArgRows<TOp, long>(source, y, size); break;
            case DType.Int32: ArgRows<TOp, int>(source, y, size); break;
            default: ArgRows<TOp, byte>(source, y, size); break;
        }

        GC.KeepAlive(source);
        return y;
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
