namespace MiniTorch.Data;

/// <summary>What is known of each column: float64 [columns]; NaN is passed over. A column without a number has the minimum +∞ and the maximum −∞.</summary>
internal static class ColumnStatistics
{
    /// <exception cref="ArgumentException">The table holds an infinity.</exception>
    public static (NDArray Min, NDArray Max) Range(string op, NDArray table)
    {
        NDArray min = TableBlocks.Fold(table, double.PositiveInfinity, static (row, block) =>
            row.Minimum(block.MaskedFill(block.IsNaN(), double.PositiveInfinity).Amin([0])));
        NDArray max = TableBlocks.Fold(table, double.NegativeInfinity, static (row, block) =>
            row.Maximum(block.MaskedFill(block.IsNaN(), double.NegativeInfinity).Amax([0])));
        double[] least = min.ToArray<double>(), most = max.ToArray<double>();
        for (int i = 0; i < least.Length; i++)
        {
            if (double.IsNegativeInfinity(least[i]) || double.IsPositiveInfinity(most[i]))
            {
                if (least[i] <= most[i])
                {
                    Throw.Argument(op, $"a table to fit must be finite; column {i} holds an infinity");
                }
            }
        }

        return (min, max);
    }

    /// <summary>Numbers in each column.</summary>
    public static NDArray Counts(NDArray table) => TableBlocks.Fold(
        table, 0, static (row, block) => row.Add(block.Eq(block).Sum(0, dtype: DType.Float64)));

    /// <summary>The mean of each column; 0 of one without a number.</summary>
    public static NDArray Means(NDArray table, NDArray counts) =>
        TableBlocks.Fold(table, 0, static (row, block) => row.Add(block.NanSum(0))).Divide(counts.Maximum(NDArray.Ones([1], DType.Float64)));

    /// <summary>The variance of the numbers of each column, divided by their count.</summary>
    public static NDArray Variances(NDArray table, NDArray counts, NDArray means) => TableBlocks
        .Fold(table, 0, (row, block) => row.Add(block.Subtract(means).Square().NanSum(0)))
        .Divide(counts.Maximum(NDArray.Ones([1], DType.Float64)));
}
