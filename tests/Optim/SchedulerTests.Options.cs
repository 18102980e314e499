using MiniTorch.Optim;

namespace MiniTorch.Tests;

public partial class SchedulerTests
{
    private static readonly Func<int, double> _one = static _ => 1;

    private static readonly (string Expected, Func<SGD, object> Create)[] _refused =
    [
        ("StepLR: step_size must be at least 1; got 0", static o => new StepLR(o, 0)),
        ("StepLR: gamma must be a finite number of at least 0; got -1", static o => new StepLR(o, 1, -1)),
        ("MultiStepLR: each of milestones must be at least 0; got [-1, 3]", static o => new MultiStepLR(o, [3, -1])),
        ("MultiStepLR: gamma must be a finite number of at least 0; got NaN", static o => new MultiStepLR(o, [3], double.NaN)),
        ("ConstantLR: factor must be at least 0 and at most 1; got 1.5", static o => new ConstantLR(o, 1.5)),
        ("ConstantLR: total_iters must be at least 1; got 0", static o => new ConstantLR(o, 1, 0)),
        ("LinearLR: start_factor must be above 0 and at most 1; got 0", static o => new LinearLR(o, 0)),
        ("LinearLR: end_factor must be at least 0 and at most 1; got 1.5", static o => new LinearLR(o, 1, 1.5)),
        ("LinearLR: total_iters must be at least 1; got 0", static o => new LinearLR(o, 1, 1, 0)),
        ("ExponentialLR: gamma must be a finite number of at least 0; got -0.5", static o => new ExponentialLR(o, -0.5)),
        ("PolynomialLR: total_iters must be at least 1; got 0", static o => new PolynomialLR(o, 0)),
        ("PolynomialLR: power must be a finite number of at least 0; got -1", static o => new PolynomialLR(o, 1, -1)),
        ("CosineAnnealingLR: T_max must be at least 1; got 0", static o => new CosineAnnealingLR(o, 0)),
        ("CosineAnnealingLR: eta_min must be a finite number of at least 0; got NaN", static o => new CosineAnnealingLR(o, 1, double.NaN)),
        ("CosineAnnealingWarmRestarts: T_0 must be at least 1; got 0", static o => new CosineAnnealingWarmRestarts(o, 0)),
        ("CosineAnnealingWarmRestarts: T_mult must be at least 1; got 0", static o => new CosineAnnealingWarmRestarts(o, 1, 0)),
        ("CosineAnnealingWarmRestarts: eta_min must be a finite number", static o => new CosineAnnealingWarmRestarts(o, 1, 1, -1)),
        ("CosineAnnealingWarmRestarts: epoch must be at least 0 and below", static o => Do(() => new CosineAnnealingWarmRestarts(o, 1).Step(-0.5))),
        ("CyclicLR: base_lrs of group 1 must be a finite number of at least 0; got -1", static o => new CyclicLR(o, [1, -1], 1)),
        ("CyclicLR: base_lrs needs one value a group; got 3 for 2 groups", static o => new CyclicLR(o, [1, 1, 1], 1)),
        ("CyclicLR: max_lrs of group 0 must be a finite number of at least 0; got ", static o => new CyclicLR(o, 1, double.PositiveInfinity)),
        ("CyclicLR: max_lrs needs one value a group; got 1 for 2 groups", static o => new CyclicLR(o, 1, [2])),
        ("CyclicLR: step_size_up must be at least 1; got 0", static o => new CyclicLR(o, 1, 2, 0)),
        ("CyclicLR: step_size_down must be at least 1; got 0", static o => new CyclicLR(o, 1, 2, 1, 0)),
        ("CyclicLR: mode must be triangular or triangular2 or exp_range; got 7", static o => new CyclicLR(o, 1, 2, mode: (CyclicMode)7)),
        ("CyclicLR: gamma must be", static o => new CyclicLR(o, 1, 2, gamma: -1)),
        ("CyclicLR: scale_mode must be cycle or iterations; got 2", static o => new CyclicLR(o, 1, 2, scaleFn: _one, scaleMode: (CyclicScaleMode)2)),
        ("CyclicLR: base_momentums of group 1 must be at least 0 and below 1; got 1", static o => new CyclicLR(o, 1, 2, baseMomentum: [0, 1])),
        ("CyclicLR: max_momentums of group 0 must be at least 0 and below 1; got -1", static o => new CyclicLR(o, 1, 2, maxMomentum: -1)),
        ("CyclicLR: in step 0, the rate of group 0 must be a finite number of at least 0; got NaN", static o => new CyclicLR(o, 1, 2, scaleFn: static _ => double.NaN)),
        ("OneCycleLR: total_steps must be at least 1; got 0", static o => new OneCycleLR(o, 1, 0)),
        ("OneCycleLR: total_steps is needed, or epochs and steps_per_epoch", static o => new OneCycleLR(o, 1, epochs: 3)),
        ("OneCycleLR: epochs must be at least 1; got 0", static o => new OneCycleLR(o, 1, epochs: 0, stepsPerEpoch: 1)),
        ("OneCycleLR: steps_per_epoch must be at least 1; got 0", static o => new OneCycleLR(o, 1, epochs: 1, stepsPerEpoch: 0)),
        ("OneCycleLR: epochs times steps_per_epoch must be below 2³¹; got 10000000000", static o => new OneCycleLR(o, 1, epochs: 100_000, stepsPerEpoch: 100_000)),
        ("OneCycleLR: max_lrs of group 1 must be", static o => new OneCycleLR(o, [1, -1], 9)),
        ("OneCycleLR: pct_start must be at least 0 and at most 1; got 1.5", static o => new OneCycleLR(o, 1, 9, pctStart: 1.5)),
        ("OneCycleLR: anneal_strategy must be cos or linear; got 5", static o => new OneCycleLR(o, 1, 9, annealStrategy: (AnnealStrategy)5)),
        ("OneCycleLR: base_momentums of group 0 must be at least 0 and below 1; got 1", static o => new OneCycleLR(o, 1, 9, baseMomentum: 1)),
        ("OneCycleLR: max_momentums needs one value a group; got 3 for 2 groups", static o => new OneCycleLR(o, 1, 9, maxMomentum: [0, 0, 0])),
        ("OneCycleLR: div_factor must be a finite number above 0; got 0", static o => new OneCycleLR(o, 1, 9, divFactor: 0)),
        ("OneCycleLR: final_div_factor must be a finite number above 0; got -1", static o => new OneCycleLR(o, 1, 9, finalDivFactor: -1)),
        ("SWALR: swa_lrs of group 1 must be a finite number of at least 0; got -1", static o => new SWALR(o, [1, -1])),
        ("SWALR: anneal_epochs must be at least 0; got -1", static o => new SWALR(o, 1, -1)),
        ("SWALR: anneal_strategy must be cos or linear; got 5", static o => new SWALR(o, 1, 1, (AnnealStrategy)5)),
        ("ReduceLROnPlateau: mode must be min or max; got 2", static o => new ReduceLROnPlateau(o, (PlateauMode)2)),
        ("ReduceLROnPlateau: factor must be at least 0 and below 1; got 1", static o => new ReduceLROnPlateau(o, factor: 1)),
        ("ReduceLROnPlateau: patience must be at least 0; got -1", static o => new ReduceLROnPlateau(o, patience: -1)),
        ("ReduceLROnPlateau: threshold must be a finite number of at least 0; got NaN", static o => new ReduceLROnPlateau(o, threshold: double.NaN)),
        ("ReduceLROnPlateau: threshold_mode must be rel or abs; got 2", static o => new ReduceLROnPlateau(o, thresholdMode: (ThresholdMode)2)),
        ("ReduceLROnPlateau: cooldown must be at least 0; got -1", static o => new ReduceLROnPlateau(o, cooldown: -1)),
        ("ReduceLROnPlateau: min_lrs of group 1 must be a finite number of at least 0; got -1", static o => new ReduceLROnPlateau(o, minLr: [0, -1])),
        ("ReduceLROnPlateau: min_lrs needs one value a group; got 1 for 2 groups", static o => new ReduceLROnPlateau(o, minLr: [0])),
        ("ReduceLROnPlateau: eps must be a finite number of at least 0; got -1", static o => new ReduceLROnPlateau(o, eps: -1)),
        ("PowerLR: power must be a finite number of at least 0; got -1", static o => new PowerLR(o, -1)),
        ("PowerLR: decay must be a finite number of at least 0; got -1", static o => new PowerLR(o, 1, -1)),
        ("InverseTimeLR: decay must be a finite number of at least 0; got -1", static o => new InverseTimeLR(o, -1)),
        ("WarmupStableDecayLR: warmup_steps must be at least 0; got -1", static o => new WarmupStableDecayLR(o, -1, 0, 1)),
        ("WarmupStableDecayLR: stable_steps must be at least 0; got -1", static o => new WarmupStableDecayLR(o, 0, -1, 1)),
        ("WarmupStableDecayLR: decay_steps must be at least 1; got 0", static o => new WarmupStableDecayLR(o, 0, 0, 0)),
        ("WarmupStableDecayLR: decay must be linear or cosine or 1-sqrt; got 3", static o => new WarmupStableDecayLR(o, 1, 1, 1, (DecayShape)3)),
        ("WarmupStableDecayLR: start_factor must be at least 0 and at most 1; got 2", static o => new WarmupStableDecayLR(o, 1, 1, 1, startFactor: 2)),
        ("WarmupStableDecayLR: min_factor must be at least 0 and at most 1; got 2", static o => new WarmupStableDecayLR(o, 1, 1, 1, minFactor: 2)),
        ("LambdaLR: one function a group is needed; got 1 for 2 groups", static o => new LambdaLR(o, [_one])),
        ("LambdaLR: in step 0, the rate of group 0 must be a finite number of at least 0; got -1", static o => new LambdaLR(o, static _ => -1)),
        ("MultiplicativeLR: one function a group is needed; got 3 for 2 groups", static o => new MultiplicativeLR(o, [_one, _one, _one])),
    ];

    public static TheoryData<int, string> Refused
    {
        get
        {
            var data = new TheoryData<int, string>();
            foreach ((int index, (string Expected, Func<SGD, object>) item) in _refused.Index())
            {
                data.Add(index, item.Expected);
            }

            return data;
        }
    }

    [Theory]
    [MemberData(nameof(Refused))]
    public void An_option_out_of_range_is_refused_and_leaves_the_optimizer_as_it_was(int index, string expected)
    {
        var sgd = new SGD([new SGDGroup([Make.Parameter(1)]), new SGDGroup([Make.Parameter(1)])], lr: 1, momentum: 0.5);
        StateNode before = sgd.SaveState();
        string got = Assert.Throws<ArgumentException>(() => _refused[index].Create(sgd)).Message;
        Assert.StartsWith(expected, got, StringComparison.Ordinal);
        if (!expected.Contains("epoch must", StringComparison.Ordinal))
        {
            Assert.Equal(before, sgd.SaveState());
        }
    }

    [Fact]
    public void Missing_arguments_are_named()
    {
        SGD sgd = Sgd(1);
        Assert.Equal("optimizer", Null(() => new StepLR(null!, 1)));
        Assert.Equal("optimizer", Null(() => new ReduceLROnPlateau(null!)));
        Assert.Equal("milestones", Null(() => new MultiStepLR(sgd, null!)));
        Assert.Equal("function", Null(() => new LambdaLR(sgd, (Func<int, double>)null!)));
        Assert.Equal("functions", Null(() => new MultiplicativeLR(sgd, (IEnumerable<Func<int, double>>)null!)));
        Assert.Equal("maxLr", Null(() => new OneCycleLR(sgd, null!, 9)));
        Assert.Equal("schedulers", Null(() => new ChainedScheduler([null!])));
        Assert.Equal("schedule", Null(() => RobbinsMonro.Check((LRScheduler)null!)));

        static string? Null(Func<object> action) => Assert.Throws<ArgumentNullException>(action).ParamName;
    }

    private static object Do(Action action)
    {
        action();
        return action;
    }
}
