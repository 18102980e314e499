namespace MiniTorch.NN;

/// <summary><see cref="F.MarginRankingLoss"/> as a module. PyTorch: <c>nn.MarginRankingLoss</c>.</summary>
/// <param name="reduction">What becomes of the losses of single elements.</param>
/// <param name="margin">By how much one is to be greater.</param>
public sealed class MarginRankingLoss(Reduction reduction = Reduction.Mean, double margin = 0)
    : Loss<(Tensor Input1, Tensor Input2, Tensor Target)>(reduction)
{
    /// <summary>The loss of two scores. PyTorch: <c>criterion(input1, input2, target)</c>.</summary>
    /// <exception cref="ArgumentException">The three do not fit each other.</exception>
    public Tensor Forward(Tensor input1, Tensor input2, Tensor target) => Forward((input1, input2, target));

    /// <inheritdoc/>
    protected override Tensor ForwardCore((Tensor Input1, Tensor Input2, Tensor Target) input) =>
        F.MarginRankingLoss(input.Input1, input.Input2, input.Target, Reduction, margin);
}

/// <summary><see cref="F.HingeEmbeddingLoss"/> as a module. PyTorch: <c>nn.HingeEmbeddingLoss</c>.</summary>
/// <param name="reduction">What becomes of the losses of single elements.</param>
/// <param name="margin">From where on nothing is lost where the target is −1.</param>
public sealed class HingeEmbeddingLoss(Reduction reduction = Reduction.Mean, double margin = 1) : Loss(reduction)
{
    /// <inheritdoc/>
    protected override Tensor ForwardCore((Tensor Input, Tensor Target) input) =>
        F.HingeEmbeddingLoss(input.Input, input.Target, Reduction, margin);
}

/// <summary><see cref="F.SoftMarginLoss"/> as a module. PyTorch: <c>nn.SoftMarginLoss</c>.</summary>
/// <param name="reduction">What becomes of the losses of single elements.</param>
public sealed class SoftMarginLoss(Reduction reduction = Reduction.Mean) : Loss(reduction)
{
    /// <inheritdoc/>
    protected override Tensor ForwardCore((Tensor Input, Tensor Target) input) => F.SoftMarginLoss(input.Input, input.Target, Reduction);
}

/// <summary><see cref="F.MultiMarginLoss"/> as a module. PyTorch: <c>nn.MultiMarginLoss</c>.</summary>
public sealed class MultiMarginLoss : Loss
{
    private readonly int _p;
    private readonly double _margin;
    private readonly Tensor? _weight;

    /// <summary>A loss of the scores of classes; <paramref name="weight"/> becomes the buffer <c>weight</c>.</summary>
    /// <inheritdoc cref="F.MultiMarginLoss"/>
    public MultiMarginLoss(Reduction reduction = Reduction.Mean, int p = 1, double margin = 1, Tensor? weight = null)
        : base(reduction)
    {
        F.CheckMarginOrder(p);
        _p = p;
        _margin = margin;
        if (weight is not null)
        {
            RegisterBuffer(out _weight, weight);
        }
    }

    /// <inheritdoc/>
    protected override Tensor ForwardCore((Tensor Input, Tensor Target) input) =>
        F.MultiMarginLoss(input.Input, input.Target, Reduction, _p, _margin, _weight);
}

/// <summary><see cref="F.CosineEmbeddingLoss"/> as a module. PyTorch: <c>nn.CosineEmbeddingLoss</c>.</summary>
/// <param name="reduction">What becomes of the losses of single elements.</param>
/// <param name="margin">The cosine up to which nothing is lost where the target is −1.</param>
public sealed class CosineEmbeddingLoss(Reduction reduction = Reduction.Mean, double margin = 0)
    : Loss<(Tensor Input1, Tensor Input2, Tensor Target)>(reduction)
{
    /// <summary>The loss of two vectors. PyTorch: <c>criterion(input1, input2, target)</c>.</summary>
    /// <exception cref="ArgumentException">The three do not fit each other.</exception>
    public Tensor Forward(Tensor input1, Tensor input2, Tensor target) => Forward((input1, input2, target));

    /// <inheritdoc/>
    protected override Tensor ForwardCore((Tensor Input1, Tensor Input2, Tensor Target) input) =>
        F.CosineEmbeddingLoss(input.Input1, input.Input2, input.Target, Reduction, margin);
}

/// <summary><see cref="F.TripletMarginLoss"/> as a module. PyTorch: <c>nn.TripletMarginLoss</c>.</summary>
public sealed class TripletMarginLoss : Loss<(Tensor Anchor, Tensor Positive, Tensor Negative)>
{
    private readonly double _margin;
    private readonly double _p;
    private readonly double _eps;
    private readonly bool _swap;

    /// <summary>A loss of distances.</summary>
    /// <inheritdoc cref="F.TripletMarginLoss"/>
    public TripletMarginLoss(Reduction reduction = Reduction.Mean, double margin = 1, double p = 2, double eps = 1e-6, bool swap = false)
        : base(reduction)
    {
        F.CheckMargin(margin);
        _margin = margin;
        _p = p;
        _eps = eps;
        _swap = swap;
    }

    /// <summary>The loss of an anchor, what it should be near to and what not. PyTorch: <c>criterion(anchor, positive, negative)</c>.</summary>
    /// <exception cref="ArgumentException">The three do not fit each other.</exception>
    public Tensor Forward(Tensor anchor, Tensor positive, Tensor negative) => Forward((anchor, positive, negative));

    /// <inheritdoc/>
    protected override Tensor ForwardCore((Tensor Anchor, Tensor Positive, Tensor Negative) input) =>
        F.TripletMarginLoss(input.Anchor, input.Positive, input.Negative, Reduction, _margin, _p, _eps, _swap);
}
