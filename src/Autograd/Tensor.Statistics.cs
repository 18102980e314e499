namespace MiniTorch;

public sealed partial class Tensor
{
    /// <summary>
    /// The covariances of variables, one a row, from their observations, one a column: [v, n] → [v, v], Σ(xₖ − x̄)(yₖ − ȳ) / max(0, n − c). One variable,
    /// of any rank up to 2, gives its variance, shape []. Integers give <see cref="DTypes.Default"/>. PyTorch: <c>torch.cov</c>.
    /// </summary>
    /// <param name="correction">c: 1 for the unbiased estimate, 0 for the covariance of these numbers.</param>
    /// <exception cref="ArgumentException">There are more than two dimensions.</exception>
    /// <exception cref="NotSupportedException">The type is bool.</exception>
    public Tensor Cov(double correction = 1)
    {
        Tensor deviations = Deviations("cov");
        Tensor products = deviations.MatMul(deviations.Transpose(0, 1)) / Math.Max(0, deviations.Shape[1] - correction);
        return products.Count == 1 ? products.Reshape() : products;
    }

    /// <summary>
    /// The correlations of variables, one a row, from their observations, one a column: [v, n] → [v, v], covariances divided by both standard deviations,
    /// from −1 to 1; NaN for a variable that does not vary. One variable gives shape []. PyTorch: <c>torch.corrcoef</c>.
    /// </summary>
    /// <inheritdoc cref="Cov"/>
    public Tensor Corrcoef()
    {
        Tensor deviations = Deviations("corrcoef");
        Tensor directions = deviations / deviations.Norm(2, 1, keepDim: true);
        Tensor products = directions.MatMul(directions.Transpose(0, 1)).Clamp(-1, 1);
        products = deviations.Shape[1] == 0 ? products * double.NaN : products;
        return products.Count == 1 ? products.Reshape() : products;
    }

    /// <summary>
    /// The integral along a dimension by the trapezoidal rule, of samples in equal steps: Δ·Σ(yₘ + yₘ₊₁)/2. Integers give <see cref="DTypes.Default"/>.
    /// PyTorch: <c>torch.trapezoid(y, dx=Δ, dim=d)</c>.
    /// </summary>
    /// <param name="dx">Δ.</param>
    /// <param name="dim">The dimension; negative counts from the end.</param>
    /// <exception cref="NotSupportedException">The type is bool.</exception>
    public Tensor Trapezoid(double dx = 1, int dim = -1) => Sides("trapezoid", dim).Sum(dim) * (dx / 2);

    /// <summary>The same of samples at given points: Σ(xₘ₊₁ − xₘ)(yₘ + yₘ₊₁)/2. PyTorch: <c>torch.trapezoid(y, x, dim=d)</c>.</summary>
    /// <param name="x">The points: as many as the dimension is long, or of this tensor's rank, and broadcast.</param>
    /// <param name="dim">The dimension; negative counts from the end.</param>
    /// <exception cref="ArgumentException">There is not one point for each sample.</exception>
    /// <inheritdoc cref="Trapezoid(double, int)"/>
    public Tensor Trapezoid(Tensor x, int dim = -1) => Areas("trapezoid", x, dim).Sum(dim) * 0.5;

    /// <summary>
    /// The running integrals along a dimension by the trapezoidal rule, of samples in equal steps; one fewer than there are samples. PyTorch:
    /// <c>torch.cumulative_trapezoid(y, dx=Δ, dim=d)</c>.
    /// </summary>
    /// <inheritdoc cref="Trapezoid(double, int)"/>
    public Tensor CumulativeTrapezoid(double dx = 1, int dim = -1) => Sides("cumulative_trapezoid", dim).Cumsum(dim) * (dx / 2);

    /// <summary>The same of samples at given points. PyTorch: <c>torch.cumulative_trapezoid(y, x, dim=d)</c>.</summary>
    /// <inheritdoc cref="Trapezoid(Tensor, int)"/>
    public Tensor CumulativeTrapezoid(Tensor x, int dim = -1) => Areas("cumulative_trapezoid", x, dim).Cumsum(dim) * 0.5;

    private Tensor Deviations(string op)
    {
        if (Rank > 2)
        {
            Throw.Argument(op, $"at most two dimensions are allowed; got shape {Shape}");
        }

        if (DType == DType.Bool)
        {
            return Throw.DType<Tensor>(op, DType, DType.Float32);
        }

        Tensor rows = DType.IsFloatingPoint() ? this : To(DefaultDType);
        rows = Rank == 2 ? rows : rows.Reshape(1, Count);
        return rows - rows.Mean(1, keepDim: true);
    }

    // yₘ + yₘ₊₁: twice the mean height between two samples.
    private Tensor Sides(string op, int dim)
    {
        int at = Shape.Dim(dim, op);
        return DType == DType.Bool ? Throw.DType<Tensor>(op, DType, DType.Float32) : Slice(at, 0, -1) + Slice(at, 1);
    }

    private Tensor Areas(string op, Tensor x, int dim)
    {
        Tensor sides = Sides(op, dim);
        int at = Shape.Dim(dim, op);
        if ((x.Rank != 1 && x.Rank != Rank) || x.Shape[x.Rank == 1 ? 0 : at] != Shape[at])
        {
            Throw.Argument(op, $"there must be one point for each sample along dimension {dim}; got points {x.Shape} for samples {Shape}");
        }

        Tensor steps = x.Rank == Rank ? x.Diff(1, at) : x.Diff().Reshape(Shape.Of([.. Enumerable.Range(0, Rank).Select(i => i == at ? sides.Shape[at] : 1)]).AsSpan());
        return sides * steps;
    }
}
