namespace MiniTorch.Benchmarks;

/// <summary>An operation of ours through the public API, beside others that do the same.</summary>
/// <param name="Name">What the peers call it too.</param>
/// <param name="Ours">The call.</param>
/// <param name="Goal">How many times as fast as the strongest peer it should be at least; in a <see cref="KernelTable.Relative"/> table, how many times as long as the peer it may take.</param>
internal sealed record MeasuredKernel(string Name, Func<NDArray> Ours, double? Goal = null)
{
    /// <summary>Others in this process, by name.</summary>
    public IReadOnlyList<(string Name, Func<NDArray> Run)> Peers { get; init; } = [];

    /// <summary>Floating-point operations of a call, if speed is to be shown instead of time.</summary>
    public double? Operations { get; init; }
}
