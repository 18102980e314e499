namespace MiniTorch;

/// <summary>
/// Compares vᵀJu, for each output and input with one random u and v of length 1 and no negative elements: two backward passes an output and
/// two function calls an input, of whatever size. Where they differ, searches element by element for the report.
/// </summary>
internal static class FastCheck
{
    // Of an output and of an input, this many elements are compared one by one; larger ones are halved first, by vᵀJu of the halves.
    private const int Searched = 1024;

    public static void Run(CheckedFunction function, GradCheckReport report)
    {
        // The same in every run, and apart from the user's random numbers.
        var generator = new Generator(Generator.DefaultSeed);
        double[][] u = [.. function.Inputs.Select(input => Unit(input.Count, generator))];
        double[][] v = [.. function.Outputs.Select(output => Unit(output.Count, generator))];
        double[][][] numerical = [.. function.Inputs.Select((input, i) => function.Difference(input, u[i]))];
        foreach ((int o, ElementRange output) in function.Outputs.Index())
        {
            NDArray seed = function.Seed(output, v[o]);
            double[]?[] first = function.Gradients(output, seed, function.Inputs);
            double[]?[] second = function.Gradients(output, seed, function.Inputs);
            foreach ((int i, ElementRange input) in function.Inputs.Index())
            {
                for (int row = 0; first[i] is { } gradient && row < gradient.Length; row++)
                {
                    report.Repeat(output, null, input, row, gradient[row], second[i]![row]);
                }

                double analytical = first[i] is { } vJ ? Dot(vJ, u[i]) : 0;
                report.Compare(output, input, analytical, Dot(v[o], numerical[i][output.Tensor]), weight: u[i].Sum() * v[o].Sum());
            }
        }

        if (report.Mismatch is var (wrongOutput, wrongInput))
        {
            int o = Array.IndexOf(function.Outputs, wrongOutput), i = Array.IndexOf(function.Inputs, wrongInput);
            Search(function, wrongOutput, wrongInput, v[o], u[i], report.Searched());
        }
    }

    private static void Search(CheckedFunction function, ElementRange output, ElementRange input, double[] v, double[] u, GradCheckReport found)
    {
        double[] vJ = Gradient(v);
        input = Narrow(input, part =>
        {
            (double[] direction, double[] change) = Along(part);
            return Dot(part.Of(vJ), direction) - Dot(v, change);
        });

        if (output.Count > Searched)
        {
            (double[] direction, double[] change) = Along(input);
            output = Narrow(output, part =>
            {
                double[] within = new double[v.Length];
                part.Of(v).CopyTo(part.Of(within));
                return Dot(input.Of(Gradient(within)), direction) - Dot(within, change);
            });
        }

        SlowCheck.Run(function, [output], [input], found);

        double[] Gradient(double[] seed) => function.Gradients(output, function.Seed(output, seed), [input])[0] ?? new double[u.Length];

        // A unit vector, which is what eps is made for.
        (double[] Direction, double[] Change) Along(ElementRange part)
        {
            double[] direction = Normalized([.. part.Of(u)]);
            return (direction, function.Difference(part, direction)[output.Tensor]);
        }
    }

    // The half with the larger error, until few elements are left.
    private static ElementRange Narrow(ElementRange range, Func<ElementRange, double> error)
    {
        while (range.Count > Searched)
        {
            (ElementRange left, ElementRange right) = range.Halves();
            range = Size(error(left)) >= Size(error(right)) ? left : right;
        }

        return range;

        static double Size(double error) => double.IsNaN(error) ? double.PositiveInfinity : Math.Abs(error);
    }

    private static double[] Unit(int count, Generator generator) => Normalized(NDArray.Rand(Shape.Of(count), DType.Float64, generator).ToArray<double>());

    private static double[] Normalized(double[] values)
    {
        double length = Math.Sqrt(Dot(values, values));
        return [.. values.Select(value => value / length)];
    }

    private static double Dot(ReadOnlySpan<double> a, ReadOnlySpan<double> b)
    {
        double sum = 0;
        for (int i = 0; i < a.Length; i++)
        {
            sum += a[i] * b[i];
        }

        return sum;
    }
}
