namespace MiniTorch;

/// <summary>What one call of an operation of one's own carries from its forward to its backward. PyTorch: <c>ctx</c>.</summary>
public sealed class FunctionContext
{
    private readonly bool[] _needsGradient;

    internal FunctionContext(bool[] needsGradient) => _needsGradient = needsGradient;

    /// <summary>
    /// In backward, what <see cref="Save"/> was given, in that order; checked anew each time it is asked for. PyTorch: <c>ctx.saved_tensors</c>.
    /// </summary>
    /// <exception cref="InvalidOperationException">The values were freed by an earlier backward, or one was changed in place since.</exception>
    public IReadOnlyList<Tensor> Saved => Load?.Invoke() ?? ToSave;

    /// <summary>Anything else that backward needs: sizes, options. PyTorch: an attribute of <c>ctx</c>.</summary>
    public object? State { get; set; }

    internal Tensor[] ToSave { get; private set; } = [];

    internal HashSet<Tensor> NonDifferentiable { get; } = [];

    internal Func<Tensor[]>? Load { get; set; }

    /// <summary>From now on the node alone keeps what was saved.</summary>
    internal void Forget()
    {
        ToSave = [];
        NonDifferentiable.Clear();
    }

    /// <summary>
    /// In forward, names the tensors that backward reads: inputs, results or others. They are kept until backward has passed, and guarded against
    /// changes in place. A second call replaces the first. PyTorch: <c>ctx.save_for_backward</c>.
    /// </summary>
    public void Save(params ReadOnlySpan<Tensor> tensors) => ToSave = tensors.ToArray();

    /// <summary>Whether the gradient of an input is needed; if not, null saves its computation. PyTorch: <c>ctx.needs_input_grad[i]</c>.</summary>
    public bool NeedsGradient(int input) => _needsGradient[input];

    /// <summary>In forward, names results that have no derivative. Those of an integer type have none anyway. PyTorch: <c>ctx.mark_non_differentiable</c>.</summary>
    public void MarkNonDifferentiable(params ReadOnlySpan<Tensor> results)
    {
        foreach (Tensor result in results)
        {
            NonDifferentiable.Add(result);
        }
    }
}
