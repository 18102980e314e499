using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using MiniTorch.Kernels;

namespace MiniTorch.Benchmarks;

/// <summary>The most that a core multiplies and adds: chains of float32 FMAs in registers, enough of them to hide their latency.</summary>
internal sealed class FmaPeak
{
    private const int Rounds = 2000;
    private const int Chains = 12;

    private readonly Contestant _contestant = new("FMA peak", static () => Chain());

    /// <summary>Floating-point operations of <see cref="Chain()"/>.</summary>
    public static double Operations => 2.0 * Chains * Rounds * Lanes;

    /// <summary>GFLOP/s, by the median: in the same clock states and beside the same neighbours as the products it is compared with.</summary>
    public double Speed => Operations / 1000 / _contestant.Median;

    private static int Lanes =>
        Vector512.IsHardwareAccelerated ? Vector512<float>.Count : Vector256.IsHardwareAccelerated ? Vector256<float>.Count : Vector128<float>.Count;

    public void WarmUp() => Contestant.WarmUp(0.2, _contestant);

    public void Run(int milliseconds) => _contestant.RunFor(milliseconds);

    /// <summary>Multiplies and adds; the result is of no use.</summary>
    public static float Chain() =>
        Vector512.IsHardwareAccelerated ? Chain<Simd512<float>>() : Vector256.IsHardwareAccelerated ? Chain<Simd256<float>>() : Chain<Simd128<float>>();

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static float Chain<TSimd>()
        where TSimd : unmanaged, ISimd<TSimd, float>
    {
        TSimd x = TSimd.Create(0.5f), y = x;
        TSimd a = x, b = x, c = x, d = x, e = x, f = x, g = x, h = x, i = x, j = x, k = x, l = x;
        for (int round = 0; round < Rounds; round++)
        {
            TSimd.AddProduct(x, y, ref a);
            TSimd.AddProduct(x, y, ref b);
            TSimd.AddProduct(x, y, ref c);
            TSimd.AddProduct(x, y, ref d);
            TSimd.AddProduct(x, y, ref e);
            TSimd.AddProduct(x, y, ref f);
            TSimd.AddProduct(x, y, ref g);
            TSimd.AddProduct(x, y, ref h);
            TSimd.AddProduct(x, y, ref i);
            TSimd.AddProduct(x, y, ref j);
            TSimd.AddProduct(x, y, ref k);
            TSimd.AddProduct(x, y, ref l);
        }

        return TSimd.Sum(a + b + c + d + e + f + g + h + i + j + k + l);
    }
}
