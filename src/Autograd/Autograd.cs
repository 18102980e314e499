namespace MiniTorch;

/// <summary>What concerns gradients and belongs to no single tensor: whether operations are recorded, gradients of chosen tensors, checks. PyTorch: <c>torch.autograd</c>.</summary>
public static partial class Autograd
{
    /// <summary>Whether operations on tensors that require a gradient are recorded. True unless under <see cref="NoGrad"/>.</summary>
    public static bool IsGradEnabled => GradMode.IsEnabled;

    /// <summary>
    /// Until disposed, operations of this logical flow are not recorded: for evaluation, and for changing parameters by hand. Follows await
    /// and Task.Run. PyTorch: <c>torch.no_grad()</c>.
    /// </summary>
    public static GradModeScope NoGrad() => new(enabled: false);

    /// <summary>Until disposed, operations are recorded again inside <see cref="NoGrad"/>. PyTorch: <c>torch.enable_grad()</c>.</summary>
    public static GradModeScope EnableGrad() => new(enabled: true);

    /// <summary>
    /// The gradients of outputs, summed, for the inputs; <see cref="Tensor.Grad"/> is left alone. PyTorch: <c>torch.autograd.grad</c>.
    /// </summary>
    /// <param name="outputs">What to differentiate.</param>
    /// <param name="inputs">With respect to what: leaves or intermediate results.</param>
    /// <param name="gradOutputs">The gradient of what follows for each output; may be null for outputs of one element.</param>
    /// <param name="retainGraph">Whether the graph may be walked again; by default if <paramref name="createGraph"/>.</param>
    /// <param name="createGraph">Whether the gradients are themselves recorded.</param>
    /// <param name="allowUnused">Whether an input that no output depends on is allowed; its gradient is null.</param>
    /// <param name="materializeGrads">Whether such a gradient is zeros instead.</param>
    /// <returns>One gradient an input.</returns>
    /// <exception cref="InvalidOperationException">An output or input requires no gradient, or an input is not in the graph.</exception>
    public static Tensor[] Grad(
        ReadOnlySpan<Tensor> outputs,
        ReadOnlySpan<Tensor> inputs,
        ReadOnlySpan<Tensor?> gradOutputs = default,
        bool? retainGraph = null,
        bool createGraph = false,
        bool allowUnused = false,
        bool materializeGrads = false)
    {
        if (!gradOutputs.IsEmpty && gradOutputs.Length != outputs.Length)
        {
            Throw.Argument("grad", $"one gradient an output is needed; got {gradOutputs.Length} for {outputs.Length} outputs");
        }

        var roots = new (Node Node, Tensor Gradient)[outputs.Length];
        for (int i = 0; i < roots.Length; i++)
        {
            roots[i] = (outputs[i].Root(), outputs[i].Seed(gradOutputs.IsEmpty ? null : gradOutputs[i]));
        }

        var targets = new Node[inputs.Length];
        for (int i = 0; i < targets.Length; i++)
        {
            if (inputs[i].Node is not { } node)
            {
                Throw.Invalid("grad", $"input {i}, of shape {inputs[i].Shape}, requires no gradient; set RequiresGrad on it before computing the outputs");
                return [];
            }

            targets[i] = node;
        }

        HashSet<Node> onPath = GraphPaths.Between(roots.Select(static root => root.Node), targets);
        Dictionary<Node, Tensor> gradients = Engine.Capture(roots, targets, onPath, retainGraph ?? createGraph, createGraph);
        var result = new Tensor[inputs.Length];
        for (int i = 0; i < result.Length; i++)
        {
            if (gradients.TryGetValue(targets[i], out Tensor? gradient))
            {
                result[i] = gradient;
            }
            else if (materializeGrads)
            {
                result[i] = Tensor.Zeros(inputs[i].Shape, inputs[i].DType);
            }
            else if (!allowUnused)
            {
                Throw.Invalid("grad", $"no output depends on input {i}, of shape {inputs[i].Shape}; pass allowUnused: true for null or materializeGrads: true for zeros");
            }
        }

        return result;
    }
}

/// <summary>Restores the recording mode that was set before; see <see cref="Autograd.NoGrad"/>.</summary>
public readonly struct GradModeScope : IDisposable, IEquatable<GradModeScope>
{
    private readonly (bool Flow, bool Thread) _before;

    internal GradModeScope(bool enabled)
    {
        _before = GradMode.Snapshot();
        GradMode.Set(enabled);
    }

    /// <summary>Whether both restore the same mode.</summary>
    public static bool operator ==(GradModeScope left, GradModeScope right) => left.Equals(right);

    /// <summary>Whether the modes differ.</summary>
    public static bool operator !=(GradModeScope left, GradModeScope right) => !left.Equals(right);

    /// <summary>Restores the mode.</summary>
    public void Dispose() => GradMode.Restore(_before);

    /// <inheritdoc/>
    public bool Equals(GradModeScope other) => _before == other._before;

    /// <inheritdoc/>
    public override bool Equals(object? obj) => obj is GradModeScope other && Equals(other);

    /// <inheritdoc/>
    public override int GetHashCode() => _before.GetHashCode();
}
