using MiniTorch.Curvature;
using MiniTorch.NN;

namespace MiniTorch.Tests;

public class TaylorModelTests
{
    [Fact]
    public void Of_a_quadratic_it_is_exact() => Matrices.ForAll(static (n, seed) =>
    {
        n++;
        Tensor a = Matrices.Symmetric(n, seed), b = Tensor.Randn([n], DType.Float64, generator: new Generator(seed + 1)), s = b * 0.5;
        Tensor at = Tensor.Randn([n], DType.Float64, generator: new Generator(seed + 2));
        Tensor F(Tensor x) => x.Dot(a.MatMul(x)) * 0.5 + b.Dot(x);
        var model = TaylorModel.At(new Objective(F, at));
        Tensor g = a.MatMul(at) + b;
        Close.Assert(g, model.Gradient, 1e-11, 1e-11);
        Close.Assert(g.Dot(g).Item<double>(), model.GradientSquared, 1e-11);
        Close.Assert(g.Dot(a.MatMul(g)).Item<double>(), model.GradientCurvature, 1e-9, 1e-9);
        foreach (TaylorStep step in (TaylorStep[])[model.GradientStep(0.1), model.Step(g * -0.1)])
        {
            Close.Assert(-0.1 * model.GradientSquared, step.Linear, 1e-10);
            Close.Assert(step.Quadratic, step.Actual, 1e-9, 1e-9);
            Close.Assert((F(at - g * 0.1) - F(at)).Item<double>(), step.Actual, 1e-9, 1e-9);
        }

        Close.Assert(model.Step(s).Quadratic, model.Step(s).Actual, 1e-9, 1e-9);
    });

    [Fact]
    public void The_best_rate_is_the_minimum_along_the_gradient() => Matrices.ForAll(static (n, seed) =>
    {
        Tensor root = Matrices.Square(n + 1, seed), a = root.MatMul(root.Transpose(0, 1)) + Tensor.Eye(n + 1, dtype: DType.Float64);
        var model = TaylorModel.At(new Objective(x => x.Dot(a.MatMul(x)), Tensor.Randn([n + 1], DType.Float64, generator: new Generator(seed + 1))));
        double best = model.BestRate!.Value, lowest = model.GradientStep(best).Actual;
        Assert.Equal(model.GradientSquared / model.GradientCurvature, best);
        Close.Assert(-0.5 * best * model.GradientSquared, lowest, 1e-9);
        Assert.True(model.GradientStep(best * 1.01).Actual > lowest && model.GradientStep(best * 0.99).Actual > lowest);
    }, maxTest: 30);

    [Fact]
    public void Where_there_is_no_best_rate_the_reason_is_named()
    {
        var positive = TaylorModel.At(new Objective(static x => (x * x).Sum() * 2, Tensor.From([1.0, 0])));
        Assert.Equal(0.25, positive.BestRate);
        Assert.Equal("f(x − εg) ≈ 2 - ε·16 + ½ε²·64; best ε = 0.25 (gᵀHg = 64 is positive: gᵀg/gᵀHg is the model's minimum along −g)", positive.ToString());
        static TaylorModel At(Func<Tensor, Tensor> f) => TaylorModel.At(new Objective(f, Tensor.From([1.0, 1])));
        TaylorModel negative = At(static x => -(x * x).Sum());
        Assert.Equal((null, "gᵀHg = -16 is negative: along −g the model falls faster and faster"), (negative.BestRate, negative.Reason));
        Assert.Equal("f(x − εg) ≈ -2 - ε·8 - ½ε²·16; no best ε (gᵀHg = -16 is negative: along −g the model falls faster and faster)", negative.ToString());
        TaylorModel straight = At(static x => x.Sum());
        Assert.Equal((null, "gᵀHg = 0 is 0 within 0: along −g the model falls for ever"), (straight.BestRate, straight.Reason));
        TaylorModel cancelled = At(static x => x[0] * x[0] - x[1] * x[1]);
        Assert.Null(cancelled.BestRate);
        Assert.StartsWith("gᵀHg = 0 is 0 within ", cancelled.Reason, StringComparison.Ordinal);
        TaylorModel critical = At(static x => (x - 1).Square().Sum());
        Assert.Equal((null, "the gradient is 0: there is no way down"), (critical.BestRate, critical.Reason));
    }

    [Fact]
    public void With_curvature_the_prediction_is_better_by_an_order_of_the_rate()
    {
        static Tensor F(Tensor x) => (x[0] * x[1].Exp() + x[1].Sin() * x[0].Square()).Sum();
        var model = TaylorModel.At(new Objective(F, Tensor.From([0.7, -0.4])));
        TaylorStep large = model.GradientStep(1e-2), small = model.GradientStep(1e-3);
        static double ErrorOf(double prediction, TaylorStep step) => Math.Abs(prediction - step.Actual);
        Assert.InRange(ErrorOf(large.Linear, large) / ErrorOf(small.Linear, small), 80, 120);
        Assert.InRange(ErrorOf(large.Quadratic, large) / ErrorOf(small.Quadratic, small), 800, 1200);
        Assert.Equal(1, small.Ratio, 1e-3);
    }

    [Fact]
    public void The_Newton_step_leads_to_the_critical_point_of_a_quadratic() => Matrices.ForAll(static (n, seed) =>
    {
        n++;
        double[] values = [.. Enumerable.Range(0, n).Select(i => (((seed >> i) & 1) == 0 ? 1 : -1) * (0.5 + i))];
        Tensor a = Matrices.Conjugated(Matrices.Diagonal(values), Matrices.Orthogonal(n, seed)), b = Tensor.Randn([n], DType.Float64, generator: new Generator(seed));
        var objective = new Objective(x => x.Dot(a.MatMul(x)) * 0.5 + b.Dot(x), Tensor.Ones([n], DType.Float64));
        Tensor step = TaylorModel.At(objective).NewtonStep();
        objective.Point += step;
        Close.Assert(Tensor.Zeros([n], DType.Float64), objective.Gradient(), 0, 1e-11);
    }, maxTest: 30);

    [Fact]
    public void A_singular_Hessian_has_no_Newton_step() => Assert.Equal(
        "taylor_model: the Hessian must be invertible for a Newton step; 1 of 2 eigenvalues are 0 within 8.882E-15",
        Assert.Throws<InvalidOperationException>(() =>
            TaylorModel.At(new Objective(static x => x[0].Square() + x[1], Tensor.Ones([2], DType.Float64))).NewtonStep()).Message);

    [Fact]
    public void Of_a_models_loss_in_float32()
    {
        var model = new Sequential(new Linear(3, 4), new Tanh(), new Linear(4, 1));
        foreach ((Tensor parameter, int i) in model.Parameters().Select(static (parameter, i) => (parameter, i)))
        {
            parameter.Value.CopyFrom(NDArray.Randn(parameter.Shape, DType.Float32, new Generator(i)));
        }

        Tensor x = Tensor.Randn([20, 3], generator: new Generator(7)), y = Tensor.Randn([20, 1], generator: new Generator(8));
        var objective = new Objective(() => F.MseLoss(model.Forward(x), y), model.Parameters());
        float[] before = objective.Point.ToArray<float>();
        TaylorStep step = TaylorModel.At(objective).GradientStep(0.01);
        Assert.Equal(before, objective.Point.ToArray<float>());
        Assert.Equal(DType.Float32, TaylorModel.At(objective).NewtonStep().DType);
        Assert.True(Math.Abs(step.Quadratic - step.Actual) < 0.1 * Math.Abs(step.Linear - step.Actual), step.ToString());
        Assert.Equal(1, step.Ratio, 0.02);
    }

    [Fact]
    public void A_model_of_a_function_that_has_moved_is_refused_but_looking_elsewhere_moves_nothing()
    {
        var leaf = Tensor.From([1.0, 2], requiresGrad: true);
        var objective = new Objective(() => leaf.Exp().Sum(), [leaf]);
        var model = TaylorModel.At(objective);
        _ = objective.ValueAt(Tensor.Zeros([2], DType.Float64));
        Assert.NotNull(model.Step(Tensor.Ones([2], DType.Float64)));
        leaf.Value.Fill(0);
        Assert.Equal(
            "taylor_model: the function has been moved since the model was made; make another with TaylorModel.At",
            Assert.Throws<InvalidOperationException>(() => model.Step(Tensor.Ones([2], DType.Float64))).Message);
        Assert.Throws<InvalidOperationException>(() => model.NewtonStep());
        Assert.Throws<ArgumentException>(() => model.GradientStep(double.NaN));
        Assert.Contains(
            "gᵀg = Infinity",
            Assert.Throws<InvalidOperationException>(() => TaylorModel.At(new Objective(static x => x.Sqrt().Sum(), Tensor.Zeros([2], DType.Float64)))).Message,
            StringComparison.Ordinal);
    }

    [Fact]
    public void A_step_reads_well() => Assert.Equal(
        "predicted -0.4 by the gradient, -0.2 with curvature; actual -0.19", new TaylorStep(-0.4, -0.2, -0.19).ToString());
}
