namespace MiniTorch;

/// <summary>What few nodes have: hooks, a tensor that keeps its gradient, the place of the forward call, a block that is run again.</summary>
internal sealed class NodeExtras
{
    /// <summary>Called with the whole gradient before it is accumulated or passed on.</summary>
    public HookList<Func<Tensor, Tensor?>> GradHooks { get; } = new();

    /// <summary>Of a leaf: called after its gradient has been accumulated.</summary>
    public HookList<Action<Tensor>> AccumulatedHooks { get; } = new();

    /// <summary>The result, if it was asked to keep its gradient.</summary>
    public Tensor? Retaining { get; set; }

    /// <summary>In anomaly mode, where the forward operation was called.</summary>
    public string? ForwardTrace { get; set; }

    /// <summary>Where saved values come from that were not kept, and which of the block's operations this is.</summary>
    public (Recomputation Block, int Place)? Recomputed { get; set; }
}
