namespace MiniTorch;

public sealed partial class Tensor
{
    /// <summary>Whether a recorded operation's result keeps its gradient in <see cref="Grad"/>. PyTorch: <c>x.retains_grad</c>.</summary>
    public bool RetainsGrad => Node is not Leaf && Node?.Extras?.Retaining is not null;

    /// <summary>
    /// Has the gradient of an intermediate result accumulate in <see cref="Grad"/>, as a leaf's does anyway; after its hooks, so that it is what is
    /// passed on. <see cref="Autograd.Grad"/> leaves it alone. PyTorch: <c>x.retain_grad()</c>.
    /// </summary>
    /// <exception cref="InvalidOperationException">The tensor requires no gradient.</exception>
    public void RetainGrad()
    {
        NodeExtras extras = Extras("retain_grad");
        if (Node is not Leaf)
        {
            extras.Retaining ??= this;
        }
    }

    /// <summary>
    /// Has a function called with the gradient of this tensor in each backward, once it is complete and before it is accumulated (leaf) or passed on. It
    /// may return another gradient of the same shape and type to take its place, or null. Several run in the order of their registration,
    /// each on what the one before returned. PyTorch: <c>x.register_hook</c>.
    /// </summary>
    /// <returns>Dispose it to remove the hook.</returns>
    /// <exception cref="InvalidOperationException">The tensor requires no gradient.</exception>
    public HookHandle RegisterHook(Func<Tensor, Tensor?> hook)
    {
        ArgumentNullException.ThrowIfNull(hook);
        return Extras("register_hook").GradHooks.Add(hook);
    }

    /// <summary>
    /// Has a function called with this leaf each time a backward has added to its <see cref="Grad"/>: to step and clear at once, for example. All of
    /// them run when the walk is done and every leaf has its gradient; in PyTorch as each leaf is done.
    /// PyTorch: <c>x.register_post_accumulate_grad_hook</c>.
    /// </summary>
    /// <returns>Dispose it to remove the hook.</returns>
    /// <exception cref="InvalidOperationException">The tensor requires no gradient, or is not a leaf.</exception>
    public HookHandle RegisterPostAccumulateGradHook(Action<Tensor> hook)
    {
        ArgumentNullException.ThrowIfNull(hook);
        NodeExtras extras = Extras("register_post_accumulate_grad_hook");
        if (!IsLeaf)
        {
            Throw.Invalid("register_post_accumulate_grad_hook", $"only leaves accumulate gradients; this tensor of shape {Shape} is the result of '{Node!.Name}': use RegisterHook");
        }

        return extras.AccumulatedHooks.Add(hook);
    }

    private NodeExtras Extras(string op)
    {
        if (LiveNode is not { } node)
        {
            Throw.Invalid(op, $"this tensor of shape {Shape} requires no gradient: set RequiresGrad on it, or on what it is computed from");
            return new NodeExtras();
        }

        return node.EnsureExtras();
    }
}
