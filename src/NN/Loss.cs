namespace MiniTorch.NN;

/// <summary>A loss as a module: from predictions and what they should have been to a number, or to one number an element.</summary>
/// <typeparam name="TIn">What it compares.</typeparam>
public abstract class Loss<TIn> : Module<TIn, Tensor>
{
    private protected Loss(Reduction reduction, bool hasBatchMean = false)
    {
        F.CheckReduction(TypeName, reduction, hasBatchMean);
        Reduction = reduction;
    }

    /// <summary>What becomes of the losses of single elements.</summary>
    public Reduction Reduction { get; }
}

/// <summary>A loss of an input and a target.</summary>
public abstract class Loss : Loss<(Tensor Input, Tensor Target)>
{
    private protected Loss(Reduction reduction, bool hasBatchMean = false)
        : base(reduction, hasBatchMean)
    {
    }

    /// <summary>The loss of a prediction. PyTorch: <c>criterion(input, target)</c>.</summary>
    /// <exception cref="ArgumentException">Input and target do not fit each other.</exception>
    public Tensor Forward(Tensor input, Tensor target) => Forward((input, target));
}

/// <summary><see cref="F.CrossEntropy"/> as a module. PyTorch: <c>nn.CrossEntropyLoss</c>.</summary>
public sealed class CrossEntropyLoss : Loss
{
    private readonly Tensor? _weight;
    private readonly long _ignoreIndex;
    private readonly double _labelSmoothing;

    /// <summary>A cross entropy loss; <paramref name="weight"/> becomes the buffer <c>weight</c>.</summary>
    /// <inheritdoc cref="F.CrossEntropy"/>
    public CrossEntropyLoss(Reduction reduction = Reduction.Mean, Tensor? weight = null, long ignoreIndex = -100, double labelSmoothing = 0)
        : base(reduction)
    {
        F.CheckProbability("cross_entropy", "label smoothing", labelSmoothing);
        _ignoreIndex = ignoreIndex;
        _labelSmoothing = labelSmoothing;
        if (weight is not null)
        {
            RegisterBuffer(out _weight, weight);
        }
    }

    /// <inheritdoc/>
    protected override Tensor ForwardCore((Tensor Input, Tensor Target) input) =>
        F.CrossEntropy(input.Input, input.Target, Reduction, _weight, _ignoreIndex, _labelSmoothing);
}

/// <summary><see cref="F.NllLoss"/> as a module. PyTorch: <c>nn.NLLLoss</c>.</summary>
public sealed class NLLLoss : Loss
{
    private readonly Tensor? _weight;
    private readonly long _ignoreIndex;

    /// <summary>A loss of logarithms of probabilities; <paramref name="weight"/> becomes the buffer <c>weight</c>.</summary>
    /// <inheritdoc cref="F.NllLoss"/>
    public NLLLoss(Reduction reduction = Reduction.Mean, Tensor? weight = null, long ignoreIndex = -100)
        : base(reduction)
    {
        _ignoreIndex = ignoreIndex;
        if (weight is not null)
        {
            RegisterBuffer(out _weight, weight);
        }
    }

    /// <inheritdoc/>
    protected override Tensor ForwardCore((Tensor Input, Tensor Target) input) =>
        F.NllLoss(input.Input, input.Target, Reduction, _weight, _ignoreIndex);
}

/// <summary><see cref="F.MseLoss"/> as a module. PyTorch: <c>nn.MSELoss</c>.</summary>
/// <param name="reduction">What becomes of the losses of single elements.</param>
public sealed class MSELoss(Reduction reduction = Reduction.Mean) : Loss(reduction)
{
    /// <inheritdoc/>
    protected override Tensor ForwardCore((Tensor Input, Tensor Target) input) => F.MseLoss(input.Input, input.Target, Reduction);
}

/// <summary><see cref="F.L1Loss"/> as a module. PyTorch: <c>nn.L1Loss</c>.</summary>
/// <param name="reduction">What becomes of the losses of single elements.</param>
public sealed class L1Loss(Reduction reduction = Reduction.Mean) : Loss(reduction)
{
    /// <inheritdoc/>
    protected override Tensor ForwardCore((Tensor Input, Tensor Target) input) => F.L1Loss(input.Input, input.Target, Reduction);
}

/// <summary><see cref="F.SmoothL1Loss"/> as a module. PyTorch: <c>nn.SmoothL1Loss</c>.</summary>
public sealed class SmoothL1Loss : Loss
{
    private readonly double _beta;

    /// <summary>A smooth absolute loss.</summary>
    /// <param name="reduction">What becomes of the losses of single elements.</param>
    /// <param name="beta">β ≥ 0, where the parabola goes over into straight lines.</param>
    /// <exception cref="ArgumentException"><paramref name="beta"/> is negative.</exception>
    public SmoothL1Loss(Reduction reduction = Reduction.Mean, double beta = 1)
        : base(reduction)
    {
        F.CheckBeta(beta);
        _beta = beta;
    }

    /// <inheritdoc/>
    protected override Tensor ForwardCore((Tensor Input, Tensor Target) input) => F.SmoothL1Loss(input.Input, input.Target, Reduction, _beta);
}

/// <summary><see cref="F.HuberLoss"/> as a module. PyTorch: <c>nn.HuberLoss</c>.</summary>
public sealed class HuberLoss : Loss
{
    private readonly double _delta;

    /// <summary>A Huber loss.</summary>
    /// <param name="reduction">What becomes of the losses of single elements.</param>
    /// <param name="delta">δ > 0, where the parabola goes over into straight lines.</param>
    /// <exception cref="ArgumentException"><paramref name="delta"/> is not positive.</exception>
    public HuberLoss(Reduction reduction = Reduction.Mean, double delta = 1)
        : base(reduction)
    {
        F.CheckDelta(delta);
        _delta = delta;
    }

    /// <inheritdoc/>
    protected override Tensor ForwardCore((Tensor Input, Tensor Target) input) => F.HuberLoss(input.Input, input.Target, Reduction, _delta);
}
