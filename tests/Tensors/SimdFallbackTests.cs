using MiniTorch.Kernels;

namespace MiniTorch.Tests;

/// <summary>What narrow vectors compute from bits is what wide ones have an instruction for.</summary>
public sealed class SimdFallbackTests
{
    [Fact]
    public void What_rounding_took_from_a_product_is_that_of_a_fused_product()
    {
        var random = new Random(1);
        for (int i = 0; i < 10_000; i++)
        {
            double a = random.NextDouble() - 0.5, b = random.NextDouble() * 40, product = a * b;
            Near(Math.FusedMultiplyAdd(a, b, -product), Error<Simd128<double>, double>(a, b, product), Math.BitIncrement(Math.Abs(product)) - Math.Abs(product));
            float x = (float)a, y = (float)b, xy = x * y;
            Near(MathF.FusedMultiplyAdd(x, y, -xy), Error<Simd128<float>, float>(x, y, xy), MathF.BitIncrement(Math.Abs(xy)) - Math.Abs(xy));
        }
    }

    private static T Error<TVec, T>(T a, T b, T product)
        where TVec : unmanaged, ISimd<TVec, T>
        where T : unmanaged => TVec.FirstLane(SimdFallback.ProductError<TVec, T>(TVec.Create(a), TVec.Create(b), TVec.Create(product)));

    private static void Near(double expected, double actual, double unit) =>
        Assert.True(Math.Abs(actual - expected) <= unit * 1e-3, $"{actual:R}, not {expected:R}");
}
