namespace MiniTorch.NN;

/// <summary>
/// Normalisation of each channel over the batch, (x − mean)/√(variance + ε)·w + b: by the batch's own mean and variance in training, by running ones in
/// evaluation. w starts as 1, b as 0. See <see cref="F.BatchNorm"/>. Ioffe and Szegedy 2015.
/// </summary>
public abstract class BatchNorm : Layer
{
    private readonly Tensor? _weight;
    private readonly Tensor? _bias;
    private readonly Tensor? _runningMean;
    private readonly Tensor? _runningVar;
    private readonly Tensor? _numBatchesTracked;
    private double? _momentum;

    private protected BatchNorm(int numFeatures, double eps, double? momentum, bool affine, bool trackRunningStats, DType? dtype)
    {
        if (numFeatures < 0)
        {
            Throw.Argument("batch_norm", $"the number of features must not be negative; got {numFeatures}");
        }

        F.CheckEpsilon("batch_norm", eps);
        NumFeatures = numFeatures;
        Eps = eps;
        Momentum = momentum;
        if (affine)
        {
            RegisterParameter(out _weight, Tensor.Ones([numFeatures], dtype), "weight");
            RegisterParameter(out _bias, Tensor.Zeros([numFeatures], dtype), "bias");
        }

        if (trackRunningStats)
        {
            RegisterBuffer(out _runningMean, Tensor.Zeros([numFeatures], dtype), name: "running_mean");
            RegisterBuffer(out _runningVar, Tensor.Ones([numFeatures], dtype), name: "running_var");
            RegisterBuffer(out _numBatchesTracked, Tensor.Zeros(Shape.Scalar, DType.Int64), name: "num_batches_tracked");
        }
    }

    /// <summary>Number of channels c.</summary>
    public int NumFeatures { get; }

    /// <summary>ε, which keeps equal values from being divided by 0.</summary>
    public double Eps { get; }

    /// <summary>The share of a batch in the new running values, from 0 to 1; null for 1/t at the t-th batch, which makes them the mean of all batches.</summary>
    /// <exception cref="ArgumentException">The number is out of range.</exception>
    public double? Momentum
    {
        get => _momentum;
        set
        {
            F.CheckMomentum(value ?? 0);
            _momentum = value;
        }
    }

    /// <summary>w, [c]; null without affine.</summary>
    public Tensor? Weight => _weight;

    /// <summary>b, [c]; null without affine.</summary>
    public Tensor? Bias => _bias;

    /// <summary>The running mean, [c]: the buffer <c>running_mean</c>; null where nothing is tracked and batches are always normalised by their own.</summary>
    public Tensor? RunningMean => _runningMean;

    /// <summary>The running variance, unbiased, [c]: the buffer <c>running_var</c>; null where nothing is tracked.</summary>
    public Tensor? RunningVar => _runningVar;

    /// <summary>How many batches the running values have seen, int64: the buffer <c>num_batches_tracked</c>; null where nothing is tracked.</summary>
    public Tensor? NumBatchesTracked => _numBatchesTracked;

    /// <summary>Sets the running mean to 0, the running variance to 1 and the number of batches to 0. PyTorch: <c>reset_running_stats()</c>.</summary>
    public void ResetRunningStats()
    {
        _runningMean?.Value.Fill(0);
        _runningVar?.Value.Fill(1);
        _numBatchesTracked?.Value.Fill(0);
    }

    // What is wrong with the number of dimensions, if anything is.
    private protected abstract string? ExpectedShape(int rank);

    /// <inheritdoc/>
    protected override Tensor ForwardCore(Tensor input)
    {
        if (ExpectedShape(input.Rank) is { } expected)
        {
            Throw.Argument("batch_norm", $"the input must have shape {expected}; got {input.Shape}");
        }

        if (input.Shape[1] != NumFeatures)
        {
            Throw.Argument("batch_norm", $"the input must have {NumFeatures} channels, the num_features, in dimension 1; got {input.Shape}");
        }

        if (_numBatchesTracked is null || !IsTraining)
        {
            return F.BatchNorm(input, _runningMean, _runningVar, _weight, _bias, IsTraining || _runningMean is null, eps: Eps);
        }

        long batch = _numBatchesTracked.Item<long>() + 1;
        Tensor y = F.BatchNorm(input, _runningMean, _runningVar, _weight, _bias, training: true, Momentum ?? (1.0 / batch), Eps);
        _numBatchesTracked.Value.Fill(batch);
        return y;
    }

    /// <inheritdoc/>
    protected internal override long MultiplyAdds(Tensor input, Tensor output) => ParametersOfSamples(output);

    /// <inheritdoc/>
    protected override string ExtraRepr() =>
        $"{NumFeatures}, {Repr.Of("eps", Eps)}, {Repr.Of("momentum", Momentum)}, {Repr.Of("affine", _weight is not null)}, {Repr.Of("track_running_stats", _runningMean is not null)}";
}

/// <summary><see cref="BatchNorm"/> of [n, c] or [n, c, l]. PyTorch: <c>nn.BatchNorm1d</c>.</summary>
/// <param name="numFeatures">Number of channels c.</param>
/// <param name="eps">ε, which keeps equal values from being divided by 0.</param>
/// <param name="momentum">The share of a batch in the new running values; null for the mean of all batches.</param>
/// <param name="affine">Whether the result is multiplied by a weight and a bias is added.</param>
/// <param name="trackRunningStats">Whether there are running values; without, batches are normalised by their own in evaluation too.</param>
/// <param name="dtype">float32 or float64; <see cref="Tensor.DefaultDType"/> if null.</param>
/// <exception cref="ArgumentException">An option is out of range.</exception>
public sealed class BatchNorm1d(
    int numFeatures, double eps = 1e-5, double? momentum = 0.1, bool affine = true, bool trackRunningStats = true, DType? dtype = null)
    : BatchNorm(numFeatures, eps, momentum, affine, trackRunningStats, dtype)
{
    private protected override string? ExpectedShape(int rank) => rank is 2 or 3 ? null : "[n, c] or [n, c, l]";
}

/// <summary><see cref="BatchNorm"/> of [n, c, h, w]. PyTorch: <c>nn.BatchNorm2d</c>.</summary>
/// <inheritdoc cref="BatchNorm1d(int, double, double?, bool, bool, DType?)"/>
public sealed class BatchNorm2d(
    int numFeatures, double eps = 1e-5, double? momentum = 0.1, bool affine = true, bool trackRunningStats = true, DType? dtype = null)
    : BatchNorm(numFeatures, eps, momentum, affine, trackRunningStats, dtype)
{
    private protected override string? ExpectedShape(int rank) => rank == 4 ? null : "[n, c, h, w]";
}
