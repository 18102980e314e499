using MiniTorch.Kernels;

namespace MiniTorch;

public sealed partial class NDArray
{
    /// <summary>|x|; of the least integer itself. PyTorch: <c>torch.abs</c>.</summary>
    /// <inheritdoc cref="Negate"/>
    public NDArray Abs(NDArray? destination = null) => Unary<Abs>(this, destination);

    /// <summary>−1, 0 or 1, in the array's type; 0 for NaN, as in PyTorch. PyTorch: <c>torch.sign</c>.</summary>
    /// <inheritdoc cref="Negate"/>
    public NDArray Sign(NDArray? destination = null) => Unary<Sign>(this, destination);

    /// <summary>x²; of bools in int64. PyTorch: <c>torch.square</c>.</summary>
    /// <inheritdoc cref="Negate"/>
    public NDArray Square(NDArray? destination = null) => Unary<Square>(DType == DType.Bool ? To(DType.Int64) : this, destination);

    /// <summary>
    /// xᵖ; NaN for a negative x and a p that is not whole, 1 for p = 0. Integers stay what they are beside a whole exponent and wrap, and
    /// give <see cref="DTypes.Default"/> beside a real one. PyTorch: <c>torch.pow</c>.
    /// </summary>
    /// <param name="exponent">p.</param>
    /// <param name="destination">Where to write; a new array if null. It has the result's shape and type.</param>
    /// <exception cref="ArgumentException">The exponent of integers is negative, or the destination does not fit.</exception>
    /// <exception cref="NotSupportedException">Both are bool.</exception>
    public NDArray Pow(Scalar exponent, NDArray? destination = null)
    {
        NDArray x = To(DTypes.Promote(DType, exponent));
        if (!x.DType.IsFloatingPoint())
        {
            return x.IntegerPower(exponent, destination);
        }

        return exponent.AsDouble switch
        {
            -1 => x.DivideInto(1, destination),
            0.5 => x.Sqrt(destination),
            2 => x.Square(destination),
            3 => x.Square().Multiply(x, destination),
            _ => FloatBinary<Power>(x, x.Beside(exponent), destination),
        };
    }

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
        if (!DType.IsFloatingPoint())
        {
            Throw.Argument(Name, $"defined for floating-point types; got {DType.Name()}; convert with To(DType.Float32) first");
        }

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
            0 => Eq(0).Sum(dims, keepDim).SubtractFrom(size).To(DType),
            1 => Abs().Sum(dims, keepDim),
            2 => Square().Sum(dims, keepDim).Sqrt(),
            double.PositiveInfinity => Abs().Amax(dims, keepDim),
            double.NegativeInfinity => Abs().Amin(dims, keepDim),
            _ => Abs().Pow(p).Sum(dims, keepDim).Pow(1 / p),
        };
    }

    // Squares and multiplies: p has few bits, though it may have more than the type.
    private NDArray IntegerPower(Scalar exponent, NDArray? destination)
    {
        const string Name = "pow";
        if (DType == DType.Bool)
        {
            return Throw.DType<NDArray>(Name, DType, DType.Int64);
        }

        long power = exponent.AsInt64;
        if (power < 0)
        {
            Throw.Argument(Name, $"integers have no negative powers; got exponent {power} for {DType.Name()} {Shape}; convert with To(DType.Float32) first");
        }

        NDArray result = Full(Shape, 1, DType);
        NDArray square = this;
        for (; power > 0; power >>= 1)
        {
            if ((power & 1) == 1)
            {
                result.Multiply(square, result);
            }

            square = power > 1 ? square.Square() : square;
        }

        if (destination is null)
        {
            return result;
        }

        CheckDestination(Name, Shape, DType, destination);
        return destination.CopyFrom(result);
    }
}
