namespace MiniTorch.Data;

/// <summary>
/// Passes over a table in float64, some rows at a time, so that they take no memory of its size. Where it is cut follows from its width alone.
/// </summary>
internal static class TableBlocks
{
    private const int BlockElements = 1 << 16;

    /// <summary>A new table of the same type, block for block.</summary>
    public static NDArray Map(NDArray table, Func<NDArray, NDArray> map)
    {
        NDArray result = NDArray.EmptyLike(table);
        foreach ((int start, int rows) in Blocks(table))
        {
            using var scope = BufferScope.Begin();
            result.Narrow(0, start, rows).CopyFrom(map(table.Narrow(0, start, rows).To(DType.Float64)));
        }

        return result;
    }

    /// <summary>A row that begins as <paramref name="seed"/> and takes up what <paramref name="step"/> says of each block.</summary>
    public static NDArray Fold(NDArray table, double seed, Func<NDArray, NDArray, NDArray> step)
    {
        NDArray row = NDArray.Full([table.Shape[1]], seed, DType.Float64);
        foreach ((int start, int rows) in Blocks(table))
        {
            using var scope = BufferScope.Begin();
            row.CopyFrom(step(row, table.Narrow(0, start, rows).To(DType.Float64)));
        }

        return row;
    }

    private static IEnumerable<(int Start, int Rows)> Blocks(NDArray table)
    {
        int rows = table.Shape[0];
        int block = Math.Max(1, BlockElements / Math.Max(1, table.Shape[1]));
        for (int start = 0; start < rows; start += block)
        {
            yield return (start, Math.Min(block, rows - start));
        }
    }
}
