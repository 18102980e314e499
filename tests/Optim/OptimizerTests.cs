using MiniTorch.Optim;

namespace MiniTorch.Tests;

/// <summary>Steps: what they change, what they leave, what they cost.</summary>
[Collection(nameof(UsesWorkersAlone))]
public sealed partial class OptimizerTests : IDisposable
{
    private readonly int _workers = Workers.Count;

    public void Dispose() => Workers.Count = _workers;

    [Fact]
    public void A_parameter_without_gradient_is_skipped_whole()
    {
        foreach (Func<Tensor, Optimizer> create in Optimizers())
        {
            Tensor p = Make.Parameter(1, 2);
            Optimizer optimizer = create(p);
            p.Grad = Tensor.From([1.0, 1.0]);
            optimizer.Step();
            double[] before = p.ToArray<double>();
            optimizer.ZeroGrad();
            optimizer.Step();
            Assert.Equal(before, p.ToArray<double>());
        }
    }

    [Fact]
    public void A_gradient_of_zeros_moves_a_parameter_under_momentum()
    {
        Tensor p = Make.Parameter(1);
        var sgd = new SGD([p], lr: 1, momentum: 0.5);
        p.Grad = Tensor.From([1.0]);
        sgd.Step();
        sgd.ZeroGrad(setToNone: false);
        Assert.Equal(0, p.Grad.Item<double>());
        sgd.Step();
        Assert.Equal(-0.5, p.Item<double>());
        sgd.ZeroGrad();
        Assert.Null(p.Grad);
    }

    [Fact]
    public void The_first_velocity_is_the_gradient_undampened_also_when_momentum_comes_later()
    {
        Tensor p = Make.Parameter(0);
        var sgd = new SGD([p], lr: 1, dampening: 0.9);
        p.Grad = Tensor.From([1.0]);
        sgd.Step();
        sgd.ParamGroups[0].Momentum = 0.5;
        sgd.Step();
        Assert.Equal(-2, p.Item<double>());
        sgd.Step();
        Assert.Equal(-2.6, p.Item<double>(), 1e-15);
    }

    [Fact]
    public void A_step_counts_as_one_write_and_is_not_recorded()
    {
        Tensor p = Make.Parameter(1, 2);
        var adam = new Adam([p]);
        p.Grad = Tensor.From([1.0, 1.0]);
        Tensor product = (p * p).Sum();
        int version = p.Value.Version;
        adam.Step();
        Assert.Equal(version + 1, p.Value.Version);
        Assert.True(p.IsLeaf);
        Assert.Throws<InvalidOperationException>(() => product.Backward());
    }

    [Fact]
    public void A_closure_must_return_the_loss()
    {
        Tensor p = Make.Parameter(1);
        p.Grad = Tensor.From([1.0]);
        Assert.Equal(
            "SGD: the closure must return the loss; got null",
            Assert.Throws<InvalidOperationException>(() => new SGD([p]).Step(static () => null!)).Message);
        Assert.Equal(
            "LBFGS: the closure must return the loss; got null",
            Assert.Throws<InvalidOperationException>(() => new LBFGS([p]).Step(static () => null!)).Message);
        Assert.Equal(1, p.Item<double>());
    }

    [Fact]
    public void A_step_with_a_closure_returns_its_loss_and_records_it_under_no_grad()
    {
        Tensor p = Make.Parameter(3);
        var sgd = new SGD([p], lr: 0.1);
        Tensor loss;
        using (Autograd.NoGrad())
        {
            loss = sgd.Step(() =>
            {
                sgd.ZeroGrad();
                Tensor square = (p * p).Sum();
                square.Backward();
                return square;
            });
        }

        Assert.Equal(9, loss.Item<double>());
        Assert.Equal(2.4, p.Item<double>(), 1e-15);
        Assert.Equal(1, sgd.StepCount);
    }

    [Fact]
    public void Moments_that_die_away_become_zero_and_never_denormal()
    {
        Tensor p = Make.Parameter([40], 1, DType.Float32);
        var sgd = new SGD([p], lr: 1e-3, momentum: 0.5);
        var adam = new Adam([p], betas: (0.5, 0.5));
        p.Grad = Make.Gradient(p, 2);
        sgd.Step();
        adam.Step();
        p.Grad = new Tensor(NDArray.Zeros(p.Shape));
        for (int step = 0; step < 200; step++)
        {
            sgd.Step();
            adam.Step();
            Assert.All(Moments(sgd).Concat(Moments(adam)), static x => Assert.False(float.IsSubnormal(x)));
        }

        Assert.All(Moments(sgd).Concat(Moments(adam)), static x => Assert.Equal(0, x));
        p.Grad = new Tensor(NDArray.Full(p.Shape, 1e-20));
        adam.Step();
        Assert.All(Moments(adam), static x => Assert.False(float.IsSubnormal(x)));

        static IEnumerable<float> Moments(Optimizer optimizer) =>
            optimizer.SaveState().As<MapState>()["state"].As<MapState>()["0"].As<MapState>()
                .Select(static entry => entry.Value).OfType<TensorState>().SelectMany(static tensor => tensor.Value.ToArray<float>());
    }

    [Fact]
    public void NaN_in_a_gradient_stays_in_its_element()
    {
        foreach (Func<Tensor, Optimizer> create in Optimizers())
        {
            Tensor p = Make.Parameter(1, 2, 3);
            p.Grad = Tensor.From([1.0, double.NaN, 1.0]);
            Optimizer optimizer = create(p);
            optimizer.Step();
            p.Grad = Tensor.From([1.0, 1.0, 1.0]);
            optimizer.Step();
            Assert.Equal([false, true, false], p.ToArray<double>().Select(double.IsNaN));
        }
    }

    [Fact]
    public void Optimizers_find_the_minimum_of_a_quadratic()
    {
        Func<Tensor, Optimizer>[] optimizers =
        [
            static p => new SGD([p], lr: 0.15),
            static p => new SGD([p], lr: 0.05, momentum: 0.8, nesterov: true),
            static p => new Adam([p], lr: 0.05),
            static p => new Adam([p], lr: 0.05, amsGrad: true),
            static p => new AdamW([p], lr: 0.05, weightDecay: 0),
        ];
        foreach (Func<Tensor, Optimizer> create in optimizers)
        {
            // f = ½Σ aᵢ(xᵢ − cᵢ)²
            Tensor x = Make.Parameter(4, -3, 0.5), a = Tensor.From([1.0, 5.0, 10.0]), c = Tensor.From([1.0, -2.0, 3.0]);
            Optimizer optimizer = create(x);
            for (int step = 0; step < 2000; step++)
            {
                optimizer.ZeroGrad();
                ((x - c) * (x - c) * a * 0.5).Sum().Backward();
                optimizer.Step();
            }

            Close.Assert(c.ToArray<double>(), x.ToArray<double>(), rtol: 1e-6, atol: 0, what: optimizer.GetType().Name);
        }
    }

    [Fact]
    public void An_infinite_parameter_stays_what_it_is_unless_decay_pulls_at_it()
    {
        Func<Tensor, Optimizer>[] optimizers =
        [
            static p => new SGD([p]), static p => new SGD([p], momentum: 0.9), static p => new Adam([p], amsGrad: true), static p => new AdamW([p]),
            static p => new Adamax([p]), static p => new NAdam([p]), static p => new RAdam([p]), static p => new Adagrad([p]),
            static p => new Adadelta([p]), static p => new RMSprop([p], momentum: 0.9, centered: true), static p => new Rprop([p]),
            static p => new ASGD([p]), static p => new Lion([p]),
        ];
        foreach (Func<Tensor, Optimizer> create in optimizers)
        {
            Tensor p = Make.Parameter(double.NegativeInfinity, 1, double.PositiveInfinity);
            Optimizer optimizer = create(p);
            for (int step = 0; step < 3; step++)
            {
                p.Grad = Tensor.From([0, 1, 0.5]);
                optimizer.Step();
            }

            double[] values = p.ToArray<double>();
            Assert.Equal((double.NegativeInfinity, double.PositiveInfinity), (values[0], values[2]));
            Assert.InRange(values[1], 0, 0.9999);
        }
    }

    [Fact]
    public void A_step_that_broke_off_leaves_nothing_for_the_next()
    {
        // No copy of the one with gaps fits into an array, so that its step fails.
        Shape tooLarge = [1 << 15, 1 << 15];
        Tensor many = Make.Parameter([40], 1), few = Make.Parameter([10], 2);
        var impossible = new Tensor(NDArray.Ones([1, 1], DType.Float64).Expand(tooLarge), requiresGrad: true);
        double[] before = many.ToArray<double>();
        var sgd = new SGD([many, impossible, few], lr: 1);
        few.Grad = Tensor.Ones([10], DType.Float64);
        sgd.Step();

        (many.Grad, impossible.Grad, few.Grad) = (Tensor.Ones([40], DType.Float64), impossible.Detach(), null);
        Assert.Throws<ArgumentException>(sgd.Step);
        impossible.Grad = null;
        sgd.Step();

        Close.Assert([.. before.Select(static x => x - 1)], many.ToArray<double>(), rtol: 1e-15, atol: 1e-15);
    }

    [Fact]
    public void Adam_does_not_see_the_scale_of_the_gradient()
    {
        // A power of two scales without rounding, so that without eps not a bit may differ.
        Tensor a = Make.Parameter([37], 1, DType.Float32), b = new(a.Value.Clone(), requiresGrad: true);
        var one = new Adam([a], lr: 0.01, eps: 0);
        var other = new Adam([b], lr: 0.01, eps: 0);
        for (int step = 0; step < 10; step++)
        {
            a.Grad = Make.Gradient(a, step);
            b.Grad = new Tensor(a.Grad.Value.Multiply(1 << 12));
            one.Step();
            other.Step();
        }

        Assert.Equal(Make.Bits([a]), Make.Bits([b]));
    }

    private static Func<Tensor, Optimizer>[] Optimizers() =>
    [
        static p => new SGD([p], lr: 0.1, momentum: 0.9, weightDecay: 0.1),
        static p => new SGD([p], lr: 0.1, weightDecay: 0.1),
        static p => new Adam([p], lr: 0.1, weightDecay: 0.1, amsGrad: true),
        static p => new AdamW([p], lr: 0.1),
    ];
}
