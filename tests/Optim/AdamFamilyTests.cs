using MiniTorch.Optim;

namespace MiniTorch.Tests;

/// <summary>Adamax, NAdam, RAdam, Adadelta and Lion: defaults, ranges, PyTorch's states, and what their formulas do not see.</summary>
[Collection(nameof(UsesWorkersAlone))]
public sealed partial class AdamFamilyTests : IDisposable
{
    private static readonly (double, double) s_betas = (0.9, 0.999);

    private readonly int _workers = Workers.Count;

    public void Dispose() => Workers.Count = _workers;

    [Fact]
    public void Defaults_are_PyTorchs()
    {
        Tensor p = Make.Parameter(1);
        AdamaxGroup adamax = new Adamax([p]).ParamGroups[0];
        Assert.Equal((2e-3, s_betas, 1e-8, 0, false), (adamax.Lr, adamax.Betas, adamax.Eps, adamax.WeightDecay, adamax.Maximize));
        NAdamGroup nadam = new NAdam([p]).ParamGroups[0];
        Assert.Equal((2e-3, s_betas, 1e-8, 0, 4e-3), (nadam.Lr, nadam.Betas, nadam.Eps, nadam.WeightDecay, nadam.MomentumDecay));
        Assert.Equal((false, false, false), (nadam.DecoupledWeightDecay, nadam.Maximize, nadam.ExactProduct));
        RAdamGroup radam = new RAdam([p]).ParamGroups[0];
        Assert.Equal((1e-3, s_betas, 1e-8, 0), (radam.Lr, radam.Betas, radam.Eps, radam.WeightDecay));
        Assert.Equal((false, false), (radam.DecoupledWeightDecay, radam.Maximize));
        AdadeltaGroup adadelta = new Adadelta([p]).ParamGroups[0];
        Assert.Equal((1.0, 0.9, 1e-6, 0, false), (adadelta.Lr, adadelta.Rho, adadelta.Eps, adadelta.WeightDecay, adadelta.Maximize));
        LionGroup lion = new Lion([p]).ParamGroups[0];
        Assert.Equal((1e-4, (0.9, 0.99), 0, false), (lion.Lr, lion.Betas, lion.WeightDecay, lion.Maximize));
    }

    [Fact]
    public void An_option_out_of_range_is_refused_by_name()
    {
        AdamaxGroup adamax = new Adamax([new AdamaxGroup([P()]), new AdamaxGroup([P()])]).ParamGroups[1];
        Refused("Adamax, group 1: lr must be a finite number of at least 0; got -1", () => adamax.Lr = -1);
        Refused("Adamax, group 1: each of betas must be at least 0 and below 1; got (0.9, 1)", () => adamax.Betas = (0.9, 1));
        Refused("Adamax, group 1: eps must be a finite number of at least 0; got -1E-08", () => adamax.Eps = -1e-8);
        Refused("Adamax, group 1: weight_decay must be a finite number of at least 0; got NaN", () => adamax.WeightDecay = double.NaN);
        NAdamGroup nadam = new NAdam([new NAdamGroup([P()]), new NAdamGroup([P()])]).ParamGroups[1];
        Refused("NAdam, group 1: momentum_decay must be a finite number of at least 0; got -0.5", () => nadam.MomentumDecay = -0.5);
        Refused("NAdam, group 1: each of betas must be at least 0 and below 1; got (-0.1, 0.9)", () => nadam.Betas = (-0.1, 0.9));
        Refused("NAdam, group 1: eps must be a finite number of at least 0; got -1", () => nadam.Eps = -1);
        Refused("NAdam, group 1: weight_decay must be a finite number of at least 0; got -1", () => nadam.WeightDecay = -1);
        RAdamGroup radam = new RAdam([new RAdamGroup([P()]), new RAdamGroup([P()])]).ParamGroups[1];
        Refused("RAdam, group 1: each of betas must be at least 0 and below 1; got (1, 0.9)", () => radam.Betas = (1, 0.9));
        Refused("RAdam, group 1: eps must be a finite number of at least 0; got Infinity", () => radam.Eps = double.PositiveInfinity);
        Refused("RAdam, group 1: weight_decay must be a finite number of at least 0; got -1", () => radam.WeightDecay = -1);
        AdadeltaGroup adadelta = new Adadelta([new AdadeltaGroup([P()]), new AdadeltaGroup([P()])]).ParamGroups[1];
        Refused("Adadelta, group 1: rho must be at least 0 and at most 1; got 1.5", () => adadelta.Rho = 1.5);
        Refused("Adadelta, group 1: eps must be a finite number of at least 0; got -1", () => adadelta.Eps = -1);
        Refused("Adadelta, group 1: weight_decay must be a finite number of at least 0; got -1", () => adadelta.WeightDecay = -1);
        LionGroup lion = new Lion([new LionGroup([P()]), new LionGroup([P()])]).ParamGroups[1];
        Refused("Lion, group 1: each of betas must be at least 0 and below 1; got (0.9, 1)", () => lion.Betas = (0.9, 1));
        Refused("Lion, group 1: weight_decay must be a finite number of at least 0; got -1", () => lion.WeightDecay = -1);
        Assert.Equal((0.0, 0.9), (nadam.WeightDecay, adadelta.Rho));
        Refused("NAdam: momentum_decay must be a finite number of at least 0; got -1", static () => new NAdam([P()], momentumDecay: -1));
        Refused("Adadelta: rho must be at least 0 and at most 1; got -1", static () => new Adadelta([P()], rho: -1));

        static Tensor P() => Make.Parameter(1, 2);

        static void Refused(string expected, Func<object> set) => Assert.Equal(expected, Assert.Throws<ArgumentException>(set).Message);
    }

    [Fact]
    public void First_steps_are_as_long_as_the_formulas_say()
    {
        // g = 3, θ = 1, no weight decay.
        First(static p => new Adamax(p, lr: 0.5, eps: 1), 1 - (0.5 * 3 / 4));
        First(static p => new RAdam(p, lr: 0.5), 1 - (0.5 * 3));
        First(static p => new Adadelta(p, lr: 0.5, rho: 0.75, eps: 0.01), 1 - (0.5 * Math.Sqrt(0.01 / ((0.25 * 9) + 0.01)) * 3));
        First(static p => new Lion(p, lr: 0.5), 0.5);

        // ψ = 0 keeps every μ at β₁/2 = ¼.
        First(static p => new NAdam(p, lr: 0.5, betas: (0.5, 0.9), eps: 0, momentumDecay: 0), 1 - (0.5 * (1 + (0.125 / (1 - (1.0 / 64))))));
        First(static p => new NAdam(p, 0.5, (0.5, 0.9), 0, 0, 0, exactProduct: true), 1 - (0.5 * (1 + (0.125 / (1 - (1.0 / 16))))));

        static void First(Func<Tensor[], Optimizer> create, double expected)
        {
            Tensor p = Make.Parameter(1);
            p.Grad = Tensor.From([3.0]);
            create([p]).Step();
            Assert.Equal(expected, p.Item<double>(), 1e-15);
        }
    }

    [Fact]
    public void The_scale_of_the_gradient_does_not_matter_without_eps()
    {
        // A power of two scales without rounding.
        Same(static p => new Adamax([p], lr: 0.01, eps: 0));
        Same(static p => new NAdam([p], lr: 0.01, eps: 0));
        Same(static p => new Lion([p], lr: 0.01));

        static void Same(Func<Tensor, Optimizer> create)
        {
            (Tensor a, Tensor b) = Pair();
            Steps(create(a), create(b), a, b, 0, 10, static gradient => gradient.Multiply(1 << 12));
            Assert.Equal(Make.Bits([a]), Make.Bits([b]));
        }
    }

    [Fact]
    public void Adadelta_does_not_see_a_scale_far_above_eps()
    {
        (Tensor a, Tensor b) = (Make.Parameter([37], 1), Make.Parameter([37], 1));
        Steps(new Adadelta([a], eps: 1e-20), new Adadelta([b], eps: 1e-20), a, b, 0, 10, static gradient => gradient.Multiply(1000));
        Close.Assert(a, b, rtol: 0, atol: 1e-18);
    }

    [Fact]
    public void RAdams_steps_are_in_proportion_to_the_gradient_until_they_are_rectified()
    {
        Tensor a = new(NDArray.Zeros([37]), requiresGrad: true), b = new(NDArray.Zeros([37]), requiresGrad: true);
        var one = new RAdam([a], eps: 0);
        var other = new RAdam([b], eps: 0);
        Steps(one, other, a, b, 0, 5, static gradient => gradient.Multiply(4));
        Assert.Equal(Make.Bits([new Tensor(a.Value.Multiply(4))]), Make.Bits([b]));
        float[] before = a.ToArray<float>(), otherBefore = b.ToArray<float>();
        Steps(one, other, a, b, 5, 6, static gradient => gradient.Multiply(4));
        Assert.All(
            a.ToArray<float>().Zip(before, static (x, y) => x - y).Zip(b.ToArray<float>().Zip(otherBefore, static (x, y) => x - y)),
            static steps => Assert.Equal(steps.First, steps.Second, 1e-8f));
    }

    [Fact]
    public void Lion_without_momentum_sees_signs_alone()
    {
        (Tensor a, Tensor b) = Pair();
        NDArray sizes = NDArray.Rand([37], generator: new Generator(9)).Add(0.01);
        var other = new Lion([b], lr: 0.01, betas: (0, 0.9));
        Steps(new Lion([a], lr: 0.01, betas: (0, 0.9)), other, a, b, 0, 5, gradient => gradient.Multiply(sizes));
        Assert.Equal(Make.Bits([a]), Make.Bits([b]));
    }

    [Fact]
    public void Lion_turned_upside_down_turns_the_path()
    {
        (Tensor a, Tensor b) = Pair();
        Steps(new Lion([a], lr: 0.01), new Lion([b], lr: 0.01, maximize: true), a, b, 0, 5, static gradient => gradient.Multiply(-1));
        Assert.Equal(Make.Bits([a]), Make.Bits([b]));
    }

    [Fact]
    public void The_sign_of_zero_is_zero_in_Lion()
    {
        Tensor p = Make.Parameter(1, 2, 3, 4);
        p.Grad = Tensor.From([0, -0.0, 1e-300, -1e-300]);
        new Lion([p], lr: 0.5).Step();
        Assert.Equal([1, 2, 2.5, 4.5], p.ToArray<double>());
    }

    [Fact]
    public void NAdam_without_momentum_is_Adam()
    {
        (Tensor a, Tensor b) = (Make.Parameter([37], 1), Make.Parameter([37], 1));
        var adam = new Adam([b], lr: 0.01, betas: (0, 0.9), weightDecay: 0.1);
        Steps(new NAdam([a], lr: 0.01, betas: (0, 0.9), weightDecay: 0.1), adam, a, b, 0, 10, static gradient => gradient.Clone());
        Close.Assert(b, a, rtol: 1e-13);
    }

    [Fact]
    public void They_find_the_minimum_of_a_quadratic()
    {
        Found(static p => new Adamax([p], lr: 0.05), 1e-6);
        Found(static p => new NAdam([p], lr: 0.05), 1e-6);
        Found(static p => new RAdam([p], lr: 0.05), 1e-6);
        Found(static p => new Adadelta([p], lr: 1, eps: 1e-4), 1e-2);
        Found(static p => new Lion([p], lr: 0.01), 0.02);

        static void Found(Func<Tensor, Optimizer> create, double tolerance)
        {
            // f = ½Σ aᵢ(xᵢ − cᵢ)²
            Tensor x = Make.Parameter(4, -3, 0.5), a = Tensor.From([1.0, 5.0, 10.0]), c = Tensor.From([1.0, -2.0, 3.0]);
            Optimizer optimizer = create(x);
            for (int step = 0; step < 3000; step++)
            {
                x.Grad = a * (x.Detach() - c);
                optimizer.Step();
            }

            Close.Assert(c.ToArray<double>(), x.ToArray<double>(), rtol: 0, atol: tolerance, optimizer.GetType().Name);
        }
    }

    private static (Tensor A, Tensor B) Pair() => (Make.Parameter([37], 1, DType.Float32), Make.Parameter([37], 1, DType.Float32));

    private static void Steps(Optimizer one, Optimizer other, Tensor a, Tensor b, int first, int end, Func<NDArray, NDArray> change)
    {
        for (int step = first; step < end; step++)
        {
            a.Grad = Make.Gradient(a, step);
            b.Grad = new Tensor(change(a.Grad.Value));
            one.Step();
            other.Step();
        }
    }
}
