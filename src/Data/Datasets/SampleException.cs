using System.Globalization;

namespace MiniTorch.Data;

/// <summary>A dataset, a transform or a collate failed: with which samples, and as the inner exception, how.</summary>
public sealed class SampleException : Exception
{
    private const int Shown = 8;

    internal SampleException(ReadOnlySpan<int> indices, Exception inner)
        : base(Describe(indices, inner), inner) => Indices = indices.ToArray();

    internal SampleException(int index, Exception inner)
        : this([index], inner)
    {
    }

    /// <summary>
    /// The samples: one where samples are made one by one, all of the batch where it is made whole. Of a stream the number of the sample from
    /// its beginning, else the index in the dataset.
    /// </summary>
    public IReadOnlyList<int> Indices { get; }

    /// <summary>Whether an exception has yet to be told which samples it is about.</summary>
    internal static bool IsMissing(Exception exception) => exception is not (SampleException or OperationCanceledException);

    private static string Describe(ReadOnlySpan<int> indices, Exception inner)
    {
        string[] shown = [.. indices[..Math.Min(Shown, indices.Length)].ToArray().Select(index => index.ToString(CultureInfo.InvariantCulture))];
        string more = indices.Length > Shown ? $" and {indices.Length - Shown} more" : "";
        return $"data loader: {(indices.Length == 1 ? "sample" : "samples")} {string.Join(", ", shown)}{more}: {inner.Message}";
    }
}
