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
    public static GradModeScope NoGrad() => new(GradModes.Off, GradModes.Plain);

    /// <summary>Until disposed, operations are recorded again inside <see cref="NoGrad"/>. PyTorch: <c>torch.enable_grad()</c>.</summary>
    public static GradModeScope EnableGrad() => new(GradModes.Plain, GradModes.Off);

    /// <summary>Whether <see cref="DetectAnomaly"/> is on.</summary>
    public static bool IsAnomalyDetected => GradMode.Current.Has(GradModes.Anomaly);

    /// <summary>
    /// Until disposed, each recorded operation remembers where it was called, and a backward that fails, or whose derivative returns NaN, names the
    /// operation and that place. Slow: for finding a mistake. Follows await and Task.Run. PyTorch: <c>torch.autograd.detect_anomaly()</c>.
    /// </summary>
    /// <param name="checkNaN">Whether NaN is an error.</param>
    public static GradModeScope DetectAnomaly(bool checkNaN = true) => checkNaN
        ? new(GradModes.Anomaly, GradModes.NaNAllowed)
        : new(GradModes.Anomaly | GradModes.NaNAllowed, GradModes.Plain);

    /// <summary>
    /// Computes the gradients of outputs, summed, for every leaf they depend on and adds them to the leaves' <see cref="Tensor.Grad"/>.
    /// PyTorch: <c>torch.autograd.backward</c>.
    /// </summary>
    /// <param name="outputs">What to differentiate.</param>
    /// <param name="gradients">The gradient of what follows for each output; may be null for outputs of one element.</param>
    /// <param name="retainGraph">Whether the graph may be walked again; by default if <paramref name="createGraph"/>.</param>
    /// <param name="createGraph">Whether the gradients are themselves recorded.</param>
    /// <param name="inputs">If given, only these tensors, leaves or intermediate results, accumulate.</param>
    /// <exception cref="InvalidOperationException">An output requires no gradient, has several elements and no gradient is given, its graph was freed
    /// by an earlier backward, or one of the inputs requires no gradient.</exception>
    /// <exception cref="ArgumentException">The number or a shape of the gradients does not fit the outputs, or <paramref name="inputs"/> is empty.</exception>
    public static void Backward(
        ReadOnlySpan<Tensor> outputs,
        ReadOnlySpan<Tensor?> gradients = default,
        bool? retainGraph = null,
        bool createGraph = false,
        IReadOnlyList<Tensor>? inputs = null)
    {
        if (outputs.Length == 1 && inputs is null && gradients.Length <= 1)
        {
            Engine.Accumulate([(outputs[0].Root(), outputs[0].Seed(gradients.IsEmpty ? null : gradients[0]))], retainGraph ?? createGraph, createGraph);
            return;
        }

        (Node Node, Tensor Gradient)[] roots = Roots("backward", outputs, gradients);
        if (inputs is null)
        {
            Engine.Accumulate(roots, retainGraph ?? createGraph, createGraph);
            return;
        }

        if (inputs.Count == 0)
        {
            Throw.Argument("backward", "inputs: is empty, so that no gradient would be kept; leave it out for all leaves");
        }

        Tensor[] distinct = [.. inputs.Distinct()];
        Dictionary<Node, Tensor> found = Captured("backward", roots, distinct, retainGraph ?? createGraph, createGraph, retains: true);
        using GradModeScope mode = createGraph ? EnableGrad() : NoGrad();
        Tensor[] reached = [.. distinct.Where(input => found.ContainsKey(input.Node!))];
        foreach (Tensor input in reached)
        {
            // What is retained anyway has been accumulated in the walk.
            if (!input.RetainsGrad)
            {
                input.AccumulateGrad(found[input.Node!], isFree: false, createGraph);
            }
        }

        foreach (Tensor input in reached)
        {
            Engine.RunAccumulatedHooks(input.Node!);
        }
    }

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
        if (inputs.IsEmpty)
        {
            Throw.Argument("grad", "at least one input is needed; got none");
        }

        Dictionary<Node, Tensor> gradients = Captured("grad", Roots("grad", outputs, gradOutputs), inputs, retainGraph ?? createGraph, createGraph, retains: false);
        var result = new Tensor[inputs.Length];
        for (int i = 0; i < result.Length; i++)
        {
            if (gradients.TryGetValue(inputs[i].Node!, out Tensor? gradient))
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

    private static (Node Node, Tensor Gradient)[] Roots(string op, ReadOnlySpan<Tensor> outputs, ReadOnlySpan<Tensor?> gradients)
    {
        if (!gradients.IsEmpty && gradients.Length != outputs.Length)
        {
            Throw.Argument(op, $"one gradient an output is needed; got {gradients.Length} for {outputs.Length} outputs");
        }

        var roots = new (Node Node, Tensor Gradient)[outputs.Length];
        for (int i = 0; i < roots.Length; i++)
        {
            roots[i] = (outputs[i].Root(), outputs[i].Seed(gradients.IsEmpty ? null : gradients[i]));
        }

        return roots;
    }

    private static Dictionary<Node, Tensor> Captured(
        string op, (Node Node, Tensor Gradient)[] roots, ReadOnlySpan<Tensor> inputs, bool retainGraph, bool createGraph, bool retains)
    {
        var targets = new Node[inputs.Length];
        for (int i = 0; i < targets.Length; i++)
        {
            if (inputs[i].Node is not { } node)
            {
                Throw.Invalid(op, $"input {i}, of shape {inputs[i].Shape}, requires no gradient; set RequiresGrad on it before computing the outputs");
                return [];
            }

            targets[i] = node;
        }

        HashSet<Node> onPath = GraphPaths.Between(roots.Select(static root => root.Node), targets);
        return Engine.Capture(roots, targets, onPath, retainGraph, createGraph, retains);
    }
}
