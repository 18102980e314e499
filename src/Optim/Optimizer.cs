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
/// is made when a parameter is first stepped. Results have the same bits for any number of workers.
/// </remarks>
public abstract class Optimizer : IStateful
{
    private protected Optimizer(string name) => Name = name;

    /// <summary>The groups in the order in which they joined.</summary>
    public abstract IReadOnlyList<ParamGroup> ParamGroups { get; }

    /// <summary>Number of steps that this object has taken; not saved with the state.</summary>
    public long StepCount { get; private set; }

    /// <summary>How messages call the optimizer.</summary>
    internal string Name { get; }

    /// <summary>Updates every parameter that has a gradient.</summary>
    /// <exception cref="InvalidOperationException">Options of a group contradict each other.</exception>
    public void Step()
    {
        Update();
        StepCount++;
    }

    /// <summary>Computes the loss, then steps.</summary>
    /// <param name="closure">Clears the gradients, computes the loss, calls <see cref="Tensor.Backward"/> and returns the loss. Recorded
    /// even under <see cref="Autograd.NoGrad"/>.</param>
    /// <returns>The loss before the step.</returns>
    public Tensor Step(Func<Tensor> closure)
    {
        Tensor loss;
        using (Autograd.EnableGrad())
        {
            loss = closure();
        }

        Step();
        return loss;
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

    private protected abstract void Update();
}
