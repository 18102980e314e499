using MiniTorch.Kernels;

namespace MiniTorch.Tests;

public class VectorMathBackwardTests
{
    private delegate void Kernel<T>(ReadOnlySpan<T> y, ReadOnlySpan<T> g, Span<T> destination);

    [Fact]
    public void Relu() => CheckEveryLength(VectorMath.ReluBackward, VectorMath.ReluBackward, (y, g) => y > 0 ? g : 0);

    [Fact]
    public void Tanh() => CheckEveryLength(VectorMath.TanhBackward, VectorMath.TanhBackward, (y, g) => g * (1 - (y * y)));

    [Fact]
    public void Sigmoid() => CheckEveryLength(VectorMath.SigmoidBackward, VectorMath.SigmoidBackward, (y, g) => g * y * (1 - y));

    [Fact]
    public void Gelu() => CheckEveryLength(VectorMath.GeluBackward, VectorMath.GeluBackward, (x, g) => g * GeluSlope(x));

    [Fact]
    public void GeluTanh() => CheckEveryLength(VectorMath.GeluTanhBackward, VectorMath.GeluTanhBackward, (x, g) => g * GeluTanhSlope(x));

    [Fact]
    public void Derivatives_of_gelu_are_right_from_end_to_end()
    {
        double[] x = [.. Enumerable.Range(-400, 801).Select(i => i / 20.0)], ones = [.. x.Select(_ => 1.0)], result = new double[x.Length];
        float[] single = new float[x.Length];
        VectorMath.GeluBackward(x, ones, result);
        VectorMath.GeluBackward<float>([.. x.Select(v => (float)v)], [.. ones.Select(v => (float)v)], single);
        for (int i = 0; i < x.Length; i++)
        {
            // Near its zero at −0.75 the derivative is a difference, and is as precise as what it is the difference of. Where it is denormal,
            // vectors without an instruction that scales give 0 for what is up to two steps from it.
            double expected = GeluSlope(x[i]), near = GeluSlope((float)x[i]);
            Assert.Equal(expected, result[i], 1e-16 + (Math.Abs(x[i] + 0.75) < 0.5 ? 1e-15 : Math.Abs(expected) * 4e-15));
            Assert.Equal(near, single[i], (2 * float.Epsilon) + (Math.Abs(x[i] + 0.75) < 0.5 ? 1e-7 : Math.Abs(near) * 5e-7));
        }
    }

    [Fact]
    public void Derivatives_of_gelu_end_at_0_and_1_and_keep_NaN()
    {
        float[] x = [float.NegativeInfinity, -float.MaxValue, -0f, 0f, float.MaxValue, float.PositiveInfinity, float.NaN], ones = [1, 1, 1, 1, 1, 1, 1];
        float[] exact = new float[7], approximate = new float[7];
        VectorMath.GeluBackward<float>(x, ones, exact);
        VectorMath.GeluTanhBackward<float>(x, ones, approximate);
        Assert.Equal([0f, 0f, 0.5f, 0.5f, 1f, 1f, float.NaN], exact);
        Assert.Equal([0f, 0f, 0.5f, 0.5f, 1f, 1f, float.NaN], approximate);
    }

    [Fact]
    public void ReluHasSlopeZeroAtZeroAndPassesTheGradientOfNaN()
    {
        float[] result = new float[5];
        VectorMath.ReluBackward([0f, -0f, float.Epsilon, -1f, float.NaN], [1f, 2f, 3f, 4f, 5f], result);
        Assert.Equal([0f, 0f, 3f, 0f, 5f], result);
    }

    private static void CheckEveryLength(Kernel<float> single, Kernel<double> @double, Func<double, double, double> reference)
    {
        Random random = new(3);
        for (int length = 0; length <= 256; length++)
        {
            double[] y = [.. Enumerable.Range(0, length).Select(_ => random.NextDouble() - 0.3)];
            double[] g = [.. y.Select(_ => random.NextDouble() - 0.5)];
            double[] expected = [.. y.Zip(g, reference)];

            double[] result = new double[length];
            @double(y, g, result);
            for (int i = 0; i < length; i++)
            {
                Assert.Equal(expected[i], result[i], 1e-15);
            }

            float[] gs = Array.ConvertAll(g, v => (float)v);
            float[] longer = [.. gs, 7f];
            single(Array.ConvertAll(y, v => (float)v), gs, longer.AsSpan(0, length));
            Assert.Equal(7f, longer[length]);
            single(Array.ConvertAll(y, v => (float)v), gs, gs);
            Assert.Equal(longer[..length], gs);
            for (int i = 0; i < length; i++)
            {
                Assert.Equal(expected[i], gs[i], 2e-7);
            }
        }
    }

    private static double GeluSlope(double x)
    {
        double[] phi = [-x * Math.Sqrt(0.5)];
        VectorMath.Erfc<double>(phi, phi);
        return (phi[0] / 2) + (x * Math.Exp(-x * x / 2) / Math.Sqrt(2 * Math.PI));
    }

    private static double GeluTanhSlope(double x)
    {
        double tanh = Math.Tanh(Math.Sqrt(2 / Math.PI) * (x + (0.044715 * x * x * x)));
        return ((1 + tanh) / 2) + (x * (1 - (tanh * tanh)) / 2 * Math.Sqrt(2 / Math.PI) * (1 + (3 * 0.044715 * x * x)));
    }
}
