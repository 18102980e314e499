namespace MiniTorch.Optim;

/// <summary>
/// What the last step of an optimizer that knows curvature found out about the point where it stands. No status is a hope: what cannot be told
/// from the loss, the gradient and the curvature at hand is <see cref="Running"/> or <see cref="Stalled"/>, and the text beside it says why.
/// </summary>
public enum OptimizerStatus
{
    /// <summary>Not decided: no step was taken yet, or the last one moved the parameters and another may move them further. A run that has
    /// used up its steps is left with it.</summary>
    Running,

    /// <summary>
    /// The conditions for a minimum hold as far as the optimizer can see: the gradient, or the next step, is within its tolerance or within the
    /// rounding of the loss, and no negative curvature was found where curvature is looked at: <see cref="Newton"/> looks at all eigenvalues,
    /// <see cref="NewtonCG"/> and the least-squares optimizers at what a few products show, <see cref="LBFGS"/>, which asks for a small gradient alone, at
    /// none. The minimum is a local one, and need not be isolated: on a flat stretch every point is one.
    /// </summary>
    Converged,

    /// <summary>No step that the optimizer can make lowers the loss in the precision of its type, or moves the parameters at all, and yet the
    /// conditions for a minimum do not hold: at a saddle or a kink, beside a point where the loss is not defined, or where the loss is noisy.</summary>
    Stalled,

    /// <summary>The loss or its gradient is not finite where the step begins, or wherever it leads, or the loss falls as far as it was followed. The
    /// parameters are at the last point where all was finite.</summary>
    Diverged,
}
