using MiniTorch.Optim;

namespace MiniTorch.Tests;

/// <summary>The structure of LBFGS's saved states, PyTorch's among them, and what loading refuses.</summary>
public class LBFGSStateTests
{
    [Fact]
    public void It_saves_PyTorchs_structure()
    {
        Tensor[] parameters = [Make.Parameter(-1.2, 1), Make.Parameter(3)];
        var optimizer = new LBFGS(parameters, lineSearch: LineSearch.StrongWolfe);
        MapState fresh = optimizer.SaveState().As<MapState>();
        Assert.Equal(0, fresh["state"].As<MapState>().Count);
        optimizer.Step(Functions.Closure(optimizer, () => Functions.Rosenbrock(parameters[0]) + parameters[1].Square().Sum()));
        MapState saved = optimizer.SaveState().As<MapState>();
        Assert.Equal(["0"], saved["state"].As<MapState>().Keys);
        MapState entry = LBFGSTests.Entry(optimizer);
        Assert.Equal(
            ["func_evals", "n_iter", "d", "t", "old_dirs", "old_stps", "ro", "H_diag", "prev_flat_grad", "prev_loss"], entry.Keys);
        Assert.Equal([3], entry["d"].As<TensorState>().Value.Shape);
        Assert.All(entry["old_stps"].As<ListState>(), static pair => Assert.Equal([3], pair.As<TensorState>().Value.Shape));
        MapState group = saved["param_groups"].As<ListState>()[0].As<MapState>();
        Assert.Equal(
            ["lr", "max_iter", "max_eval", "tolerance_grad", "tolerance_change", "history_size", "line_search_fn", "params"], group.Keys);
        Assert.Equal((StateNode)"strong_wolfe", group["line_search_fn"]);
        MapState plain = new LBFGS([Make.Parameter(1)]).SaveState().As<MapState>();
        Assert.Equal(StateNode.Empty, plain["param_groups"].As<ListState>()[0].As<MapState>()["line_search_fn"]);
    }

    [Fact]
    public void A_state_of_PyTorchs_continues_to_PyTorchs_next_values()
    {
        Tensor x = Make.Parameter(-2.609643427330754, 3.786724302664727);
        var optimizer = new LBFGS([x]);
        optimizer.LoadState(PyTorchs());
        Tensor loss = optimizer.Step(Functions.Closure(optimizer, () => Functions.Himmelblau(x)));
        Close.Assert(22.531909769047072, loss.Item<double>());
        Close.Assert([-2.7846157660985735, 3.1374291047855007], x.ToArray<double>());
        MapState entry = LBFGSTests.Entry(optimizer);
        Assert.Equal((13, 6), (entry["func_evals"].ToInt64(), entry["n_iter"].ToInt64()));
    }

    [Fact]
    public void A_state_that_does_not_fit_is_refused_and_changes_nothing()
    {
        Tensor x = Make.Parameter(-1.2, 1);
        var optimizer = new LBFGS([x], lr: 0.5);
        optimizer.Step(Functions.Closure(optimizer, () => Functions.Rosenbrock(x)));
        StateNode before = optimizer.SaveState();
        Refused("LBFGS, parameter 0: the saved state lacks 'd'", static (entry, _) => Replace(entry, "d", null));
        Refused("LBFGS, parameter 0: the saved state lacks 'func_evals'", static (entry, _) => Replace(entry, "func_evals", null));
        Refused(
            "LBFGS, parameter 0: d: the saved tensor must have the shape [2], of all parameters end to end; got [3]",
            static (entry, _) => Replace(entry, "d", Tensor.From([1.0, 2, 3])));
        Refused(
            "LBFGS, parameter 0: old_stps[1]: the saved tensor must have the shape [2]",
            static (entry, _) => Replace(entry, "old_stps", new ListState { Tensor.From([1.0, 2]), Tensor.From([1.0]) }));
        Refused(
            "LBFGS, parameter 0: in the saved state, old_dirs, old_stps and ro must have as many entries; got 2, 2 and 1",
            static (entry, _) => Replace(entry, "ro", new ListState { 1.0 }));
        Refused(
            "LBFGS, parameter 0: in the saved state, 'ro[1]' cannot be read: ",
            static (entry, _) => Replace(entry, "ro", new ListState { 1.0, "x" }));
        Refused(
            "LBFGS, parameter 0: in the saved state, n_iter must be at least 0; got -1", static (entry, _) => Replace(entry, "n_iter", -1));
        Refused(
            "LBFGS, parameter 0: in the saved state, 'H_diag' cannot be read: ", static (entry, _) => Replace(entry, "H_diag", "one"));
        Refused(
            "LBFGS, parameter 0: the saved state has 'exp_avg', which this optimizer does not keep; it keeps func_evals, n_iter, d",
            static (entry, _) => Replace(entry, "exp_avg", 1));
        Refused(
            "LBFGS, group 0: in the saved state, 'line_search_fn' cannot be read: ",
            static (entry, group) =>
            {
                group["line_search_fn"] = "armijo";
                return entry;
            });

        void Refused(string expected, Func<MapState, MapState, MapState> spoil)
        {
            MapState spoilt = PyTorchs();
            MapState states = spoilt["state"].As<MapState>();
            states["0"] = spoil(states["0"].As<MapState>(), spoilt["param_groups"].As<ListState>()[0].As<MapState>());
            string got = Assert.Throws<InvalidOperationException>(() => optimizer.LoadState(spoilt)).Message;
            Assert.StartsWith(expected, got, StringComparison.Ordinal);
            OptimizerPropertyTests.SameState(before, optimizer.SaveState());
        }
    }

    [Fact]
    public void State_under_another_parameter_is_refused()
    {
        var optimizer = new LBFGS([Make.Parameter(1), Make.Parameter(2)]);
        MapState saved = optimizer.SaveState().As<MapState>();
        saved["state"].As<MapState>()["1"] = new MapState { ["n_iter"] = 1 };
        Assert.Equal(
            "LBFGS, parameter 1: LBFGS keeps one state, under its first parameter; this one has n_iter",
            Assert.Throws<InvalidOperationException>(() => optimizer.LoadState(saved)).Message);
    }

    private static MapState Replace(MapState entry, string key, StateNode? value)
    {
        var replaced = new MapState();
        foreach ((string name, StateNode node) in entry)
        {
            if (name != key)
            {
                replaced[name] = node;
            }
        }

        if (value is not null)
        {
            replaced[key] = value;
        }

        return replaced;
    }

    // After Step(closure) on Himmelblau's function from (−0.5, 0.5), by PyTorch 1.13.1.
    private static MapState PyTorchs() => new()
    {
        ["state"] = new MapState
        {
            ["0"] = new MapState
            {
                ["func_evals"] = 9, ["n_iter"] = 3,
                ["al"] = new ListState { Tensor.From(-1.4242636784664862), Tensor.From(0.0005544761012617115) },
                ["d"] = Tensor.From([-6.089569111933367, 1.1483835325691125]), ["t"] = Tensor.From(0.1436350217520616),
                ["old_dirs"] = new ListState
                {
                    Tensor.From([23.27376767028379, 37.747049693347584]), Tensor.From([9.804944942323608, 52.00349613260919]),
                },
                ["old_stps"] = new ListState
                {
                    Tensor.From([-0.4376392812067348, 2.5528958070392864]), Tensor.From([-0.7973287542707876, 0.568880401945167]),
                },
                ["ro"] = new ListState { Tensor.From(0.011603785952642432), Tensor.From(0.04594320311429801) },
                ["H_diag"] = Tensor.From(0.0077721838706446365), ["prev_flat_grad"] = Tensor.From([39.0787126126074, 54.75054582595678]),
                ["prev_loss"] = 38.28489076083584,
            },
        },
        ["param_groups"] = new ListState
        {
            new MapState
            {
                ["lr"] = 1, ["max_iter"] = 3, ["max_eval"] = 50, ["tolerance_grad"] = 1e-7, ["tolerance_change"] = 1e-9,
                ["history_size"] = 2, ["line_search_fn"] = "strong_wolfe", ["params"] = new ListState { 0 },
            },
        },
    };
}
