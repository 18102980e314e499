namespace MiniTorch;

public sealed partial class Tensor
{
    /// <summary>The variance of all elements, shape []. PyTorch: <c>x.var(correction=c)</c>.</summary>
    /// <inheritdoc cref="NDArray.Var(double)"/>
    public Tensor Var(double correction = 1) => Var([], correction: correction);

    /// <summary>Variances over one dimension. PyTorch: <c>x.var(dim, correction=c, keepdim=k)</c>.</summary>
    /// <inheritdoc cref="NDArray.Var(int, bool, double)"/>
    public Tensor Var(int dim, bool keepDim = false, double correction = 1) => Var([dim], keepDim, correction);

    /// <summary>
    /// Variances over several dimensions, over all if none is named: Σ(x − x̄)² / max(0, n − c). NaN of one element or none with c = 1, and ∞ of more with
    /// c ≥ n. PyTorch: <c>x.var(dims, correction=c, keepdim=k)</c>.
    /// </summary>
    /// <inheritdoc cref="NDArray.Var(ReadOnlySpan{int}, bool, double)"/>
    public Tensor Var(ReadOnlySpan<int> dims, bool keepDim = false, double correction = 1) => Op.Record(
        "var",
        Value.Var(dims, keepDim, correction),
        (Dims: dims.ToArray(), Kept: ShapeWithKept(dims), Correction: correction),
        save: [this],
        (this, static (s, g) => VarBackward(s[0], s.State.Dims, s.State.Kept, s.State.Correction, g)));

    /// <summary>The standard deviation of all elements, shape []. PyTorch: <c>x.std(correction=c)</c>.</summary>
    /// <inheritdoc cref="NDArray.Std(double)"/>
    public Tensor Std(double correction = 1) => Std([], correction: correction);

    /// <summary>Standard deviations over one dimension. PyTorch: <c>x.std(dim, correction=c, keepdim=k)</c>.</summary>
    /// <inheritdoc cref="NDArray.Std(int, bool, double)"/>
    public Tensor Std(int dim, bool keepDim = false, double correction = 1) => Std([dim], keepDim, correction);

    /// <summary>
    /// Standard deviations over several dimensions, over all if none is named: the roots of the variances. Where one is 0 so is its derivative.
    /// PyTorch: <c>x.std(dims, correction=c, keepdim=k)</c>.
    /// </summary>
    /// <inheritdoc cref="NDArray.Std(ReadOnlySpan{int}, bool, double)"/>
    public Tensor Std(ReadOnlySpan<int> dims, bool keepDim = false, double correction = 1) => Op.Record(
        "std",
        Value.Std(dims, keepDim, correction),
        (Dims: dims.ToArray(), Kept: ShapeWithKept(dims), Correction: correction),
        save: [this, Op.Output],
        (this, static (s, g) => StdBackward(s[0], s[1], s.State.Dims, s.State.Kept, s.State.Correction, g)));

    /// <summary>The variance and the mean of all elements, each of shape []. PyTorch: <c>torch.var_mean(x, correction=c)</c>.</summary>
    /// <inheritdoc cref="Var(ReadOnlySpan{int}, bool, double)"/>
    public (Tensor Var, Tensor Mean) VarMean(double correction = 1) => (Var(correction), Mean());

    /// <summary>Variances and means over one dimension. PyTorch: <c>torch.var_mean(x, dim, correction=c, keepdim=k)</c>.</summary>
    /// <inheritdoc cref="Var(int, bool, double)"/>
    public (Tensor Var, Tensor Mean) VarMean(int dim, bool keepDim = false, double correction = 1) => VarMean([dim], keepDim, correction);

    /// <summary>Variances and means over several dimensions, over all if none is named. PyTorch: <c>torch.var_mean(x, dims, correction=c, keepdim=k)</c>.</summary>
    /// <inheritdoc cref="Var(ReadOnlySpan{int}, bool, double)"/>
    public (Tensor Var, Tensor Mean) VarMean(ReadOnlySpan<int> dims, bool keepDim = false, double correction = 1) =>
        (Var(dims, keepDim, correction), Mean(dims, keepDim));

    /// <summary>The standard deviation and the mean of all elements, each of shape []. PyTorch: <c>torch.std_mean(x, correction=c)</c>.</summary>
    /// <inheritdoc cref="Std(ReadOnlySpan{int}, bool, double)"/>
    public (Tensor Std, Tensor Mean) StdMean(double correction = 1) => (Std(correction), Mean());

    /// <summary>Standard deviations and means over one dimension. PyTorch: <c>torch.std_mean(x, dim, correction=c, keepdim=k)</c>.</summary>
    /// <inheritdoc cref="Std(int, bool, double)"/>
    public (Tensor Std, Tensor Mean) StdMean(int dim, bool keepDim = false, double correction = 1) => StdMean([dim], keepDim, correction);

    /// <summary>Standard deviations and means over several dimensions, over all if none is named. PyTorch: <c>torch.std_mean(x, dims, correction=c, keepdim=k)</c>.</summary>
    /// <inheritdoc cref="Std(ReadOnlySpan{int}, bool, double)"/>
    public (Tensor Std, Tensor Mean) StdMean(ReadOnlySpan<int> dims, bool keepDim = false, double correction = 1) =>
        (Std(dims, keepDim, correction), Mean(dims, keepDim));

    /// <summary>The sum of all elements but NaN, shape []. PyTorch: <c>x.nansum(dtype)</c>.</summary>
    /// <inheritdoc cref="NDArray.NanSum(DType?)"/>
    public Tensor NanSum(DType? dtype = null) => NanSum([], dtype: dtype);

    /// <summary>Sums over one dimension of all elements but NaN. PyTorch: <c>x.nansum(dim, keepdim, dtype)</c>.</summary>
    /// <inheritdoc cref="NDArray.NanSum(int, bool, DType?)"/>
    public Tensor NanSum(int dim, bool keepDim = false, DType? dtype = null) => NanSum([dim], keepDim, dtype);

    /// <summary>
    /// Sums over several dimensions, over all if none is named, of all elements but NaN, whose derivative is 0. PyTorch: <c>x.nansum(dims, keepdim, dtype)</c>.
    /// </summary>
    /// <inheritdoc cref="NDArray.NanSum(ReadOnlySpan{int}, bool, DType?)"/>
    public Tensor NanSum(ReadOnlySpan<int> dims, bool keepDim = false, DType? dtype = null) => Op.Record(
        "nansum",
        Value.NanSum(dims, keepDim, dtype),
        ShapeWithKept(dims),
        save: [this],
        (this, static (s, g) => Where(s[0].Eq(s[0]), g.Reshape(s.State.AsSpan()), 0)));

    /// <summary>The mean of all elements but NaN, shape []; NaN if there is none. PyTorch: <c>x.nanmean()</c>.</summary>
    /// <inheritdoc cref="NDArray.NanMean()"/>
    public Tensor NanMean() => NanMean([]);

    /// <summary>Means over one dimension of all elements but NaN. PyTorch: <c>x.nanmean(dim, keepdim)</c>.</summary>
    /// <inheritdoc cref="NDArray.NanMean(int, bool)"/>
    public Tensor NanMean(int dim, bool keepDim = false) => NanMean([dim], keepDim);

    /// <summary>
    /// Means over several dimensions, over all if none is named, of all elements but NaN; NaN where there is none. PyTorch: <c>x.nanmean(dims, keepdim)</c>.
    /// </summary>
    /// <inheritdoc cref="NDArray.NanMean(ReadOnlySpan{int}, bool)"/>
    public Tensor NanMean(ReadOnlySpan<int> dims, bool keepDim = false) => Op.Record(
        "nanmean",
        Value.NanMean(dims, keepDim),
        (Dims: dims.ToArray(), Kept: ShapeWithKept(dims)),
        save: [this],
        (this, static (s, g) => NanMeanBackward(s[0], s.State.Dims, s.State.Kept, g)));

    private static Tensor NanMeanBackward(Tensor x, int[] dims, Shape kept, Tensor gradient)
    {
        Tensor isNumber = x.Eq(x);
        return Where(isNumber, gradient.Reshape(kept.AsSpan()) / isNumber.Sum(dims, keepDim: true), 0);
    }

    private static Tensor VarBackward(Tensor x, int[] dims, Shape kept, double correction, Tensor gradient)
    {
        double freedom = Math.Max(0, ((double)x.Count / kept.Count) - correction);
        return gradient.Reshape(kept.AsSpan()) * ((x - x.Mean(dims, keepDim: true)) * (2 / freedom));
    }

    // 1/2y of what the variance has, and 0 where y is, as in PyTorch.
    private static Tensor StdBackward(Tensor x, Tensor y, int[] dims, Shape kept, double correction, Tensor gradient)
    {
        Tensor isZero = y.Eq(0);
        return VarBackward(x, dims, kept, correction, Where(isZero, 0, gradient) / (Where(isZero, 1, y) * 2));
    }
}
