namespace MiniTorch.NN;

public static partial class F
{
    /// <summary>The absolute difference |x − y|, summed or averaged; its derivative at 0 is 0. PyTorch: <c>F.l1_loss</c>.</summary>
    /// <param name="input">x.</param>
    /// <param name="target">y, of the same shape; PyTorch only warns and broadcasts.</param>
    /// <param name="reduction">Mean, sum, or the single differences.</param>
    /// <inheritdoc cref="MseLoss"/>
    public static Tensor L1Loss(Tensor input, Tensor target, Reduction reduction = Reduction.Mean)
    {
        CheckPair("l1_loss", input, target, reduction);
        NDArray losses = input.Value.Subtract(target.Value);
        return Op.Record(
            "l1_loss",
            Reduce(losses.Abs(losses), reduction),
            Part(losses, reduction),
            save: [input, target],
            (input, static (s, g) => (s[0] - s[1]).Sign() * (g * s.State)),
            (target, static (s, g) => (s[1] - s[0]).Sign() * (g * s.State)));
    }

    /// <summary>
    /// With d = x − y: d²/2β where |d| is below β, else |d| − β/2; summed or averaged. For β = 0 it is <see cref="L1Loss"/>. Girshick 2015.
    /// PyTorch: <c>F.smooth_l1_loss</c>.
    /// </summary>
    /// <param name="input">x.</param>
    /// <param name="target">y, of the same shape; PyTorch only warns and broadcasts.</param>
    /// <param name="reduction">Mean, sum, or the single losses.</param>
    /// <param name="beta">β ≥ 0, where the parabola goes over into straight lines.</param>
    /// <returns>A scalar, or the shape of the input under <see cref="Reduction.None"/>.</returns>
    /// <exception cref="ArgumentException">The shapes differ, neither type is floating-point, or <paramref name="beta"/> is negative.</exception>
    public static Tensor SmoothL1Loss(Tensor input, Tensor target, Reduction reduction = Reduction.Mean, double beta = 1)
    {
        CheckBeta(beta);
        return beta == 0 ? L1Loss(input, target, reduction) : Rounded("smooth_l1_loss", input, target, reduction, beta, 1 / beta);
    }

    /// <summary>
    /// With d = x − y: d²/2 where |d| is at most δ, else δ(|d| − δ/2); summed or averaged. Huber 1964. PyTorch: <c>F.huber_loss</c>.
    /// </summary>
    /// <param name="input">x.</param>
    /// <param name="target">y, of the same shape; PyTorch only warns and broadcasts.</param>
    /// <param name="reduction">Mean, sum, or the single losses.</param>
    /// <param name="delta">δ > 0, where the parabola goes over into straight lines.</param>
    /// <returns>A scalar, or the shape of the input under <see cref="Reduction.None"/>.</returns>
    /// <exception cref="ArgumentException">The shapes differ, neither type is floating-point, or <paramref name="delta"/> is not positive.</exception>
    public static Tensor HuberLoss(Tensor input, Tensor target, Reduction reduction = Reduction.Mean, double delta = 1)
    {
        CheckDelta(delta);
        return Rounded("huber_loss", input, target, reduction, delta, 1);
    }

    internal static void CheckBeta(double beta)
    {
        if (!(beta >= 0))
        {
            Throw.Argument("smooth_l1_loss", FormattableString.Invariant($"beta must not be negative; got {beta}"));
        }
    }

    internal static void CheckDelta(double delta)
    {
        if (!(delta > 0))
        {
            Throw.Argument("huber_loss", FormattableString.Invariant($"delta must be positive; got {delta}"));
        }
    }

    // A parabola in d between the bounds ±b, straight lines beyond: c·(d − c/2) with c = d held between them, which is also the derivative.
    private static Tensor Rounded(string op, Tensor input, Tensor target, Reduction reduction, double bound, double factor)
    {
        CheckPair(op, input, target, reduction);
        NDArray losses = input.Value.Subtract(target.Value);
        NDArray slope = losses.Clamp(-bound, bound);
        losses.Subtract(slope.Multiply(0.5), losses).Multiply(slope, losses).Multiply(factor, losses);
        return Op.Record(
            op,
            Reduce(losses, reduction),
            (Bound: bound, Factor: reduction == Reduction.Mean ? factor / losses.Count : factor),
            save: [input, target],
            (input, static (s, g) => (s[0] - s[1]).Clamp(-s.State.Bound, s.State.Bound) * (g * s.State.Factor)),
            (target, static (s, g) => (s[1] - s[0]).Clamp(-s.State.Bound, s.State.Bound) * (g * s.State.Factor)));
    }
}
