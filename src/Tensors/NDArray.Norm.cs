using MiniTorch.Kernels;

namespace MiniTorch;

public partial class NDArray
{
    /// <summary>The norm of all elements, shape []. PyTorch: <c>torch.linalg.vector_norm(x, ord=p)</c>.</summary>
    /// <inheritdoc cref="Norm(double, ReadOnlySpan{int}, bool)"/>
    public NDArray Norm(double p = 2) => Norm(p, []);

    /// <summary>Norms over one dimension. PyTorch: <c>torch.linalg.vector_norm(x, p, dim, keepdim)</c>.</summary>
    /// <param name="p">The order.</param>
    /// <param name="dim">The dimension; negative counts from the end.</param>
    /// <param name="keepDim">Whether the dimension stays, with size 1.</param>
    /// <inheritdoc cref="Norm(double, ReadOnlySpan{int}, bool)"/>
    public NDArray Norm(double p, int dim, bool keepDim = false) => Norm(p, [dim], keepDim);

    /// <summary>
    /// Norms of order p over several dimensions, over all if none is named: (Σ|x|ᵖ)^(1/p), of order ∞ the greatest |x|, of −∞ the smallest, of 0
    /// the number of elements that are not 0. PyTorch: <c>torch.linalg.vector_norm(x, p, dims, keepdim)</c>.
    /// </summary>
    /// <param name="p">The order; any number.</param>
    /// <param name="dims">The dimensions; negative ones count from the end.</param>
    /// <param name="keepDim">Whether the dimensions stay, with size 1.</param>
    /// <exception cref="ArgumentException">The type is not floating-point, or the order is negative or ∞ and a norm would be of no elements.</exception>
    public NDArray Norm(double p, ReadOnlySpan<int> dims, bool keepDim = false)
    {
        const string Name = "norm";
        CheckFloat(Name, DType);
        if (double.IsNaN(p))
        {
            Throw.Argument(Name, "the order must be a number; got NaN");
        }

        int size = Reduction.Size(Shape, dims, Name);
        if (size == 0 && (p < 0 || double.IsInfinity(p)))
        {
            Throw.Argument(Name, FormattableString.Invariant($"of no elements there is none of order {p}; got shape {Shape}"));
        }

        return p switch
        {
            0 => CountNonzero(dims, keepDim).To(DType),
            1 => Abs().Sum(dims, keepDim),
            2 => Square().Sum(dims, keepDim).Sqrt(),
            double.PositiveInfinity => Abs().Amax(dims, keepDim),
            double.NegativeInfinity => Abs().Amin(dims, keepDim),
            _ => Abs().Pow(p).Sum(dims, keepDim).Pow(1 / p),
        };
    }

    /// <summary>The norm of the difference, broadcast: ‖this − other‖ₚ, shape []. PyTorch: <c>torch.dist(x, other, p)</c>.</summary>
    /// <param name="other">The other operand.</param>
    /// <param name="p">The order; any number.</param>
    /// <inheritdoc cref="Norm(double, ReadOnlySpan{int}, bool)"/>
    public NDArray Dist(NDArray other, double p = 2) => Subtract(other).Norm(p);
}
