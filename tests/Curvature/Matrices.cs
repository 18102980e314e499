using FsCheck;
using FsCheck.Fluent;
using MiniTorch.Curvature;

namespace MiniTorch.Tests;

/// <summary>Matrices of every kind for the tests of decompositions, and errors in units of what rounding allows.</summary>
internal static class Matrices
{
    public static Tensor Square(int n, int seed, double scale = 1) =>
        new(NDArray.Randn([n, n], DType.Float64, new Generator(seed)).Multiply(scale));

    public static Tensor Symmetric(int n, int seed, double scale = 1)
    {
        NDArray a = Square(n, seed, scale).Value;
        return new Tensor(a.Add(a.Transpose(0, 1)));
    }

    public static Tensor Orthogonal(int n, int seed) => Square(n, seed).Qr().Q;

    public static Tensor Of(double[,] rows) => Tensor.From(rows);

    public static Tensor Diagonal(params double[] values) => Tensor.Eye(values.Length, dtype: DType.Float64) * Tensor.From(values);

    /// <summary>Eigenvalues once each, but the first in one Jordan block of a size.</summary>
    public static Tensor Jordan(int block, params double[] values)
    {
        double[,] rows = new double[values.Length, values.Length];
        for (int i = 0; i < values.Length; i++)
        {
            rows[i, i] = i < block ? values[0] : values[i];
            if (i + 1 < block)
            {
                rows[i, i + 1] = 1;
            }
        }

        return Of(rows);
    }

    public static Tensor Conjugated(Tensor a, Tensor q) => q.MatMul(a).MatMul(q.Transpose(0, 1));

    /// <summary>‖expected − actual‖ ≤ factor · n · ε · (the largest magnitude of expected).</summary>
    public static void Close(Tensor expected, Tensor actual, double factor = 20)
    {
        double largest = expected.Count == 0 ? 0 : expected.Abs().Max().Item<double>();
        MiniTorch.Tests.Close.Assert(expected, actual, 0, factor * Math.Max(1, expected.Shape[0]) * Math.Pow(2, -52) * largest);
    }

    public static void ForAll(Action<int, int> check, int maxSize = 9, int maxTest = 60) =>
        Prop.ForAll(Gen.Choose(0, maxSize).SelectMany(_ => Gen.Choose(0, 1_000_000), (n, seed) => (n, seed)).ToArbitrary(), pair => check(pair.n, pair.seed))
            .Check(Config.QuickThrowOnFailure.WithMaxTest(maxTest));
}
