namespace MiniTorch.Examples.Optimization;

/// <summary>A part of the report with an entry in its table of contents.</summary>
/// <param name="Id">For links to it.</param>
/// <param name="Title">Its heading.</param>
/// <param name="Body">What stands under the heading.</param>
internal sealed record Section(string Id, string Title, Html Body)
{
    /// <summary>Stands beside the heading and the entry, or null.</summary>
    public Html? Badge { get; init; }

    /// <summary>What is in the body besides text and charts, or null.</summary>
    public Exhibit? Exhibit { get; init; }
}
