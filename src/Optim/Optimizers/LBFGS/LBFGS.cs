namespace MiniTorch.Optim;

/// <summary>
/// Limited-memory BFGS: a quasi-Newton method that knows the curvature from the last m changes of the gradient. Nocedal and Wright,
/// Numerical Optimization, 2nd edition, algorithms 7.4 and 7.5. PyTorch: <c>torch.optim.LBFGS</c>.
/// <code>
/// d ← −H∇f(x)                       (H from the last m pairs by the two-loop recursion; H₀ = γI, γ = sᵀy/yᵀy; at first d ← −∇f(x))
/// t ← η                             (at first min(1, 1/‖∇f(x)‖₁)·η; with a line search from there on to the strong Wolfe conditions)
/// x ← x + td
/// s ← td,  y ← ∇f(x) − ∇f(x − td)   (kept as a pair if yᵀs > 1e-10)
/// </code>
/// </summary>
/// <remarks>
/// <para>A step is up to <c>maxIter</c> such iterations and calls the closure after each: <c>Step(closure)</c>. It ends early where the gradient
/// or the progress is within a tolerance, or <c>maxEval</c> is reached; that is looked at between iterations, so that a line search is
/// finished first. The state goes on from step to step, as does the gradient that the last evaluation left.</para>
/// <para>For smooth problems of moderate size whose whole gradient can be computed: fits, small networks on a full batch, physics-informed losses.
/// There it needs far fewer evaluations than first-order methods; take <see cref="LineSearch.StrongWolfe"/> unless evaluations are very dear.
/// The trap: the closure must be deterministic. Another batch, or dropout, at each evaluation makes differences of gradients meaningless.</para>
/// <para>All parameters, of one type, form one vector of n elements. The memory is 2mn elements and up to 8n more; the arithmetic of an iteration
/// reads it twice. A parameter without a gradient counts as one with a gradient of zeros, as in PyTorch: the history can move it.</para>
/// <para>A line search steps back from points where the loss or the gradient is infinite or NaN. Elsewhere
/// <see cref="Optimizer.NonFiniteGradients"/> decides, about the loss too: <see cref="NonFiniteGradients.Skip"/> and
/// <see cref="NonFiniteGradients.Error"/> put the parameters back to the last point where all was finite, and forget the history. A step that
/// has moved by then counts as taken.</para>
/// </remarks>
public sealed partial class LBFGS : Optimizer<LBFGSGroup>
{
    /// <summary>Optimizes parameters.</summary>
    /// <param name="parameters">Leaves of one floating-point type, at least one.</param>
    /// <param name="lr">The learning rate η, at least 0: the length of a step, or where the line search begins.</param>
    /// <param name="maxIter">The number of iterations of a step, at least 1.</param>
    /// <param name="maxEval">The number of evaluations of the closure after which a step begins no further iteration; 5/4 of
    /// <paramref name="maxIter"/> if null.</param>
    /// <param name="toleranceGrad">A step ends where no element of the gradient is larger.</param>
    /// <param name="toleranceChange">A step ends after an iteration that changes the loss by less, or no element of the parameters by
    /// more.</param>
    /// <param name="historySize">The number m of pairs that the curvature is known from, at least 1.</param>
    /// <param name="lineSearch">How the length of a step is found.</param>
    /// <exception cref="ArgumentException">An option is out of range, or a parameter cannot be optimized; the message names it.</exception>
    public LBFGS(
        IEnumerable<Tensor> parameters,
        double lr = 1,
        int maxIter = 20,
        int? maxEval = null,
        double toleranceGrad = 1e-7,
        double toleranceChange = 1e-9,
        int historySize = 100,
        LineSearch lineSearch = LineSearch.None)
        : this(new LBFGSGroup(parameters), lr, maxIter, maxEval, toleranceGrad, toleranceChange, historySize, lineSearch)
    {
    }

    /// <summary>Optimizes a <paramref name="group"/> of parameters; the other arguments are what it inherits.</summary>
    /// <inheritdoc cref="LBFGS(IEnumerable{Tensor}, double, int, int?, double, double, int, LineSearch)"/>
    public LBFGS(
        LBFGSGroup group,
        double lr = 1,
        int maxIter = 20,
        int? maxEval = null,
        double toleranceGrad = 1e-7,
        double toleranceChange = 1e-9,
        int historySize = 100,
        LineSearch lineSearch = LineSearch.None)
        : base(
            nameof(LBFGS),
            Defaults(lr, maxIter, maxEval, toleranceGrad, toleranceChange, historySize, lineSearch),
            new LBFGSPass(),
            [group])
    {
        _space = new FlatSpace(group.Tensors);
        _twoLoop = new TwoLoop(_space);
    }

    /// <summary>
    /// What the last step found out. <see cref="OptimizerStatus.Converged"/>: no element of the gradient exceeds <c>toleranceGrad</c>, in the unit of the
    /// loss; whether the point is a minimum or a saddle L-BFGS cannot tell. <see cref="OptimizerStatus.Stalled"/>: the line search found no lower
    /// point, or the direction does not go down, with a larger gradient.
    /// <see cref="OptimizerStatus.Diverged"/>: the loss or the gradient is not finite, or the loss is below −1e30.
    /// <see cref="OptimizerStatus.Running"/>: anything else; the reason says which tolerance ended the step, if one did. Not saved with the state, which is PyTorch's.
    /// </summary>
    public OptimizerStatus Status => State.Status;

    /// <summary>Why the status is what it is, in one line.</summary>
    public string StatusReason => State.Reason;

    private static LBFGSGroup Defaults(
        double lr, int maxIter, int? maxEval, double toleranceGrad, double toleranceChange, int historySize, LineSearch lineSearch)
    {
        var defaults = new LBFGSGroup([]);
        defaults.Options.Label = nameof(LBFGS);
        (defaults.Lr, defaults.MaxIter) = (lr, maxIter);
        defaults.MaxEval = maxEval ?? (int)Math.Min(int.MaxValue, maxIter * 5L / 4);
        (defaults.ToleranceGrad, defaults.ToleranceChange) = (toleranceGrad, toleranceChange);
        (defaults.HistorySize, defaults.LineSearch) = (historySize, lineSearch);
        return defaults;
    }
}
