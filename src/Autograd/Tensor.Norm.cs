namespace MiniTorch;

public sealed partial class Tensor
{
    /// <summary>The norm of all elements, shape []. PyTorch: <c>torch.linalg.vector_norm(x, ord=p)</c>.</summary>
    /// <inheritdoc cref="Norm(double, ReadOnlySpan{int}, bool)"/>
    public Tensor Norm(double p = 2) => Norm(p, []);

    /// <summary>Norms over one dimension. PyTorch: <c>torch.linalg.vector_norm(x, p, dim, keepdim)</c>.</summary>
    /// <inheritdoc cref="NDArray.Norm(double, int, bool)"/>
    public Tensor Norm(double p, int dim, bool keepDim = false) => Norm(p, [dim], keepDim);

    /// <summary>
    /// Norms of order p over several dimensions, over all if none is named: (Σ|x|ᵖ)^(1/p), of order ∞ the greatest |x|, of −∞ the smallest, of 0
    /// the number of elements that are not 0. Where a norm is 0 so is its derivative. PyTorch: <c>torch.linalg.vector_norm(x, p, dims, keepdim)</c>.
    /// </summary>
    /// <inheritdoc cref="NDArray.Norm(double, ReadOnlySpan{int}, bool)"/>
    public Tensor Norm(double p, ReadOnlySpan<int> dims, bool keepDim = false) => Op.Record(
        "norm",
        Value.Norm(p, dims, keepDim),
        (Order: p, Dims: dims.ToArray(), Kept: ShapeWithKept(dims)),
        save: [this, Op.Output],
        (this, static (s, g) => NormBackward(s[0], s[1], s.State.Order, s.State.Dims, s.State.Kept, g)));

    /// <summary>The norm of the difference, broadcast: ‖this − other‖ₚ, shape []. Where it is 0 so is its derivative. PyTorch: <c>torch.dist(x, other, p)</c>.</summary>
    /// <inheritdoc cref="NDArray.Dist"/>
    public Tensor Dist(Tensor other, double p = 2) => (this - other).Norm(p);

    /// <summary>
    /// The slices of a dimension, each with a norm above <paramref name="maxNorm"/> scaled down to it (by maxNorm / (norm + 10⁻⁷)). PyTorch:
    /// <c>torch.renorm(x, p, dim, maxnorm)</c>.
    /// </summary>
    /// <param name="p">The order, above 0.</param>
    /// <param name="dim">The dimension whose slices are scaled; negative counts from the end.</param>
    /// <param name="maxNorm">The greatest norm that stays as it is, from 0.</param>
    /// <exception cref="ArgumentException">There are fewer than two dimensions, or an option is out of range.</exception>
    /// <exception cref="NotSupportedException">The type is not floating-point.</exception>
    public Tensor Renorm(double p, int dim, double maxNorm)
    {
        const string Name = "renorm";
        if (!DType.IsFloatingPoint())
        {
            return Throw.DType<Tensor>(Name, DType, DType.Float32);
        }

        if (Rank < 2)
        {
            Throw.Argument(Name, $"at least two dimensions are needed; got shape {Shape}");
        }

        if (!(p > 0) || !(maxNorm >= 0))
        {
            Throw.Argument(Name, FormattableString.Invariant($"the order must be above 0 and the greatest norm not below; got {p} and {maxNorm}"));
        }

        int at = Shape.Dim(dim, Name);
        Tensor norm = Norm(p, [.. Enumerable.Range(0, Rank).Where(other => other != at)], keepDim: true);
        return this * Where(norm.Gt(maxNorm), maxNorm / (norm + 1e-7), 1);
    }

    private static Tensor NormBackward(Tensor x, Tensor norm, double p, int[] dims, Shape kept, Tensor gradient)
    {
        switch (p)
        {
            case 0:
                return Zeros(x.Shape, x.DType);
            case 1:
                return gradient.Reshape(kept.AsSpan()) * x.Sign();
            case double.PositiveInfinity or double.NegativeInfinity:
                return Shared(x.Detach().Abs(), norm, dims, kept, gradient) * x.Sign();
        }

        // Nothing is divided by a norm of 0, so that no derivative of this is NaN either.
        norm = norm.Reshape(kept.AsSpan());
        Tensor isZero = norm.Eq(0);
        Tensor scale = Where(isZero, 1, norm);
        gradient = Where(isZero, 0, gradient.Reshape(kept.AsSpan()));
        if (p == 2)
        {
            return gradient * (x / scale);
        }

        // sign(x)·(|x|/‖x‖)ᵖ⁻¹, in which 0 to a negative power must not occur.
        Tensor magnitude = Where(x.Eq(0), 1, x.Abs());
        return x.Sign() * (magnitude / scale).Pow(p - 1) * gradient;
    }
}
