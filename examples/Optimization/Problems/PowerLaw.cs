namespace MiniTorch.Examples.Optimization;

/// <summary>y ∝ xᵖ.</summary>
internal static class PowerLaw
{
    /// <summary>The exponent p that fits best: the slope of the least-squares line through the points (ln x, ln y).</summary>
    public static double Exponent(IReadOnlyList<double> x, IReadOnlyList<double> y)
    {
        double[] u = [.. x.Select(static value => Math.Log(value))], v = [.. y.Select(static value => Math.Log(value))];
        double meanU = u.Average(), meanV = v.Average();
        return u.Zip(v).Sum(pair => (pair.First - meanU) * (pair.Second - meanV)) / u.Sum(value => (value - meanU) * (value - meanU));
    }
}
