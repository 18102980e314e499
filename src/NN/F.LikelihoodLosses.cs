namespace MiniTorch.NN;

// Negative logarithms of likelihoods, and the divergence of distributions.
public static partial class F
{
    /// <summary>
    /// The Kullback–Leibler divergence of q from p, Σ p·(ln p − ln q), given ln q as input and p or ln p as target; where p is 0 there is
    /// nothing, whatever q is. The mean is over elements; the divergence of the definition, averaged over rows, is
    /// <see cref="Reduction.BatchMean"/>. PyTorch: <c>F.kl_div</c>.
    /// </summary>
    /// <param name="input">ln q.</param>
    /// <param name="target">p, or ln p, of the same shape.</param>
    /// <param name="reduction">Mean, batch mean, sum, or the single terms.</param>
    /// <param name="logTarget">Whether the target is ln p.</param>
    /// <returns>A scalar, or the shape of the input under <see cref="Reduction.None"/>.</returns>
    /// <exception cref="ArgumentException">The shapes differ, there is no batch for its mean, or neither type is floating-point.</exception>
    public static Tensor KlDiv(Tensor input, Tensor target, Reduction reduction = Reduction.Mean, bool logTarget = false)
    {
        const string Name = "kl_div";
        (input, target) = Pair(Name, input, target, reduction, hasBatchMean: true);
        if (reduction == Reduction.BatchMean && input.Rank == 0)
        {
            Throw.Argument(Name, $"the batch mean divides by the size of the first dimension; got shape {input.Shape}");
        }

        Tensor isNothing = logTarget ? target.Eq(double.NegativeInfinity) : target.Eq(0);
        Tensor logs = logTarget ? target.MaskedFill(isNothing, 0) : target.MaskedFill(isNothing, 1).Log();
        Tensor losses = (logTarget ? logs.Exp() : target) * (logs - input.MaskedFill(isNothing, 0));
        losses = losses.MaskedFill(isNothing, 0);
        return reduction == Reduction.BatchMean ? losses.Sum() / losses.Shape[0] : Reduce(losses, reduction);
    }

    /// <summary>
    /// The negative log-likelihood of counts y under Poisson distributions of mean λ, λ − y·ln λ, given ln λ or λ. PyTorch:
    /// <c>F.poisson_nll_loss</c>.
    /// </summary>
    /// <param name="input">ln λ, or λ.</param>
    /// <param name="target">y, of the same shape.</param>
    /// <param name="reduction">Mean, sum, or the single losses.</param>
    /// <param name="logInput">Whether the input is ln λ.</param>
    /// <param name="full">Whether Stirling's y·ln y − y + ½·ln(2πy) is added for ln y! where y is above 1.</param>
    /// <param name="eps">Added to λ before its logarithm is taken.</param>
    /// <returns>A scalar, or the shape of the input under <see cref="Reduction.None"/>.</returns>
    /// <exception cref="ArgumentException">The shapes differ, <paramref name="eps"/> is negative, or neither type is floating-point.</exception>
    public static Tensor PoissonNllLoss(
        Tensor input, Tensor target, Reduction reduction = Reduction.Mean, bool logInput = true, bool full = false, double eps = 1e-8)
    {
        const string Name = "poisson_nll_loss";
        CheckEpsilon(Name, eps);
        (input, target) = Pair(Name, input, target, reduction);
        Tensor losses = logInput ? input.Exp() - (target * input) : input - (target * (input + eps).Log());
        return Reduce(full ? losses + Stirling(target) : losses, reduction);
    }

    /// <summary>
    /// The negative log-likelihood of y under normal distributions of mean x and variance v, ½·(ln v + (x − y)²/v), where v is not taken
    /// below ε, though its derivative is as if it were not held. PyTorch: <c>F.gaussian_nll_loss</c>.
    /// </summary>
    /// <param name="input">x, the predicted means.</param>
    /// <param name="target">y, of the same shape.</param>
    /// <param name="variance">v, not negative: of the same shape, or one for each row, without the last dimension or with size 1 there.</param>
    /// <param name="reduction">Mean, sum, or the single losses.</param>
    /// <param name="full">Whether the constant ½·ln 2π is added.</param>
    /// <param name="eps">ε.</param>
    /// <returns>A scalar, or the shape of the input under <see cref="Reduction.None"/>.</returns>
    /// <exception cref="ArgumentException">The shapes do not fit, a variance or <paramref name="eps"/> is negative, or no type is floating-point.</exception>
    public static Tensor GaussianNllLoss(
        Tensor input, Tensor target, Tensor variance, Reduction reduction = Reduction.Mean, bool full = false, double eps = 1e-6)
    {
        const string Name = "gaussian_nll_loss";
        CheckEpsilon(Name, eps);
        CheckReduction(Name, reduction);
        CheckShapes(Name, input, target);
        (input, target, variance) = Three(Name, "input, target and variance", input, target, variance);
        Tensor held = HeldVariance(Name, VarianceOf(Name, input, variance), eps);
        Tensor losses = (held.Log() + ((input - target).Square() / held)) * 0.5;
        return Reduce(full ? losses + (0.5 * Math.Log(2 * Math.PI)) : losses, reduction);
    }

    private static Tensor Stirling(Tensor target)
    {
        Tensor isSmall = target.Le(1);
        Tensor y = target.MaskedFill(isSmall, 1);
        return ((y * y.Log()) - y + ((y * (2 * Math.PI)).Log() * 0.5)).MaskedFill(isSmall, 0);
    }

    // [...] and [..., 1] for an input of [..., d] are one variance a row.
    private static Tensor VarianceOf(string op, Tensor input, Tensor variance)
    {
        if (variance.Shape == input.Shape)
        {
            return variance;
        }

        Tensor? rows = input.Rank == 0 ? null
            : variance.Rank == input.Rank ? variance
            : variance.Rank == input.Rank - 1 ? variance.Unsqueeze(-1)
            : null;
        if (rows is null || rows.Shape != Shape.Of([.. input.Shape.AsSpan()[..^1], 1]))
        {
            Throw.Argument(op, $"the variance must have the input's shape, or that without the last dimension or with size 1 there; got {variance.Shape} for an input of shape {input.Shape}");
        }

        return rows;
    }

    private static Tensor HeldVariance(string op, Tensor variance, double eps)
    {
        if (variance.Count > 0)
        {
            double min = variance.Value.Aminmax().Min.To(DType.Float64).Item<double>();
            if (min < 0)
            {
                Throw.Argument(op, FormattableString.Invariant($"a variance must not be negative; got {min} in shape {variance.Shape}"));
            }
        }

        return Op.Record("held_variance", variance.Value.Clamp(min: eps), save: [], (variance, static (s, g) => g));
    }
}
