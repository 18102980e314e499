using System.Runtime.Intrinsics;
using MiniTorch.Optim;

namespace MiniTorch.Tests;

/// <summary>Float32 at every short length, against the scalar formula in the same operations.</summary>
public class TailTests
{
    [Fact]
    public void SGD_gives_the_bits_of_the_scalar_formula_at_every_length()
    {
        for (int length = 0; length <= 70; length++)
        {
            (Tensor p, float[] x, float[] g) = Start(length);
            new SGD([p], lr: 0.1, momentum: 0.9, weightDecay: 0.01, nesterov: true).Step();
            Assert.Equal(
                x.Zip(g, static (x, g) =>
                {
                    float d = Fma(0.01f, x, g);
                    return Fma(-0.1f, Fma(0.9f, d, d), x);
                }),
                p.ToArray<float>());
        }
    }

    [Fact]
    public void Adam_gives_the_bits_of_the_scalar_formula_at_every_length()
    {
        for (int length = 0; length <= 70; length++)
        {
            (Tensor p, float[] x, float[] g) = Start(length);
            new Adam([p], lr: 0.1, weightDecay: 0.01).Step();
            float rootScale = (float)(1 / Math.Sqrt(1 - 0.999)), descent = (float)-(0.1 / (1 - 0.9));
            float taken1 = (float)(1 - 0.9), taken2 = (float)(1 - 0.999);
            Assert.Equal(
                x.Zip(g, (x, g) =>
                {
                    float d = Fma(0.01f, x, g);
                    float m = taken1 * d, v = taken2 * d * d;
                    return Fma(descent, m / Fma(MathF.Sqrt(v), rootScale, 1e-8f), x);
                }),
                p.ToArray<float>());
        }
    }

    // Fused where the kernels' vectors are.
    private static float Fma(float a, float b, float c) =>
        Vector128.MultiplyAddEstimate(Vector128.CreateScalar(a), Vector128.CreateScalar(b), Vector128.CreateScalar(c)).ToScalar();

    private static (Tensor Parameter, float[] Values, float[] Gradient) Start(int length)
    {
        Tensor p = Make.Parameter([length], length, DType.Float32);
        p.Grad = Make.Gradient(p, length + 1);
        return (p, p.ToArray<float>(), p.Grad.ToArray<float>());
    }
}
