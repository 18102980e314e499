namespace MiniTorch.Tests;

/// <summary>Parameters and gradients for the tests of optimizers.</summary>
internal static class Make
{
    /// <summary>A parameter with normally distributed values, or with the values given.</summary>
    public static Tensor Parameter(Shape shape, int seed, DType dtype = DType.Float64) =>
        new(NDArray.Randn(shape, dtype, new Generator(seed)), requiresGrad: true);

    public static Tensor Parameter(params double[] values) => Tensor.From((ReadOnlySpan<double>)values, requiresGrad: true);

    public static Tensor Gradient(Tensor parameter, int seed, double scale = 1) =>
        new(NDArray.Randn(parameter.Shape, parameter.DType, new Generator(seed)).Multiply(scale));

    /// <summary>Gives every parameter the gradient of a step; about a tenth get none if <paramref name="someNone"/>.</summary>
    public static void Gradients(IReadOnlyList<Tensor> parameters, int step, bool someNone = false)
    {
        for (int i = 0; i < parameters.Count; i++)
        {
            int seed = (step * 1000) + i;
            parameters[i].Grad = someNone && new Random(seed).Next(10) == 0 ? null : Gradient(parameters[i], seed);
        }
    }

    /// <summary>A parameter with the numbers ((7k mod 11) − 5)/4, which other programs can make as well.</summary>
    public static Tensor Pattern(Shape shape) =>
        new(NDArray.From([.. Enumerable.Range(0, shape.Count).Select(static k => ((7 * k % 11) - 5) / 4.0)], shape), requiresGrad: true);

    /// <summary>A gradient with the numbers (((5k + 3·step) mod 13) − 6)/8.</summary>
    public static Tensor PatternGradient(Shape shape, int step) =>
        new(NDArray.From([.. Enumerable.Range(0, shape.Count).Select(k => ((((5 * k) + (3 * step)) % 13) - 6) / 8.0)], shape));

    /// <summary>All bits of all parameters, in order.</summary>
    public static long[] Bits(IEnumerable<Tensor> parameters) =>
        [.. parameters.SelectMany(static p => p.Value.To(DType.Float64).ToArray<double>()).Select(BitConverter.DoubleToInt64Bits)];

    public static double Sum(Tensor tensor) => tensor.ToArray<double>().Sum();
}
