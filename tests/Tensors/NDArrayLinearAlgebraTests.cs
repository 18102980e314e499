namespace MiniTorch.Tests;

/// <summary>Factorisations beyond the smallest sizes: they multiply out, and no bit depends on the batch, the other columns or the number of threads.</summary>
[Collection(nameof(UsesWorkersAlone))]
public sealed class NDArrayLinearAlgebraTests : IDisposable
{
    private readonly int _count = Workers.Count;

    public static TheoryData<int, DType> Sizes => new()
    {
        { 5, DType.Float32 }, { 17, DType.Float64 }, { 33, DType.Float32 }, { 64, DType.Float64 }, { 65, DType.Float32 },
    };

    public void Dispose() => Workers.Count = _count;

    [Theory]
    [MemberData(nameof(Sizes))]
    public void Factors_multiply_out(int n, DType dtype)
    {
        NDArray x = NDArray.Randn([2, n, n], dtype, new Generator(1UL)), b = NDArray.Randn([2, n, 3], dtype, new Generator(2UL));
        NDArray a = x.Add(NDArray.Eye(n, dtype: dtype).Multiply(2 * n)), symmetric = x.MatMul(x.Transpose(-2, -1)).Add(NDArray.Eye(n, dtype: dtype).Multiply(n));
        double tolerance = dtype == DType.Float32 ? 1e-5 : 1e-13;
        Small(a.MatMul(a.Solve(b)).Subtract(b), 1);
        Small(a.MatMul(a.Inverse()).Subtract(NDArray.Eye(n, dtype: dtype)), 1);
        NDArray l = symmetric.Cholesky(), u = symmetric.Cholesky(upper: true);
        Small(l.MatMul(l.Transpose(-2, -1)).Subtract(symmetric), 4 * n);
        Small(u.Transpose(-2, -1).MatMul(u).Subtract(symmetric), 4 * n);
        Small(l.MatMul(l.SolveTriangular(b, upper: false)).Subtract(b), n);
        (NDArray q, NDArray r) = x.Qr();
        Small(q.MatMul(r).Subtract(x), n);
        Small(q.Transpose(-2, -1).MatMul(q).Subtract(NDArray.Eye(n, dtype: dtype)), 4);

        // det(L·Lᵀ) is the square of the product of L's diagonal.
        NDArray logarithm = l.Diagonal(0, -2, -1).Log().Sum(-1).Multiply(2);
        Small(logarithm.Subtract(symmetric.Slogdet().LogAbsDet), n);
        Assert.Equal(1, symmetric.Slogdet().Sign.Sum().To(DType.Float64).Item<double>() / 2);

        void Small(NDArray difference, double size) =>
            Assert.True(difference.Abs().Amax([]).To(DType.Float64).Item<double>() <= tolerance * size, $"off by {difference.Abs().Amax([]).Item<float>()}");
    }

    [Fact]
    public void Bits_depend_on_neither_batch_nor_columns_nor_threads()
    {
        NDArray x = NDArray.Randn([40, 12, 12], DType.Float32, new Generator(3UL)), b = NDArray.Randn([40, 12, 5], DType.Float32, new Generator(4UL));
        NDArray symmetric = x.MatMul(x.Transpose(-2, -1)).Add(NDArray.Eye(12));
        Func<NDArray, NDArray, NDArray>[] ops =
        [
            static (a, _) => a.Cholesky(), static (a, b) => a.Solve(b), static (a, _) => a.Inverse(), static (a, _) => a.Det().Unsqueeze(-1), static (a, _) => a.Qr().Q,
            static (a, b) => a.SolveTriangular(b, upper: true), static (a, _) => a.To(DType.Int64).MatMul(a.To(DType.Int64)),
        ];
        foreach (Func<NDArray, NDArray, NDArray> op in ops)
        {
            Workers.Count = 1;
            double[] alone = Bits(op(symmetric, b));
            Workers.Count = 4;
            Assert.Equal(alone, Bits(op(symmetric, b)));
            Assert.Equal<double>(alone, Enumerable.Range(0, 40).SelectMany(i => Bits(op(symmetric.Select(0, i), b.Select(0, i)))));
        }

        NDArray solution = symmetric.Solve(b);
        for (int j = 0; j < 5; j++)
        {
            Assert.Equal(Bits(solution.Slice(-1, j, j + 1)), Bits(symmetric.Solve(b.Slice(-1, j, j + 1))));
        }

        static double[] Bits(NDArray x) => x.To(DType.Float64).ToArray<double>();
    }

    [Theory]
    [InlineData(97, DType.Float64)]
    [InlineData(200, DType.Float32)]
    [InlineData(385, DType.Float64)]
    public void Cholesky_in_blocks_multiplies_out_reads_one_triangle_and_names_the_minor_that_fails(int n, DType dtype)
    {
        NDArray x = NDArray.Randn([n, n], dtype, new Generator(3UL));
        NDArray a = x.MatMul(x.Transpose(0, 1)).Add(NDArray.Eye(n, dtype: dtype).Multiply(n)), u = a.Cholesky(upper: true);
        double error = u.Transpose(0, 1).MatMul(u).Subtract(a).Abs().Amax([]).To(DType.Float64).Item<double>();
        Assert.True(error <= (dtype == DType.Float32 ? 1e-5 : 1e-13) * 4 * n, $"off by {error}");
        Assert.Equal(0, u.Tril(-1).Abs().Sum().To(DType.Float64).Item<double>());
        double[] bits = Bits(u);
        Workers.Count = 1;
        Assert.Equal(bits, Bits(a.Cholesky(upper: true)));
        for (int i = 1; i < n; i++)
        {
            a.Select(0, i).Slice(0, 0, i).Fill(double.NaN);
        }

        Assert.Equal(bits, Bits(a.Cholesky(upper: true)));
        a.Select(0, n - 2).Slice(0, n - 2, n - 1).Fill(-1);
        Assert.Contains($"the leading minor of order {n - 1} is not", Assert.Throws<ArgumentException>(() => a.Cholesky(upper: true)).Message, StringComparison.Ordinal);

        static double[] Bits(NDArray matrix) => matrix.To(DType.Float64).ToArray<double>();
    }

    [Fact]
    public void Operands_are_not_changed()
    {
        NDArray a = NDArray.From([4.0, 1, 1, 3], [2, 2]), b = NDArray.From([1.0, 2], [2, 1]);
        (int versionA, int versionB) = (a.Version, b.Version);
        _ = (a.Cholesky(upper: true), a.Solve(b), a.Inverse(), a.Det(), a.Slogdet(), a.Qr(), a.SolveTriangular(b, upper: true), a.Trace(), a.MatMul(b));
        Assert.Equal((versionA, versionB), (a.Version, b.Version));
        Assert.Equal([4.0, 1, 1, 3], a.ToArray<double>());
        Assert.Equal([1.0, 2], b.ToArray<double>());
    }
}
