using FsCheck;
using FsCheck.Fluent;
using MiniTorch.NN;

namespace MiniTorch.Tests;

public sealed class InitMatrixTests
{
    [Fact]
    public void A_truncated_normal_has_its_bounds_and_moments() =>
        Prop.ForAll((byte shift, byte width, ulong seed) =>
        {
            double mean = shift / 100.0, std = 0.5 + (width / 100.0), a = -1, b = 2;
            double[] values = Init.TruncNormal(Tensor.Zeros([150, 100], DType.Float64), mean, std, a, b, new Generator(seed)).ToArray<double>();
            Assert.All(values, value => Assert.InRange(value, a, b));

            // The moments by midpoints of the density.
            const int Steps = 20000;
            double[] at = [.. Enumerable.Range(0, Steps).Select(i => a + ((i + 0.5) * (b - a) / Steps))];
            double[] density = [.. at.Select(x => Math.Exp(-(x - mean) * (x - mean) / (2 * std * std)))];
            double mass = density.Sum();
            double Moment(Func<double, double> f) => at.Zip(density, (x, p) => f(x) * p).Sum() / mass;
            double expected = Moment(static x => x), variance = Moment(x => (x - expected) * (x - expected));
            double fourth = Moment(x => Math.Pow(x - expected, 4));
            double sampleMean = values.Average();
            Assert.InRange(sampleMean - expected, -6 * Math.Sqrt(variance / values.Length), 6 * Math.Sqrt(variance / values.Length));
            double allowed = 6 * Math.Sqrt((fourth - (variance * variance)) / values.Length);
            Assert.InRange(values.Average(x => (x - expected) * (x - expected)) - variance, -allowed, allowed);
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(25));

    [Fact]
    public void Truncated_normal_starts_with_PyTorchs_defaults() =>
        Check.SameBits(Init.TruncNormal(Tensor.Zeros([50]), 0, 1, -2, 2, new Generator(1)), Init.TruncNormal(Tensor.Zeros([50]), generator: new Generator(1)), "defaults");

    [Fact]
    public void An_orthogonal_matrix_has_orthonormal_rows_or_columns() =>
        Prop.ForAll((ulong seed) =>
        {
            var sizes = new Generator(seed);
            Shape shape = Check.Size(sizes, 0, 1) == 0
                ? [Check.Size(sizes, 1, 30), Check.Size(sizes, 1, 30)]
                : [Check.Size(sizes, 1, 12), Check.Size(sizes, 1, 4), Check.Size(sizes, 1, 3)];
            double gain = 0.5 + sizes.NextDouble();
            foreach (DType dtype in new[] { DType.Float32, DType.Float64 })
            {
                Tensor weight = Init.Orthogonal(Tensor.Zeros(shape, dtype), gain, sizes);
                Assert.Equal(shape, weight.Shape);
                Tensor matrix = weight.To(DType.Float64).Flatten(1);
                Tensor product = matrix.Shape[0] < matrix.Shape[1] ? matrix.MatMul(matrix.Transpose(0, 1)) : matrix.Transpose(0, 1).MatMul(matrix);
                Close.Assert(Tensor.Eye(product.Shape[0], dtype: DType.Float64) * (gain * gain), product, rtol: 1e-6, atol: 1e-6);
            }
        }).QuickCheckThrowOnFailure();

    [Fact]
    public void Orthogonal_matrices_are_uniformly_distributed()
    {
        // Of such a 3×3 matrix each entry has mean 0 and mean square 1/3 (variance of the square 4/45), which Q without the signs' fix has not.
        const int Draws = 4000;
        var generator = new Generator(5);
        double[][] draws = [.. Enumerable.Range(0, Draws).Select(_ => Init.Orthogonal(Tensor.Zeros([3, 3], DType.Float64), generator: generator).ToArray<double>())];
        for (int i = 0; i < 9; i++)
        {
            Assert.InRange(draws.Average(values => values[i]), -6 * Math.Sqrt(1.0 / 3 / Draws), 6 * Math.Sqrt(1.0 / 3 / Draws));
            double allowed = 6 * Math.Sqrt(4.0 / 45 / Draws);
            Assert.InRange(draws.Average(values => values[i] * values[i]), (1.0 / 3) - allowed, (1.0 / 3) + allowed);
        }
    }

    [Fact]
    public void A_sparse_matrix_has_its_zeros_in_every_column() =>
        Prop.ForAll((ulong seed) =>
        {
            var sizes = new Generator(seed);
            int rows = Check.Size(sizes, 1, 20), columns = Check.Size(sizes, 1, 20);
            double sparsity = sizes.NextDouble();
            double[] values = Init.Sparse(Tensor.Ones([rows, columns], DType.Float64), sparsity, generator: sizes).ToArray<double>();
            for (int column = 0; column < columns; column++)
            {
                Assert.Equal((int)Math.Ceiling(sparsity * rows), Enumerable.Range(0, rows).Count(row => values[(row * columns) + column] == 0));
            }
        }).QuickCheckThrowOnFailure();

    [Fact]
    public void The_zeros_of_a_sparse_matrix_are_anywhere_and_the_others_normal()
    {
        const int Rows = 20, Columns = 5000;
        double[] values = Init.Sparse(Tensor.Zeros([Rows, Columns], DType.Float64), 0.25, 3, new Generator(2)).ToArray<double>();
        double deviation = Math.Sqrt(0.25 * 0.75 * Columns);
        for (int row = 0; row < Rows; row++)
        {
            Assert.InRange(values.Skip(row * Columns).Take(Columns).Count(static value => value == 0), (0.25 * Columns) - (6 * deviation), (0.25 * Columns) + (6 * deviation));
        }

        double[] others = [.. values.Where(static value => value != 0)];
        Assert.InRange(others.Average(), -6 * 3 / Math.Sqrt(others.Length), 6 * 3 / Math.Sqrt(others.Length));
        double allowed = 6 * 9 * Math.Sqrt(2.0 / others.Length);
        Assert.InRange(others.Average(static value => value * value), 9 - allowed, 9 + allowed);
        Assert.All(Init.Sparse(Tensor.Ones([3, 4]), 1).ToArray<float>(), static value => Assert.Equal(0, value));
        Assert.All(Init.Sparse(Tensor.Zeros([3, 4]), 0).ToArray<float>(), static value => Assert.NotEqual(0, value));
    }

    [Fact]
    public void Eye_is_the_identity_of_any_width()
    {
        Assert.Equal([1, 0, 0, 0, 1, 0], Init.Eye(Tensor.Full([2, 3], 7)).ToArray<float>());
        Assert.Equal([1, 0, 0, 1, 0, 0], Init.Eye(Tensor.Full([3, 2], 7, DType.Float64)).ToArray<double>());
        Assert.Equal([0, 3], Init.Eye(Tensor.Zeros([0, 3])).Shape);
    }

    [Fact]
    public void Dirac_passes_the_channels_of_each_group()
    {
        Tensor kernel = Init.Dirac(Tensor.Full([8, 2, 3, 3], 5), groups: 2);
        Assert.Equal([(0, 0, 1, 1), (1, 1, 1, 1), (4, 0, 1, 1), (5, 1, 1, 1)], Ones(kernel));
        Assert.Equal(4, kernel.Sum().Item<float>());
        Assert.Equal([0, 1, 0, 0, 0, 0, 0, 0, 0, 0, 1, 0], Init.Dirac(Tensor.Ones([2, 2, 3])).ToArray<float>());
        Assert.Equal(2, Init.Dirac(Tensor.Ones([2, 3, 2, 4, 5], DType.Float64)).Sum().Item<double>());
        Assert.Equal(1, Init.Dirac(Tensor.Zeros([1, 1, 2, 4, 5]))[0, 0, 1, 2, 2].Item<float>());
        Assert.Equal([0, 2, 3], Init.Dirac(Tensor.Zeros([0, 2, 3])).Shape);

        static IEnumerable<(int, int, int, int)> Ones(Tensor kernel) =>
            kernel.ToArray<float>().Select((value, i) => (value, i)).Where(static entry => entry.value == 1).Select(entry => (entry.i / 18, entry.i / 9 % 2, entry.i / 3 % 3, entry.i % 3));
    }

    [Fact]
    public void Numbers_come_from_the_generator_given()
    {
        Func<Generator?, Tensor>[] fills =
        [
            static g => Init.TruncNormal(Tensor.Zeros([4, 4]), generator: g), static g => Init.Orthogonal(Tensor.Zeros([4, 4]), generator: g), static g => Init.Sparse(Tensor.Zeros([4, 4]), 0.5, generator: g),
            static g => Init.KaimingUniform(Tensor.Zeros([4, 4]), generator: g), static g => Init.XavierNormal(Tensor.Zeros([4, 4]), generator: g),
        ];
        foreach (Func<Generator?, Tensor> fill in fills)
        {
            Check.SameBits(fill(new Generator(9)), fill(new Generator(9)), "one seed");
            using (Generator.Use(new Generator(9)))
            {
                Check.SameBits(fill(null), fill(new Generator(9)), "the default generator");
            }

            Assert.NotEqual(fill(new Generator(9)).ToArray<float>(), fill(new Generator(10)).ToArray<float>());
        }
    }

    [Fact]
    public void Parameters_and_views_are_written_in_place()
    {
        Tensor parameter = Tensor.Zeros([3, 3], requiresGrad: true);
        Assert.Same(parameter, Init.Orthogonal(Init.Sparse(Init.Eye(Init.TruncNormal(parameter)), 0.5)));
        Assert.True(parameter is { IsLeaf: true, RequiresGrad: true });
        Tensor whole = Tensor.Zeros([4, 4]);
        Init.Orthogonal(whole.Slice(0, 0, 2).Slice(1, 0, 2));
        Assert.Equal(0, whole[2..].Abs().Sum().Item<float>());
        Assert.Equal(2, whole.Square().Sum().Item<float>(), 1e-5);
    }

    [Fact]
    public void What_cannot_be_filled_is_refused()
    {
        Refused("orthogonal: the tensor must have at least two dimensions; got [3]", static () => Init.Orthogonal(Tensor.Zeros([3])));
        Refused("sparse: the tensor must have two dimensions; got [3, 1, 1]", static () => Init.Sparse(Tensor.Zeros([3, 1, 1]), 0.5));
        Refused("sparse: sparsity must be from 0 to 1; got 1.5", static () => Init.Sparse(Tensor.Zeros([3, 1]), 1.5));
        Refused("eye: the tensor must have two dimensions; got [3]", static () => Init.Eye(Tensor.Zeros([3])));
        Refused("dirac: a kernel has shape [out, in, …] with one to three dimensions more; got [3, 3]", static () => Init.Dirac(Tensor.Zeros([3, 3])));
        Refused("dirac: groups must be positive and divide the number of output channels; got groups 2 and [3, 3, 1]", static () => Init.Dirac(Tensor.Zeros([3, 3, 1]), 2));
        Refused("dirac: groups must be positive and divide the number of output channels; got groups 0 and [3, 3, 1]", static () => Init.Dirac(Tensor.Zeros([3, 3, 1]), 0));
        Refused(
            "trunc_normal: the mean must be finite, the standard deviation above 0 and a below b; got mean 0, std -1, a -2, b 2",
            static () => Init.TruncNormal(Tensor.Zeros([3]), std: -1));
        Assert.Equal([0, 3], Init.Orthogonal(Tensor.Zeros([0, 3])).Shape);
        Assert.Equal([0, 3], Init.Sparse(Tensor.Zeros([0, 3]), 0.5).Shape);

        static void Refused(string message, Func<Tensor> fill) => Assert.Equal(message, Assert.Throws<ArgumentException>(fill).Message);
    }
}
