using MiniTorch.Optim;

namespace MiniTorch.Tests;

/// <summary>The structure of saved states, and what loading refuses.</summary>
public class StateTests
{
    [Fact]
    public void Adam_saves_PyTorchs_structure()
    {
        (Adam adam, Tensor[] parameters) = Stepped();
        MapState saved = adam.SaveState().As<MapState>();
        Assert.Equal(["state", "param_groups"], saved.Keys);
        Assert.Equal(["0", "2"], saved["state"].As<MapState>().Keys);
        MapState first = saved["state"].As<MapState>()["0"].As<MapState>();
        Assert.Equal(["step", "exp_avg", "exp_avg_sq"], first.Keys);
        Assert.Equal(1, first["step"].ToInt64());
        Assert.Equal(parameters[0].Shape, first["exp_avg"].As<TensorState>().Value.Shape);
        MapState group = saved["param_groups"].As<ListState>()[1].As<MapState>();
        Assert.Equal(["lr", "betas", "eps", "weight_decay", "amsgrad", "maximize", "decoupled_weight_decay", "params"], group.Keys);
        Assert.Equal(new ListState { 2 }, group["params"]);
        Assert.Equal(new ListState { 0.9, 0.999 }, group["betas"]);
    }

    [Fact]
    public void SGD_saves_its_velocity_only_once_it_has_one()
    {
        Tensor p = Make.Parameter(1);
        p.Grad = Tensor.From([1.0]);
        var sgd = new SGD([p], momentum: 0.9);
        Assert.Equal(0, State(sgd).Count);
        sgd.Step();
        Assert.Equal(["momentum_buffer"], State(sgd)["0"].As<MapState>().Keys);
        var plain = new SGD([p]);
        plain.Step();
        Assert.Equal(0, State(plain).Count);

        static MapState State(SGD sgd) => sgd.SaveState().As<MapState>()["state"].As<MapState>();
    }

    [Fact]
    public void A_saved_state_is_a_copy_and_a_loaded_one_too()
    {
        (Adam adam, Tensor[] parameters) = Stepped();
        StateNode saved = adam.SaveState();
        double before = Average(saved);
        adam.Step();
        Assert.Equal(before, Average(saved));
        adam.LoadState(saved);
        adam.Step();
        Assert.Equal(before, Average(saved));
        Assert.NotEqual(before, Average(adam.SaveState()));
        Assert.Equal(3, parameters.Length);

        static double Average(StateNode state) =>
            Make.Sum(state.As<MapState>()["state"].As<MapState>()["0"].As<MapState>()["exp_avg"].As<TensorState>().Value);
    }

    [Fact]
    public void Saved_options_replace_the_current_ones()
    {
        (Adam adam, Tensor[] parameters) = Stepped();
        var other = new Adam([new AdamGroup(parameters[..2]), new AdamGroup(parameters[2..])], lr: 0.5, amsGrad: true);
        other.LoadState(adam.SaveState());
        Assert.Equal((1e-3, false), (other.ParamGroups[0].Lr, other.ParamGroups[0].AmsGrad));
        Assert.Equal(0.25, other.ParamGroups[1].Lr);
    }

    [Fact]
    public void What_PyTorch_saves_is_understood()
    {
        Tensor p = Make.Parameter(1);
        p.Grad = Tensor.From([1.0]);
        var adam = new Adam([p]);
        adam.LoadState(new MapState
        {
            ["state"] = new MapState
            {
                ["7"] = new MapState
                {
                    ["step"] = Tensor.From(3f), ["exp_avg"] = Tensor.From([0.5f]), ["exp_avg_sq"] = Tensor.From([0.25f]),
                },
            },
            ["param_groups"] = new ListState
            {
                new MapState
                {
                    ["lr"] = 0.1, ["betas"] = new ListState { 0.5, Tensor.From(0.5) }, ["eps"] = 0, ["weight_decay"] = 0, ["amsgrad"] = false,
                    ["maximize"] = false, ["foreach"] = StateNode.Empty, ["capturable"] = false,
                    ["initial_lr"] = 0.2, ["params"] = new ListState { 7 }, ["param_names"] = new ListState { "weight" },
                },
            },
        });
        adam.Step();

        // m = ½·½ + ½, v = ½·¼ + ½, t = 4
        double expected = 1 - (0.1 / (1 - 0.0625) * 0.75 / Math.Sqrt(0.625 / (1 - 0.0625)));
        Assert.Equal(expected, p.Item<double>(), 1e-15);
        Assert.Equal(0.2, adam.ParamGroups[0].InitialLr);
    }

    [Fact]
    public void A_state_that_does_not_fit_is_refused_and_changes_nothing()
    {
        (Adam adam, Tensor[] parameters) = Stepped();
        Refused(
            "Adam: the saved state has 1 groups; this optimizer has 2",
            static saved => saved["param_groups"] = new ListState { Group(saved, 0) });
        Refused(
            "Adam, group 1: the saved group has 2 parameters; this one has 1",
            static saved => Group(saved, 1)["params"] = new ListState { 2, 3 });
        Refused("Adam, group 1: the saved groups name parameter 0 twice", static saved => Group(saved, 1)["params"] = new ListState { 0 });
        Refused(
            "Adam, group 1: in the saved state, lr must be a finite number of at least 0; got -1",
            static saved => Group(saved, 1)["lr"] = -1.0);
        Refused(
            "Adam, group 0: the saved state has an option 'momentum' that does not exist here",
            static saved => Group(saved, 0)["momentum"] = 0.9);
        Refused(
            "Adam, parameter 0: the saved state has 'momentum_buffer'",
            static saved => Entry(saved)["momentum_buffer"] = Tensor.From(1.0));
        Refused(
            "Adam, parameter 0: exp_avg: the saved tensor must have the shape [2, 3]; got [2], for a parameter of [2, 3]",
            static saved => Entry(saved)["exp_avg"] = Tensor.From([1.0, 2.0]));
        Refused(
            "Adam: the saved state of parameter '9' belongs to none of the saved groups",
            static saved => saved["state"].As<MapState>()["9"] = new MapState());
        Refused(
            "Adam, parameter 2: the saved state lacks 'exp_avg'",
            static saved => saved["state"].As<MapState>()["2"] = new MapState { ["step"] = 1 });
        Refused("Adam, parameter 2: the saved state lacks 'step'", static saved => saved["state"].As<MapState>()["2"] = new MapState());
        Refused(
            "Adam, parameter 0: in the saved state, step must be a whole number of at least 0; got -1",
            static saved => Entry(saved)["step"] = -1);
        Refused(
            "Adam, parameter 0: in the saved state, step must be a whole number of at least 0; got 2.5",
            static saved => Entry(saved)["step"] = Tensor.From(2.5f));
        Refused(
            "Adam, parameter 0: in the saved state, 'step' cannot be read: ",
            static saved => Entry(saved)["step"] = Tensor.From([1f, 2]));
        Refused(
            "Adam, parameter 0: in the saved state, 'exp_avg' cannot be read: state: expected TensorState, found IntegerState",
            static saved => Entry(saved)["exp_avg"] = 3);
        Refused("Adam, group 1: in the saved state, 'lr' cannot be read: ", static saved => Group(saved, 1)["lr"] = "fast");
        Refused("Adam, group 1: in the saved state, 'params' cannot be read: ", static saved => Group(saved, 1)["params"] = 3);
        Refused("Adam: in the saved state, 'state' cannot be read: ", static saved => saved["state"] = 3);
        Assert.StartsWith(
            "Adam: the saved state lacks 'param_groups'",
            Assert.Throws<InvalidOperationException>(() => adam.LoadState(new MapState())).Message,
            StringComparison.Ordinal);
        StateNode ofSGD = new SGD([new SGDGroup(parameters[..2]), new SGDGroup(parameters[2..])], lr: 0.7).SaveState();
        string message = Assert.Throws<InvalidOperationException>(() => adam.LoadState(ofSGD)).Message;
        Assert.StartsWith(
            "Adam, group 0: the saved state has an option 'momentum' that does not exist here", message, StringComparison.Ordinal);
        Assert.Equal(1e-3, adam.ParamGroups[0].Lr);

        void Refused(string expected, Action<MapState> spoil)
        {
            StateNode before = adam.SaveState();
            MapState spoilt = adam.SaveState().As<MapState>();
            Group(spoilt, 0)["lr"] = 0.9;
            spoil(spoilt);
            string got = Assert.Throws<InvalidOperationException>(() => adam.LoadState(spoilt)).Message;
            Assert.StartsWith(expected, got, StringComparison.Ordinal);
            OptimizerPropertyTests.SameState(before, adam.SaveState());
        }

        static MapState Group(MapState saved, int index) => saved["param_groups"].As<ListState>()[index].As<MapState>();

        static MapState Entry(MapState saved) => saved["state"].As<MapState>()["0"].As<MapState>();
    }

    [Fact]
    public void A_missing_option_is_named()
    {
        Tensor p = Make.Parameter(1);
        var sgd = new SGD([p]);
        var saved = new MapState
        {
            ["state"] = new MapState(),
            ["param_groups"] = new ListState { new MapState { ["lr"] = 0.1, ["params"] = new ListState { 0 } } },
        };
        Assert.Equal(
            "SGD, group 0: the saved state lacks the option 'momentum'; it has lr, params",
            Assert.Throws<InvalidOperationException>(() => sgd.LoadState(saved)).Message);
        Assert.Equal(1e-3, sgd.ParamGroups[0].Lr);
    }

    [Fact]
    public void Loading_a_state_from_before_the_first_step_starts_anew()
    {
        (Adam adam, Tensor[] parameters) = Stepped();
        StateNode fresh = new Adam([new AdamGroup(parameters[..2]), new AdamGroup(parameters[2..])]).SaveState();
        adam.LoadState(fresh);
        OptimizerPropertyTests.SameState(fresh, adam.SaveState());
    }

    private static (Adam Adam, Tensor[] Parameters) Stepped()
    {
        Tensor[] parameters = [Make.Parameter([2, 3], 1), Make.Parameter([4], 2), Make.Parameter([], 3)];
        var adam = new Adam([new AdamGroup(parameters[..2]), new AdamGroup(parameters[2..]) { Lr = 0.25 }]);
        Make.Gradients(parameters, 0);
        parameters[1].Grad = null;
        adam.Step();
        return (adam, parameters);
    }
}
