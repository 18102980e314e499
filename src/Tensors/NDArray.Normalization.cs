using MiniTorch.Kernels;

namespace MiniTorch;

// Normalisation of groups of elements: forward. Groups and their moments: see Grouping.
public partial class NDArray
{
    /// <summary>
    /// (x − mean)/√(variance + ε)·weight + bias, with mean and biased variance of each group; without the mean and with the mean square if not centred.
    /// </summary>
    /// <param name="grouping">How the elements form groups.</param>
    /// <param name="weight">Of each group, or of each place in a group of one row; null for 1.</param>
    /// <param name="bias">Likewise; null for 0.</param>
    /// <param name="isPerGroup">Which of the two it is.</param>
    /// <param name="epsilon">ε.</param>
    /// <param name="isCentered">Whether the mean is taken away.</param>
    /// <param name="moments">Mean and variance, float64 [2, groups].</param>
    internal NDArray Normalize(
        Grouping grouping, NDArray? weight, NDArray? bias, bool isPerGroup, double epsilon, bool isCentered, out NDArray moments)
    {
        NDArray x = Contiguous();
        if (grouping.Outer > 1 || grouping.Size == 0)
        {
            moments = x.Moments(grouping);
            return x.Normalize(grouping, weight, bias, isPerGroup, epsilon, moments);
        }

        moments = Empty([2, grouping.Groups], DType.Float64);
        return x.NormalizeRows(grouping, weight, bias, isPerGroup, epsilon, moments, isCentered);
    }

    /// <summary>The same by means and variances that are given.</summary>
    internal NDArray Normalize(Grouping grouping, NDArray? weight, NDArray? bias, bool isPerGroup, double epsilon, NDArray moments)
    {
        NDArray x = Contiguous();
        if (!grouping.IsByColumn)
        {
            return x.NormalizeRows(grouping, weight, bias, isPerGroup, epsilon, moments, isCentered: null);
        }

        NDArray y = Empty(Shape, DType);
        double[] weights = Doubles(weight), shifts = Doubles(bias), m = moments.ToArray<double>();
        NDArray operands = ColumnOperands(grouping, 4, (group, values) =>
        {
            double scale = NormalizationKernels.InverseDeviation(m[grouping.Groups + group], epsilon);
            PutStandard(values, m[group], weight is null ? scale : scale * weights[group]);
            values[3] = bias is null ? 0 : shifts[group];
        });
        var kernel = new NormalizationKernels.ForwardColumns { Of = grouping, X = x, Operands = operands, Result = y };
        NormalizationKernels.Run(ref kernel, DType, grouping.Outer, grouping.Columns);
        return y;
    }

    // Moments are found if it is said whether the mean counts, else read.
    private NDArray NormalizeRows(
        Grouping grouping, NDArray? weight, NDArray? bias, bool isPerGroup, double epsilon, NDArray moments, bool? isCentered)
    {
        NDArray y = Empty(Shape, DType);
        var kernel = new NormalizationKernels.ForwardRows
        {
            Of = grouping,
            X = this,
            Moments = moments,
            Weight = weight?.Contiguous(),
            Bias = bias?.Contiguous(),
            Result = y,
            FindsMoments = isCentered is not null,
            IsCentered = isCentered ?? true,
            IsPerGroup = isPerGroup,
            Epsilon = epsilon,
        };
        NormalizationKernels.Run(ref kernel, DType, grouping.Rows, grouping.Inner);
        return y;
    }

    // Mean and variance of groups of several rows: of parts first, which then meet in their order.
    private NDArray Moments(Grouping grouping)
    {
        if (!grouping.IsByColumn)
        {
            NDArray parts = Empty([2, grouping.Rows], DType.Float64);
            var rows = new NormalizationKernels.ForwardRows { Of = grouping, X = this, Moments = parts, FindsMoments = true, IsCentered = true };
            NormalizationKernels.Run(ref rows, DType, grouping.Rows, grouping.Inner);
            return JoinMoments(parts.Elements<double>(), grouping.Outer, grouping.Groups, grouping.Groups, grouping.Rows, grouping, grouping.Inner, grouping.Inner);
        }

        int perBlock = NormalizationKernels.RowsPerBlock(grouping.Columns);
        int blocks = ((grouping.Outer - 1) / perBlock) + 1;
        NDArray partial = Zeros([blocks, 3, grouping.Columns], DType.Float64);
        var kernel = new NormalizationKernels.ColumnMoments { Of = grouping, X = this, Result = partial, RowsPerBlock = perBlock };
        NormalizationKernels.Run(ref kernel, DType, blocks, perBlock * grouping.Columns);
        int last = grouping.Outer - ((blocks - 1) * perBlock);
        return JoinMoments(partial.Elements<double>(), blocks, grouping.Columns, 3 * grouping.Columns, grouping.Columns, grouping, perBlock, last);
    }

    // parts × columns of means, the squares at a distance behind them: n·mean and squares + n·(difference of means)², of each group's columns.
    private static NDArray JoinMoments(
        ReadOnlySpan<double> partial, int parts, int columns, int stride, int squaresAt, Grouping grouping, int size, int lastSize)
    {
        NDArray result = Zeros([2, grouping.Groups], DType.Float64);
        Span<double> means = result.Elements<double>()[..grouping.Groups];
        Span<double> variances = result.Elements<double>()[grouping.Groups..];
        int perGroup = columns / Math.Max(1, grouping.Groups);
        for (int part = 0; part < parts; part++)
        {
            double weight = (double)(part == parts - 1 ? lastSize : size) / grouping.Size;
            for (int j = 0; j < columns; j++)
            {
                means[j / perGroup] += weight * partial[(part * stride) + j];
            }
        }

        for (int part = 0; part < parts; part++)
        {
            double weight = (double)(part == parts - 1 ? lastSize : size) / grouping.Size;
            for (int j = 0; j < columns; j++)
            {
                double difference = partial[(part * stride) + j] - means[j / perGroup];
                variances[j / perGroup] += (partial[(part * stride) + squaresAt + j] / grouping.Size) + (weight * difference * difference);
            }
        }

        return result;
    }

    // [count, columns] in this type: what a group has, for each of its columns.
    private NDArray ColumnOperands(Grouping grouping, int count, Action<int, double[]> ofGroup)
    {
        double[] values = new double[count];
        double[] all = new double[count * grouping.Columns];
        for (int group = 0; group < grouping.Groups; group++)
        {
            ofGroup(group, values);
            for (int k = 0; k < count; k++)
            {
                all.AsSpan((k * grouping.Columns) + (group * grouping.Inner), grouping.Inner).Fill(values[k]);
            }
        }

        return From(all, [count, grouping.Columns]).To(DType);
    }

    // What it takes to shift by a mean of more digits than the type has, then scale.
    private void PutStandard(double[] values, double mean, double scale)
    {
        double rounded = DType == DType.Float32 ? (float)mean : mean;
        (values[0], values[1], values[2]) = (rounded, mean - rounded, scale);
    }

    private static double[] Doubles(NDArray? array) => array is null ? [] : array.To(DType.Float64).ToArray<double>();
}
