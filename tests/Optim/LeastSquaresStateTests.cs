using MiniTorch.Nist;
using MiniTorch.Optim;

namespace MiniTorch.Tests;

/// <summary>What GaussNewton and LevenbergMarquardt share with every optimizer: options, states, hooks, counts, closures.</summary>
public class LeastSquaresStateTests
{
    public static TheoryData<string> Names => new() { nameof(GaussNewton), nameof(LevenbergMarquardt) };

    [Theory]
    [MemberData(nameof(Names))]
    public void A_resumed_run_goes_on_bit_for_bit(string name)
    {
        // From the far start some steps of Levenberg and Marquardt's are damped, and some refused.
        var problem = NistProblem.Read(name == nameof(GaussNewton) ? "Thurber" : "BoxBOD");
        Tensor x = problem.Begin(0), other = problem.Begin(0);
        Optimizer through = Of(name, [x]), first = Of(name, [other]);
        for (int step = 0; step < 4; step++)
        {
            through.Step(() => problem.Residuals(x));
            first.Step(() => problem.Residuals(other));
        }

        var copy = new Tensor(other.Value.Clone(), requiresGrad: true);
        Optimizer resumed = Of(name, [copy]);
        resumed.LoadState(first.SaveState());
        OptimizerPropertyTests.SameState(first.SaveState(), resumed.SaveState());
        for (int step = 0; step < 6; step++)
        {
            through.Step(() => problem.Residuals(x));
            resumed.Step(() => problem.Residuals(copy));
        }

        Assert.Equal(Make.Bits([x]), Make.Bits([copy]));
        OptimizerPropertyTests.SameState(through.SaveState(), resumed.SaveState());
    }

    [Fact]
    public void States_have_the_structure_of_the_others()
    {
        Tensor[] x = [Make.Parameter(2), Make.Parameter(3, 4)];
        var optimizer = new LevenbergMarquardt(x, factor: 0.5);
        Assert.Equal(0, optimizer.SaveState().As<MapState>()["state"].As<MapState>().Count);
        Assert.Equal((0, 0, OptimizerStatus.Running), (optimizer.Radius, optimizer.Damping, optimizer.Status));
        optimizer.Step(() => Tensor.Cat([x[0].Square(), x[1].Exp()], 0));
        MapState saved = optimizer.SaveState().As<MapState>(), entry = saved["state"].As<MapState>()["0"].As<MapState>();
        Assert.Equal(["0"], saved["state"].As<MapState>().Keys);
        Assert.Equal(["func_evals", "n_iter", "status", "status_reason", "scale", "radius", "damping"], entry.Keys);
        Close.Assert([4, Math.Exp(3), Math.Exp(4)], entry["scale"].As<TensorState>().Value.ToArray<double>(), rtol: 1e-15);
        Assert.True(optimizer.Radius > 0 && optimizer.Radius == entry["radius"].ToDouble() && optimizer.Damping == entry["damping"].ToDouble());
        Assert.Equal(
            ["lr", "tolerance_grad", "tolerance_step", "tolerance_loss", "factor", "params"],
            saved["param_groups"].As<ListState>()[0].As<MapState>().Keys);
        Assert.Equal(
            ["lr", "tolerance_grad", "tolerance_step", "line_search", "params"],
            new GaussNewton(x).SaveState().As<MapState>()["param_groups"].As<ListState>()[0].As<MapState>().Keys);
    }

    [Fact]
    public void A_state_that_does_not_fit_is_refused_and_changes_nothing()
    {
        Tensor[] x = [Make.Parameter(2), Make.Parameter(3, 4)];
        var optimizer = new LevenbergMarquardt(x);
        optimizer.Step(() => Tensor.Cat([x[0].Square(), x[1].Exp()], 0));
        StateNode before = optimizer.SaveState();
        Refused("the saved state lacks 'radius'; it has func_evals, n_iter, status, status_reason, scale, damping", "radius", null);
        Refused("in the saved state, radius must be a finite number of at least 0; got -1", "radius", -1.0);
        Refused("in the saved state, damping must be a finite number of at least 0; got NaN", "damping", double.NaN);
        Refused("in the saved state, scale must be finite and above 0", "scale", Tensor.From([1.0, 0, 1]));
        Refused("scale: the saved tensor must have the shape [3], of all parameters end to end; got [2]", "scale", Tensor.From([1.0, 2]));
        Refused(
            "the saved state has 'exp_avg', which this optimizer does not keep; it keeps func_evals, n_iter, status, status_reason, scale, radius, damping",
            "exp_avg",
            1);

        void Refused(string expected, string key, StateNode? value)
        {
            MapState spoilt = optimizer.SaveState().As<MapState>(), states = spoilt["state"].As<MapState>(), entry = new();
            foreach ((string name, StateNode node) in states["0"].As<MapState>())
            {
                if (name != key)
                {
                    entry[name] = node;
                }
            }

            if (value is not null)
            {
                entry[key] = value;
            }

            states["0"] = entry;
            string got = Assert.Throws<InvalidOperationException>(() => optimizer.LoadState(spoilt)).Message;
            Assert.Equal($"LevenbergMarquardt, parameter 0: {expected}", got);
            OptimizerPropertyTests.SameState(before, optimizer.SaveState());
        }
    }

    [Fact]
    public void What_is_out_of_range_is_named()
    {
        Tensor[] x = [Make.Parameter(1)];
        Refused("LevenbergMarquardt: factor must be a finite number above 0; got 0", () => new LevenbergMarquardt(x, factor: 0));
        Refused("LevenbergMarquardt: tolerance_grad must be a finite number of at least 0; got NaN", () => new LevenbergMarquardt(x, toleranceGrad: double.NaN));
        Refused("LevenbergMarquardt: tolerance_step must be a finite number of at least 0; got -1", () => new LevenbergMarquardt(x, toleranceStep: -1));
        Refused("LevenbergMarquardt: tolerance_loss must be a finite number of at least 0; got -1", () => new LevenbergMarquardt(x, toleranceLoss: -1));
        Refused("LevenbergMarquardt, group 0: lr is always 1 here; got 0.5", () => new LevenbergMarquardt(x).ParamGroups[0].Lr = 0.5);
        Refused("GaussNewton: lr must be a finite number above 0; got -1", () => new GaussNewton(x, lr: -1));
        Refused(
            "GaussNewton, group 1: parameter 0, of shape [1], is in a second group; GaussNewton has one group of parameters, which form one vector",
            () =>
            {
                new GaussNewton(x).AddParamGroup(new GaussNewtonGroup([Make.Parameter(1)]));
                return null;
            });
        var group = new LevenbergMarquardtGroup(x) { Factor = 10 };
        LevenbergMarquardtGroup joined = new LevenbergMarquardt(group, factor: 2, toleranceLoss: 1e-9).ParamGroups[0];
        Assert.Equal((1, 10, 1e-12, 0, 1e-9), (joined.Lr, joined.Factor, joined.ToleranceGrad, joined.ToleranceStep, joined.ToleranceLoss));

        static void Refused(string expected, Func<object?> make) => Assert.Equal(expected, Assert.Throws<ArgumentException>(make).Message);
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void A_closure_that_cannot_be_used_is_told_what_to_do(string name)
    {
        Tensor x = Make.Parameter(-1.2, 1);
        Optimizer optimizer = Of(name, [x]);
        int calls = 0;
        Refused($"{name}: a step computes the function at several points and differentiates it itself; call Step(closure)", optimizer.Step);
        Refused(
            $"{name}: the closure must return the residuals r, of which ½‖r‖² is minimised, one element each; got a single value of shape [], such as a "
            + "loss has. Leave squares and sums out; a single residual has the shape [1]",
            () => optimizer.Step(() => x.Square().Sum()));
        Refused($"{name}: the closure must return at least one residual; got none, of shape [0]", () => optimizer.Step(() => x[..0]));
        Refused(
            $"{name}: the closure must return as many residuals at every point of a step; got 2 first, now 1, of shape [1]",
            () => optimizer.Step(() => calls++ == 0 ? x.Exp() : x[..1].Exp()));
        Refused(
            "vector_function: the function must return the parameters' type, float64; got float32 of shape [2]",
            () => optimizer.Step(() => new Tensor(NDArray.Zeros([2], DType.Float32))));
        Refused(
            "vector_function: the values do not depend on the parameters: were they computed under NoGrad, or with others?",
            () => optimizer.Step(static () => Tensor.From([1.0])));
        Assert.Equal([-1.2, 1], x.ToArray<double>());
        Assert.Equal(0, optimizer.StepCount);

        static void Refused(string expected, Action step) => Assert.Equal(expected, Assert.Throws<InvalidOperationException>(step).Message);
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void A_closure_that_fails_leaves_the_parameters_where_the_step_began(string name)
    {
        var problem = NistProblem.Read("BoxBOD");
        for (int failing = 0; failing < 2; failing++)
        {
            Tensor x = problem.Begin(0), fresh = problem.Begin(0);
            Optimizer optimizer = Of(name, [x]);
            int calls = 0;
            Assert.Throws<TimeoutException>(() => optimizer.Step(() => calls++ == failing ? throw new TimeoutException() : problem.Residuals(x)));
            Assert.Equal(problem.Starts[0], x.ToArray<double>());
            optimizer.Step(() => problem.Residuals(x));
            Of(name, [fresh]).Step(() => problem.Residuals(fresh));
            Assert.Equal(Make.Bits([fresh]), Make.Bits([x]));
        }
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void The_loss_before_the_step_is_returned_gradients_are_left_alone_and_hooks_run(string name)
    {
        Tensor x = Make.Parameter(3, 4), gradient = Tensor.From([5.0, 6]);
        x.Grad = gradient;
        Optimizer optimizer = Of(name, [x]);
        List<string> calls = [];
        optimizer.RegisterStepPreHook(_ => calls.Add("before"));
        optimizer.RegisterStepPostHook(_ => calls.Add("after"));
        using (Autograd.NoGrad())
        using (TensorScope.Begin())
        {
            Assert.Equal(12.5, optimizer.Step(() => x * 1).Item<double>());
            Assert.Equal(0, optimizer.Step(() => x * 1).Item<double>(), 1e-20);
        }

        Assert.Equal(["before", "after", "before", "after"], calls);
        Assert.Equal(2, optimizer.StepCount);
        Assert.Equal([5.0, 6], x.Grad!.ToArray<double>());
        Assert.Equal([0.0, 0], x.ToArray<double>());
    }

    [Fact]
    public void Looser_tolerances_end_a_run_earlier()
    {
        var problem = NistProblem.Read("ENSO");
        (MinimizeResult all, double digits) = Run(static b => new LevenbergMarquardt([b]));
        (MinimizeResult loss, double byLoss) = Run(static b => new LevenbergMarquardt([b], toleranceLoss: 1e-8));
        (MinimizeResult step, double byStep) = Run(static b => new LevenbergMarquardt([b], toleranceStep: 1e-4));
        (MinimizeResult grad, double byGrad) = Run(static b => new LevenbergMarquardt([b], toleranceGrad: 1e-4));
        Assert.All([loss, step, grad], result => Assert.True(result.Status == OptimizerStatus.Converged && result.Steps < all.Steps, result.ToString()));
        Assert.All([byLoss, byStep, byGrad], value => Assert.InRange(value, 2, digits - 1));
        Assert.Contains("within toleranceLoss", loss.Reason, StringComparison.Ordinal);
        Assert.Contains("within toleranceStep", step.Reason, StringComparison.Ordinal);
        Assert.Contains("relative offset", grad.Reason, StringComparison.Ordinal);

        (MinimizeResult Result, double Digits) Run(Func<Tensor, LevenbergMarquardt> of)
        {
            Tensor b = problem.Begin(1);
            MinimizeResult result = of(b).Minimize(() => problem.Residuals(b));
            return (result, problem.Digits(b.ToArray<double>()));
        }
    }

    private static Optimizer Of(string name, Tensor[] parameters) =>
        name == nameof(GaussNewton) ? new GaussNewton(parameters) : new LevenbergMarquardt(parameters);
}
