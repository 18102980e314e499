using MiniTorch.Optim;

namespace MiniTorch.Examples.Optimization;

/// <summary>Where an optimizer went: the points x₀, x₁, …, with the value of the function at each.</summary>
internal sealed record Descent(IReadOnlyList<double[]> Points, IReadOnlyList<double> Values)
{
    /// <summary>The number of steps that were taken.</summary>
    public int Steps => Points.Count - 1;

    /// <summary>Minimizes a function of a vector in float64 from a point. Ends early where a value is no longer finite.</summary>
    /// <param name="function">f, of shape [n] to a single value.</param>
    /// <param name="start">x₀.</param>
    /// <param name="optimizer">Makes the optimizer of the parameters.</param>
    /// <param name="steps">How many steps at most.</param>
    /// <param name="until">Ends the descent after the point and value of which it is true, or null.</param>
    /// <param name="hasCurvature">Whether the optimizer is one that differentiates the function itself, as <see cref="Newton"/> does.</param>
    public static Descent Run(
        Func<Tensor, Tensor> function,
        double[] start,
        Func<Tensor[], Optimizer> optimizer,
        int steps,
        Func<double[], double, bool>? until = null,
        bool hasCurvature = false)
    {
        Tensor x = Tensor.From(start);
        x.RequiresGrad = true;
        Optimizer rule = optimizer([x]);
        List<double[]> points = [];
        List<double> values = [];
        while (true)
        {
            using var scope = TensorScope.Begin();
            rule.ZeroGrad();
            Tensor value = function(x);
            points.Add(x.ToArray<double>());
            values.Add(value.Item<double>());
            if (points.Count > steps || !double.IsFinite(values[^1]) || until?.Invoke(points[^1], values[^1]) == true)
            {
                return new Descent(points, values);
            }

            if (hasCurvature)
            {
                rule.Step(() => function(x));
            }
            else
            {
                value.Backward();
                rule.Step();
            }
        }
    }

    /// <summary>The values over the steps 0, 1, …, as a curve.</summary>
    public Series Curve(string name, Mark mark = Mark.Line) =>
        new(name, [.. Enumerable.Range(0, Values.Count).Select(static i => (double)i)], Values, mark);

    /// <summary>The path over the first two coordinates, for a contour.</summary>
    public Series Path(string name) => new(name, [.. Points.Select(static p => p[0])], [.. Points.Select(static p => p[1])], Mark.LineAndPoints);
}
