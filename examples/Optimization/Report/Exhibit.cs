namespace MiniTorch.Examples.Optimization;

/// <summary>What an experiment adds to its section that is no chart: something to play with.</summary>
/// <param name="Body">The markup.</param>
/// <param name="Style">Its style sheet.</param>
/// <param name="Script">Its script.</param>
internal sealed record Exhibit(Html Body, Html Style, Html Script);
