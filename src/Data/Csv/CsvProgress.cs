namespace MiniTorch.Data;

/// <summary>How far the reading of a file is.</summary>
/// <param name="Bytes">Bytes read so far, over all passes.</param>
/// <param name="TotalBytes">
/// Bytes to read: the file twice, first to see what it holds and how large the tensors are, then to fill them. It grows once by the file if a column of
/// categories turns out to hold numbers too.
/// </param>
/// <param name="Rows">Rows of the current pass.</param>
public readonly record struct CsvProgress(long Bytes, long TotalBytes, long Rows)
{
    /// <summary>The part that is done, 0 to 1.</summary>
    public double Fraction => TotalBytes == 0 ? 1 : (double)Bytes / TotalBytes;
}
