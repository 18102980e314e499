using MiniTorch.Optim;

namespace MiniTorch.Tests;

/// <summary>What theory says about whole runs: rates on quadratics, symmetries, the equivalence of two forms of Nesterov's method.</summary>
public class ConvergenceTests
{
    private const double Mu = 1;

    public static TheoryData<double> ConditionNumbers => [2, 10, 100];

    /// <summary>η = 1/L: (1 − 1/κ) a step (Nesterov, 2004, section 2.1.5).</summary>
    [Theory]
    [MemberData(nameof(ConditionNumbers))]
    public void Gradient_descent_at_the_inverse_of_the_largest_curvature_converges_at_the_textbook_rate(double kappa) =>
        RateIs(1 - (1 / kappa), kappa, p => new SGD([p], lr: 1 / (Mu * kappa)));

    /// <summary>η = 2/(L + μ): (κ − 1)/(κ + 1) a step.</summary>
    [Theory]
    [MemberData(nameof(ConditionNumbers))]
    public void Gradient_descent_at_its_best_rate_converges_at_the_textbook_rate(double kappa) =>
        RateIs((kappa - 1) / (kappa + 1), kappa, p => new SGD([p], lr: 2 / (Mu + (Mu * kappa))));

    /// <summary>η = 4/(√L + √μ)², momentum ((√κ − 1)/(√κ + 1))²: (√κ − 1)/(√κ + 1) a step (Polyak, 1964), in both forms of momentum.</summary>
    [Theory]
    [MemberData(nameof(ConditionNumbers))]
    public void The_heavy_ball_at_Polyaks_values_converges_at_the_textbook_rate(double kappa)
    {
        double root = Math.Sqrt(kappa), rate = (root - 1) / (root + 1);
        double lr = 4 / (Mu * (root + 1) * (root + 1));
        foreach (bool rateInVelocity in (bool[])[false, true])
        {
            RateIs(rate, kappa, p => new SGD([p], lr, momentum: rate * rate, rateInVelocity: rateInVelocity));
        }
    }

    [Fact]
    public void Nesterovs_iterates_are_the_textbooks_lookahead_points()
    {
        const double Lr = 0.05, Momentum = 0.8;
        Tensor p = Make.Parameter(1, -2, 0.5);
        var sgd = new SGD([p], Lr, Momentum, nesterov: true);
        double[] curvature = [1, 3, 9], x = p.ToArray<double>(), v = new double[3];
        for (int step = 0; step < 30; step++)
        {
            // v ← μv − η∇f(x + μv), x ← x + v
            for (int i = 0; i < 3; i++)
            {
                v[i] = (Momentum * v[i]) - (Lr * curvature[i] * (x[i] + (Momentum * v[i])));
                x[i] += v[i];
            }

            p.Grad = new Tensor(p.Value.Multiply(Tensor.From(curvature).Value));
            sgd.Step();
            Close.Assert([.. x.Zip(v, static (x, v) => x + (Momentum * v))], p.ToArray<double>(), rtol: 1e-12, atol: 1e-14);
        }
    }

    [Fact]
    public void Both_forms_of_momentum_go_the_same_way_until_the_rate_changes()
    {
        Tensor p = Make.Parameter(1, -2), q = Make.Parameter(1, -2);
        var gradients = new SGD([p], lr: 0.1, momentum: 0.9);
        var steps = new SGD([q], lr: 0.1, momentum: 0.9, rateInVelocity: true);
        Walk(5);
        Close.Assert(p.ToArray<double>(), q.ToArray<double>(), rtol: 1e-14, atol: 0);

        // Where the velocity holds steps, those of the old rate go on.
        (gradients.ParamGroups[0].Lr, steps.ParamGroups[0].Lr) = (0, 0);
        double[] before = p.ToArray<double>();
        Walk(1);
        Assert.Equal(before, p.ToArray<double>());
        Assert.All(before.Zip(q.ToArray<double>()), static pair => Assert.NotEqual(pair.First, pair.Second));

        void Walk(int count)
        {
            for (int i = 0; i < count; i++)
            {
                p.Grad = p.Detach().Clone();
                q.Grad = q.Detach().Clone();
                gradients.Step();
                steps.Step();
            }
        }
    }

    [Fact]
    public void Gradient_descent_commutes_with_rotations()
    {
        const double Cos = 0.6, Sin = 0.8;
        Tensor p = Make.Parameter(3, 1), q = Make.Parameter((Cos * 3) - (Sin * 1), (Sin * 3) + (Cos * 1));
        var one = new SGD([p], lr: 0.1, momentum: 0.9, weightDecay: 0.01, nesterov: true);
        var rotated = new SGD([q], lr: 0.1, momentum: 0.9, weightDecay: 0.01, nesterov: true);
        for (int step = 0; step < 10; step++)
        {
            double[] g = Make.Gradient(p, step).ToArray<double>();
            p.Grad = Tensor.From(g);
            q.Grad = Tensor.From([(Cos * g[0]) - (Sin * g[1]), (Sin * g[0]) + (Cos * g[1])]);
            one.Step();
            rotated.Step();
            double[] x = p.ToArray<double>();
            Close.Assert([(Cos * x[0]) - (Sin * x[1]), (Sin * x[0]) + (Cos * x[1])], q.ToArray<double>(), rtol: 1e-12, atol: 1e-13);
        }
    }

    [Fact]
    public void Gradients_of_parts_of_a_batch_add_up_to_the_batchs()
    {
        Tensor x = Make.Parameter([12, 5], 1).Detach(), y = Make.Parameter([12, 1], 2).Detach();
        Tensor whole = Make.Parameter([5, 1], 3), parts = new(whole.Value.Clone(), requiresGrad: true);
        Adam one = new([whole], lr: 0.1), accumulating = new([parts], lr: 0.1);
        for (int step = 0; step < 5; step++)
        {
            one.ZeroGrad();
            Loss(x, y, whole).Backward();
            one.Step();

            accumulating.ZeroGrad();
            for (int part = 0; part < 3; part++)
            {
                (Loss(x[(4 * part)..(4 * (part + 1))], y[(4 * part)..(4 * (part + 1))], parts) / 3).Backward();
            }

            accumulating.Step();
            Close.Assert(whole.ToArray<double>(), parts.ToArray<double>(), rtol: 1e-12, atol: 1e-13);
        }

        static Tensor Loss(Tensor x, Tensor y, Tensor w) => (x.MatMul(w) - y).Square().Mean();
    }

    // ½ Σ λᵢxᵢ² with λ between μ and κμ. The rate of a step is compared by its logarithm: the number of steps a digit takes.
    private static void RateIs(double expected, double kappa, Func<Tensor, Optimizer> create)
    {
        Tensor p = Make.Parameter(1, 1, 1, 1, 1);
        var curvature = Tensor.From([Mu, Mu * (1 + (0.3 * (kappa - 1))), Mu * (1 + (0.5 * (kappa - 1))), Mu * (1 + (0.9 * (kappa - 1))), Mu * kappa]);
        Optimizer optimizer = create(p);

        // As far as float64 reaches: until the distance is about 1e-250.
        int steps = (int)(-250 * Math.Log(10) / Math.Log(expected));
        double half = 0;
        for (int step = 0; step < steps; step++)
        {
            half = step == steps / 2 ? Distance(p) : half;
            p.Grad = new Tensor(p.Value.Multiply(curvature.Value));
            optimizer.Step();
        }

        double measured = Math.Log(Distance(p) / half) / (steps - (steps / 2));
        Assert.InRange(measured / Math.Log(expected), 0.99, 1.01);
    }

    private static double Distance(Tensor p) => p.ToArray<double>().Max(Math.Abs);
}
