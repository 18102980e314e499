namespace MiniTorch.Optim;

/// <summary>
/// Changes parameters by their gradients. PyTorch: <c>torch.optim.Optimizer</c>.
/// <code>
/// optimizer.ZeroGrad();
/// loss.Backward();
/// optimizer.Step();
/// </code>
/// </summary>
/// <remarks>
/// A parameter without a gradient is skipped whole: neither weight decay nor momentum moves it. A gradient of zeros is a gradient. State
/// is made when a parameter is first stepped. Results have the same bits for any number of workers. Parameters may be views of one memory
/// but must not overlap in it: all are updated at the same time.
/// </remarks>
public abstract class Optimizer : IStateful
{
    private readonly HookList<Action<Optimizer>> _before = new();
    private readonly HookList<Action<Optimizer>> _after = new();

    private protected Optimizer(string name) => Name = name;

    /// <summary>The groups in the order in which they joined.</summary>
    public abstract IReadOnlyList<ParamGroup> ParamGroups { get; }

    /// <summary>Number of steps that this object has taken; not saved with the state.</summary>
    public long StepCount { get; private set; }

    /// <summary>How messages call the optimizer.</summary>
    internal string Name { get; }

    /// <summary>What a step does when a gradient holds an infinity or NaN; asking costs a sweep over the gradients.</summary>
    /// <exception cref="ArgumentException">Set to a value that is none of the names.</exception>
    public NonFiniteGradients NonFiniteGradients
    {
        get;
        set
        {
            if (value is not (NonFiniteGradients.Apply or NonFiniteGradients.Skip or NonFiniteGradients.Error))
            {
                Throw.Argument(Name, $"NonFiniteGradients must be Apply, Skip or Error; got {value}");
            }

            field = value;
        }
    }

    /// <summary>Number of steps that were not taken because a gradient was not finite; not saved with the state.</summary>
    public long SkippedStepCount { get; private set; }

    /// <summary>Updates every parameter that has a gradient.</summary>
    /// <exception cref="InvalidOperationException">Options of a group contradict each other, or a gradient is not finite and
    /// <see cref="NonFiniteGradients"/> says that this is an error. Nothing has changed then.</exception>
    public void Step()
    {
        RunHooks(_before);
        Count(Update());
    }

    /// <summary>Computes the loss, then steps.</summary>
    /// <param name="closure">Clears the gradients, computes the loss, calls <see cref="Tensor.Backward"/> and returns the loss. Recorded
    /// even under <see cref="Autograd.NoGrad"/>.</param>
    /// <returns>The loss before the step.</returns>
    /// <inheritdoc cref="Step()"/>
    public Tensor Step(Func<Tensor> closure)
    {
        ArgumentNullException.ThrowIfNull(closure);
        RunHooks(_before);
        Count(Update(closure, out Tensor loss));
        return loss;
    }

    /// <summary>Registers a function that is called before every step, first come, first served; gradients that it changes are those
    /// that count. PyTorch: <c>register_step_pre_hook</c>.</summary>
    /// <param name="hook">Receives the optimizer.</param>
    /// <returns>Removes the hook.</returns>
    public HookHandle RegisterStepPreHook(Action<Optimizer> hook)
    {
        ArgumentNullException.ThrowIfNull(hook);
        return _before.Add(hook);
    }

    /// <summary>Registers a function that is called after every step that was taken. PyTorch: <c>register_step_post_hook</c>.</summary>
    /// <param name="hook">Receives the optimizer.</param>
    /// <returns>Removes the hook.</returns>
    public HookHandle RegisterStepPostHook(Action<Optimizer> hook)
    {
        ArgumentNullException.ThrowIfNull(hook);
        return _after.Add(hook);
    }

    /// <summary>Clears the gradients of all parameters.</summary>
    /// <param name="setToNone">Whether <see cref="Tensor.Grad"/> becomes null rather than zero: such a parameter is skipped until it has a
    /// gradient again.</param>
    public abstract void ZeroGrad(bool setToNone = true);

    /// <summary>
    /// A copy of the state, in PyTorch's structure, parameters counted across the groups:
    /// <c>{"state": {index: {"exp_avg": …}}, "param_groups": [{"lr": …, "params": [index, …]}]}</c>. PyTorch: <c>state_dict()</c>.
    /// </summary>
    public abstract StateNode SaveState();

    /// <summary>
    /// Continues from a saved state, also from PyTorch's: parameters are matched by order, tensors copied, options replaced by the
    /// saved ones. PyTorch: <c>load_state_dict()</c>.
    /// </summary>
    /// <param name="state">What <see cref="SaveState"/> returned.</param>
    /// <exception cref="InvalidOperationException">The state has another number or size of groups, other options or other state, or its
    /// tensors have other shapes. Nothing has changed then.</exception>
    public abstract void LoadState(StateNode state);

    /// <summary>Puts back the numbers of steps, after steps that are to leave no trace.</summary>
    internal void RestoreCounts(long steps, long skipped) => (StepCount, SkippedStepCount) = (steps, skipped);

    /// <returns>Whether the parameters were updated; not if a gradient is not finite and the step is to be skipped then.</returns>
    private protected abstract bool Update();

    /// <inheritdoc cref="Update()"/>
    private protected virtual bool Update(Func<Tensor> closure, out Tensor loss)
    {
        loss = Evaluate(closure);
        return Update();
    }

    /// <summary>The loss, recorded.</summary>
    private protected Tensor Evaluate(Func<Tensor> closure)
    {
        Tensor? loss;
        using (Autograd.EnableGrad())
        {
            loss = closure();
        }

        if (loss is null)
        {
            Throw.Invalid(Name, "the closure must return the loss; got null");
        }

        return loss;
    }

    private void RunHooks(HookList<Action<Optimizer>> hooks)
    {
        foreach (Action<Optimizer> hook in hooks.Hooks)
        {
            hook(this);
        }
    }

    private void Count(bool updated)
    {
        if (updated)
        {
            StepCount++;
            RunHooks(_after);
        }
        else
        {
            SkippedStepCount++;
        }
    }
}
