using MiniTorch.Data;
using MiniTorch.NN;
using MiniTorch.Optim;
using MiniTorch.Training;

namespace MiniTorch.Tests;

public sealed class LrRangeTestTests
{
    public static TheoryData<string> Optimizers => new("SGD", "AdamW", "LBFGS");

    [Theory]
    [MemberData(nameof(Optimizers))]
    public void Everything_is_as_it_was_bit_by_bit(string name) =>
        AssertUntouched(name, run: setup => setup.Run(), new ArgumentException("none"), fails: false);

    [Theory]
    [MemberData(nameof(Optimizers))]
    public void Everything_is_as_it_was_also_after_an_error(string name)
    {
        foreach (int call in (int[])[0, 1, 5])
        {
            AssertUntouched(name, run: setup => setup.Run(failAt: call), new FileLoadException($"at {call}"), fails: true);
        }
    }

    [Fact]
    public void Everything_is_as_it_was_also_after_cancelling()
    {
        using var source = new CancellationTokenSource();
        AssertUntouched("SGD", run: setup => setup.Run(onCall: call => CancelAt(call), token: source.Token), new OperationCanceledException(), fails: true);

        void CancelAt(int call)
        {
            if (call == 3)
            {
                source.Cancel();
            }
        }
    }

    [Fact]
    public void Gradients_of_parameters_that_the_optimizer_does_not_have_are_as_they_were()
    {
        var model = new Sequential(new Linear(3, 4), new Linear(4, 1));
        model.Forward(Tensor.Ones([2, 3])).Sum().Backward();
        string before = TestModels.Fingerprint(model);

        LrRangeTest.Run(model, new SGD(model[1].Parameters(), lr: 0.1), () => model.Forward(Tensor.Ones([2, 3])).Sum(), steps: 3);

        Assert.Equal(before, TestModels.Fingerprint(model));
    }

    // A module sets the mode of all below it, also of what another module has too.
    [Fact]
    public void Modes_are_as_they_were_of_modules_that_are_shared()
    {
        var shared = new Dropout();
        var first = new Sequential(shared);
        var second = new Sequential(new Sequential(shared), new Linear(3, 1));
        var model = new Sequential(first, second);
        var optimizer = new SGD(model.Parameters(), lr: 0.1);
        second.Eval();
        shared.Train();
        bool[] before = [.. model.NamedModules().Select(item => item.Module.IsTraining)];

        LrRangeTest.Run(model, optimizer, () => model.Forward(Tensor.Ones([1, 3])).Sum(), steps: 2);

        Assert.Equal(before, model.NamedModules().Select(item => item.Module.IsTraining));
        Assert.Contains(false, before);
    }

    // On ½·c·w² a step multiplies w by 1 − lr·c: the loss falls fastest well below the rate 2/c at which it begins to grow.
    [Fact]
    public void The_suggestion_on_a_parabola_is_below_the_rate_of_divergence_and_above_the_start()
    {
        foreach (double curvature in (double[])[1, 100])
        {
            (Scalar model, SGD optimizer) = Parabola(1);
            LrRangeTestResult result = LrRangeTest.Run(model, optimizer, () => model.Loss(curvature), start: 1e-5, end: 100, smoothing: 0.5);

            Assert.NotNull(result.Suggestion);
            Assert.InRange(result.Suggestion.Value, 1e-3 / curvature, 2 / curvature);
            Assert.Contains("falls fastest at rate", result.Reason, StringComparison.Ordinal);
            Assert.NotNull(result.Divergence);
            Assert.InRange(result.Rates[^1], 2 / curvature, 100);
            Assert.Equal(1, model.Value.Item<double>());
        }
    }

    // By hand: losses ½w², w ← w·(1 − lr), rates 0.1, 0.2, 0.3.
    [Fact]
    public void Rates_losses_and_averages_are_their_formulas()
    {
        (Scalar model, SGD optimizer) = Parabola(2);
        LrRangeTestResult result = LrRangeTest.Run(
            model, optimizer, () => model.Loss(1), start: 0.1, end: 0.3, steps: 3, smoothing: 0.25, mode: LrRangeMode.Linear);

        double[] losses = [2, 0.5 * 1.8 * 1.8, 0.5 * 1.44 * 1.44];
        double s1 = 0.75 * losses[0], s2 = (0.25 * s1) + (0.75 * losses[1]), s3 = (0.25 * s2) + (0.75 * losses[2]);
        Close.Assert([0.1, 0.2, 0.3], [.. result.Rates]);
        Close.Assert(losses, [.. result.Losses]);
        Close.Assert([s1 / 0.75, s2 / (1 - 0.0625), s3 / (1 - 0.015625)], [.. result.SmoothedLosses]);
        Assert.Equal(result.Rates[1], result.Suggestion);
        Assert.Null(result.Divergence);
    }

    [Fact]
    public void Exponential_rates_rise_by_a_factor_from_the_first_to_the_last()
    {
        (Scalar model, SGD optimizer) = Parabola(1);
        LrRangeTestResult result = LrRangeTest.Run(model, optimizer, () => model.Loss(1), start: 1e-4, end: 1, steps: 5);

        Close.Assert([1e-4, 1e-3, 1e-2, 1e-1, 1], [.. result.Rates], rtol: 1e-14);
        Assert.Equal((1e-4, 1.0), (result.Rates[0], result.Rates[^1]));
    }

    [Fact]
    public void All_groups_take_the_rate_and_the_mode_is_that_of_training()
    {
        Sequential model = TestModels.Mlp(1);
        model.Eval();
        var optimizer = new SGD([new SGDGroup(model[0].Parameters()), new SGDGroup(model[4].Parameters()) { Lr = 7 }], lr: 3);
        List<(double, double, bool)> seen = [];

        LrRangeTestResult result = LrRangeTest.Run(model, optimizer, Loss, start: 1e-3, end: 1e-2, steps: 4);

        Assert.Equal(result.Rates.Select(rate => (rate, rate, true)), seen);
        Assert.Equal((3.0, 7.0), (optimizer.ParamGroups[0].Lr, optimizer.ParamGroups[1].Lr));

        Tensor Loss()
        {
            seen.Add((optimizer.ParamGroups[0].Lr, optimizer.ParamGroups[1].Lr, model[2].IsTraining));
            return model.Forward(Tensor.Ones([2, 3])).Sum();
        }
    }

    [Fact]
    public void A_loss_that_never_falls_gets_no_suggestion_but_a_reason()
    {
        (Scalar model, SGD optimizer) = Parabola(1);
        int call = 0;
        LrRangeTestResult rising = LrRangeTest.Run(model, optimizer, () => (model.Value * 0).Sum() + (1 + (0.001 * call++)));
        LrRangeTestResult none = LrRangeTest.Run(model, optimizer, () => model.Value.Sum() * double.NaN);

        Assert.Null(rising.Suggestion);
        Assert.Contains("never fell", rising.Reason, StringComparison.Ordinal);
        Assert.Equal(100, rising.Rates.Count);
        Assert.Null(none.Suggestion);
        Assert.Contains("three finite losses; got 0", none.Reason, StringComparison.Ordinal);
        Assert.Single(none.Rates);
        Assert.Contains("NaN at rate 1E-07", none.Divergence, StringComparison.Ordinal);
    }

    // Up from 1.5 to 3.9 is not yet a divergence by a factor of 4; what falls from there is steeper than all before, and no good rate.
    [Fact]
    public void The_suggestion_is_before_the_minimum_of_the_smoothed_loss_not_in_the_recovery_from_an_explosion()
    {
        (Scalar model, SGD optimizer) = Parabola(1);
        double[] losses = [2.5, 2.4, 2.2, 1.6, 1.5, 2.5, 3.9, 2.2, 1.8, 1.7];
        int call = 0;
        LrRangeTestResult result = LrRangeTest.Run(
            model, optimizer, () => (model.Value * 0).Sum() + losses[call++], start: 1e-3, end: 1, steps: losses.Length, smoothing: 0);

        Assert.Equal(losses, result.Losses.Select(static loss => Math.Round(loss, 6)));
        Assert.Null(result.Divergence);
        Assert.Equal(result.Rates[2], result.Suggestion);
    }

    // Four times a negative minimum lies below it: a loss that only falls must not end the test.
    [Fact]
    public void Negative_losses_diverge_upwards_only()
    {
        (Scalar model, SGD optimizer) = Parabola(1);
        int call = 0;
        LrRangeTestResult falling = LrRangeTest.Run(model, optimizer, () => (model.Value * 0).Sum() - call++, smoothing: 0);
        call = 0;
        LrRangeTestResult turning = LrRangeTest.Run(model, optimizer, () => (model.Value * 0).Sum() + (call++ < 10 ? -1.0 : 2.5), smoothing: 0);

        Assert.Equal(100, falling.Rates.Count);
        Assert.Equal(11, turning.Rates.Count);
        Assert.Contains("rose to 2.5", turning.Divergence, StringComparison.Ordinal);
    }

    [Fact]
    public void A_loader_is_begun_again_where_it_ends_and_its_place_is_restored()
    {
        (Scalar model, SGD optimizer) = Parabola(1);
        var loader = new DataLoader(new TensorDataset(Tensor.Arange(10)), batchSize: 4, shuffle: true, seed: 3);
        StateNode before = loader.SaveState();
        List<long[]> seen = [];

        LrRangeTest.Run(model, optimizer, loader, batch => Note(batch[0]), steps: 8);

        Assert.Equal(before, loader.SaveState());
        Assert.Equal([4, 4, 2, 4, 4, 2, 4, 4], seen.Select(batch => batch.Length));
        Assert.Equal(Enumerable.Range(0, 10).Select(i => (long)i), seen.Take(3).SelectMany(batch => batch).Order());
        Assert.Equal(seen.Take(3), loader.Select(batch => batch[0].ToArray<long>()));

        Tensor Note(Tensor samples)
        {
            seen.Add(samples.ToArray<long>());
            return model.Loss(1);
        }
    }

    [Fact]
    public void A_loader_goes_on_as_it_would_have_without_the_test()
    {
        (Scalar model, SGD optimizer) = Parabola(1);
        DataLoader loader = Loader(), other = Loader();
        Assert.Equal(Ids(other.First()), Ids(loader.First()));

        LrRangeTest.Run(model, optimizer, loader, _ => model.Loss(1), steps: 4);

        // The epoch that was left is over; the next is whole.
        Assert.Equal(other.Select(Ids), loader.Select(Ids));
        foreach (Batch batch in loader)
        {
            LrRangeTest.Run(model, optimizer, loader, _ => model.Loss(1), steps: 2);
            break;
        }

        using IEnumerator<Batch> running = loader.GetEnumerator();
        Assert.True(running.MoveNext());
        LrRangeTest.Run(model, optimizer, loader, _ => model.Loss(1), steps: 2);
        Assert.True(running.MoveNext());
        Assert.Equal((3, 2), (loader.Epoch, loader.Position));

        static DataLoader Loader() => new(new TensorDataset(Tensor.Arange(10)), batchSize: 4, shuffle: true, seed: 3);

        static long[] Ids(Batch batch) => batch[0].ToArray<long>();
    }

    [Fact]
    public void Wrong_options_and_losses_are_refused()
    {
        (Scalar model, SGD optimizer) = Parabola(1);
        Func<Tensor> loss = () => model.Loss(1);

        Refused(() => LrRangeTest.Run(model, optimizer, loss, start: 0), "got start 0, end 10, 100 steps");
        Refused(() => LrRangeTest.Run(model, optimizer, loss, start: 10), "got start 10, end 10");
        Refused(() => LrRangeTest.Run(model, optimizer, loss, end: double.PositiveInfinity), "end Infinity");
        Refused(() => LrRangeTest.Run(model, optimizer, loss, steps: 1), "1 steps");
        Refused(() => LrRangeTest.Run(model, optimizer, loss, smoothing: 1), "got 1 and 4");
        Refused(() => LrRangeTest.Run(model, optimizer, loss, divergence: 1), "got 0.98 and 1");
        Refused(() => LrRangeTest.Run(model, optimizer, loss, mode: (LrRangeMode)3), "got 3");
        Refused(() => LrRangeTest.Run(model, optimizer, () => Tensor.Ones([2], requiresGrad: true) * 2), "one element; got float32 [2]");
        Refused(() => LrRangeTest.Run(model, optimizer, [], batch => loss()), "needs at least one batch");

        static void Refused(Action act, string expected) =>
            Assert.Contains(expected, Assert.Throws<ArgumentException>(act).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void It_prints_a_short_table_with_the_suggestion()
    {
        (Scalar model, SGD optimizer) = Parabola(1);
        LrRangeTestResult result = LrRangeTest.Run(model, optimizer, () => model.Loss(1), start: 1e-5, end: 100, smoothing: 0.5);

        string[] lines = result.ToString().Split('\n');

        Assert.InRange(lines.Length, 10, 30);
        Assert.Equal("      rate        loss    smoothed", lines[0]);
        Assert.StartsWith("     1E-05         0.5         0.5  ####", lines[1], StringComparison.Ordinal);
        Assert.Single(lines, line => line.EndsWith(" <- suggestion", StringComparison.Ordinal));
        Assert.StartsWith("ended early: the smoothed loss rose to", lines[^2], StringComparison.Ordinal);
        Assert.StartsWith("suggestion: ", lines[^1], StringComparison.Ordinal);
        Assert.Contains("suggestion: none", LrRangeTest.Run(model, optimizer, () => model.Loss(0)).ToString(), StringComparison.Ordinal);
    }

    private static (Scalar Model, SGD Optimizer) Parabola(double start)
    {
        var model = new Scalar(start);
        return (model, new SGD(model.Parameters(), lr: 0.5));
    }

    // A trained model with gradients, state and modes of its own here and there, watched while a test runs on it.
    private static void AssertUntouched(string name, Action<Setup> run, Exception expected, bool fails)
    {
        var setup = new Setup(name);
        using (Generator.Use(setup.Default))
        {
            string before = setup.Fingerprint();
            Tensor grad = setup.Model.Parameters()[0].Grad!;

            if (fails)
            {
                Exception error = Assert.ThrowsAny<Exception>(() => run(setup));
                Assert.IsType(expected.GetType(), error);
            }
            else
            {
                run(setup);
            }

            Assert.True(setup.Calls > 0);
            Assert.Equal(before, setup.Fingerprint());
            Assert.Same(grad, setup.Model.Parameters()[0].Grad);

            // What follows is what would have followed without the test.
            var other = new Setup(name);
            string after = Train(setup);
            using (Generator.Use(other.Default))
            {
                Assert.Equal(Train(other), after);
            }
        }

        static string Train(Setup setup)
        {
            for (int i = 0; i < 3; i++)
            {
                setup.Step();
            }

            return setup.Fingerprint();
        }
    }

    private sealed class Setup
    {
        public Setup(string name)
        {
            Model = TestModels.Mlp(1, Dropout);
            Optimizer = name switch
            {
                "SGD" => new SGD(Model.Parameters(), lr: 0.01, momentum: 0.9),
                "AdamW" => new AdamW([new AdamGroup(Model[0].Parameters()), new AdamGroup(Model[4].Parameters()) { Lr = 0.02 }], lr: 0.01),
                _ => new LBFGS(Model.Parameters(), lr: 0.1, maxIter: 3),
            };
            Optimizer.NonFiniteGradients = NonFiniteGradients.Error;
            using (Generator.Use(Default))
            {
                Step();
                Step();
            }

            Model.Eval();
            Model[2].Train();
        }

        public Generator Default { get; } = new(5UL);

        public Generator Dropout { get; } = new(6UL);

        public DataLoader Loader { get; } = new(
            new TensorDataset(Tensor.Randn([10, 3], generator: new Generator(1UL)), Tensor.RandInt(0, 2, [10], new Generator(2UL))),
            batchSize: 4, shuffle: true, seed: 2);

        public Sequential Model { get; }

        public Optimizer Optimizer { get; }

        public int Calls { get; private set; }

        public void Step()
        {
            Batch batch = Loader.ToList()[0];
            Optimizer.Step(() =>
            {
                Optimizer.ZeroGrad();
                Tensor loss = Loss(batch);
                loss.Backward();
                return loss;
            });
        }

        public void Run(int failAt = -1, Action<int>? onCall = null, CancellationToken token = default) => LrRangeTest.Run(
            Model,
            Optimizer,
            Loader,
            batch =>
            {
                int call = Calls++;
                onCall?.Invoke(call);
                return call == failAt ? throw new FileLoadException($"at {failAt}") : Loss(batch);
            },
            start: 1e-3,
            end: 1e3,
            steps: 12,
            generators: [Dropout],
            cancellationToken: token);

        public string Fingerprint() => $"{TestModels.Fingerprint(Model, Optimizer)}\n{Default.State} {Dropout.State}\n{Loader.Seed} {Loader.Epoch} {Loader.Position}";

        // Draws from the default generator too.
        private Tensor Loss(Batch batch) =>
            F.CrossEntropy(Model.Forward(batch[0] + (Tensor.Randn(batch[0].Shape) * 0.01)), batch[1]);
    }

    private sealed class Scalar : Module
    {
        private readonly Tensor _value;

        public Scalar(double value) => RegisterParameter(out _value, Tensor.From([value]));

        public Tensor Value => _value;

        public Tensor Loss(double curvature) => (_value * _value).Sum() * (0.5 * curvature);
    }
}
