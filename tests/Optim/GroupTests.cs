using MiniTorch.Optim;

namespace MiniTorch.Tests;

/// <summary>Groups: what they inherit, what they refuse, and how the refusal reads.</summary>
public class GroupTests
{
    private static Tensor P(int size = 2) => Tensor.Zeros([size], requiresGrad: true);

    [Fact]
    public void A_group_inherits_what_it_does_not_set()
    {
        var sgd = new SGD(
            [new SGDGroup([P()]), new SGDGroup([P()]) { Lr = 1e-2, Momentum = 0.8 }], lr: 1e-3, momentum: 0.9, weightDecay: 0.1);
        Assert.Equal((1e-3, 0.9, 0.1, 0.0, false), Options(sgd.ParamGroups[0]));
        Assert.Equal((1e-2, 0.8, 0.1, 0.0, false), Options(sgd.ParamGroups[1]));
        sgd.ParamGroups[1].Lr = 5e-4;
        sgd.AddParamGroup(new SGDGroup([P()]) { Nesterov = true });
        Assert.Equal(5e-4, sgd.ParamGroups[1].Lr);
        Assert.Equal((1e-3, 0.9, 0.1, 0.0, true), Options(sgd.ParamGroups[2]));

        static (double Lr, double Momentum, double Decay, double Dampening, bool Nesterov) Options(SGDGroup g) =>
            (g.Lr, g.Momentum, g.WeightDecay, g.Dampening, g.Nesterov);
    }

    [Fact]
    public void Defaults_are_PyTorchs()
    {
        SGDGroup sgd = new SGD([P()]).ParamGroups[0];
        Assert.Equal(
            (1e-3, 0.0, 0.0, 0.0, false, false),
            (sgd.Lr, sgd.Momentum, sgd.Dampening, sgd.WeightDecay, sgd.Nesterov, sgd.Maximize));
        AdamGroup adam = new Adam([P()]).ParamGroups[0];
        Assert.Equal(
            (1e-3, (0.9, 0.999), 1e-8, 0.0, false, false, false),
            (adam.Lr, adam.Betas, adam.Eps, adam.WeightDecay, adam.AmsGrad, adam.Maximize, adam.DecoupledWeightDecay));
        AdamGroup adamW = new AdamW([P()]).ParamGroups[0];
        Assert.Equal(
            (1e-3, (0.9, 0.999), 1e-8, 1e-2, true),
            (adamW.Lr, adamW.Betas, adamW.Eps, adamW.WeightDecay, adamW.DecoupledWeightDecay));
    }

    [Fact]
    public void Each_group_steps_with_its_own_options()
    {
        Tensor a = Make.Parameter(1), b = Make.Parameter(1);
        var sgd = new SGD([new SGDGroup([a]), new SGDGroup([b]) { Lr = 0.5, Maximize = true }], lr: 0.1);
        a.Grad = Tensor.From([1.0]);
        b.Grad = Tensor.From([1.0]);
        sgd.Step();
        Assert.Equal((0.9, 1.5), (a.Item<double>(), b.Item<double>()));
        sgd.ParamGroups[0].Lr = 0;
        sgd.ParamGroups[1].Lr = 1;
        sgd.Step();
        Assert.Equal((0.9, 2.5), (a.Item<double>(), b.Item<double>()));
    }

    [Theory]
    [InlineData(-1e-9)]
    [InlineData(double.NaN)]
    [InlineData(double.PositiveInfinity)]
    public void A_rate_out_of_range_is_refused_wherever_it_is_set(double lr)
    {
        string got = FormattableString.Invariant($"lr must be a finite number of at least 0; got {lr}");
        Assert.Equal($"SGD: {got}", Refused(() => new SGD([P()], lr)));
        Assert.Equal($"AdamW: {got}", Refused(() => new AdamW([P()], lr)));
        Assert.Equal($"a group that has not joined an optimizer: {got}", Refused(() => new SGDGroup([P()]) { Lr = lr }));
        var sgd = new SGD([new SGDGroup([P()]), new SGDGroup([P()])]);
        Assert.Equal($"SGD, group 1: {got}", Refused(() => sgd.ParamGroups[1].Lr = lr));
        Assert.Equal(1e-3, sgd.ParamGroups[1].Lr);
    }

    [Fact]
    public void Every_option_has_its_range()
    {
        var sgd = new SGDGroup([P()]);
        Assert.Contains("momentum must", Refused(() => sgd.Momentum = -0.1), StringComparison.Ordinal);
        Assert.Contains("dampening must", Refused(() => sgd.Dampening = double.NaN), StringComparison.Ordinal);
        Assert.Contains("weight_decay must", Refused(() => sgd.WeightDecay = -1), StringComparison.Ordinal);
        var adam = new AdamGroup([P()]);
        Assert.EndsWith(
            "each of betas must be at least 0 and below 1; got (0.9, 1)",
            Refused(() => adam.Betas = (0.9, 1)),
            StringComparison.Ordinal);
        Assert.EndsWith("got (-0.1, 0.9)", Refused(() => adam.Betas = (-0.1, 0.9)), StringComparison.Ordinal);
        Assert.Contains("eps must", Refused(() => adam.Eps = -1), StringComparison.Ordinal);
        Assert.Contains("weight_decay must", Refused(() => adam.WeightDecay = double.NaN), StringComparison.Ordinal);
    }

    [Fact]
    public void Options_that_contradict_each_other_are_refused_at_joining_and_at_the_next_step()
    {
        const string rule = "nesterov needs momentum above 0 and dampening 0; got momentum";
        Assert.Equal($"SGD, group 0: {rule} 0 and dampening 0", Refused(() => new SGD([P()], nesterov: true)));
        Assert.Equal(
            $"SGD, group 0: {rule} 0.9 and dampening 0.5",
            Refused(() => new SGD([P()], momentum: 0.9, dampening: 0.5, nesterov: true)));
        var sgd = new SGD([new SGDGroup([P()]), new SGDGroup([P()]) { Momentum = 0.5, Nesterov = true }]);
        Assert.Equal($"SGD, group 2: {rule} 0 and dampening 0", Refused(() => sgd.AddParamGroup(new SGDGroup([P()]) { Nesterov = true })));
        Assert.Equal(2, sgd.ParamGroups.Count);
        sgd.ParamGroups[1].Momentum = 0;
        InvalidOperationException error = Assert.Throws<InvalidOperationException>(sgd.Step);
        Assert.Equal($"SGD, group 1: {rule} 0 and dampening 0", error.Message);
        sgd.ParamGroups[1].Nesterov = false;
        sgd.Step();
    }

    [Fact]
    public void Parameters_that_cannot_be_optimized_are_named()
    {
        Tensor a = P(3), b = P(4);
        Assert.Equal("SGD, group 0: a group needs at least one parameter; got an empty list", Refused(() => new SGD((Tensor[])[])));
        Assert.Equal("Adam: needs at least one group of parameters; got none", Refused(() => new Adam((AdamGroup[])[])));
        Assert.Equal(
            "SGD, group 0: only a leaf can be optimized; parameter 1, of shape [3], is the result of 'mul'",
            Refused(() => new SGD([b, a * a])));
        Assert.Equal(
            "SGD, group 0: a parameter may occur once; parameter 2, of shape [3], is also parameter 0 of group 0",
            Refused(() => new SGD([a, b, a])));
        Assert.Equal(
            "SGD, group 1: a parameter may occur once; parameter 1, of shape [4], is also parameter 1 of group 0",
            Refused(() => new SGD([new SGDGroup([a, b]), new SGDGroup([P(), b])])));
        Assert.Equal(
            "SGD, group 0: a parameter must be float32 or float64; parameter 0, of shape [2], is int64",
            Refused(() => new SGD([Tensor.From([1L, 2L])])));
        Assert.Equal("SGD, group 0: a parameter must be a tensor; parameter 1 is null", Refused(() => new SGD([a, null!])));
        var group = new SGDGroup([a]);
        _ = new SGD([group]);
        Assert.Equal("SGD, group 0: the group belongs to an optimizer already; make a new one", Refused(() => new SGD([group])));
    }

    [Fact]
    public void A_refused_group_leaves_the_optimizer_as_it_was()
    {
        Tensor a = Make.Parameter(1), b = Make.Parameter(1);
        var sgd = new SGD([a], lr: 1);
        Refused(() => sgd.AddParamGroup(new SGDGroup([b, a])));
        (a.Grad, b.Grad) = (Tensor.From([1.0]), Tensor.From([1.0]));
        sgd.Step();
        Assert.Equal((0.0, 1.0), (a.Item<double>(), b.Item<double>()));
        sgd.AddParamGroup(new SGDGroup([b]));
    }

    [Fact]
    public void Parameters_of_a_refused_group_do_not_outlive_their_scope()
    {
        Tensor refused;
        using (TensorScope.Begin())
        {
            refused = Make.Parameter([200], 1);
            Refused(() => new SGD([new SGDGroup([refused]) { Nesterov = true }]));
        }

        Assert.Throws<ObjectDisposedException>(() => refused.ToArray<double>());
    }

    [Fact]
    public void A_refused_group_may_join_another_optimizer()
    {
        var group = new SGDGroup([P()]) { Nesterov = true };
        Refused(() => new SGD([group], lr: 0.1));
        SGDGroup joined = new SGD([group], lr: 0.5, momentum: 0.9).ParamGroups[0];
        Assert.Equal((0.5, 0.9), (joined.Lr, joined.Momentum));
        var decoupled = new AdamGroup([P()]) { DecoupledWeightDecay = false };
        Refused(() => new AdamW([decoupled], weightDecay: 0.5));
        Assert.Equal(0.25, new Adam([decoupled], weightDecay: 0.25).ParamGroups[0].WeightDecay);
    }

    [Fact]
    public void A_parameter_that_requires_no_gradient_is_kept_for_later()
    {
        var frozen = Tensor.From([1.0]);
        var sgd = new SGD([frozen], lr: 1);
        sgd.Step();
        Assert.Equal(1, frozen.Item<double>());
        frozen.RequiresGrad = true;
        (frozen * 0.25).Sum().Backward();
        sgd.Step();
        Assert.Equal(0.75, frozen.Item<double>());
    }

    [Fact]
    public void AdamW_is_always_decoupled()
    {
        Assert.Equal(
            "AdamW, group 0: decoupled_weight_decay is always True here; got False",
            Refused(() => new AdamW([new AdamGroup([P()]) { DecoupledWeightDecay = false }])));
        var adamW = new AdamW([P()]);
        Assert.Equal(
            "AdamW, group 0: decoupled_weight_decay is always True here; got False",
            Refused(() => adamW.ParamGroups[0].DecoupledWeightDecay = false));
        new Adam([P()]).ParamGroups[0].DecoupledWeightDecay = true;
    }

    [Fact]
    public void An_option_is_unknown_until_the_group_joins() =>
        Assert.Equal(
            "a group that has not joined an optimizer: lr is not set; the group inherits it when it joins an optimizer",
            Assert.Throws<InvalidOperationException>(() => new SGDGroup([P()]).Lr).Message);

    private static string Refused(Action action) => Assert.Throws<ArgumentException>(action).Message;

    private static string Refused(Func<object> action) => Assert.Throws<ArgumentException>(action).Message;
}
