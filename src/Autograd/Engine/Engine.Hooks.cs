namespace MiniTorch;

internal sealed partial class Engine
{
    /// <summary>Runs what must see a leaf's gradient after it has been accumulated.</summary>
    public static void RunAccumulatedHooks(Node leaf)
    {
        if (leaf is Leaf { Extras: { } extras } named)
        {
            foreach (Action<Tensor> hook in extras.AccumulatedHooks.Hooks)
            {
                RunOutside(hook, named.Tensor);
            }
        }
    }

    /// <summary>Runs code of the user's inside a walk: what it is shown and what it makes does not end with the walk.</summary>
    public static TResult Show<TResult>(Func<Tensor, TResult> code, Tensor gradient)
    {
        BufferScope.Show(gradient.Value);
        BufferScope? inside = BufferScope.StepOut();
        GradModes modes = GradMode.Current;
        try
        {
            return code(gradient);
        }
        finally
        {
            // An async method that began and paused in there has set the modes of its flow.
            GradMode.Current = modes;
            BufferScope.StepIn(inside);
        }
    }

    /// <summary>The same for a gradient, which others may be waiting for too.</summary>
    public static TResult ShowGradient<TResult>(Func<Tensor, TResult> code, Tensor gradient, Node node)
    {
        int version = gradient.Value.Version;
        TResult result = Show(code, gradient);
        if (gradient.Value.Version != version)
        {
            Throw.Invalid("hook", $"the gradient of '{node.Name}', of shape {node.Shape}, must not be changed in place by a hook or by the backward of a function, since other nodes may wait for it; return a new one");
        }

        return result;
    }

    private static void RunOutside(Action<Tensor> code, Tensor shown) => Show(
        tensor =>
        {
            code(tensor);
            return true;
        },
        shown);

    // The hooks of a node, in order, each on what the one before returned; then the gradient is kept if that was asked for.
    private Tensor RunHooks(Node node, Tensor gradient)
    {
        foreach (Func<Tensor, Tensor?> hook in node.Extras!.GradHooks.Hooks)
        {
            Tensor? replaced = ShowGradient(hook, gradient, node);
            if (replaced is not null && (replaced.Shape != node.Shape || replaced.DType != node.DType))
            {
                Throw.Invalid("hook", $"a hook must return a gradient of the tensor's shape and type, {node.DType.Name()} {node.Shape}, or null to leave it; got {replaced.DType.Name()} {replaced.Shape}, on the gradient of '{node.Name}'");
            }

            gradient = replaced ?? gradient;
        }

        if (node.Extras.Retaining is { } retaining && _retains)
        {
            retaining.AccumulateGrad(gradient, isFree: false, _createGraph);
        }

        return gradient;
    }

    private Tensor?[] Derived(FunctionNode node, Tensor gradient)
    {
        if (!_watches)
        {
            return node.DeriveAll(gradient);
        }

        Tensor?[] derivatives = Anomaly.Watch(node, () => node.DeriveAll(gradient));
        for (int i = 0; i < derivatives.Length; i++)
        {
            Anomaly.CheckNaN(node, i, derivatives[i]);
        }

        return derivatives;
    }

    private static Tensor DeriveWatched(Node node, int input, Tensor gradient)
    {
        Tensor derivative = Anomaly.Watch(node, () => node.Derive(input, gradient));
        Anomaly.CheckNaN(node, input, derivative);
        return derivative;
    }
}
