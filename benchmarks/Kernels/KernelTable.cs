namespace MiniTorch.Benchmarks;

/// <summary>Kernels that are shown together.</summary>
/// <param name="Title">What they are.</param>
/// <param name="Kernels">The rows.</param>
internal sealed record KernelTable(string Title, params IReadOnlyList<MeasuredKernel> Kernels)
{
    /// <summary>Whether the peers do something else, which ours should hardly take longer than: the ratio is then ours / peer.</summary>
    public bool Relative { get; init; }
}
