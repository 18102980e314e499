namespace MiniTorch;

public sealed partial class Tensor
{
    /// <summary>
    /// Where values would be inserted into this sorted sequence, as int64 of the values' shape: sᵢ₋₁ &lt; v ≤ sᵢ, or with <paramref name="right"/>
    /// sᵢ₋₁ ≤ v &lt; sᵢ; NaN behind all. PyTorch: <c>torch.searchsorted</c>.
    /// </summary>
    /// <inheritdoc cref="NDArray.SearchSorted"/>
    public Tensor SearchSorted(Tensor values, bool right = false) => new(Value.SearchSorted(values.Value, right));

    /// <summary>Into which bucket elements fall, as int64 of this shape: bᵢ₋₁ &lt; x ≤ bᵢ, or with <paramref name="right"/> bᵢ₋₁ ≤ x &lt; bᵢ; NaN behind all. PyTorch: <c>torch.bucketize</c>.</summary>
    /// <inheritdoc cref="NDArray.Bucketize"/>
    public Tensor Bucketize(Tensor boundaries, bool right = false) => new(Value.Bucketize(boundaries.Value, right));

    /// <summary>Whether elements occur among others, as bool of this shape; NaN does not. PyTorch: <c>torch.isin</c>.</summary>
    /// <inheritdoc cref="NDArray.IsIn"/>
    public Tensor IsIn(Tensor elements, bool invert = false) => new(Value.IsIn(elements.Value, invert));

    /// <summary>
    /// How often each number from 0 on occurs, as int64; with weights the sums of the weights, float32 if they are and float64 else, added in order.
    /// PyTorch: <c>torch.bincount</c>.
    /// </summary>
    /// <inheritdoc cref="NDArray.Bincount"/>
    public Tensor Bincount(Tensor? weights = null, int minLength = 0) => weights is null
        ? new Tensor(Value.Bincount(null, minLength))
        : Op.Record("bincount", Value.Bincount(weights.Value, minLength), save: [this], (weights, static (s, g) => g.IndexSelect(0, s[0].To(DType.Int64))));

    /// <summary>A 1 for each number, in a row of zeros: int64 of this shape with a dimension of the classes behind. PyTorch: <c>F.one_hot</c>.</summary>
    /// <inheritdoc cref="NDArray.OneHot"/>
    public Tensor OneHot(int numClasses = -1) => new(Value.OneHot(numClasses));

    /// <summary>
    /// How many elements lie in each of equal stretches from <paramref name="min"/> to <paramref name="max"/>, the last with its end; what lies outside, and NaN, is not
    /// counted. If both are 0, from the smallest element to the greatest; if these are equal, from 1 below to 1 above. PyTorch: <c>torch.histc</c>.
    /// </summary>
    /// <inheritdoc cref="NDArray.Histc"/>
    public Tensor Histc(int bins = 100, double min = 0, double max = 0) => new(Value.Histc(bins, min, max));

    /// <summary>
    /// The different elements in ascending order, where each element of this stands among them, and how often each occurs. Every NaN is different.
    /// PyTorch: <c>torch.unique(x, return_inverse=True, return_counts=True)</c>.
    /// </summary>
    /// <inheritdoc cref="NDArray.Unique"/>
    public (Tensor Values, Tensor Inverse, Tensor Counts) Unique()
    {
        (NDArray values, NDArray inverse, NDArray counts) = Value.Unique();
        return (new Tensor(values), new Tensor(inverse), new Tensor(counts));
    }

    /// <summary>
    /// The elements in row-major order without repetitions of the one before, the run that each element of this belongs to, and the length of each run. NaN
    /// repeats nothing. PyTorch: <c>torch.unique_consecutive(x, return_inverse=True, return_counts=True)</c>.
    /// </summary>
    /// <inheritdoc cref="NDArray.UniqueConsecutive"/>
    public (Tensor Values, Tensor Inverse, Tensor Counts) UniqueConsecutive()
    {
        (NDArray values, NDArray inverse, NDArray counts) = Value.UniqueConsecutive();
        return (new Tensor(values), new Tensor(inverse), new Tensor(counts));
    }
}
