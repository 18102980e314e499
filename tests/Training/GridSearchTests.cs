using System.Collections.Concurrent;
using FsCheck;
using FsCheck.Fluent;
using MiniTorch.NN;
using MiniTorch.Optim;
using MiniTorch.Training;

namespace MiniTorch.Tests;

public sealed class GridSearchTests
{
    private static readonly GridAxis _lr = new("lr", 0.1, 0.01), _hidden = new("hidden", 2, 4, 8);

    [Fact]
    public void The_product_has_every_combination_once_the_last_axis_fastest()
    {
        Assert.Equal(
            ["lr=0.1, hidden=2", "lr=0.1, hidden=4", "lr=0.1, hidden=8", "lr=0.01, hidden=2", "lr=0.01, hidden=4", "lr=0.01, hidden=8"],
            GridSearch.Product(_lr, _hidden).Select(point => point.ToString()));
        Assert.Equal([""], GridSearch.Product().Select(point => point.ToString()));
    }

    [Fact]
    public void A_sample_is_of_different_combinations_and_repeats_with_its_generator() => Prop.ForAll<ulong>(seed =>
    {
        int count = (int)(seed % 8);
        string[] all = [.. GridSearch.Product(_lr, _hidden).Select(point => point.ToString())];
        string[] first = Draw(), second = Draw();

        Assert.Equal(Math.Min(count, 6), first.Distinct().Count());
        Assert.Empty(first.Except(all));
        Assert.Equal(first, second);

        string[] Draw() => [.. GridSearch.Sample(count, new Generator(seed), _lr, _hidden).Select(point => point.ToString())];
    }).Check(Config.QuickThrowOnFailure);

    [Fact]
    public void A_sample_takes_every_combination_equally_often_at_every_place()
    {
        const int rounds = 6000;
        var generator = new Generator(1UL);
        var counts = new Dictionary<(int, string), int>();
        for (int i = 0; i < rounds; i++)
        {
            foreach ((int place, GridPoint point) in GridSearch.Sample(3, generator, _lr, _hidden).Index())
            {
                counts[(place, $"{point}")] = counts.GetValueOrDefault((place, $"{point}")) + 1;
            }
        }

        // Five standard deviations of a binomial of 6000 trials of 1/6.
        Assert.Equal(18, counts.Count);
        Assert.All(counts.Values, count => Assert.InRange(count, 1000 - 145, 1000 + 145));
    }

    [Fact]
    public void A_sample_of_a_product_too_large_for_a_list_is_drawn()
    {
        GridAxis[] axes = [.. Enumerable.Range(0, 10).Select(i => new GridAxis($"a{i}", [.. Enumerable.Range(0, 50).Cast<object>()]))];

        Assert.Equal(20, GridSearch.Sample(20, new Generator(1UL), axes).Select(point => point.ToString()).Distinct().Count());
        Assert.Contains("take some of them by Sample", Assert.Throws<ArgumentException>(() => GridSearch.Product(axes)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Options_are_read_as_their_type_or_a_wider_one()
    {
        var point = new GridPoint { ["n"] = 3, ["x"] = 0.5, ["s"] = "relu", ["b"] = true };

        Assert.Equal((3, 3L, 3.0, 3f), (point.Get<int>("n"), point.Get<long>("n"), point.Get<double>("n"), point.Get<float>("n")));
        Assert.Equal((0.5, 0.5f, "relu", true), (point.Get<double>("x"), point.Get<float>("x"), point.Get<string>("s"), point.Get<bool>("b")));
        Refused(() => point.Get<int>("x"), "option 'x' is 0.5, of type Double; asked for as Int32");
        Refused(() => point.Get<double>("s"), "option 's' is relu, of type String; asked for as Double");
        Refused(() => point.Get<int>("m"), "there is no option 'm'; the options are n, x, s, b");
    }

    [Fact]
    public void Mistakes_are_refused()
    {
        Refused(() => GridSearch.Product(new GridAxis("lr")), "got 'lr' and 0 values");
        Refused(() => GridSearch.Product(new GridAxis("", 1)), "got '' and 1 values");
        Refused(() => GridSearch.Product(_lr, _lr), "two axes are called 'lr'");
        Refused(() => GridSearch.Sample(-1, null, _lr), "must not be negative; got -1");
        Refused(() => GridSearch.Run([], _ => 0), "got 0 combinations");
        Refused(() => GridSearch.Run(GridSearch.Product(_lr), _ => 0, repeats: 0), "got 2 combinations, 0,");
        Refused(() => GridSearch.Run(GridSearch.Product(_lr), _ => 0, maxParallelism: 0), "got 2 combinations, 1, 0, Min");
        Refused(() => GridSearch.Run(GridSearch.Product(_lr), _ => 0, (PlateauMode)9), "9");
    }

    // Trains with dropout and random batches, so that any sharing of random numbers or values would show.
    [Fact]
    public void The_result_is_the_same_bit_for_bit_for_any_degree_of_parallelism_and_nothing_of_the_callers_changes()
    {
        Sequential model = TestModels.Mlp(1);
        var optimizer = new SGD(model.Parameters(), lr: 0.1, momentum: 0.9);
        model.Forward(Tensor.Ones([4, 3])).Sum().Backward();
        optimizer.Step();
        model.Eval();
        var generator = new Generator(3UL);
        string before = TestModels.Fingerprint(model, optimizer);
        GridPoint[] points = [.. GridSearch.Product(new GridAxis("lr", 0.1, 0.01, 1e30), new GridAxis("steps", 1, 3))];
        List<string> tables = [];
        List<long[]> scores = [];
        using (Generator.Use(generator))
        {
            GeneratorState state = generator.State;
            foreach (int parallelism in (int[])[1, 2, 4])
            {
                GridSearchResult result = GridSearch.Run(points, _ => model.Clone(), Train, repeats: 2, maxParallelism: parallelism);
                tables.Add(result.ToString());
                scores.Add([.. result.Rows.SelectMany(row => row.Scores).Select(BitConverter.DoubleToInt64Bits)]);
            }

            Assert.Equal(state, generator.State);
        }

        Assert.Equal(before, TestModels.Fingerprint(model, optimizer));
        Assert.All(tables, table => Assert.Equal(tables[0], table));
        Assert.All(scores, bits => Assert.Equal(scores[0], bits));
        Assert.Equal(6 * 2, scores[0].Length);
        Assert.True(scores[0].Distinct().Count() > 6, "repetitions draw the same numbers");
        Assert.Contains("diverged: the metric is NaN", tables[0], StringComparison.Ordinal);

        static double Train(Sequential model, GridTrial trial)
        {
            var optimizer = new SGD(model.Parameters(), lr: trial.Get<double>("lr"));
            Tensor loss = Tensor.Zeros([]);
            for (int i = 0; i <= trial.Get<int>("steps"); i++)
            {
                optimizer.ZeroGrad();
                Tensor y = model.Forward(Tensor.Randn([8, 3]));
                loss = (y * y * y * y).Mean();
                loss.Backward();
                optimizer.Step();
            }

            return loss.Item<float>();
        }
    }

    [Fact]
    public void Rows_are_sorted_by_their_mean_then_by_number_and_failed_ones_come_last()
    {
        GridPoint[] points = [.. GridSearch.Product(new GridAxis("x", 3, 1, 2, 1, 7, 9))];

        GridSearchResult low = GridSearch.Run(points, Evaluate, repeats: 2), high = GridSearch.Run(points, Evaluate, PlateauMode.Max, repeats: 2);

        Assert.Equal([1, 3, 2, 0, 4, 5], low.Rows.Select(row => row.Index));
        Assert.Equal([0, 2, 1, 3, 4, 5], high.Rows.Select(row => row.Index));
        Assert.Equal((1.5, 0.5, 1), (low.Best.Mean, low.Best.Std, low.Best.Point.Get<int>("x")));
        Assert.Equal([3.0, 4.0], high.Best.Scores);
        Assert.Null(low.Best.Error);
        Assert.Equal("seven is bad", low.Rows[4].Error);
        Assert.IsType<FileLoadException>(low.Rows[4].Exception);
        Assert.Equal("diverged: the metric is Infinity", low.Rows[5].Error);
        Assert.Equal((9.0, double.NaN, double.NaN), (low.Rows[5].Scores[0], low.Rows[5].Scores[1], low.Rows[5].Mean));
        Assert.Equal(
            [
                "#  x  metric (lower is better)",
                "1  1  1.5 ± 0.5",
                "3  1  1.5 ± 0.5",
                "2  2  2.5 ± 0.5",
                "0  3  3.5 ± 0.5",
                "4  7  failed: seven is bad",
                "5  9  failed: diverged: the metric is Infinity",
            ],
            low.ToString().Split('\n'));

        static double Evaluate(GridTrial trial) => trial.Get<int>("x") switch
        {
            7 => throw new FileLoadException("seven\nis bad"),
            9 when trial.Repeat == 1 => double.PositiveInfinity,
            int x => x + trial.Repeat,
        };
    }

    [Fact]
    public void Given_combinations_may_have_different_options()
    {
        GridPoint[] points = [new() { ["kernel"] = "linear" }, new() { ["kernel"] = "rbf", ["gamma"] = 0.25 }];

        GridSearchResult result = GridSearch.Run(points, trial => trial.Point.Contains("gamma") ? 1.25 : 2);

        Assert.Equal(["#  kernel  gamma  metric (lower is better)", "1  rbf     0.25   1.25", "0  linear  -      2"], result.ToString().Split('\n'));
    }

    [Fact]
    public void Where_all_fail_the_best_says_why()
    {
        GridSearchResult result = GridSearch.Run(GridSearch.Product(_lr), trial => throw new FileLoadException($"no {trial.Index}"));

        InvalidOperationException error = Assert.Throws<InvalidOperationException>(() => result.Best);

        Assert.Equal("grid search: all 2 combinations failed; lr=0.1: no 0", error.Message);
        Assert.IsType<FileLoadException>(error.InnerException);
    }

    [Fact]
    public void A_trials_generator_is_the_default_one_and_follows_from_its_number_alone()
    {
        var draws = new ConcurrentDictionary<(int, int), (ulong, ulong)>();
        var generator = new Generator(8UL);

        GridSearch.Run(GridSearch.Product(_lr, _hidden), Draw, repeats: 2, generator: generator);

        Assert.Equal(12, draws.Values.Distinct().Count());
        Assert.All(draws, draw => Assert.Equal(new Generator(8UL).Split(draw.Key.Item1).Split(draw.Key.Item2).NextUInt64(), draw.Value.Item1));
        Assert.Equal(new Generator(8UL).State, generator.State);

        double Draw(GridTrial trial)
        {
            Assert.Same(Generator.Default, trial.Generator);
            draws[(trial.Index, trial.Repeat)] = (Generator.Default.NextUInt64(), trial.Generator.NextUInt64());
            return 0;
        }
    }

    [Fact]
    public void As_many_trials_run_at_once_as_were_asked_for()
    {
        using var all = new Barrier(3);
        GridSearchResult result = GridSearch.Run(GridSearch.Product(_hidden), Meet, maxParallelism: 3);
        Assert.All(result.Rows, row => Assert.Equal(1, row.Mean));

        int running = 0;
        GridSearchResult alone = GridSearch.Run(GridSearch.Product(_lr, _hidden), Count, maxParallelism: 1);
        Assert.All(alone.Rows, row => Assert.Equal(1, row.Mean));

        double Meet(GridTrial trial) => all.SignalAndWait(TimeSpan.FromMinutes(1)) ? 1 : 0;

        double Count(GridTrial trial)
        {
            int now = Interlocked.Increment(ref running);
            Interlocked.Decrement(ref running);
            return now;
        }
    }

    [Fact]
    public void Every_trial_that_ends_is_reported()
    {
        List<GridProgress> reports = [];

        GridSearch.Run(GridSearch.Product(_hidden), trial => trial.Index == 1 ? double.NaN : trial.Index, repeats: 2, maxParallelism: 4, progress: new Reporter(reports.Add));

        Assert.Equal([1, 2, 3, 4, 5, 6], reports.Select(report => report.Done));
        Assert.All(reports, report => Assert.Equal(6, report.Total));
        Assert.Equal(6, reports.Select(report => (report.Trial.Index, report.Trial.Repeat)).Distinct().Count());
        Assert.All(reports, report => Assert.Equal(report.Trial.Index == 1, report.Error is not null));
    }

    [Fact]
    public void Cancelling_ends_the_search_when_the_running_trials_have_ended()
    {
        using var source = new CancellationTokenSource();
        int begun = 0, ended = 0;

        Assert.ThrowsAny<OperationCanceledException>(() => GridSearch.Run(GridSearch.Product(_lr, _hidden), Trial, maxParallelism: 2, cancellationToken: source.Token));

        Assert.InRange(begun, 1, 3);
        Assert.Equal(begun, ended);

        double Trial(GridTrial trial)
        {
            Interlocked.Increment(ref begun);
            source.Cancel();
            Interlocked.Increment(ref ended);
            trial.CancellationToken.ThrowIfCancellationRequested();
            return 0;
        }
    }

    [Fact]
    public void What_a_report_throws_ends_the_search()
    {
        FileLoadException error = Assert.Throws<FileLoadException>(
            () => GridSearch.Run(GridSearch.Product(_lr), _ => 0, progress: new Reporter(_ => throw new FileLoadException("full"))));

        Assert.Equal("full", error.Message);
    }

    [Fact]
    public void A_model_that_two_trials_share_is_refused()
    {
        Sequential model = TestModels.Mlp(1);

        Assert.Contains("are the same", Refused(_ => model), StringComparison.Ordinal);
        Assert.Contains("share a parameter: make a new one, or a copy by model.Clone()", Refused(_ => new Sequential(model[0])), StringComparison.Ordinal);

        string Refused(Func<GridTrial, Layer> make) =>
            Assert.ThrowsAny<InvalidOperationException>(() => GridSearch.Run(GridSearch.Product(_lr), make, (_, _) => 0)).Message;
    }

    // A scope belongs to its thread: what trials make is not in the caller's.
    [Fact]
    public void A_search_inside_a_scope_and_without_gradients_runs_like_any_other()
    {
        GridSearchResult outside = GridSearch.Run(GridSearch.Product(_hidden), Evaluate), inside;
        using (TensorScope.Begin())
        {
            inside = GridSearch.Run(GridSearch.Product(_hidden), Evaluate);
        }

        Assert.Equal(outside.ToString(), inside.ToString());
        using (Autograd.NoGrad())
        {
            Assert.Equal(0, GridSearch.Run(GridSearch.Product(_lr), _ => Autograd.IsGradEnabled ? 1 : 0).Best.Mean);
        }

        static double Evaluate(GridTrial trial) => Tensor.Randn([trial.Get<int>("hidden"), 1000]).Sum().Item<float>();
    }

    private static void Refused(Action act, string expected) =>
        Assert.Contains(expected, Assert.Throws<ArgumentException>(act).Message, StringComparison.Ordinal);

    private sealed class Reporter(Action<GridProgress> report) : IProgress<GridProgress>
    {
        public void Report(GridProgress value) => report(value);
    }
}
