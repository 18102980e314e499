namespace MiniTorch.Curvature;

/// <summary>
/// The noise of mini-batch gradients at a fixed point, from the gradients of samples or of batches, added one by one. With the covariance Σ of
/// the gradient over samples, that of a batch of m independent samples is Σ/m: its root mean square distance from the whole gradient,
/// <see cref="StandardError"/>, is √(tr Σ/m). One vector of n float64 numbers is held.
/// </summary>
/// <example>
/// <code>
/// var noise = new GradientNoise(model.Parameters(), population: data.Count);
/// foreach (var (x, y) in loader)
/// {
///     noise.Add(F.CrossEntropy(model.Forward(x), y), batchSize: x.Shape[0]);
/// }
/// </code>
/// </example>
/// <remarks>
/// The parameters and their <see cref="Tensor.Grad"/> are left alone, and no random number is drawn. What the losses draw themselves (dropout) comes from where they
/// always draw it, and adds to the noise that is measured.
/// </remarks>
public sealed class GradientNoise
{
    private const string Op = "gradient_noise";

    private readonly ParameterVector _x;
    private readonly int? _population;
    private readonly NDArray _mean;
    private readonly long _version;
    private long _samples;

    // Σ m_b·‖g_b − mean‖² over the batches so far.
    private double _squares;

    /// <summary>Begins with no gradient.</summary>
    /// <param name="parameters">What the gradients are for. They must stay where they are.</param>
    /// <param name="population">
    /// The number N of samples there are, when batches are drawn from a data set of which each sample is added exactly once; null when
    /// samples are drawn independently, with replacement or from a stream.
    /// </param>
    /// <exception cref="ArgumentException">A parameter is no leaf that requires a gradient, or the population is less than 2.</exception>
    public GradientNoise(IEnumerable<Tensor> parameters, int? population = null)
    {
        if (population < 2)
        {
            Throw.Argument(Op, $"noise is between samples, so there must be at least 2 in the population; got {population}");
        }

        _x = new ParameterVector(Op, parameters);
        (_population, _version) = (population, _x.Version);
        _mean = NDArray.Zeros([_x.Count], DType.Float64);
    }

    /// <summary>The number of gradients added.</summary>
    public int Batches { get; private set; }

    /// <summary>The number of samples in them.</summary>
    public long Samples => _samples;

    /// <summary>The mean gradient over all samples, of shape [n], float64. A copy.</summary>
    public Tensor Mean => new(_mean.Clone());

    /// <summary>
    /// tr Σ, the sum over the parameters of the variances of the gradient of one sample, without bias: Σ_b m_b·‖g_b − ḡ‖²/(batches − 1). Of a whole
    /// population it has N − 1 in the denominator.
    /// </summary>
    /// <exception cref="InvalidOperationException">Fewer than two gradients were added, or not the whole population.</exception>
    public double Variance
    {
        get
        {
            CheckComplete();
            return _squares / (Batches - 1);
        }
    }

    /// <summary>
    /// ‖G‖², the squared length of the whole gradient. That of the mean of M independent samples is too long by tr Σ/M, which is taken off, to no less
    /// than 0; the mean of a whole population is the gradient itself.
    /// </summary>
    /// <exception cref="InvalidOperationException">Fewer than two gradients were added, or not the whole population.</exception>
    public double SquaredNorm
    {
        get
        {
            double variance = Variance, squared = _mean.MatMul(_mean).Item<double>();
            return _population is null ? Math.Max(0, squared - (variance / _samples)) : squared;
        }
    }

    /// <summary>‖G‖²/tr Σ: below 1/m a batch of m samples is more noise than gradient. 0 where the gradient cannot be told from noise.</summary>
    /// <exception cref="InvalidOperationException">Fewer than two gradients were added, or not the whole population.</exception>
    public double SignalToNoise => SquaredNorm is > 0 and double signal ? signal / Variance : 0;

    /// <summary>
    /// tr Σ/‖G‖², the simple noise scale of McCandlish et al. (2018): the batch size at which noise and gradient are of one size; much larger batches save
    /// no steps, much smaller ones no samples.
    /// </summary>
    /// <exception cref="InvalidOperationException">Fewer than two gradients were added, or not the whole population.</exception>
    public double NoiseScale => 1 / SignalToNoise;

    /// <summary>Adds the gradient of a mean loss over a batch. The loss's graph is used up.</summary>
    /// <param name="loss">The mean over the batch's samples, a single value.</param>
    /// <param name="batchSize">How many samples that is.</param>
    /// <exception cref="ArgumentException">The batch size is less than 1, there are more samples than the population has, or the loss is no single value.</exception>
    /// <exception cref="InvalidOperationException">The loss does not depend on the parameters, its gradient is not finite, or the parameters have
    /// been written to since the beginning.</exception>
    public void Add(Tensor loss, int batchSize = 1)
    {
        ArgumentNullException.ThrowIfNull(loss);
        if (batchSize < 1 || _samples + batchSize > _population)
        {
            Throw.Argument(
                Op, $"a batch has at least 1 sample, and all batches together no more than the population of {_population}; got {batchSize} after {_samples}");
        }

        if (_x.Version != _version)
        {
            Throw.Invalid(Op, "the parameters were written to since the first gradient: measure at one point, before a step or with a new object after it");
        }

        using BufferScope? scope = SymmetricOperator.Temporaries();
        NDArray delta = LossGradient.Of(Op, loss, _x).Subtract(_mean);
        double squared = delta.MatMul(delta).Item<double>();
        if (!double.IsFinite(squared))
        {
            Throw.Invalid(Op, $"gradients must be finite; that of batch {Batches + 1} is not");
        }

        // Weighted, as by West (1979).
        double share = batchSize / (double)(_samples + batchSize);
        _mean.Add(delta.Multiply(share), _mean);
        _squares += batchSize * squared * (1 - share);
        _samples += batchSize;
        Batches++;
    }

    /// <summary>
    /// √E‖g − G‖² of a batch of m samples: √(tr Σ/m), and √(tr Σ/m·(1 − m/N)) of m different ones out of N, which is 0 for all of them.
    /// </summary>
    /// <param name="batchSize">m.</param>
    /// <param name="replacement">Whether a sample may be in a batch twice. Without, the population must be known.</param>
    /// <exception cref="ArgumentException">m is less than 1, or more than N without replacement, or N is not known then.</exception>
    /// <exception cref="InvalidOperationException">Fewer than two gradients were added, or not the whole population.</exception>
    public double StandardError(int batchSize, bool replacement = true)
    {
        if (batchSize < 1 || (!replacement && !(batchSize <= _population)))
        {
            Throw.Argument(
                Op,
                $"a batch has at least 1 sample and without replacement at most the population's; got {batchSize}, population {(_population is { } known ? $"{known}" : "unknown")}");
        }

        // The variance over a population, whose samples all are known, has N in the denominator; without replacement it is the one with N − 1 that counts.
        double n = _population ?? double.PositiveInfinity;
        double factor = _population is null ? 1 : replacement ? (n - 1) / n : 1 - (batchSize / n);
        return Math.Sqrt(Variance / batchSize * factor);
    }

    private void CheckComplete()
    {
        if (Batches < 2)
        {
            Throw.Invalid(Op, $"noise is between gradients, so at least 2 must be added; got {Batches}");
        }

        if (_population is { } population && _samples < population)
        {
            Throw.Invalid(
                Op, $"every sample of the population of {population} must be added once; so far {_samples}. For a part of it, leave the population out: its samples count as independent");
        }
    }
}
