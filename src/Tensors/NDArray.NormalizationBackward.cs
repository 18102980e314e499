using MiniTorch.Kernels;

namespace MiniTorch;

public partial class NDArray
{
    /// <summary>
    /// The gradient of <see cref="Normalize(Grouping, NDArray?, NDArray?, bool, double, bool, out NDArray)"/> for this input, from that of the result: with u = gradient·weight
    /// and x̂ = (x − mean)/√(variance + ε), (u − mean(u) − x̂·mean(u·x̂))/√(variance + ε), without mean(u) if not centred.
    /// </summary>
    internal NDArray NormalizeBackward(
        Grouping grouping, NDArray moments, NDArray gradient, NDArray? weight, bool isPerGroup, double epsilon, bool isCentered)
    {
        NDArray y = Empty(Shape, DType);
        NDArray x = Contiguous();
        gradient = gradient.Contiguous();
        NDArray? sums = grouping.Outer > 1 ? x.NormalizationSums(grouping, moments, gradient, epsilon) : null;
        if (!grouping.IsByColumn)
        {
            var rows = new NormalizationKernels.BackwardRows
            {
                Of = grouping,
                X = x,
                Gradient = gradient,
                Moments = moments,
                Weight = weight?.Contiguous(),
                Sums = sums,
                Result = y,
                FindsSums = sums is null,
                IsCentered = isCentered,
                IsPerGroup = isPerGroup,
                Epsilon = epsilon,
            };
            NormalizationKernels.Run(ref rows, DType, grouping.Rows, grouping.Inner);
            return y;
        }

        double[] weights = Doubles(weight), m = moments.ToArray<double>(), s = sums!.ToArray<double>();
        NDArray operands = ColumnOperands(grouping, 6, (group, values) =>
        {
            double scale = NormalizationKernels.InverseDeviation(m[grouping.Groups + group], epsilon);
            PutStandard(values, m[group], scale);
            values[3] = s[group] / grouping.Size;
            values[4] = s[grouping.Groups + group] / grouping.Size;
            values[5] = weight is null ? scale : scale * weights[group];
        });
        var kernel = new NormalizationKernels.BackwardColumns { Of = grouping, X = x, Gradient = gradient, Operands = operands, Result = y };
        NormalizationKernels.Run(ref kernel, DType, grouping.Outer, grouping.Columns);
        return y;
    }

    /// <summary>The gradient of the weight: Σ gradient·x̂ over each group, or over the groups at each of their places.</summary>
    internal NDArray NormalizeWeightBackward(Grouping grouping, NDArray moments, NDArray gradient, bool isPerGroup, double epsilon)
    {
        NDArray x = Contiguous();
        gradient = gradient.Contiguous();
        if (isPerGroup)
        {
            return x.NormalizationSums(grouping, moments, gradient, epsilon).Select(0, 1).To(DType).Clone();
        }

        int perBlock = NormalizationKernels.RowsPerBlock(grouping.Inner);
        int blocks = (grouping.Groups + perBlock - 1) / perBlock;
        NDArray partial = Zeros([blocks, grouping.Inner], DType);
        var kernel = new NormalizationKernels.PlaceSums
        {
            Of = grouping,
            X = x,
            Gradient = gradient,
            Moments = moments,
            Result = partial,
            RowsPerBlock = perBlock,
            Epsilon = epsilon,
        };
        NormalizationKernels.Run(ref kernel, DType, blocks, perBlock * grouping.Inner);
        return partial.Sum(0);
    }

    // Σ g and Σ g·x̂ of each group, float64 [2, groups].
    private NDArray NormalizationSums(Grouping grouping, NDArray moments, NDArray gradient, double epsilon)
    {
        if (!grouping.IsByColumn)
        {
            NDArray parts = Empty([2, grouping.Outer, grouping.Groups], DType.Float64);
            var rows = new NormalizationKernels.BackwardRows
            {
                Of = grouping,
                X = this,
                Gradient = gradient,
                Moments = moments,
                Sums = parts,
                FindsSums = true,
                IsPerGroup = true,
                Epsilon = epsilon,
            };
            NormalizationKernels.Run(ref rows, DType, grouping.Rows, grouping.Inner);
            return parts.Sum(1);
        }

        double[] m = moments.ToArray<double>();
        NDArray operands = ColumnOperands(
            grouping, 3, (group, values) => PutStandard(values, m[group], NormalizationKernels.InverseDeviation(m[grouping.Groups + group], epsilon)));
        int perBlock = NormalizationKernels.RowsPerBlock(grouping.Columns);
        int blocks = ((grouping.Outer - 1) / perBlock) + 1;
        NDArray partial = Zeros([blocks, 2, grouping.Columns], DType);
        var kernel = new NormalizationKernels.ColumnSums
        {
            Of = grouping,
            X = this,
            Gradient = gradient,
            Operands = operands,
            Result = partial,
            RowsPerBlock = perBlock,
        };
        NormalizationKernels.Run(ref kernel, DType, blocks, perBlock * grouping.Columns);
        return partial.To(DType.Float64).Reshape(blocks, 2, grouping.Groups, grouping.Inner).Sum([0, 3]);
    }
}
