namespace MiniTorch;

/// <summary>Compares whole Jacobians, or parts of them, element by element: as many backward passes as output elements, twice; two function calls an input element.</summary>
internal static class SlowCheck
{
    public static void Run(CheckedFunction function, ElementRange[] outputs, ElementRange[] inputs, GradCheckReport report)
    {
        double[][][,] analytical = [.. outputs.Select(output => Jacobians(function, output, inputs, report))];
        double[] step = new double[1];
        foreach ((int i, ElementRange input) in inputs.Index())
        {
            for (int row = 0; row < input.Count; row++)
            {
                step[0] = 1;
                double[][] numerical = function.Difference(input with { First = input.First + row, Count = 1 }, step);
                foreach ((int o, ElementRange output) in outputs.Index())
                {
                    for (int column = 0; column < output.Count; column++)
                    {
                        report.Compare(output, column, input, row, analytical[o][i][row, column], output.Of(numerical[output.Tensor])[column] / step[0]);
                    }
                }
            }
        }
    }

    // By input: rows by element of the input, columns by element of the output.
    private static double[][,] Jacobians(CheckedFunction function, ElementRange output, ElementRange[] inputs, GradCheckReport report)
    {
        double[][,] jacobians = [.. inputs.Select(input => new double[input.Count, output.Count])];
        double[] unit = new double[output.Shape.Count];
        for (int column = 0; column < output.Count; column++)
        {
            output.Of(unit)[column] = 1;
            NDArray seed = function.Seed(output, unit);
            output.Of(unit)[column] = 0;
            double[]?[] first = function.Gradients(output, seed, inputs);
            double[]?[] second = function.Gradients(output, seed, inputs);
            foreach ((int i, ElementRange input) in inputs.Index())
            {
                for (int row = 0; first[i] is { } gradient && row < input.Count; row++)
                {
                    jacobians[i][row, column] = input.Of(gradient)[row];
                    report.Repeat(output, column, input, row, input.Of(gradient)[row], input.Of(second[i]!)[row]);
                }
            }
        }

        return jacobians;
    }
}
