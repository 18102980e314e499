using MiniTorch.Kernels;

namespace MiniTorch;

public partial class NDArray
{
    /// <summary>|x|; of the least integer itself. PyTorch: <c>torch.abs</c>.</summary>
    /// <inheritdoc cref="Negate"/>
    public NDArray Abs(NDArray? destination = null) => Unary<Abs>(this, destination);

    /// <summary>−1, 0 or 1, in the array's type, bools as they are; 0 for NaN, as in PyTorch. PyTorch: <c>torch.sign</c>.</summary>
    /// <inheritdoc cref="Negate"/>
    public NDArray Sign(NDArray? destination = null) =>
        DType == DType.Bool ? Unchanged(Kernels.Sign.Name, this, destination) : Unary<Sign>(this, destination);

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
