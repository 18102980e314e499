namespace MiniTorch.Optim;

/// <summary>
/// An optimizer that differentiates the closure itself, as often as it needs: the common ground of Newton's method and its relatives.
/// <code>
/// MinimizeResult result = optimizer.Minimize(() => loss(x));       // to the end
/// Tensor before = optimizer.Step(() => loss(x));                   // or one iteration at a time
/// </code>
/// </summary>
/// <remarks>
/// <para>The closure computes the function at the parameters and returns it. It does not call <see cref="Tensor.Backward"/>, and need not clear
/// gradients: the gradients of the parameters are neither read nor changed. It must be deterministic, and must keep what it computes: a
/// <see cref="TensorScope"/> belongs around the step, not into the closure.</para>
/// <para>A step is one iteration: one move of the parameters, or none where <see cref="Status"/> is something other than
/// <see cref="OptimizerStatus.Running"/> afterwards. The parameters never come to a point where the loss is not finite, whatever
/// <see cref="Optimizer.NonFiniteGradients"/> says; <see cref="NonFiniteGradients.Error"/> makes a start at such a point an error. A closure that
/// throws leaves the parameters where the step began.</para>
/// <para>All parameters, of one type, are one vector. What is not a product with the function itself is computed in float64.</para>
/// </remarks>
/// <typeparam name="TGroup">Its kind of group.</typeparam>
public abstract class SecondOrderOptimizer<TGroup> : Optimizer<TGroup>
    where TGroup : SecondOrderGroup
{
    private readonly SecondOrderPass<TGroup> _pass;

    // Of the last step.
    private StepOutcome _outcome;

    private protected SecondOrderOptimizer(string name, TGroup defaults, TGroup group)
        : this(name, defaults, group, static (parameter, index) => new SecondOrderState(parameter, index))
    {
    }

    private protected SecondOrderOptimizer(string name, TGroup defaults, TGroup group, Func<Tensor, int, SecondOrderState> begin)
        : this(name, defaults, group, new SecondOrderPass<TGroup>(name, begin))
    {
    }

    private SecondOrderOptimizer(string name, TGroup defaults, TGroup group, SecondOrderPass<TGroup> pass)
        : base(name, defaults, pass, [group]) => _pass = pass;

    /// <summary>What the last step found out; saved with the state.</summary>
    public OptimizerStatus Status => State.Status;

    /// <summary>Why the status is what it is, in one line.</summary>
    public string StatusReason => State.Reason;

    /// <summary>Number of calls of the closure; saved with the state.</summary>
    public long Evaluations => State.Evaluations;

    /// <summary>What is kept between steps.</summary>
    private protected SecondOrderState State => (SecondOrderState)States[0];

    /// <summary>Steps until the status is something other than <see cref="OptimizerStatus.Running"/>.</summary>
    /// <param name="closure">Computes the function and returns it, without <see cref="Tensor.Backward"/>; as for a step.</param>
    /// <param name="maxSteps">After how many steps it gives up, at least 1; the status is <see cref="OptimizerStatus.Running"/> then.</param>
    /// <returns>What came of it, at the point where the parameters are now.</returns>
    /// <exception cref="ArgumentException"><paramref name="maxSteps"/> is below 1.</exception>
    public MinimizeResult Minimize(Func<Tensor> closure, int maxSteps = 2000)
    {
        ArgumentNullException.ThrowIfNull(closure);
        if (maxSteps < 1)
        {
            Throw.Argument(Name, $"maxSteps must be at least 1; got {maxSteps}");
        }

        (long evaluations, long iterations) = (Evaluations, State.Iterations);
        for (int step = 0; step < maxSteps; step++)
        {
            Step(closure);
            if (Status != OptimizerStatus.Running)
            {
                break;
            }
        }

        (double loss, double norm) = _outcome.Moved ? Measure(Watched(closure)) : (_outcome.Loss, _outcome.GradientNorm);
        return new MinimizeResult(Status, StatusReason, State.Iterations - iterations, loss, norm, Evaluations - evaluations);
    }

    /// <summary>One iteration.</summary>
    /// <param name="closure">The function; calls are counted and checked.</param>
    /// <param name="group">The options.</param>
    private protected abstract StepOutcome Iterate(Func<Tensor> closure, TGroup group);

    /// <summary>The loss where the parameters are, and ‖∇f‖₂.</summary>
    private protected abstract (double Loss, double GradientNorm) Measure(Func<Tensor> closure);

    private protected sealed override bool Update()
    {
        _pass.ThrowNeedsClosure();
        return false;
    }

    private protected sealed override bool Update(Func<Tensor> closure, out Tensor loss)
    {
        CheckOptions();
        _outcome = Iterate(Watched(closure), ParamGroups[0]);
        SecondOrderState state = State;
        (state.Status, state.Reason) = (_outcome.Status, _outcome.Reason);
        state.Iterations += _outcome.Moved ? 1 : 0;
        loss = new Tensor(NDArray.Full([], _outcome.Loss, state.DType));
        if (!_outcome.IsFinite && NonFiniteGradients == NonFiniteGradients.Error)
        {
            Throw.Invalid(ParamGroups[0].Options.Label, $"{_outcome.Reason}. No parameter was changed");
        }

        return _outcome.IsFinite;
    }

    // The closure, counted, and refused where it calls Backward, as closures of other optimizers do: that would free what the step
    // differentiates. Their gradients are hidden from it, so that those it leaves are its own.
    private Func<Tensor> Watched(Func<Tensor> closure) => () =>
    {
        Tensor[] parameters = ParamGroups[0].Tensors;
        Tensor?[] gradients = Array.ConvertAll(parameters, static parameter => parameter.Grad);
        Array.ForEach(parameters, static parameter => parameter.Grad = null);
        try
        {
            State.Evaluations++;
            Tensor? value = closure();
            if (value is null)
            {
                Throw.Invalid(Name, "the closure must return the function's value; got null");
            }

            if (Array.Exists(parameters, static parameter => parameter.GradValue is not null))
            {
                Throw.Invalid(
                    Name, "the closure must not call Backward: the step differentiates what it returns, more than once. Leave Backward and ZeroGrad out");
            }

            return value;
        }
        finally
        {
            for (int i = 0; i < parameters.Length; i++)
            {
                parameters[i].Grad = gradients[i];
            }
        }
    };
}
