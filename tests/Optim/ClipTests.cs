using FsCheck;
using FsCheck.Fluent;
using MiniTorch.Optim;

namespace MiniTorch.Tests;

/// <summary>Clipping by norm and by value.</summary>
[Collection(nameof(UsesWorkersAlone))]
public sealed class ClipTests : IDisposable
{
    private readonly int _workers = Workers.Count;

    public void Dispose() => Workers.Count = _workers;

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3.5)]
    [InlineData(0.5)]
    [InlineData(double.PositiveInfinity)]
    public void The_norm_is_that_of_all_gradients_as_one_vector(double order) =>
        Prop.ForAll(Gen.Choose(0, 1_000_000).ToArbitrary(), seed =>
        {
            Tensor[] parameters = Parameters(seed);
            double[] all = Gradients(parameters);
            double expected = double.IsInfinity(order)
                ? all.Max(Math.Abs)
                : Math.Pow(all.Sum(x => Math.Pow(Math.Abs(x), order)), 1 / order);
            double limit = expected * new Random(seed).NextDouble() * 2;

            Assert.Equal(expected, Clip.TotalNorm(parameters, order), expected * 1e-13);
            Assert.Equal(all, Gradients(parameters));
            double norm = Clip.GradNorm(parameters, limit, order);

            Close.Assert(expected, norm, rtol: 1e-13, atol: 0);
            double factor = Math.Min(1, limit / (expected + 1e-6));
            double[] scaled = Gradients(parameters);
            Close.Assert([.. all.Select(x => x * factor)], scaled, rtol: 2e-7, atol: 0);
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(20));

    [Fact]
    public void The_number_of_workers_changes_no_bit()
    {
        (double Norm, long[] Bits)? expected = null;
        foreach (int workers in (int[])[1, 2, 3, 8])
        {
            Workers.Count = workers;
            Tensor[] parameters = [Make.Parameter([123_457], 1, DType.Float32), .. Parameters(2)];
            parameters[0].Grad = Make.Gradient(parameters[0], 3);
            double norm = Clip.GradNorm(parameters, 0.5);
            long[] bits = Make.Bits(parameters.Where(static p => p.Grad is not null).Select(static p => p.Grad!));
            expected ??= (norm, bits);
            Assert.Equal(expected.Value.Norm, norm);
            Assert.Equal(expected.Value.Bits, bits);
        }
    }

    [Fact]
    public void Gradients_below_the_limit_keep_their_bits()
    {
        Tensor p = Make.Parameter(3, 4);
        p.Grad = Tensor.From([3.0, 4.0]);
        int version = p.Grad.Value.Version;
        Assert.Equal(5, Clip.GradNorm([p], 6));
        Assert.Equal([3, 4], p.Grad.ToArray<double>());
        Assert.Equal(version, p.Grad.Value.Version);
        Assert.Equal(5, Clip.GradNorm([p], 1));
        Close.Assert([0.6, 0.8], p.Grad.ToArray<double>(), rtol: 1e-6);
        Assert.Equal(version + 1, p.Grad.Value.Version);
        Assert.Equal(0, Clip.GradNorm([Make.Parameter(1)], 1));
        Assert.Equal(0, Clip.GradNorm([], 1));
    }

    [Fact]
    public void Large_float32_gradients_do_not_overflow_the_norm()
    {
        Tensor p = Tensor.Zeros([2], requiresGrad: true);
        p.Grad = Tensor.From([3e30f, 4e30f]);
        Close.Assert(5e30, Clip.GradNorm([p], 1), rtol: 1e-7);
        Close.Assert([0.6, 0.8], p.Grad.Value.To(DType.Float64).ToArray<double>(), rtol: 1e-6);
    }

    [Fact]
    public void A_norm_that_is_not_finite_is_an_error_on_request()
    {
        foreach (double order in (double[])[1, 2, double.PositiveInfinity])
        {
            Tensor p = Make.Parameter(1, 2);
            p.Grad = Tensor.From([1.0, double.NaN]);
            Func<object> clip = () => Clip.GradNorm([p], 1, order, errorIfNonfinite: true);
            Assert.Contains("must be finite; got NaN", Assert.Throws<InvalidOperationException>(clip).Message, StringComparison.Ordinal);
            Assert.Equal([1, double.NaN], p.Grad.ToArray<double>());
            Assert.Equal(double.NaN, Clip.GradNorm([p], 1, order));
            Assert.All(p.Grad.ToArray<double>(), static x => Assert.Equal(double.NaN, x));
            p.Grad = Tensor.From([1.0, double.NegativeInfinity]);
            Assert.Equal(double.PositiveInfinity, Clip.GradNorm([p], 1, order));
            Assert.Equal([0, double.NaN], p.Grad.ToArray<double>());
        }
    }

    [Fact]
    public void Values_are_held_within_the_bound()
    {
        for (int length = 0; length < 40; length++)
        {
            foreach (DType dtype in (DType[])[DType.Float32, DType.Float64])
            {
                Tensor p = Make.Parameter([length], 1, dtype);
                p.Grad = Make.Gradient(p, length);
                double[] before = p.Grad.Value.To(DType.Float64).ToArray<double>();
                Clip.GradValue([p, Make.Parameter(1)], 0.5);
                Assert.Equal(before.Select(static x => Math.Clamp(x, -0.5, 0.5)), p.Grad.Value.To(DType.Float64).ToArray<double>());
            }
        }

        Tensor q = Make.Parameter(1, 2, 3);
        q.Grad = Tensor.From([double.NaN, double.NegativeInfinity, 7]);
        Clip.GradValue([q], 2);
        Assert.Equal([double.NaN, -2, 2], q.Grad.ToArray<double>());
    }

    [Fact]
    public void Views_with_gaps_are_clipped_in_place()
    {
        Tensor p = Make.Parameter([2, 3], 1);
        NDArray storage = NDArray.From([1.0, 2.0, 3.0, 4.0, 5.0, 6.0], [3, 2]);
        p.Grad = new Tensor(storage.Transpose(0, 1));
        Clip.GradValue([p], 4.5);
        Assert.Equal([1, 2, 3, 4, 4.5, 4.5], storage.ToArray<double>());
        double norm = Clip.GradNorm([p], 1);
        Close.Assert(Math.Sqrt(30 + (2 * 4.5 * 4.5)), norm);
        Close.Assert(1 / norm, storage.ToArray<double>()[0], rtol: 1e-6);
    }

    [Fact]
    public void A_parameter_given_twice_counts_once()
    {
        Tensor p = Make.Parameter(3, 4);
        p.Grad = Tensor.From([3.0, 4.0]);
        Assert.Equal(5, Clip.GradNorm([p, p], 1));
        Close.Assert([0.6, 0.8], p.Grad.ToArray<double>(), rtol: 1e-6);
    }

    [Fact]
    public void Limits_out_of_range_are_refused()
    {
        Assert.Throws<ArgumentNullException>(static () => Clip.GradNorm([null!], 1));
        Refused("clip_grad_norm: maxNorm must be at least 0; got -1", static () => Clip.GradNorm([], -1));
        Refused("clip_grad_norm: normType must be above 0, or infinity; got 0", static () => Clip.GradNorm([], 1, 0));
        Refused("total_norm: normType must be above 0, or infinity; got NaN", static () => Clip.TotalNorm([], double.NaN));
        Refused("clip_grad_value: clipValue must be at least 0; got NaN", static () => Clip.GradValue([], double.NaN));

        static void Refused(string expected, Action action) => Assert.Equal(expected, Assert.Throws<ArgumentException>(action).Message);
    }

    private static double[] Gradients(IEnumerable<Tensor> parameters) =>
        [.. parameters.Where(static p => p.Grad is not null).SelectMany(static p => p.Grad!.Value.To(DType.Float64).ToArray<double>())];

    private static Tensor[] Parameters(int seed)
    {
        Tensor[] parameters =
        [
            Make.Parameter([3, 37], seed, DType.Float32), Make.Parameter([seed % 70], seed), Make.Parameter([], seed),
            Make.Parameter([5], seed), Make.Parameter([0], seed),
        ];
        Make.Gradients(parameters, seed);
        parameters[3].Grad = null;
        return parameters;
    }
}
