namespace MiniTorch.Data;

/// <summary>
/// Samples drawn with probabilities in proportion to weights: those of a rare class more often, say.
/// PyTorch: <c>torch.utils.data.WeightedRandomSampler</c>.
/// </summary>
public sealed class WeightedRandomSampler : ISampler
{
    private readonly NDArray _weights;
    private readonly bool _replacement;

    /// <summary>A sampler by weights.</summary>
    /// <param name="weights">One a sample, not negative; they need not sum to 1.</param>
    /// <param name="numSamples">How many indices an epoch has.</param>
    /// <param name="replacement">Whether a sample may come again.</param>
    /// <exception cref="ArgumentException"><paramref name="numSamples"/> is not positive; a weight is negative or not finite; none is
    /// positive; without replacement fewer than <paramref name="numSamples"/> are.</exception>
    public WeightedRandomSampler(IEnumerable<double> weights, int numSamples, bool replacement = true)
    {
        ArgumentNullException.ThrowIfNull(weights);
        double[] values = [.. weights];
        int wrong = Array.FindIndex(values, static weight => !(weight >= 0) || !double.IsFinite(weight));
        if (wrong >= 0 || !double.IsFinite(values.Sum()))
        {
            Throw.Argument(
                "weighted sampler",
                $"the weights and their sum must be finite and not negative; got {(wrong >= 0 ? FormattableString.Invariant($"weight {wrong}: {values[wrong]}") : "a sum that is infinite")}");
        }

        int positive = values.Count(static weight => weight > 0);
        if (numSamples <= 0)
        {
            Throw.Argument("weighted sampler", $"the number of samples must be positive; got {numSamples}");
        }

        if (positive < (replacement ? 1 : numSamples))
        {
            Throw.Argument(
                "weighted sampler",
                $"{numSamples} samples {(replacement ? "with" : "without")} replacement need {(replacement ? 1 : numSamples)} positive weights at least; got {positive}");
        }

        _weights = new NDArray(Storage.Over(values), [values.Length], DType.Float64);
        _replacement = replacement;
        Count = numSamples;
    }

    /// <inheritdoc/>
    public int Count { get; }

    /// <inheritdoc/>
    public int[] GetOrder(Generator generator)
    {
        ArgumentNullException.ThrowIfNull(generator);
        return Array.ConvertAll(NDArray.Multinomial(_weights, Count, _replacement, generator).ToArray<long>(), static index => (int)index);
    }
}
