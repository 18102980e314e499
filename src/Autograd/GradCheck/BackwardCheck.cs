namespace MiniTorch;

/// <summary>What backward must do in either mode: make zero of zero, and the same of the same numbers however they lie in memory.</summary>
internal static class BackwardCheck
{
    public static void Run(CheckedFunction function, GradCheckReport report)
    {
        var generator = new Generator(Generator.DefaultSeed);
        foreach (ElementRange output in function.Outputs)
        {
            double[]?[] ofZero = function.Gradients(output, function.Seed(output, new double[output.Count]), function.Inputs);
            foreach ((int i, ElementRange input) in function.Inputs.Index())
            {
                report.Zero(output, input, ofZero[i] ?? []);
            }

            // Elements apart and in another order, as a view's may be; and one number for all, as sums send back.
            NDArray random = function.Seed(output, NDArray.Rand(output.Shape, DType.Float64, generator).AsReadOnlySpan<double>());
            Compare(function, report, output, Spaced(random));
            Compare(function, report, output, NDArray.Ones(Shape.Scalar, random.DType).Expand(output.Shape));
        }
    }

    /// <summary>The same numbers in reverse order of dimensions, not-a-number between them.</summary>
    public static NDArray Spaced(NDArray values)
    {
        int[] reversed = [.. Enumerable.Range(0, values.Rank).Reverse()];
        NDArray room = NDArray.Full(Shape.Of([.. reversed.Select(dim => values.Shape[dim]), 2]), double.NaN, values.DType);
        return room.Select(values.Rank, 1).Permute(reversed).CopyFrom(values);
    }

    private static void Compare(CheckedFunction function, GradCheckReport report, ElementRange output, NDArray laid)
    {
        double[]?[] expected = function.Gradients(output, laid.Clone(), function.Inputs);
        double[]?[] actual = function.Gradients(output, laid, function.Inputs);
        foreach ((int i, ElementRange input) in function.Inputs.Index())
        {
            report.Layout(output, input, laid, expected[i] ?? [], actual[i] ?? []);
        }
    }
}
