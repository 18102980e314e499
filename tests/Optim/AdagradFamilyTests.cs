using MiniTorch.Optim;

namespace MiniTorch.Tests;

/// <summary>What sets Adagrad, RMSprop, Rprop and ASGD apart.</summary>
[Collection(nameof(UsesWorkersAlone))]
public sealed partial class AdagradFamilyTests : IDisposable
{
    private readonly int _workers = Workers.Count;

    public void Dispose() => Workers.Count = _workers;

    [Fact]
    public void Adagrad_does_not_see_the_scale_of_the_gradient()
    {
        // A power of two scales without rounding, so that without eps not a bit may differ.
        Tensor a = Make.Parameter([37], 1, DType.Float32), b = new(a.Value.Clone(), requiresGrad: true);
        var one = new Adagrad([a], eps: 0);
        var other = new Adagrad([b], eps: 0);
        for (int step = 0; step < 10; step++)
        {
            a.Grad = Make.Gradient(a, step);
            b.Grad = new Tensor(a.Grad.Value.Multiply(1 << 12));
            one.Step();
            other.Step();
        }

        Assert.Equal(Make.Bits([a]), Make.Bits([b]));
    }

    [Fact]
    public void Rprop_sees_the_signs_of_gradients_alone()
    {
        Tensor a = Make.Parameter([37], 1, DType.Float32), b = new(a.Value.Clone(), requiresGrad: true);
        var one = new Rprop([a]);
        var other = new Rprop([b]);
        var random = new Random(3);
        for (int step = 0; step < 20; step++)
        {
            a.Grad = Make.Gradient(a, step);
            b.Grad = Tensor.From([.. a.Grad.ToArray<float>().Select(g => MathF.Sign(g) * (float)random.Magnitude(-37, 37))]);
            one.Step();
            other.Step();
        }

        Assert.Equal(Make.Bits([a]), Make.Bits([b]));
    }

    [Fact]
    public void Rprop_waits_where_the_sign_changes_and_does_not_go_back()
    {
        Tensor p = Make.Parameter(0);
        var rprop = new Rprop([p], lr: 1, etas: (0.5, 2), stepSizes: (0.25, 3));
        (double Gradient, double Expected)[] steps =
        [
            (1, -1), (5, -3), (1, -6), (-1, -6), (-1, -4.5), (-2, -1.5), (0, -1.5), (7, -4.5), (-1, -4.5), (1, -6), (-1, -6), (0.1, -6.75),
        ];
        foreach ((double gradient, double expected) in steps)
        {
            p.Grad = Tensor.From([gradient]);
            rprop.Step();
            Assert.Equal(expected, p.Item<double>());
        }
    }

    [Fact]
    public void The_first_steps_of_RMSprops_two_forms_differ_by_two_orders_of_magnitude_where_gradients_are_small()
    {
        double outside = First(p => new RMSprop([p], lr: 1, alpha: 0.9, eps: 1e-6));
        double inside = First(p => new RMSprop([p], lr: 1, alpha: 0.9, eps: 1e-6, epsInsideRoot: true));
        Assert.Equal(1e-5 / (Math.Sqrt(1e-11) + 1e-6), outside, 1e-12);
        Assert.Equal(1e-5 / Math.Sqrt(1e-6 + 1e-11), inside, 1e-12);
        Assert.InRange(outside / inside, 200, 300);

        double centered = First(p => new RMSprop([p], lr: 1, alpha: 0.9, eps: 1e-6, centered: true, epsInsideRoot: true));
        Assert.Equal(1e-5 / Math.Sqrt(1e-6 + 1e-11 - 1e-12), centered, 1e-12);
        Assert.Equal(1e-5 / (1e-5 + 1e-7), First(p => new Adagrad([p], lr: 1, eps: 1e-7)), 1e-12);
        Assert.Equal(1e-5 / Math.Sqrt(1e-10 + 1e-7), First(p => new Adagrad([p], lr: 1, eps: 1e-7, epsInsideRoot: true)), 1e-12);

        static double First(Func<Tensor, Optimizer> create)
        {
            Tensor p = Make.Parameter(0);
            p.Grad = Tensor.From([1e-5]);
            create(p).Step();
            return -p.Item<double>();
        }
    }

    [Fact]
    public void RMSprops_rate_multiplies_the_velocity_afterwards()
    {
        // With α = 0 and no ε, what enters the velocity is the sign.
        Tensor p = Make.Parameter(0);
        var rmsprop = new RMSprop([p], lr: 1, alpha: 0, eps: 0, momentum: 0.5);
        p.Grad = Tensor.From([4.0]);
        rmsprop.Step();
        rmsprop.ParamGroups[0].Lr = 0.1;
        rmsprop.Step();
        Assert.Equal(-1.15, p.Item<double>(), 1e-15);
    }

    [Fact]
    public void RMSprops_variance_of_a_steady_gradient_does_not_become_negative()
    {
        Tensor p = Make.Parameter([64], 1, DType.Float32);
        var rmsprop = new RMSprop([p], lr: 0.1, alpha: 0.5, centered: true, epsInsideRoot: true);
        p.Grad = Make.Gradient(p, 2);
        for (int step = 0; step < 100; step++)
        {
            rmsprop.Step();
            Assert.All(p.ToArray<float>(), static x => Assert.True(float.IsFinite(x)));
        }
    }

    [Fact]
    public void RMSprops_momentum_and_centering_may_come_and_go()
    {
        Tensor p = Make.Parameter(0);
        var rmsprop = new RMSprop([p]);
        RMSpropGroup group = rmsprop.ParamGroups[0];
        p.Grad = Tensor.From([1.0]);
        double x = 0, square = 0, mean = 0, velocity = 0;
        (double Momentum, bool Centered)[] steps = [(0, false), (0, true), (0.5, true), (0.5, false), (0, true), (0.25, true)];
        foreach ((double momentum, bool centered) in steps)
        {
            (group.Momentum, group.Centered) = (momentum, centered);
            rmsprop.Step();
            square = (0.99 * square) + 0.01;
            mean = centered ? (0.99 * mean) + 0.01 : mean;
            double direction = 1 / (Math.Sqrt(square - (centered ? mean * mean : 0)) + 1e-8);
            velocity = momentum > 0 ? (momentum * velocity) + direction : velocity;
            x -= 0.01 * (momentum > 0 ? velocity : direction);
            Assert.Equal(x, p.Item<double>(), 1e-12);
        }
    }

    [Fact]
    public void All_find_the_minimum_of_a_quadratic()
    {
        (Func<Tensor, Optimizer> Create, double Tolerance)[] optimizers =
        [
            (static p => new Adagrad([p], lr: 1), 1e-6),
            (static p => new RMSprop([p], lr: 0.1, eps: 1, epsInsideRoot: true), 1e-6),
            (static p => new RMSprop([p], lr: 0.05, momentum: 0.5, centered: true, eps: 1), 1e-6),
            (static p => new Rprop([p]), 1e-5),
            (static p => new ASGD([p], lr: 0.15, lambd: 0), 1e-6),
        ];
        foreach ((Func<Tensor, Optimizer> create, double tolerance) in optimizers)
        {
            // f = ½Σ aᵢ(xᵢ − cᵢ)²
            Tensor x = Make.Parameter(4, -3, 0.5), a = Tensor.From([1.0, 5.0, 10.0]), c = Tensor.From([1.0, -2.0, 3.0]);
            Optimizer optimizer = create(x);
            for (int step = 0; step < 2000; step++)
            {
                x.Grad = (x.Detach() - c) * a;
                optimizer.Step();
            }

            Close.Assert(c.ToArray<double>(), x.ToArray<double>(), rtol: tolerance, atol: 0, what: optimizer.GetType().Name);
        }
    }

    [Fact]
    public void NaN_in_a_gradient_stays_in_its_element()
    {
        foreach (Func<Tensor[], Optimizer> create in Optimizers())
        {
            Tensor p = Make.Parameter(1, 2, 3);
            p.Grad = Tensor.From([1.0, double.NaN, 1.0]);
            Optimizer optimizer = create([p]);
            optimizer.Step();
            p.Grad = Tensor.From([1.0, 1.0, 1.0]);
            optimizer.Step();
            Assert.Equal([false, true, false], p.ToArray<double>().Select(double.IsNaN));
        }
    }

    [Theory]
    [InlineData("Adagrad")]
    [InlineData("RMSprop")]
    [InlineData("Rprop")]
    [InlineData("ASGD")]
    public void State_never_becomes_denormal(string name)
    {
        var p = new Tensor(NDArray.Randn([40], DType.Float32, new Generator(1)).Multiply(1e-38), requiresGrad: true);
        Optimizer optimizer = name switch
        {
            "Adagrad" => new Adagrad([p]),
            "RMSprop" => new RMSprop([p], alpha: 0.5, momentum: 0.5, centered: true),
            "Rprop" => new Rprop([p], stepSizes: (0, 1)),
            _ => new ASGD([p], lr: 0.5, lambd: 1, alpha: 0, t0: -2),
        };
        foreach (double scale in (double[])[1e-39, 1e-20, 1, 0, 1e-20, 1e-39])
        {
            for (int step = 0; step < 160; step++)
            {
                // Every other sign is a new one, so that Rprop's step sizes fall.
                p.Grad = Make.Gradient(p, 7, step % 4 < 2 ? scale : -scale);
                optimizer.Step();
                Assert.All(
                    State(optimizer).Select(static entry => entry.Value).OfType<TensorState>(),
                    static tensor => Assert.DoesNotContain(tensor.Value.ToArray<float>(), float.IsSubnormal));
            }
        }
    }

    private static Func<Tensor[], Optimizer>[] Optimizers() =>
    [
        static p => new Adagrad(p, weightDecay: 0.1),
        static p => new RMSprop(p),
        static p => new RMSprop(p, weightDecay: 0.1, momentum: 0.9, centered: true, epsInsideRoot: true),
        static p => new RMSprop(p, centered: true),
        static p => new Rprop(p),
        static p => new ASGD(p),
        static p => new ASGD(p, t0: 0),
    ];

    private static MapState State(Optimizer optimizer) =>
        optimizer.SaveState().As<MapState>()["state"].As<MapState>()["0"].As<MapState>();
}
