namespace MiniTorch;

internal sealed partial class Engine
{
    /// <summary>Runs what must see a leaf's gradient after it has been accumulated.</summary>
    public static void RunAccumulatedHooks(Node leaf)
    {
        if (leaf is Leaf { Extras.AccumulatedHooks: { } hooks } named)
        {
            BufferScope? inside = BufferScope.StepOut();
            try
            {
                foreach (Action<Tensor> hook in hooks.Hooks)
                {
                    hook(named.Tensor);
                }
            }
            finally
            {
                BufferScope.StepIn(inside);
            }
        }
    }

    /// <summary>Runs code of the user's inside a walk: what it is shown and what it makes does not end with the walk.</summary>
    public static TResult Show<TResult>(Func<Tensor, TResult> code, Tensor gradient)
    {
        BufferScope.Show(gradient.Value);
        BufferScope? inside = BufferScope.StepOut();
        try
        {
            return code(gradient);
        }
        finally
        {
            BufferScope.StepIn(inside);
        }
    }

    // The hooks of a node, in order, each on what the one before returned; then the gradient is kept if that was asked for.
    private Tensor RunHooks(Node node, Tensor gradient)
    {
        if (node.Extras!.GradHooks is { } hooks)
        {
            foreach (Func<Tensor, Tensor?> hook in hooks.Hooks)
            {
                Tensor? replaced = Show(hook, gradient);
                if (replaced is not null && (replaced.Shape != node.Shape || replaced.DType != node.DType))
                {
                    Throw.Invalid("hook", $"a hook must return a gradient of the tensor's shape and type, {node.DType.Name()} {node.Shape}, or null to leave it; got {replaced.DType.Name()} {replaced.Shape}, on the gradient of '{node.Name}'");
                }

                gradient = replaced ?? gradient;
            }
        }

        if (node.Extras.Retaining is { } retaining && _captured is null)
        {
            retaining.AccumulateGrad(gradient, null, _createGraph);
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
