using MiniTorch.Optim;

namespace MiniTorch.Tests;

public sealed partial class AdagradFamilyTests
{
    [Fact]
    public void ASGDs_average_goes_on_from_PyTorchs()
    {
        // Three steps of PyTorch 1.13 in float64, and where the next three lead.
        Tensor p = Make.Parameter(1.1528692032987984, -2.1062338304223855);
        var asgd = new ASGD([p]);
        asgd.LoadState(new MapState
        {
            ["state"] = new MapState
            {
                ["0"] = new MapState
                {
                    ["step"] = Tensor.From(3.0),
                    ["eta"] = Tensor.From(0.09911066146960458),
                    ["mu"] = Tensor.From(0.5),
                    ["ax"] = Tensor.From([1.1528692032987984, -2.1062338304223855]),
                },
            },
            ["param_groups"] = new ListState
            {
                new MapState
                {
                    ["lr"] = 0.1, ["lambd"] = 0.05, ["alpha"] = 0.6, ["t0"] = 1, ["weight_decay"] = 0.02,
                    ["foreach"] = StateNode.Empty, ["maximize"] = true, ["params"] = new ListState { 0 },
                },
            },
        });
        foreach (double[] gradient in (double[][])[[0.125, 1], [-0.75, 0.25], [0.5, -0.5]])
        {
            p.Grad = Tensor.From(gradient);
            asgd.Step();
        }

        Close.Assert([1.1169898089383532, -1.9898107750856828], p.ToArray<double>(), rtol: 1e-12, atol: 0);
        Close.Assert([1.125564791043456, -2.010644589297461], asgd.Average(p).ToArray<double>(), rtol: 1e-12, atol: 0, what: "the average");
    }

    [Fact]
    public void State_keys_are_PyTorchs()
    {
        Check(
            static p => new Adagrad(p),
            "step, sum",
            "lr, lr_decay, eps, weight_decay, initial_accumulator_value, maximize, eps_inside_root");
        Check(
            static p => new RMSprop(p, momentum: 0.9, centered: true),
            "step, square_avg, momentum_buffer, grad_avg",
            "lr, momentum, alpha, eps, centered, weight_decay, maximize, eps_inside_root");
        Check(
            static p => new RMSprop(p, centered: true),
            "step, square_avg, grad_avg",
            "lr, momentum, alpha, eps, centered, weight_decay, maximize, eps_inside_root");
        Check(static p => new Rprop(p), "step, prev, step_size", "lr, etas, step_sizes, maximize");
        Check(static p => new ASGD(p), "step, eta, mu, ax", "lr, lambd, alpha, t0, weight_decay, maximize");

        static void Check(Func<Tensor[], Optimizer> create, string state, string options)
        {
            Tensor p = Make.Parameter(1, 2);
            Optimizer optimizer = create([p]);
            p.Grad = Tensor.From([1.0, -1.0]);
            optimizer.Step();
            Assert.Equal(state, string.Join(", ", State(optimizer).Keys));
            MapState group = optimizer.SaveState().As<MapState>()["param_groups"].As<ListState>()[0].As<MapState>();
            Assert.Equal($"{options}, params", string.Join(", ", group.Keys));
        }
    }

    [Fact]
    public void Adagrads_state_is_there_before_the_first_step()
    {
        Tensor[] parameters = [Make.Parameter(1, 2), Make.Parameter(3)];
        var adagrad = new Adagrad([new AdagradGroup([parameters[0]])], initialAccumulatorValue: 0.5);
        adagrad.AddParamGroup(new AdagradGroup([parameters[1]]) { InitialAccumulatorValue = 2 });
        adagrad.ParamGroups[0].InitialAccumulatorValue = 7;
        MapState saved = adagrad.SaveState().As<MapState>()["state"].As<MapState>();
        Assert.Equal([0L, 0L], saved.Select(static entry => entry.Value.As<MapState>()["step"].ToInt64()));
        Assert.Equal(
            [0.5, 0.5, 2],
            saved.SelectMany(static entry => entry.Value.As<MapState>()["sum"].As<TensorState>().Value.ToArray<double>()));

        var other = new Adagrad([new AdagradGroup([parameters[0]]), new AdagradGroup([parameters[1]])]);
        other.LoadState(adagrad.SaveState());
        OptimizerPropertyTests.SameState(adagrad.SaveState(), other.SaveState());
        parameters[1].Grad = Tensor.From([1.0]);
        other.Step();
        Assert.Equal(3 - (0.01 / Math.Sqrt(3)), parameters[1].Item<double>(), 1e-11);
    }

    [Fact]
    public void Options_out_of_range_are_named_with_the_group()
    {
        const string AtLeast0 = "must be a finite number of at least 0";
        Tensor p = Make.Parameter(1);
        AdagradGroup adagrad = new Adagrad([p]).ParamGroups[0];
        RMSpropGroup rmsprop = new RMSprop([p]).ParamGroups[0];
        RpropGroup rprop = new Rprop([p]).ParamGroups[0];
        ASGDGroup asgd = new ASGD([p]).ParamGroups[0];
        Refused($"Adagrad, group 0: lr {AtLeast0}; got -1", () => adagrad.Lr = -1);
        Refused($"Adagrad, group 0: lr_decay {AtLeast0}; got -1", () => adagrad.LrDecay = -1);
        Refused($"Adagrad, group 0: eps {AtLeast0}; got NaN", () => adagrad.Eps = double.NaN);
        Refused($"Adagrad, group 0: weight_decay {AtLeast0}; got -1", () => adagrad.WeightDecay = -1);
        Refused($"Adagrad, group 0: initial_accumulator_value {AtLeast0}; got -1", () => adagrad.InitialAccumulatorValue = -1);
        Refused($"Adagrad: lr_decay {AtLeast0}; got -0.5", () => _ = new Adagrad([p], lrDecay: -0.5));
        Refused($"RMSprop, group 0: momentum {AtLeast0}; got -1", () => rmsprop.Momentum = -1);
        Refused("RMSprop, group 0: alpha must be at least 0 and at most 1; got 1.5", () => rmsprop.Alpha = 1.5);
        Refused($"RMSprop, group 0: eps {AtLeast0}; got -1", () => rmsprop.Eps = -1);
        Refused($"RMSprop, group 0: weight_decay {AtLeast0}; got -1", () => rmsprop.WeightDecay = -1);
        Refused($"RMSprop: momentum {AtLeast0}; got -0.5", () => _ = new RMSprop([p], momentum: -0.5));
        Refused("Rprop, group 0: etas must satisfy 0 < η⁻ < 1 < η⁺; got (0, 1.2)", () => rprop.Etas = (0, 1.2));
        Refused("Rprop, group 0: etas must satisfy 0 < η⁻ < 1 < η⁺; got (0.5, 1)", () => rprop.Etas = (0.5, 1));
        Refused("Rprop, group 0: each of etas must be a finite number; got (NaN, 1.2)", () => rprop.Etas = (double.NaN, 1.2));
        Refused("Rprop, group 0: step_sizes must satisfy 0 ≤ min ≤ max; got (2, 1)", () => rprop.StepSizes = (2, 1));
        Refused("Rprop, group 0: step_sizes must satisfy 0 ≤ min ≤ max; got (-1, 1)", () => rprop.StepSizes = (-1, 1));
        Refused("Rprop: etas must satisfy 0 < η⁻ < 1 < η⁺; got (1.2, 0.5)", () => _ = new Rprop([p], etas: (1.2, 0.5)));
        Refused($"ASGD, group 0: lambd {AtLeast0}; got -1", () => asgd.Lambd = -1);
        Refused($"ASGD, group 0: alpha {AtLeast0}; got -1", () => asgd.Alpha = -1);
        Refused("ASGD, group 0: t0 must be a finite number; got NaN", () => asgd.T0 = double.NaN);
        Refused($"ASGD, group 0: weight_decay {AtLeast0}; got -1", () => asgd.WeightDecay = -1);
        Refused($"ASGD: lambd {AtLeast0}; got -0.5", () => _ = new ASGD([p], lambd: -0.5));
        Assert.Equal(((0.5, 1.2), (1e-6, 50)), (rprop.Etas, rprop.StepSizes));

        static void Refused(string expected, Action set) => Assert.Equal(expected, Assert.Throws<ArgumentException>(set).Message);
    }

    [Fact]
    public void ASGD_averages_what_comes_after_t0()
    {
        Tensor p = Make.Parameter([5], 1);
        var asgd = new ASGD([p], lr: 0.1, t0: 3);
        Assert.Equal(p.ToArray<double>(), asgd.Average(p).ToArray<double>());
        double[] mean = [];
        for (int step = 1; step <= 9; step++)
        {
            p.Grad = Make.Gradient(p, step);
            asgd.Step();

            // The share of step t is 1/max(1, t − 1 − t₀).
            double share = 1 / Math.Max(1.0, step - 4);
            mean = [.. p.ToArray<double>().Select((x, i) => share == 1 ? x : mean[i] + (share * (x - mean[i])))];
            Close.Assert(mean, asgd.Average(p).ToArray<double>(), rtol: 1e-12, atol: 1e-14, what: $"step {step}");
            Assert.Equal(asgd.Average(p).ToArray<double>(), State(asgd)["ax"].As<TensorState>().Value.ToArray<double>());
        }

        asgd.Average(p).Value.Fill(0.0);
        Close.Assert(mean, asgd.Average(p).ToArray<double>(), rtol: 1e-12, atol: 1e-14, what: "a copy was changed");
        Assert.False(asgd.Average(p).RequiresGrad);
        Assert.Equal(
            "ASGD: the tensor, of shape [2], must be a parameter of one of the groups",
            Assert.Throws<ArgumentException>(() => asgd.Average(Make.Parameter(1, 2))).Message);
    }

    [Fact]
    public void ASGDs_average_goes_on_from_a_state_of_any_time_and_when_t0_moves()
    {
        for (int saved = 1; saved < 8; saved++)
        {
            Tensor p = Make.Parameter([5], 1);
            var asgd = new ASGD([new ASGDGroup([Make.Parameter(1)]), new ASGDGroup([p])], lr: 0.1, t0: 3);
            Run(asgd, p, 0, saved);
            Tensor q = new(p.Value.Clone(), requiresGrad: true);
            var resumed = new ASGD([new ASGDGroup([Make.Parameter(1)]), new ASGDGroup([q])]);
            resumed.LoadState(asgd.SaveState());
            Assert.Equal(Make.Bits([asgd.Average(p)]), Make.Bits([resumed.Average(q)]));
            Run(asgd, p, saved, 8);
            Run(resumed, q, saved, 8);
            Assert.Equal(Make.Bits([p, asgd.Average(p)]), Make.Bits([q, resumed.Average(q)]));
            Assert.NotEqual(Make.Bits([p]), Make.Bits([asgd.Average(p)]));

            // The share that a step leaves behind is that of the next: averaging ends one step later, and starts anew from the parameter.
            asgd.ParamGroups[1].T0 = 20;
            Run(asgd, p, 8, 9);
            Assert.NotEqual(Make.Bits([p]), Make.Bits([asgd.Average(p)]));
            Run(asgd, p, 9, 10);
            Assert.Equal(Make.Bits([p]), Make.Bits([asgd.Average(p)]));
        }

        static void Run(ASGD asgd, Tensor p, int first, int end)
        {
            for (int step = first; step < end; step++)
            {
                p.Grad = Make.Gradient(p, step);
                asgd.Step();
            }
        }
    }

    [Fact]
    public void ASGDs_first_rate_is_that_of_the_first_step()
    {
        Tensor p = Make.Parameter(0);
        var asgd = new ASGD([p], lr: 1, lambd: 0);
        asgd.ParamGroups[0].Lr = 0.5;
        p.Grad = Tensor.From([1.0]);
        asgd.Step();
        Assert.Equal(-0.5, p.Item<double>());
        asgd.ParamGroups[0].Lr = 0.25;
        asgd.Step();
        Assert.Equal(-1, p.Item<double>());
        asgd.Step();
        Assert.Equal(-1.25, p.Item<double>());
    }
}
