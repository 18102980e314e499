using MiniTorch.Optim;

namespace MiniTorch.Tests;

/// <summary>That no optimizer which knows curvature calls a point a minimum that is none: saddles, maxima, and parameters hidden by others.</summary>
public class MinimumClaimTests
{
    private static Func<Tensor[], Func<Tensor>, MinimizeResult>[] OfLosses =>
    [
        static (x, closure) => new Newton(x).Minimize(closure),
        static (x, closure) => new NewtonCG(x).Minimize(closure),
    ];

    private static Func<Tensor, Func<Tensor>, MinimizeResult>[] OfResiduals =>
    [
        static (x, closure) => new LevenbergMarquardt([x]).Minimize(closure),
        static (x, closure) => new GaussNewton([x]).Minimize(closure),
        static (x, closure) => new GaussNewton([x], lineSearch: true).Minimize(closure),
    ];

    [Theory]
    [InlineData(30)]
    [InlineData(50)]
    public void NewtonCG_finds_small_negative_curvature_among_clustered_large_ones(int n)
    {
        // Eigenvalues from 1 to 1e6, in which conjugate gradients lose orthogonality, and one of −1e-3; the minima are at ±√1e-3 along its vector
        NDArray values = NDArray.From([.. Enumerable.Range(0, n).Select(i => i == 0 ? -1e-3 : Math.Pow(10, 6.0 * i / n))], [n]);
        NDArray half = NDArray.Randn([n, n], DType.Float64, new Generator(3));
        Tensor q = Orthogonal(half);
        Tensor weights = new(values), x = new(NDArray.Zeros([n], DType.Float64), requiresGrad: true);
        MinimizeResult result = new NewtonCG([x]).Minimize(Loss);
        Assert.True(result.Status == OptimizerStatus.Converged, result.ToString());
        Assert.Equal(-2.5e-7, result.Loss, 1e-12);
        Assert.Contains("products with the Hessian is", result.Reason, StringComparison.Ordinal);

        Tensor Loss()
        {
            Tensor z = q.MatMul(x);
            return ((weights * z.Square()).Sum() / 2) + (z.Square().Square().Sum() / 4);
        }
    }

    [Fact]
    public void Least_squares_leave_maxima_and_saddles_of_the_loss()
    {
        foreach (Func<Tensor, Func<Tensor>, MinimizeResult> minimize in OfResiduals)
        {
            Tensor x = Make.Parameter(0);
            Assert.True(minimize(x, () => x.Square() - 1) is { Status: OptimizerStatus.Converged, Loss: < 1e-25 }, "x² − 1");
            Assert.Equal(1, Math.Abs(x.Item<double>()), 1e-12);

            Tensor y = Make.Parameter(0, 0);
            MinimizeResult product = minimize(y, () => y.Prod().Reshape(1) - Tensor.From([2.0, 2.5]));
            Assert.True(product.Status == OptimizerStatus.Converged, product.ToString());
            Assert.Equal(2.25, y.Prod().Item<double>(), 1e-9);
            Assert.Equal(0.0625, product.Loss, 1e-12);

            Tensor z = Make.Parameter(5, 0);
            Assert.True(
                minimize(z, () => Tensor.Cat([z[..1] - 3, z[1..].Square() - 1], 0)) is { Status: OptimizerStatus.Converged, Loss: < 1e-25 }, "one of two");
            Assert.Equal(1, Math.Abs(z.ToArray<double>()[1]), 1e-12);
        }

        // With a Jacobian of full rank, and with no second derivative either.
        foreach (Func<Tensor, Tensor> residuals in (Func<Tensor, Tensor>[])[static w => Tensor.Cat([10 - w.Square(), w], 0), static w => w.Square().Square() - 1])
        {
            Tensor w = Make.Parameter(0);
            MinimizeResult result = new LevenbergMarquardt([w]).Minimize(() => residuals(w));
            Assert.True(result.Status == OptimizerStatus.Converged && Math.Abs(w.Item<double>()) > 0.9, result.ToString());
        }
    }

    [Fact]
    public void A_least_squares_minimum_says_what_curvature_was_found()
    {
        foreach (Func<Tensor, Func<Tensor>, MinimizeResult> minimize in OfResiduals)
        {
            Tensor x = Make.Parameter(3);
            MinimizeResult result = minimize(x, () => Tensor.Cat([x - 1, x + 1], 0));
            Assert.True(result.Status == OptimizerStatus.Converged, result.ToString());
            Assert.Contains("of the loss, the smallest eigenvalue in 2 products with the Hessian is 1", result.Reason, StringComparison.Ordinal);
            Assert.Equal(0, x.Item<double>(), 1e-12);
        }
    }

    [Theory]
    [InlineData(DType.Float32, 1e7)]
    [InlineData(DType.Float64, 1e13)]
    public void A_large_parameter_hides_no_small_one(DType dtype, double large)
    {
        foreach (Func<Tensor[], Func<Tensor>, MinimizeResult> minimize in OfLosses)
        {
            foreach (double start in (double[])[0, 0.5])
            {
                Tensor x = new(NDArray.From([large, start], [2]).To(dtype), requiresGrad: true), target = new(NDArray.From([large, 1], [2]).To(dtype));
                MinimizeResult result = minimize([x], () => (x - target).Square().Sum());
                Assert.True(result.Status == OptimizerStatus.Converged, result.ToString());
                Assert.Equal([large, 1], SecondOrder.Numbers(x));

                Tensor a = new(NDArray.From([large], [1]).To(dtype), requiresGrad: true), b = new(NDArray.From([start], [1]).To(dtype), requiresGrad: true);
                result = minimize([a, b], () => ((a - (float)large).Square() + (b - 1).Square()).Sum());
                Assert.True(result.Status == OptimizerStatus.Converged, result.ToString());
                Assert.Equal(1, SecondOrder.Numbers(b)[0]);
            }
        }

        // A step within toleranceStep of the large one alone.
        Tensor y = new(NDArray.From([large, 0.5], [2]).To(dtype), requiresGrad: true), weights = new(NDArray.From([1 / large, 1], [2]).To(dtype));
        MinimizeResult fit = new LevenbergMarquardt([y], toleranceStep: 1e-3).Minimize(() => (weights * y) - 1 + (0.1f * ((weights * y) - 1).Square()));
        Assert.True(fit.Status == OptimizerStatus.Converged, fit.ToString());
        Assert.Equal(1, SecondOrder.Numbers(y)[1], 1e-3);
    }

    [Fact]
    public void The_pure_step_claims_no_minimum_where_the_curvature_vanishes_and_lower_points_are_close()
    {
        foreach ((Func<Tensor, Tensor> f, double start) in (ReadOnlySpan<(Func<Tensor, Tensor>, double)>)
            [(static x => -x.Square().Square().Sum(), 0), (static x => x.Pow(3).Sum(), 1), (static x => x.Pow(3).Sum(), 0)])
        {
            Tensor x = Make.Parameter(start);
            MinimizeResult result = new Newton([x], pure: true).Minimize(() => f(x));
            Assert.True(result.Status == OptimizerStatus.Stalled, result.ToString());
            Assert.Contains("lower points close by", result.Reason, StringComparison.Ordinal);
            Assert.Equal(0, x.Item<double>(), 1e-5);
        }

        Tensor flat = Make.Parameter(0);
        Assert.Equal(OptimizerStatus.Converged, new Newton([flat], pure: true).Minimize(() => flat.Square().Square().Sum()).Status);
    }

    [Fact]
    public void Lower_points_are_found_at_very_different_distances()
    {
        // −x⁴ turns up again beyond a: for a small a only short lengths lead down.
        foreach (double a in (double[])[1, 1e-3, 1e-5])
        {
            foreach (Func<Tensor[], Func<Tensor>, MinimizeResult> minimize in OfLosses)
            {
                Tensor x = Make.Parameter(0);
                MinimizeResult result = minimize([x], () =>
                {
                    Tensor u = x / a;
                    return (u.Pow(6) - u.Pow(4)).Sum();
                });
                Assert.True(result.Status == OptimizerStatus.Converged, result.ToString());
                Assert.Equal(Math.Sqrt(2.0 / 3) * a, Math.Abs(x.Item<double>()), 1e-6 * a);
            }
        }
    }

    [Fact]
    public void Equal_columns_have_rank_one_in_float32()
    {
        Tensor t = Tensor.From([0.1f, 0.7f, 1.3f, 2.9f]), x = Tensor.From([0.3f, 0.3f], requiresGrad: true), y = (2 * t) + 0.1f;

        // One column is the other but for the rounding of float32.
        MinimizeResult result = new GaussNewton([x]).Minimize(() => (t * x.Select(0, 0)) + (t * (1 / 3f) * 3f * x.Select(0, 1)) - y);
        Assert.True(result.Status == OptimizerStatus.Converged, result.ToString());
        Assert.All(x.ToArray<float>(), static value => Assert.Equal(1, value, 0.1f));
        double[] column = [0.1f, 0.7f, 1.3f, 2.9f], other = [.. column.Select(static value => (double)(float)(value * (1 + 1e-7)))];
        Assert.Equal(1, new PivotedQr([[.. column], [.. other]], 4).Rank(SecondOrder.Epsilon(DType.Float32)));
        Assert.Equal(2, new PivotedQr([[.. column], [.. column.Select(static (value, i) => value * (1 + (1e-7 * i)))]], 4).Rank(SecondOrder.Epsilon(DType.Float64)));
    }

    [Fact]
    public void A_rate_of_zero_is_refused()
    {
        Tensor x = Make.Parameter(1);
        Assert.All(
            (Action[])[() => _ = new Newton([x], lr: 0), () => _ = new NewtonCG([x], lr: 0), () => _ = new GaussNewton([x], lr: 0)],
            static make => Assert.Contains("lr must be a finite number above 0; got 0", Assert.Throws<ArgumentException>(make).Message, StringComparison.Ordinal));
    }

    [Fact]
    public void Refused_points_cost_no_Jacobian()
    {
        // What is differentiated is seen by a hook on a residual.
        Tensor x = Make.Parameter(-1.2, 1);
        int derivatives = 0, evaluations = 0;
        var optimizer = new LevenbergMarquardt([x], factor: 100);
        while (optimizer.Status == OptimizerStatus.Running)
        {
            (int before, int already) = (derivatives, evaluations);
            optimizer.Step(() =>
            {
                evaluations++;
                (Tensor a, Tensor b) = (x.Slice(0, 0, 1), x.Slice(0, 1, 2));
                Tensor r = Tensor.Cat([10 * (b - a.Square()), 1 - a], 0);
                r.RegisterHook(gradient =>
                {
                    derivatives++;
                    return gradient;
                });
                return r;
            });
            if (optimizer.Status == OptimizerStatus.Running)
            {
                // Two rows: at the start of the first step, and where each leads.
                Assert.InRange(derivatives - before, 0, before == 0 ? 4 : 2);
            }
        }

        Assert.Equal(OptimizerStatus.Converged, optimizer.Status);
    }

    // An orthogonal matrix: Gram and Schmidt's, twice.
    private static Tensor Orthogonal(NDArray any)
    {
        int n = any.Shape[0];
        List<double[]> basis = [];
        for (int i = 0; i < n; i++)
        {
            double[] row = any.Select(0, i).Clone().ToArray<double>();
            for (int pass = 0; pass < 2; pass++)
            {
                foreach (double[] unit in basis)
                {
                    row = SecondOrder.Along(row, unit, -SecondOrder.Dot(row, unit));
                }
            }

            double norm = SecondOrder.Norm(row);
            basis.Add([.. row.Select(value => value / norm)]);
        }

        return new Tensor(NDArray.From([.. basis.SelectMany(static row => row)], [n, n]));
    }
}
