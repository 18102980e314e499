namespace MiniTorch.Optim;

/// <summary>Where a run to the end has led.</summary>
/// <param name="Status">What the last step found out; <see cref="OptimizerStatus.Running"/> if the steps were used up.</param>
/// <param name="Reason">Why, in one line.</param>
/// <param name="Steps">Number of steps that moved the parameters.</param>
/// <param name="Loss">The loss where the parameters are now.</param>
/// <param name="GradientNorm">‖∇f‖₂ there; NaN if it cannot be computed there.</param>
/// <param name="Evaluations">Number of calls of the closure.</param>
public sealed record MinimizeResult(
    OptimizerStatus Status, string Reason, long Steps, double Loss, double GradientNorm, long Evaluations);
