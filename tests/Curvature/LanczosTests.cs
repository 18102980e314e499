using FsCheck;
using FsCheck.Fluent;
using MiniTorch.Curvature;

namespace MiniTorch.Tests;

public class LanczosTests
{
    // A bulk between 0 and 1, two outliers above, a cluster, two below 0.
    private static readonly double[] _spectrum =
        [.. Enumerable.Range(0, 300).Select(static i => i / 300.0), 20, 9, 4.001, 4.0005, 4, -7, -12];

    [Theory]
    [InlineData(SpectrumEnd.LargestMagnitude, new double[] { 20, -12, 9, -7, 4.001, 4.0005, 4 })]
    [InlineData(SpectrumEnd.Largest, new double[] { 20, 9, 4.001, 4.0005, 4 })]
    [InlineData(SpectrumEnd.Smallest, new double[] { -12, -7 })]
    public void Extreme_pairs_of_a_known_spectrum_are_found_and_their_residuals_are_true(SpectrumEnd which, double[] expected)
    {
        SymmetricOperator op = Spectra.Of(_spectrum);
        LanczosResult result = Lanczos.Eigenvalues(op, expected.Length, which, tolerance: 1e-7, generator: new Generator(1));
        Close.Assert(expected, result.Values, rtol: 1e-12);
        Assert.True(result.Converged);
        Assert.True(result.Complete);
        Assert.InRange(result.Products, 2 * expected.Length, 200);
        foreach (RitzPair pair in result.Pairs)
        {
            Tensor product = Product(op, pair.Vector);
            Close.Assert(1, pair.Vector.Norm().Item<double>());
            Close.Assert((product - pair.Vector * pair.Value).Norm().Item<double>(), pair.Residual, rtol: 1e-6);
            Assert.True(pair.Residual <= 1e-7 * Math.Abs(pair.Value));
        }
    }

    [Fact]
    public void Of_any_small_matrix_with_repeated_eigenvalues_each_is_found_as_often_as_it_occurs() => Prop.ForAll(
        (from n in Gen.Choose(1, 14)
         from values in Gen.ArrayOf(Gen.Choose(-3, 3), n)
         from k in Gen.Choose(1, n)
         from which in Gen.Elements(Enum.GetValues<SpectrumEnd>())
         from seed in Gen.Choose(0, 1000)
         select (values, k, which, seed)).ToArbitrary(),
        static sample =>
        {
            (int[] values, int k, SpectrumEnd which, int seed) = sample;
            double Order(double value) => which switch { SpectrumEnd.Largest => -value, SpectrumEnd.Smallest => value, _ => -Math.Abs(value) };
            double[] expected = [.. values.Select(static value => (double)value).OrderBy(Order).Take(k)];
            LanczosResult result = Lanczos.Eigenvalues(Spectra.Of([.. values.Select(static value => (double)value)]), k, which, generator: new Generator((long)seed));
            Assert.True(result.Converged && result.Complete);
            Close.Assert([.. expected.Select(Order)], [.. result.Values.Select(Order)], atol: 1e-9);
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(200));

    [Fact]
    public void Copies_of_an_eigenvalue_are_searched_for_unless_not_wanted()
    {
        SymmetricOperator op = Spectra.Of([5, 5, 5, 4, 3, .. Enumerable.Range(0, 400).Select(static i => i / 400.0)]);
        LanczosResult all = Lanczos.Eigenvalues(op, 4, generator: new Generator(1)), once = Lanczos.Eigenvalues(op, 3, checkCopies: false, generator: new Generator(1));
        Close.Assert([5, 5, 5, 4], all.Values, rtol: 1e-3);
        Assert.True(all.Complete);
        Close.Assert([5, 4, 3], once.Values, rtol: 1e-3);
        Assert.True(once.Converged);
        Assert.False(once.Complete);
        Assert.True(once.Products < all.Products);
        for (int i = 0; i < 4; i++)
        {
            Close.Assert([.. Enumerable.Range(0, 4).Select(j => i == j ? 1.0 : 0)], [.. all.Pairs.Select(pair => (pair.Vector * all.Pairs[i].Vector).Sum().Item<double>())], atol: 1e-8);
        }
    }

    [Fact]
    public void A_small_basis_is_restarted_and_leads_to_the_same_pairs()
    {
        SymmetricOperator op = Spectra.Of([.. Enumerable.Range(1, 400).Select(static i => Math.Sqrt(i)), 21, 22, 22]);
        LanczosResult large = Lanczos.Eigenvalues(op, 3, tolerance: 1e-5, maxProducts: 2000, maxBasis: 403, generator: new Generator(1));
        LanczosResult small = Lanczos.Eigenvalues(op, 3, tolerance: 1e-5, maxProducts: 2000, maxBasis: 12, generator: new Generator(1));
        Close.Assert([22, 22, 21], large.Values, rtol: 1e-8);
        Close.Assert([22, 22, 21], small.Values, rtol: 1e-8);
        Assert.True(small.Converged && small.Complete && large.Converged && large.Complete);
        Assert.Equal(12, small.BasisSize);
        Assert.InRange(large.BasisSize, 30, large.Products - 3);
        Assert.True(small.Products > large.Products);
    }

    [Fact]
    public void Where_the_products_do_not_suffice_the_result_says_so()
    {
        SymmetricOperator op = Spectra.Of([.. Enumerable.Range(1, 1000).Select(static i => 1 + i / 1000.0)]);
        LanczosResult result = Lanczos.Eigenvalues(op, 4, tolerance: 1e-6, maxProducts: 30, generator: new Generator(1));
        Assert.Equal(30, result.Products);
        Assert.False(result.Converged);
        Assert.False(result.Complete);
        Assert.Contains(result.Pairs, static pair => pair.Residual > 1e-6 * pair.Value && !pair.Converged);
        Assert.All(result.Pairs, static pair => Assert.Equal(pair.Residual <= 1e-6 * Math.Abs(pair.Value), pair.Converged));
        LanczosResult least = Lanczos.Eigenvalues(op, 4, tolerance: 1e-6, maxProducts: 8, generator: new Generator(1));
        Assert.Equal((8, 4), (least.Products, least.Pairs.Count));
    }

    [Fact]
    public void The_zero_operator_the_identity_and_a_single_number_are_no_special_cases()
    {
        LanczosResult zero = Lanczos.Eigenvalues(Spectra.Of(new double[1000]), 5, generator: new Generator(1));
        Assert.Equal(new double[5], zero.Values);
        Assert.True(zero.Converged && zero.Complete);
        LanczosResult identity = Lanczos.Eigenvalues(new SymmetricOperator(static v => v * 1, 100_000, DType.Float32), 3, generator: new Generator(1));
        Close.Assert([1, 1, 1], identity.Values, rtol: 1e-6);
        Assert.True(identity.Converged && identity.Complete);
        Assert.InRange(identity.Products, 6, 8);
        LanczosResult one = Lanczos.Eigenvalues(Spectra.Of([-3]), generator: new Generator(1));
        Close.Assert(-3, one.Values[0]);
        Assert.Equal((2, 0), (one.Products, (int)Math.Round(one.Pairs[0].Residual * 1e12)));
        Assert.Equal(1, Math.Abs(one.Pairs[0].Vector.Item<double>()));
    }

    [Fact]
    public void Smallest_eigenvalues_next_to_nothing_converge_to_the_rounding_of_a_product()
    {
        SymmetricOperator op = Spectra.Of([0, 0, 1, 2, 3, 1e6]);
        LanczosResult result = Lanczos.Eigenvalues(op, 3, SpectrumEnd.Smallest, tolerance: 1e-4, generator: new Generator(1));
        Close.Assert([0, 0, 1], result.Values, atol: 1e-8);
        Assert.True(result.Converged);
    }

    [Fact]
    public void Float32_operators_reach_residuals_of_their_rounding()
    {
        LanczosResult result = Lanczos.Eigenvalues(Spectra.Of(_spectrum, DType.Float32), 4, tolerance: 1e-5, generator: new Generator(1));
        Close.Assert([20, -12, 9, -7], result.Values, rtol: 1e-6);
        Assert.True(result.Converged);
        Assert.Equal(DType.Float32, result.Pairs[0].Vector.DType);
        LanczosResult beyond = Lanczos.Eigenvalues(Spectra.Of(_spectrum, DType.Float32), 4, tolerance: 1e-12, maxProducts: 120, generator: new Generator(1));
        Assert.InRange(beyond.Products, 60, 120);
        Assert.False(beyond.Converged);
    }

    [Fact]
    public void The_number_of_threads_changes_no_bit_and_the_default_generator_stays_where_it_is()
    {
        SymmetricOperator op = Spectra.Of([.. Enumerable.Range(1, 60_000).Select(static i => 1.0 / i)]);
        var mine = new Generator(5);
        using (Generator.Use(mine))
        {
            GeneratorState before = mine.State;
            Bits.SameForAnyNumberOfWorkers(
                () =>
                {
                    LanczosResult result = Lanczos.Eigenvalues(op, 2, maxBasis: 8, generator: new Generator(1));
                    return [.. result.Pairs.Select(static pair => Bits.Of(pair.Vector.Value)), Bits.Of(Tensor.From(result.Values).Value)];
                },
                "lanczos");
            Assert.Equal(before, mine.State);
            double[] byDefault = Lanczos.Eigenvalues(op, maxBasis: 8).Values, again = Lanczos.Eigenvalues(op, maxBasis: 8, generator: new Generator(5)).Values;
            Assert.Equal(again, byDefault);
            Assert.NotEqual(before, mine.State);
        }
    }

    [Fact]
    public void Arguments_out_of_their_range_are_refused_with_what_is_allowed()
    {
        SymmetricOperator op = Spectra.Of([1, 2, 3]);
        static string Refusal(Func<object> call) => Assert.Throws<ArgumentException>(call).Message;
        Assert.Equal("lanczos: k must be at least 1 and at most n, the number of eigenvalues; got k = 4, n = 3", Refusal(() => Lanczos.Eigenvalues(op, 4)));
        Assert.Contains("got k = 0", Refusal(() => Lanczos.Eigenvalues(op, 0)), StringComparison.Ordinal);
        Assert.Contains("must be one of LargestMagnitude, Largest, Smallest; got 9", Refusal(() => Lanczos.Eigenvalues(op, 1, (SpectrumEnd)9)), StringComparison.Ordinal);
        Assert.Contains("tolerance must be above 0 and finite; got NaN", Refusal(() => Lanczos.Eigenvalues(op, tolerance: double.NaN)), StringComparison.Ordinal);
        Assert.Contains("maxProducts must be at least 2k", Refusal(() => Lanczos.Eigenvalues(op, 2, maxProducts: 3)), StringComparison.Ordinal);
        Assert.Contains("maxBasis must be at least 3, for k = 1 of n = 3; got 2", Refusal(() => Lanczos.Eigenvalues(op, maxBasis: 2)), StringComparison.Ordinal);
        Assert.Contains("got n = 0, float64", Refusal(static () => new SymmetricOperator(static v => v, 0)), StringComparison.Ordinal);
        Assert.Contains("got n = 2, int64", Refusal(static () => new SymmetricOperator(static v => v, 2, DType.Int64)), StringComparison.Ordinal);
    }

    [Fact]
    public void Operators_that_break_their_word_are_found_out()
    {
        static string Refusal(Func<Tensor, Tensor> product, int n = 3) =>
            Assert.Throws<InvalidOperationException>(() => Lanczos.Eigenvalues(new SymmetricOperator(product, n), generator: new Generator(1))).Message;
        Tensor oneSided = Tensor.From([1.0, 5, 0, 0, 2, 0, 0, 0, 3], [3, 3]);
        Assert.StartsWith("lanczos: the operator must be symmetric; got qᵀAp = ", Refusal(v => oneSided.MatMul(v)), StringComparison.Ordinal);
        Assert.Equal("lanczos: products with unit vectors must be finite; number 1 is not", Refusal(static v => v * double.NaN));
        Assert.Equal(
            "symmetric_operator: the function must return a float64 vector of shape [3], as it was given; got float64 [3, 1]", Refusal(static v => v.Unsqueeze(1)));
        Assert.Equal("symmetric_operator: the function must return a tensor; got null", Refusal(static _ => null!));
    }

    private static Tensor Product(SymmetricOperator op, Tensor v)
    {
        NDArray product = NDArray.Zeros([op.Count], op.DType);
        op.Multiply(v.Value, product);
        return new(product);
    }
}
