namespace MiniTorch.Optim;

/// <summary>What one iteration came to.</summary>
/// <param name="Status">What it found out.</param>
/// <param name="Reason">Why, in one line.</param>
/// <param name="Loss">The loss where it began.</param>
/// <param name="GradientNorm">‖∇f‖₂ there; NaN if it was not computed.</param>
/// <param name="Moved">Whether the parameters have moved.</param>
/// <param name="IsFinite">Whether it could begin: the loss and its gradient were finite.</param>
internal readonly record struct StepOutcome(
    OptimizerStatus Status, string Reason, double Loss, double GradientNorm, bool Moved, bool IsFinite = true)
{
    /// <summary>The parameters have moved, and may move further.</summary>
    public static StepOutcome Move(string how, double loss, double gradientNorm) =>
        new(OptimizerStatus.Running, how, loss, gradientNorm, Moved: true);

    /// <summary>The parameters stay: what was found out.</summary>
    public static StepOutcome Stay(OptimizerStatus status, string reason, double loss, double gradientNorm) =>
        new(status, reason, loss, gradientNorm, Moved: false);

    /// <summary>The loss or its gradient is not finite where the step would begin.</summary>
    public static StepOutcome NotFinite(double loss, double gradientNorm) => new(
        OptimizerStatus.Diverged,
        double.IsFinite(loss)
            ? "the gradient is not finite where the step begins"
            : FormattableString.Invariant($"the loss must be finite where the step begins; got {loss}"),
        loss,
        gradientNorm,
        Moved: false,
        IsFinite: false);
}
