using MiniTorch.Optim;

namespace MiniTorch.Tests;

/// <summary>What Newton and NewtonCG share with every optimizer: options, states, hooks, counts, closures, memory.</summary>
public class SecondOrderStateTests
{
    public static TheoryData<string> Names => new() { nameof(Newton), nameof(NewtonCG) };

    [Theory]
    [MemberData(nameof(Names))]
    public void A_resumed_run_goes_on_bit_for_bit(string name)
    {
        Tensor x = Make.Parameter([6], 2), other = Make.Parameter([6], 2);
        Optimizer through = Of(name, [x]), first = Of(name, [other]);
        for (int step = 0; step < 3; step++)
        {
            through.Step(() => Functions.Rosenbrock(x));
            first.Step(() => Functions.Rosenbrock(other));
        }

        var copy = new Tensor(other.Value.Clone(), requiresGrad: true);
        Optimizer resumed = Of(name, [copy]);
        resumed.ParamGroups[0].Lr = 0.1;
        resumed.LoadState(first.SaveState());
        Assert.Equal(Text(first), Text(resumed));
        for (int step = 0; step < 6; step++)
        {
            through.Step(() => Functions.Rosenbrock(x));
            resumed.Step(() => Functions.Rosenbrock(copy));
        }

        Assert.Equal(Make.Bits([x]), Make.Bits([copy]));
        OptimizerPropertyTests.SameState(through.SaveState(), resumed.SaveState());
    }

    [Fact]
    public void States_have_the_structure_of_the_others()
    {
        Tensor[] x = [Make.Parameter(-1.2, 1), Make.Parameter(3)];
        var newton = new Newton(x);
        Assert.Equal(0, newton.SaveState().As<MapState>()["state"].As<MapState>().Count);
        newton.Step(() => Functions.Rosenbrock(x[0]) + x[1].Square().Sum());
        MapState saved = newton.SaveState().As<MapState>();
        Assert.Equal(["0"], saved["state"].As<MapState>().Keys);
        Assert.Equal(["func_evals", "n_iter", "status", "status_reason"], saved["state"].As<MapState>()["0"].As<MapState>().Keys);
        Assert.Equal(
            ["lr", "tolerance_grad", "tolerance_step", "pure", "line_search", "params"],
            saved["param_groups"].As<ListState>()[0].As<MapState>().Keys);
        var conjugate = new NewtonCG(x);
        conjugate.Step(() => Functions.Rosenbrock(x[0]) + x[1].Square().Sum());
        saved = conjugate.SaveState().As<MapState>();
        Assert.Equal(["func_evals", "n_iter", "status", "status_reason", "grad_scale"], saved["state"].As<MapState>()["0"].As<MapState>().Keys);
        Assert.Equal(
            ["lr", "tolerance_grad", "tolerance_step", "max_inner", "params"], saved["param_groups"].As<ListState>()[0].As<MapState>().Keys);
    }

    [Fact]
    public void A_state_that_does_not_fit_is_refused_and_changes_nothing()
    {
        Tensor[] x = [Make.Parameter(-1.2, 1), Make.Parameter(3)];
        var optimizer = new NewtonCG(x);
        optimizer.Step(() => Functions.Rosenbrock(x[0]) + x[1].Square().Sum());
        StateNode before = optimizer.SaveState();
        Refused("NewtonCG, parameter 0: the saved state lacks 'n_iter'", static entry => Without(entry, "n_iter"));
        Refused("NewtonCG, parameter 0: in the saved state, func_evals must be at least 0; got -1", static entry => With(entry, "func_evals", -1));
        Refused(
            "NewtonCG, parameter 0: in the saved state, status must be running, converged, stalled, diverged; got 'lost'",
            static entry => With(entry, "status", "lost"));
        Refused("NewtonCG, parameter 0: in the saved state, grad_scale must be a finite number of at least 0; got -2", static entry => With(entry, "grad_scale", -2.0));
        Refused(
            "NewtonCG, parameter 0: the saved state has 'exp_avg', which this optimizer does not keep; it keeps func_evals, n_iter, status, status_reason, grad_scale",
            static entry => With(entry, "exp_avg", 1));
        MapState second = optimizer.SaveState().As<MapState>();
        second["state"].As<MapState>()["1"] = new MapState { ["n_iter"] = 1 };
        Assert.Equal(
            "NewtonCG, parameter 1: NewtonCG keeps one state, under its first parameter; this one has n_iter",
            Assert.Throws<InvalidOperationException>(() => optimizer.LoadState(second)).Message);

        void Refused(string expected, Func<MapState, MapState> spoil)
        {
            MapState spoilt = optimizer.SaveState().As<MapState>(), states = spoilt["state"].As<MapState>();
            states["0"] = spoil(states["0"].As<MapState>());
            Assert.StartsWith(expected, Assert.Throws<InvalidOperationException>(() => optimizer.LoadState(spoilt)).Message, StringComparison.Ordinal);
            OptimizerPropertyTests.SameState(before, optimizer.SaveState());
        }
    }

    [Fact]
    public void What_is_out_of_range_is_named()
    {
        Tensor[] x = [Make.Parameter(1)];
        Refused("Newton: lr must be a finite number above 0; got -1", () => new Newton(x, lr: -1));
        Refused("Newton: tolerance_grad must be a finite number of at least 0; got NaN", () => new Newton(x, toleranceGrad: double.NaN));
        Refused("Newton: tolerance_step must be a finite number of at least 0; got -1", () => new Newton(x, toleranceStep: -1));
        Refused("NewtonCG: max_inner must be at least 1; got 0", () => new NewtonCG(x, maxInner: 0));
        Refused("Newton, group 0: a group needs at least one parameter; got an empty list", () => new Newton([]));
        Refused(
            "Newton, group 0: parameter 0, of shape [2], requires no gradient: leave frozen parameters out", () => new Newton([Tensor.From([1.0, 2])]));
        Refused(
            "NewtonCG, group 0: all parameters form one vector and must have one type; parameter 0, of shape [1], is float64 and parameter 1, of shape [2], is float32",
            () => new NewtonCG([x[0], Make.Parameter([2], 1, DType.Float32)]));
        Refused(
            "Newton, group 1: parameter 0, of shape [1], is in a second group; Newton has one group of parameters, which form one vector",
            () =>
            {
                new Newton(x).AddParamGroup(new NewtonGroup([Make.Parameter(1)]));
                return null;
            });
        Refused("Newton: maxSteps must be at least 1; got 0", () => new Newton(x).Minimize(() => x[0].Sum(), 0));

        static void Refused(string expected, Func<object?> make) => Assert.Equal(expected, Assert.Throws<ArgumentException>(make).Message);
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void A_closure_that_cannot_be_used_is_told_what_to_do(string name)
    {
        Tensor x = Make.Parameter(-1.2, 1);
        Optimizer optimizer = Of(name, [x]);
        Refused($"{name}: a step computes the function at several points and differentiates it itself; call Step(closure)", optimizer.Step);
        Refused($"{name}: the closure must return the function's value; got null", () => optimizer.Step(static () => null!));
        Refused(
            $"{name}: the closure must not call Backward: the step differentiates what it returns, more than once. Leave Backward and ZeroGrad out",
            () => optimizer.Step(Functions.Closure(optimizer, () => Functions.Rosenbrock(x))));
        Refused("objective: the value does not depend on the parameters: was it computed under NoGrad, or with others?", () => optimizer.Step(static () => Tensor.From(1.0)));
        Refused("objective: the function must return a single floating-point value; got float64 of shape [2]", () => optimizer.Step(() => x * x));
        Assert.Equal([-1.2, 1], x.ToArray<double>());
        Assert.Equal(0, optimizer.StepCount);

        static void Refused(string expected, Action step) => Assert.Equal(expected, Assert.Throws<InvalidOperationException>(step).Message);
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Gradients_are_neither_read_nor_changed_and_clearing_them_is_harmless(string name)
    {
        Tensor x = Make.Parameter(-1.2, 1), gradient = Tensor.From([5.0, 6]);
        Optimizer optimizer = Of(name, [x]);
        x.Grad = gradient;
        optimizer.Step(() => Functions.Rosenbrock(x));
        Assert.Equal([5.0, 6], x.Grad!.ToArray<double>());
        optimizer.Step(() =>
        {
            optimizer.ZeroGrad();
            return Functions.Rosenbrock(x);
        });
        Assert.Equal(2, optimizer.StepCount);
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void The_loss_before_the_step_is_returned_and_hooks_run(string name)
    {
        Tensor x = Make.Parameter(-1.2, 1);
        Optimizer optimizer = Of(name, [x]);
        List<string> calls = [];
        optimizer.RegisterStepPreHook(_ => calls.Add("before"));
        optimizer.RegisterStepPostHook(_ => calls.Add("after"));
        using (Autograd.NoGrad())
        {
            Assert.Equal(24.2, optimizer.Step(() => Functions.Rosenbrock(x)).Item<double>(), 1e-12);
        }

        Assert.Equal(["before", "after"], calls);
        Assert.Equal(1, optimizer.StepCount);
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void A_closure_that_fails_leaves_the_parameters_where_the_step_began(string name)
    {
        for (int failing = 0; failing < 3; failing++)
        {
            Tensor x = Make.Parameter(-1.2, 1);
            Optimizer optimizer = Of(name, [x]);
            int calls = 0;
            Assert.Throws<TimeoutException>(() => optimizer.Step(() => calls++ == failing ? throw new TimeoutException() : Functions.Rosenbrock(x)));
            Assert.Equal([-1.2, 1], x.ToArray<double>());
            Tensor fresh = Make.Parameter(-1.2, 1);
            optimizer.Step(() => Functions.Rosenbrock(x));
            Of(name, [fresh]).Step(() => Functions.Rosenbrock(fresh));
            Assert.Equal(Make.Bits([fresh]), Make.Bits([x]));
        }
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void A_scope_around_the_step_changes_no_bit(string name)
    {
        Tensor x = Make.Parameter([200], 2), scoped = Make.Parameter([200], 2);
        Optimizer plain = Of(name, [x]), inScope = Of(name, [scoped]);
        for (int step = 0; step < 3; step++)
        {
            plain.Step(() => Functions.Rosenbrock(x));
            using var scope = TensorScope.Begin();
            inScope.Step(() => Functions.Rosenbrock(scoped));
        }

        Assert.Equal(Make.Bits([x]), Make.Bits([scoped]));
    }

    private static MapState With(MapState entry, string key, StateNode value)
    {
        entry[key] = value;
        return entry;
    }

    private static MapState Without(MapState entry, string key)
    {
        var rest = new MapState();
        foreach ((string name, StateNode node) in entry)
        {
            if (name != key)
            {
                rest[name] = node;
            }
        }

        return rest;
    }

    private static Optimizer Of(string name, Tensor[] parameters) => name == nameof(Newton) ? new Newton(parameters) : new NewtonCG(parameters);

    private static string Text(Optimizer optimizer) => optimizer switch
    {
        Newton newton => $"{newton.Status}, {newton.StatusReason}, {newton.Evaluations}",
        NewtonCG conjugate => $"{conjugate.Status}, {conjugate.StatusReason}, {conjugate.Evaluations}",
        _ => throw new NotSupportedException(),
    };
}
