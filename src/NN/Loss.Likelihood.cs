namespace MiniTorch.NN;

/// <summary><see cref="F.BinaryCrossEntropy"/> as a module. PyTorch: <c>nn.BCELoss</c>.</summary>
public sealed class BCELoss : Loss
{
    private readonly Tensor? _weight;

    /// <summary>A binary cross entropy loss; <paramref name="weight"/> becomes the buffer <c>weight</c>.</summary>
    /// <inheritdoc cref="F.BinaryCrossEntropy"/>
    public BCELoss(Reduction reduction = Reduction.Mean, Tensor? weight = null)
        : base(reduction)
    {
        if (weight is not null)
        {
            RegisterBuffer(out _weight, weight);
        }
    }

    /// <inheritdoc/>
    protected override Tensor ForwardCore((Tensor Input, Tensor Target) input) => F.BinaryCrossEntropy(input.Input, input.Target, Reduction, _weight);
}

/// <summary><see cref="F.BinaryCrossEntropyWithLogits"/> as a module. PyTorch: <c>nn.BCEWithLogitsLoss</c>.</summary>
public sealed class BCEWithLogitsLoss : Loss
{
    private readonly Tensor? _weight;
    private readonly Tensor? _posWeight;

    /// <summary>
    /// A binary cross entropy loss of logits; <paramref name="weight"/> and <paramref name="posWeight"/> become the buffers <c>weight</c>
    /// and <c>pos_weight</c>.
    /// </summary>
    /// <inheritdoc cref="F.BinaryCrossEntropyWithLogits"/>
    public BCEWithLogitsLoss(Reduction reduction = Reduction.Mean, Tensor? weight = null, Tensor? posWeight = null)
        : base(reduction)
    {
        if (weight is not null)
        {
            RegisterBuffer(out _weight, weight);
        }

        if (posWeight is not null)
        {
            RegisterBuffer(out _posWeight, posWeight, name: "pos_weight");
        }
    }

    /// <inheritdoc/>
    protected override Tensor ForwardCore((Tensor Input, Tensor Target) input) =>
        F.BinaryCrossEntropyWithLogits(input.Input, input.Target, Reduction, _weight, _posWeight);
}

/// <summary><see cref="F.KlDiv"/> as a module. PyTorch: <c>nn.KLDivLoss</c>.</summary>
/// <param name="reduction">What becomes of the single terms; <see cref="Reduction.BatchMean"/> gives the divergence of the definition.</param>
/// <param name="logTarget">Whether the target is given as logarithms too.</param>
public sealed class KLDivLoss(Reduction reduction = Reduction.Mean, bool logTarget = false) : Loss(reduction, hasBatchMean: true)
{
    /// <inheritdoc/>
    protected override Tensor ForwardCore((Tensor Input, Tensor Target) input) => F.KlDiv(input.Input, input.Target, Reduction, logTarget);
}

/// <summary><see cref="F.PoissonNllLoss"/> as a module. PyTorch: <c>nn.PoissonNLLLoss</c>.</summary>
public sealed class PoissonNLLLoss : Loss
{
    private readonly bool _logInput;
    private readonly bool _full;
    private readonly double _eps;

    /// <summary>A loss of counts.</summary>
    /// <inheritdoc cref="F.PoissonNllLoss"/>
    public PoissonNLLLoss(Reduction reduction = Reduction.Mean, bool logInput = true, bool full = false, double eps = 1e-8)
        : base(reduction)
    {
        F.CheckEpsilon("poisson_nll_loss", eps);
        _logInput = logInput;
        _full = full;
        _eps = eps;
    }

    /// <inheritdoc/>
    protected override Tensor ForwardCore((Tensor Input, Tensor Target) input) =>
        F.PoissonNllLoss(input.Input, input.Target, Reduction, _logInput, _full, _eps);
}

/// <summary><see cref="F.GaussianNllLoss"/> as a module. PyTorch: <c>nn.GaussianNLLLoss</c>.</summary>
public sealed class GaussianNLLLoss : Loss<(Tensor Input, Tensor Target, Tensor Variance)>
{
    private readonly bool _full;
    private readonly double _eps;

    /// <summary>A loss of means and variances.</summary>
    /// <inheritdoc cref="F.GaussianNllLoss"/>
    public GaussianNLLLoss(Reduction reduction = Reduction.Mean, bool full = false, double eps = 1e-6)
        : base(reduction)
    {
        F.CheckEpsilon("gaussian_nll_loss", eps);
        _full = full;
        _eps = eps;
    }

    /// <summary>The loss of predicted means and variances. PyTorch: <c>criterion(input, target, var)</c>.</summary>
    /// <exception cref="ArgumentException">The three do not fit each other.</exception>
    public Tensor Forward(Tensor input, Tensor target, Tensor variance) => Forward((input, target, variance));

    /// <inheritdoc/>
    protected override Tensor ForwardCore((Tensor Input, Tensor Target, Tensor Variance) input) =>
        F.GaussianNllLoss(input.Input, input.Target, input.Variance, Reduction, _full, _eps);
}
