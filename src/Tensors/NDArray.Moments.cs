using MiniTorch.Kernels;

namespace MiniTorch;

public partial class NDArray
{
    /// <summary>The variance of all elements, shape []. PyTorch: <c>x.var(correction=c)</c>.</summary>
    /// <inheritdoc cref="Var(ReadOnlySpan{int}, bool, double)"/>
    public NDArray Var(double correction = 1) => Var([], correction: correction);

    /// <summary>Variances over one dimension. PyTorch: <c>x.var(dim, correction=c, keepdim=k)</c>.</summary>
    /// <param name="dim">The dimension; negative counts from the end.</param>
    /// <param name="keepDim">Whether the dimension stays, with size 1.</param>
    /// <param name="correction">c: 1 for the unbiased estimate, 0 for the variance of these numbers.</param>
    /// <inheritdoc cref="Var(ReadOnlySpan{int}, bool, double)"/>
    public NDArray Var(int dim, bool keepDim = false, double correction = 1) => Var([dim], keepDim, correction);

    /// <summary>
    /// Variances over several dimensions, over all if none is named: Σ(x − x̄)² / max(0, n − c), in which the mean is known before the deviations
    /// are squared. NaN of one element or none with c = 1, and ∞ of more with c ≥ n. PyTorch: <c>x.var(dims, correction=c, keepdim=k)</c>.
    /// </summary>
    /// <param name="dims">The dimensions; negative ones count from the end.</param>
    /// <param name="keepDim">Whether the dimensions stay, with size 1.</param>
    /// <param name="correction">c: 1 for the unbiased estimate, 0 for the variance of these numbers.</param>
    /// <exception cref="ArgumentException">The type is not floating-point, or the correction is NaN.</exception>
    public NDArray Var(ReadOnlySpan<int> dims, bool keepDim = false, double correction = 1) => Variance("var", dims, keepDim, correction);

    /// <summary>The standard deviation of all elements, shape []. PyTorch: <c>x.std(correction=c)</c>.</summary>
    /// <inheritdoc cref="Var(ReadOnlySpan{int}, bool, double)"/>
    public NDArray Std(double correction = 1) => Std([], correction: correction);

    /// <summary>Standard deviations over one dimension. PyTorch: <c>x.std(dim, correction=c, keepdim=k)</c>.</summary>
    /// <inheritdoc cref="Var(int, bool, double)"/>
    public NDArray Std(int dim, bool keepDim = false, double correction = 1) => Std([dim], keepDim, correction);

    /// <summary>Standard deviations over several dimensions, over all if none is named: the roots of the variances. PyTorch: <c>x.std(dims, correction=c, keepdim=k)</c>.</summary>
    /// <inheritdoc cref="Var(ReadOnlySpan{int}, bool, double)"/>
    public NDArray Std(ReadOnlySpan<int> dims, bool keepDim = false, double correction = 1) => Variance("std", dims, keepDim, correction).Sqrt();

    /// <summary>The sum of all elements but NaN, shape []. PyTorch: <c>x.nansum(dtype)</c>.</summary>
    public NDArray NanSum(DType? dtype = null) => NanSum([], dtype: dtype);

    /// <summary>Sums over one dimension of all elements but NaN. PyTorch: <c>x.nansum(dim, keepdim, dtype)</c>.</summary>
    /// <inheritdoc cref="Sum(int, bool, DType?)"/>
    public NDArray NanSum(int dim, bool keepDim = false, DType? dtype = null) => NanSum([dim], keepDim, dtype);

    /// <summary>Sums over several dimensions, over all if none is named, of all elements but NaN. PyTorch: <c>x.nansum(dims, keepdim, dtype)</c>.</summary>
    /// <inheritdoc cref="Sum(ReadOnlySpan{int}, bool, DType?)"/>
    public NDArray NanSum(ReadOnlySpan<int> dims, bool keepDim = false, DType? dtype = null)
    {
        NDArray numbers = DType.IsFloatingPoint() ? Where(Eq(this), this, Zeros(Shape.Scalar, DType)) : this;
        return numbers.Sum("nansum", dims, keepDim, dtype);
    }

    /// <summary>The mean of all elements but NaN, shape []; NaN if there is none. PyTorch: <c>x.nanmean()</c>.</summary>
    public NDArray NanMean() => NanMean([]);

    /// <summary>Means over one dimension of all elements but NaN. PyTorch: <c>x.nanmean(dim, keepdim)</c>.</summary>
    /// <param name="dim">The dimension; negative counts from the end.</param>
    /// <param name="keepDim">Whether the dimension stays, with size 1.</param>
    /// <inheritdoc cref="NanMean(ReadOnlySpan{int}, bool)"/>
    public NDArray NanMean(int dim, bool keepDim = false) => NanMean([dim], keepDim);

    /// <summary>Means over several dimensions, over all if none is named, of all elements but NaN; NaN where there is none. PyTorch: <c>x.nanmean(dims, keepdim)</c>.</summary>
    /// <param name="dims">The dimensions; negative ones count from the end.</param>
    /// <param name="keepDim">Whether the dimensions stay, with size 1.</param>
    /// <exception cref="ArgumentException">The type is not floating-point.</exception>
    public NDArray NanMean(ReadOnlySpan<int> dims, bool keepDim = false)
    {
        const string Name = "nanmean";
        CheckFloat(Name, DType);
        NDArray count = Eq(this).Sum(Name, dims, keepDim, null);
        return NanSum(dims, keepDim).Divide(count);
    }

    // The mean is found twice, the second time from the deviations, so that equal numbers deviate by exactly 0. What is left of its rounding is
    // taken out at the end: n·(x̄ − rounded)² of the sum, unless that is too large for the type.
    private NDArray Variance(string op, ReadOnlySpan<int> dims, bool keepDim, double correction)
    {
        CheckFloat(op, DType);
        if (double.IsNaN(correction))
        {
            Throw.Argument(op, "the correction must be a number; got NaN");
        }

        int size = Reduction.Size(Shape, dims, op);
        NDArray mean = Mean(dims, keepDim: true);
        NDArray deviations = Subtract(mean);
        Subtract(mean.Add(deviations.Mean(dims, keepDim: true)), deviations);
        NDArray rest = deviations.Sum(dims, keepDim);
        NDArray squares = deviations.Square(deviations).Sum(dims, keepDim);
        NDArray sum = squares.Subtract(rest.Divide(size).Multiply(rest));
        return Where(squares.Eq(double.PositiveInfinity), squares, sum).Divide(Math.Max(0, size - correction));
    }
}
