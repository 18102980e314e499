using MiniTorch.Kernels;

namespace MiniTorch;

public sealed partial class NDArray
{
    /// <summary>Running sums along a dimension: yₘ = x₀ + … + xₘ. Integers and bools are summed as int64. PyTorch: <c>torch.cumsum</c>.</summary>
    /// <param name="dim">The dimension; negative counts from the end.</param>
    public NDArray Cumsum(int dim) => Cumsum(dim, reverse: false);

    /// <summary>Running products along a dimension: yₘ = x₀ · … · xₘ. Integers and bools are multiplied as int64. PyTorch: <c>torch.cumprod</c>.</summary>
    /// <inheritdoc cref="Cumsum(int)"/>
    public NDArray Cumprod(int dim)
    {
        NDArray x = DType.IsFloatingPoint() ? this : To(DType.Int64);
        return Scanned<RunningProduct>("cumprod", x, x, dim, reverse: false);
    }

    /// <summary>Running sums from the first element on, or back from the last.</summary>
    internal NDArray Cumsum(int dim, bool reverse)
    {
        NDArray x = DType.IsFloatingPoint() ? this : To(DType.Int64);
        return Scanned<RunningSum>("cumsum", x, x, dim, reverse);
    }

    /// <summary>
    /// The linear recurrence yₘ = xₘ + aₘ·yₘ₋₁ along a dimension, y₀ = x₀; in reverse yₘ₋₁ = xₘ₋₁ + aₘ·yₘ and the last y is the last x. a₀ is
    /// not read. As matrices that multiply x the two are transposes of each other.
    /// </summary>
    /// <param name="links">a, of this shape and floating-point type.</param>
    /// <param name="dim">The dimension; negative counts from the end.</param>
    /// <param name="reverse">Whether the last element is the first.</param>
    internal NDArray Recurrence(NDArray links, int dim, bool reverse) => Scanned<LinearRecurrence>("recurrence", links, this, dim, reverse);

    private static NDArray Scanned<TOp>(string op, NDArray a, NDArray b, int dim, bool reverse)
        where TOp : struct, IScan
    {
        if (b.Rank == 0)
        {
            return Scanned<TOp>(op, a.Unsqueeze(0), b.Unsqueeze(0), dim, reverse).Squeeze(0);
        }

        dim = b.Shape.Dim(dim, op);
        NDArray y = Empty(b.Shape, b.DType);
        Scan.Run<TOp>(a.Contiguous(), b.Contiguous(), dim, reverse, y);
        return y;
    }
}
