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

    /// <summary>All bits of all parameters, in order.</summary>
    public static long[] Bits(IEnumerable<Tensor> parameters) =>
        [.. parameters.SelectMany(static p => p.Value.To(DType.Float64).ToArray<double>()).Select(BitConverter.DoubleToInt64Bits)];

    public static double Sum(Tensor tensor) => tensor.ToArray<double>().Sum();
}
