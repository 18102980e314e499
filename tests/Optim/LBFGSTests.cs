using MiniTorch.Optim;

namespace MiniTorch.Tests;

/// <summary>Where LBFGS arrives, when it ends, and what it refuses.</summary>
public class LBFGSTests
{
    public static TheoryData<string, double[], double[]> Minima => new()
    {
        { "rosenbrock", [-1.2, 1], [1, 1] },
        { "rosenbrock", [-1.2, 1, -1.2, 1, -1.2, 1, -1.2, 1], [1, 1, 1, 1, 1, 1, 1, 1] },
        { "beale", [1, 1], [3, 0.5] },
        { "himmelblau", [0, 0], [3, 2] },
        { "booth", [0, 0], [1, 3] },
        { "quadratic", [3, -2, 1, 5, 8], [-1, -1 / 2.0, -1 / 3.0, -1 / 4.0, -1 / 5.0] },
    };

    [Theory]
    [MemberData(nameof(Minima))]
    public void It_arrives_at_known_minima_from_published_starts(string function, double[] start, double[] minimum)
    {
        Tensor x = Make.Parameter(start);
        var optimizer = new LBFGS([x], maxIter: 100, toleranceChange: 0, lineSearch: LineSearch.StrongWolfe);
        optimizer.Step(Functions.Closure(optimizer, () => Functions.Of(function)(x)));
        Close.Assert(minimum, x.ToArray<double>(), rtol: 1e-7, what: function);
    }

    [Theory]
    [InlineData(LineSearch.None, 1)]
    [InlineData(LineSearch.None, 2)]
    [InlineData(LineSearch.None, 7)]
    [InlineData(LineSearch.StrongWolfe, 2)]
    [InlineData(LineSearch.StrongWolfe, 11)]
    public void A_step_evaluates_no_more_than_it_may(LineSearch search, int maxEval)
    {
        Tensor x = Make.Parameter(-1.2, 1, 0.5);
        var optimizer = new LBFGS([x], lr: 0.1, maxIter: 50, maxEval: maxEval, lineSearch: search);
        int count = 0;
        Func<Tensor> closure = Functions.Closure(optimizer, () =>
        {
            count++;
            return Functions.Rosenbrock(x);
        });
        for (int step = 0; step < 4; step++)
        {
            int before = count;
            optimizer.Step(closure);

            // The first evaluation and that of the first iteration are always there; a search is finished.
            int limit = search == LineSearch.None ? Math.Max(maxEval, 2) : maxEval + 25;
            Assert.InRange(count - before, 1, limit);
        }

        Assert.Equal(count, Entry(optimizer)["func_evals"].ToInt64());
        Assert.Equal(4, optimizer.StepCount);
    }

    [Fact]
    public void The_loss_before_the_step_is_returned_and_nothing_is_recorded()
    {
        Tensor x = Make.Parameter(-1.2, 1);
        var optimizer = new LBFGS([x], lineSearch: LineSearch.StrongWolfe);
        int version = x.Value.Version;
        Assert.Equal(24.2, optimizer.Step(Functions.Closure(optimizer, () => Functions.Rosenbrock(x))).Item<double>(), 1e-12);
        Assert.True(x.IsLeaf && x.RequiresGrad);
        Assert.True(x.Value.Version > version);
    }

    [Fact]
    public void A_step_needs_a_closure()
    {
        Tensor x = Make.Parameter(1);
        x.Grad = Tensor.From([1.0]);
        string message = Assert.Throws<InvalidOperationException>(new LBFGS([x]).Step).Message;
        Assert.Equal("LBFGS: a step computes the loss and its gradient several times; call Step(closure)", message);
        Assert.Equal([1.0], x.ToArray<double>());
    }

    [Fact]
    public void What_is_out_of_range_is_named()
    {
        Tensor x = Make.Parameter(1);
        Refused("LBFGS: lr must be a finite number of at least 0; got -1", () => new LBFGS([x], lr: -1));
        Refused("LBFGS: max_iter must be at least 1; got 0", () => new LBFGS([x], maxIter: 0));
        Refused("LBFGS: max_eval must be at least 1; got 0", () => new LBFGS([x], maxEval: 0));
        Refused("LBFGS: tolerance_grad must be a finite number of at least 0; got NaN", () => new LBFGS([x], toleranceGrad: double.NaN));
        Refused("LBFGS: tolerance_change must be a finite number of at least 0; got -1", () => new LBFGS([x], toleranceChange: -1));
        Refused("LBFGS: history_size must be at least 1; got 0", () => new LBFGS([x], historySize: 0));
        Refused("LBFGS: line_search_fn must be None or StrongWolfe; got 7", () => new LBFGS([x], lineSearch: (LineSearch)7));
        var optimizer = new LBFGS([x]);
        Refused("LBFGS, group 0: history_size must be at least 1; got -2", () => optimizer.ParamGroups[0].HistorySize = -2);
        Refused(
            "LBFGS, group 1: parameter 0, of shape [2], is in a second group; LBFGS has one group of parameters, which form one vector",
            () =>
            {
                optimizer.AddParamGroup(new LBFGSGroup([Make.Parameter(1, 2)]));
                return null;
            });
        Assert.Single(optimizer.ParamGroups);
        Refused(
            "LBFGS, group 0: all parameters form one vector and must have one type; parameter 0, of shape [1], is float64 and parameter 1, "
            + "of shape [3], is float32",
            () => new LBFGS([x, Make.Parameter([3], 1, DType.Float32)]));

        static void Refused(string message, Func<object?> act) => Assert.Equal(message, Assert.Throws<ArgumentException>(act).Message);
    }

    [Fact]
    public void What_a_group_does_not_set_it_inherits()
    {
        var group = new LBFGSGroup([Make.Parameter(1)]) { MaxIter = 7 };
        LBFGSGroup joined = new LBFGS(group, lr: 0.5, maxIter: 8, lineSearch: LineSearch.StrongWolfe).ParamGroups[0];
        Assert.Equal((0.5, 7, 10, 1e-7), (joined.Lr, joined.MaxIter, joined.MaxEval, joined.ToleranceGrad));
        Assert.Equal((1e-9, 100, LineSearch.StrongWolfe), (joined.ToleranceChange, joined.HistorySize, joined.LineSearch));
    }

    [Fact]
    public void A_parameter_without_a_gradient_counts_as_one_of_zeros()
    {
        Tensor x = Make.Parameter(-1.2, 1), same = Make.Parameter(-1.2, 1), idle = Make.Parameter(5, 6, 7);
        var alone = new LBFGS([x]);
        var both = new LBFGS([idle, same]);
        for (int step = 0; step < 3; step++)
        {
            alone.Step(Functions.Closure(alone, () => Functions.Rosenbrock(x)));
            both.Step(Functions.Closure(both, () => Functions.Rosenbrock(same)));
        }

        Close.Assert(x, same, rtol: 1e-9);
        Assert.Equal([5, 6, 7], idle.ToArray<double>());

        // Steps that moved it before move it on, as in PyTorch.
        both.Step(Functions.Closure(both, () => Functions.Rosenbrock(same) + Functions.Quadratic(idle)));
        double[] before = idle.ToArray<double>();
        both.Step(Functions.Closure(both, () => Functions.Quadratic(same)));
        Assert.NotEqual(before, idle.ToArray<double>());
    }

    [Fact]
    public void A_smaller_history_drops_the_oldest_pairs()
    {
        Tensor x = Make.Parameter(-1.2, 1, -1.2, 1);
        var optimizer = new LBFGS([x], maxIter: 8, toleranceChange: 0, lineSearch: LineSearch.StrongWolfe);
        Func<Tensor> closure = Functions.Closure(optimizer, () => Functions.Rosenbrock(x));
        optimizer.Step(closure);
        Assert.Equal(7, Pairs().Count);
        optimizer.ParamGroups[0].HistorySize = 2;
        optimizer.ParamGroups[0].MaxIter = 1;
        StateNode newest = Pairs()[6];
        optimizer.Step(closure);
        Assert.Equal(2, Pairs().Count);
        OptimizerPropertyTests.SameState(newest, Pairs()[0]);

        ListState Pairs() => Entry(optimizer)["old_dirs"].As<ListState>();
    }

    [Fact]
    public void A_history_without_a_limit_takes_memory_only_as_it_grows()
    {
        Tensor x = Make.Parameter(-1.2, 1), same = Make.Parameter(-1.2, 1);
        var limited = new LBFGS([x], historySize: 50, lineSearch: LineSearch.StrongWolfe);
        var unlimited = new LBFGS([same], historySize: int.MaxValue, lineSearch: LineSearch.StrongWolfe);
        limited.Step(Functions.Closure(limited, () => Functions.Rosenbrock(x)));
        unlimited.Step(Functions.Closure(unlimited, () => Functions.Rosenbrock(same)));
        Assert.Equal(Make.Bits([x]), Make.Bits([same]));
    }

    [Fact]
    public void Everything_outlives_the_scopes_of_the_loop_and_of_the_closure()
    {
        Tensor plain = Make.Parameter([40, 40], 3), scoped = new(plain.Value.Clone(), requiresGrad: true);
        var expected = new LBFGS([plain], maxIter: 3, lineSearch: LineSearch.StrongWolfe);
        var actual = new LBFGS([scoped], maxIter: 3, lineSearch: LineSearch.StrongWolfe);
        for (int step = 0; step < 4; step++)
        {
            using var outer = TensorScope.Begin();
            expected.Step(Functions.Closure(expected, () => (plain - 1).Square().Square().Sum()));
            actual.Step(() =>
            {
                using var inner = TensorScope.Begin();
                actual.ZeroGrad();
                Tensor loss = (scoped - 1).Square().Square().Sum();
                loss.Backward();
                return inner.Keep(loss);
            });
        }

        Assert.Equal(Make.Bits([plain]), Make.Bits([scoped]));
    }

    internal static MapState Entry(LBFGS optimizer) =>
        optimizer.SaveState().As<MapState>()["state"].As<MapState>()["0"].As<MapState>();
}
