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
}
