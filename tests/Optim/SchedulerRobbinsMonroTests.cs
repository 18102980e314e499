using FsCheck;
using FsCheck.Fluent;
using MiniTorch.Optim;

namespace MiniTorch.Tests;

/// <summary>Which schedules meet the conditions Σε = ∞ and Σε² &lt; ∞.</summary>
public class SchedulerRobbinsMonroTests
{
    private const ConditionStatus Holds = ConditionStatus.Holds;
    private const ConditionStatus Fails = ConditionStatus.Fails;

    private static readonly (string Name, ConditionStatus Sum, ConditionStatus Squares, Func<Optimizer, LRScheduler> Create)[] _known =
    [
        ("inverse time", Holds, Holds, static o => new InverseTimeLR(o, 0.1)),
        ("inverse time that stands", Holds, Fails, static o => new InverseTimeLR(o, 0)),
        ("p = 1", Holds, Holds, static o => new PowerLR(o, 1)),
        ("p = 0.51", Holds, Holds, static o => new PowerLR(o, 0.51)),
        ("p = ½", Holds, Fails, static o => new PowerLR(o, 0.5)),
        ("p = 1.01", Fails, Holds, static o => new PowerLR(o, 1.01)),
        ("p = 0", Holds, Fails, static o => new PowerLR(o, 0)),
        ("k = 0", Holds, Fails, static o => new PowerLR(o, 3, 0)),
        ("constant in the end", Holds, Fails, static o => new ConstantLR(o)),
        ("line", Holds, Fails, static o => new LinearLR(o)),
        ("line to 0", Fails, Holds, static o => new LinearLR(o, 1, 0)),
        ("polynomial", Fails, Holds, static o => new PolynomialLR(o)),
        ("polynomial of degree 0", Holds, Fails, static o => new PolynomialLR(o, 5, 0)),
        ("exponential", Fails, Holds, static o => new ExponentialLR(o, 0.999)),
        ("γ = 1", Holds, Fails, static o => new ExponentialLR(o, 1)),
        ("γ > 1", Holds, Fails, static o => new ExponentialLR(o, 1.01)),
        ("γ = 0", Fails, Holds, static o => new ExponentialLR(o, 0)),
        ("steps", Fails, Holds, static o => new StepLR(o, 1000, 0.9)),
        ("some steps", Holds, Fails, static o => new MultiStepLR(o, [3, 5])),
        ("some steps to 0", Fails, Holds, static o => new MultiStepLR(o, [3, 5], 0)),
        ("cosine", Holds, Fails, static o => new CosineAnnealingLR(o, 9)),
        ("restarts", Holds, Fails, static o => new CosineAnnealingWarmRestarts(o, 9, 2)),
        ("one cycle", Fails, Holds, static o => new OneCycleLR(o, 1, 9)),
        ("cycles", Holds, Fails, static o => new CyclicLR(o, 0, 1)),
        ("cycles that halve", Fails, Holds, static o => new CyclicLR(o, 0, 1, mode: CyclicMode.Triangular2)),
        ("cycles that halve above a rate", Holds, Fails, static o => new CyclicLR(o, 0.1, 1, mode: CyclicMode.Triangular2)),
        ("cycles that fall", Fails, Holds, static o => new CyclicLR(o, 0, 1, mode: CyclicMode.ExpRange, gamma: 0.99)),
        ("cycles that do not", Holds, Fails, static o => new CyclicLR(o, 0, 1, mode: CyclicMode.ExpRange)),
        ("cycles without height", Fails, Holds, static o => new CyclicLR(o, 0, 0)),
        ("averaging", Holds, Fails, static o => new SWALR(o, 0.1)),
        ("averaging at 0", Fails, Holds, static o => new SWALR(o, 0)),
        ("warm-up, stable, decay", Fails, Holds, static o => new WarmupStableDecayLR(o, 1, 1, 1)),
        ("warm-up, stable, decay to a rate", Holds, Fails, static o => new WarmupStableDecayLR(o, 1, 1, 1, minFactor: 0.1)),
        ("sequence", Holds, Holds, static o => new SequentialLR(o, [new LinearLR(o, 1, 0), new InverseTimeLR(o)], [9])),
        ("sequence that ends in a line", Holds, Fails, static o => new SequentialLR(o, [new InverseTimeLR(o), new LinearLR(o)], [9])),
        ("product of powers", Holds, Holds, static o => new ChainedScheduler([new PowerLR(o, 0.3), new PowerLR(o, 0.4), new LinearLR(o)])),
        ("product of more", Fails, Holds, static o => new ChainedScheduler([new PowerLR(o, 0.7), new PowerLR(o, 0.7)])),
        ("product with an exponential", Fails, Holds, static o => new ChainedScheduler([new InverseTimeLR(o), new StepLR(o, 9)])),
        ("exponentials that cancel", Holds, Holds, Cancelling),
        ("exponentials that cancel nearly, and one more", Fails, Holds, static o =>
            new ChainedScheduler([new ExponentialLR(o, 0.9), new ExponentialLR(o, (1 / 0.9) + 1e-15), new ExponentialLR(o, 0.5)])),
        ("product with 0", Fails, Holds, static o => new ChainedScheduler([new PolynomialLR(o), new MultiplicativeLR(o, static _ => 1)])),
        ("chain of one", Holds, Fails, static o => new ChainedScheduler([new CosineAnnealingLR(o, 3)])),
    ];

    public static TheoryData<int, string> Known
    {
        get
        {
            var data = new TheoryData<int, string>();
            foreach ((int index, (string Name, ConditionStatus, ConditionStatus, Func<Optimizer, LRScheduler>) item) in _known.Index())
            {
                data.Add(index, item.Name);
            }

            return data;
        }
    }

    [Theory]
    [MemberData(nameof(Known))]
    public void A_closed_form_decides(int index, string name)
    {
        (_, ConditionStatus sum, ConditionStatus squares, Func<Optimizer, LRScheduler> create) = _known[index];
        RobbinsMonroVerdict verdict = RobbinsMonro.Check(create(Sgd()));
        Assert.Equal((sum, squares), (verdict.SumDiverges, verdict.SumOfSquaresConverges));
        Assert.Equal(sum == Holds && squares == Holds, verdict.Holds);
        Assert.True(verdict.Reason.Length > 0, name);
    }

    [Fact]
    public void The_exponent_of_a_power_decides() => Prop.ForAll(Gen.Choose(0, 3000).ToArbitrary(), static thousandths =>
    {
        double p = thousandths / 1000.0;
        RobbinsMonroVerdict verdict = RobbinsMonro.Check(new PowerLR(Sgd(), p));
        Assert.Equal(p <= 1, verdict.SumDiverges == Holds);
        Assert.Equal(p > 0.5, verdict.SumOfSquaresConverges == Holds);
        Assert.Equal(p, verdict.TailExponent);
    }).Check(Config.QuickThrowOnFailure);

    [Fact]
    public void Of_a_users_function_there_is_an_exponent_and_no_verdict()
    {
        RobbinsMonroVerdict verdict = RobbinsMonro.Check(new LambdaLR(Sgd(), static t => 3 * Math.Pow(1 + t, -0.75)));
        Assert.Equal((ConditionStatus.Unknown, ConditionStatus.Unknown), (verdict.SumDiverges, verdict.SumOfSquaresConverges));
        Assert.Null(verdict.Holds);
        Assert.Equal(0.75, verdict.TailExponent!.Value, 1e-3);
        Assert.Equal(
            "Σε = ∞ is unknown, Σε² < ∞ is unknown: the rate is a function of the user's (tail exponent fitted: 0.75)",
            verdict.ToString().Replace("0.7499", "0.75", StringComparison.Ordinal));
        Assert.Equal(1, Exponent(static o => new MultiplicativeLR(o, static t => t / (1.0 + t)))!.Value, 1e-3);
        Assert.Equal(
            1.5,
            Exponent(static o => new ChainedScheduler([new MultiplicativeLR(o, static t => t / (1.0 + t)), new PowerLR(o, 0.5)]))!.Value,
            1e-3);
        Assert.Equal(0.5, Exponent(static o => new CyclicLR(o, 0, 1, 50, scaleFn: static cycle => 1 / Math.Sqrt(cycle)))!.Value, 0.05);
        double[] table = [1, 0.5, 0.25];
        Assert.Null(Exponent(o => new LambdaLR(o, t => table[t])));
        Assert.Null(Exponent(static o => new LambdaLR(o, static t => Math.Max(0, 1 - (0.1 * t)))));
        Assert.Null(Exponent(static o => new ChainedScheduler([new CosineAnnealingLR(o, 9), new ExponentialLR(o, 0.9)])));
        RobbinsMonroVerdict near = RobbinsMonro.Check(NearlyCancelling(Sgd()));
        Assert.Equal((ConditionStatus.Unknown, "exponential factors cancel within rounding"), (near.SumDiverges, near.Reason));

        static double? Exponent(Func<Optimizer, LRScheduler> create)
        {
            RobbinsMonroVerdict some = RobbinsMonro.Check(create(Sgd()));
            Assert.Equal((ConditionStatus.Unknown, ConditionStatus.Unknown), (some.SumDiverges, some.SumOfSquaresConverges));
            return some.TailExponent;
        }
    }

    [Fact]
    public void Powers_add_up_as_the_decimal_numbers_that_they_are()
    {
        foreach ((double whole, double[] powers) in ((double, double[])[])[(1, [0.34, 0.56, 0.1]), (0.5, [0.17, 0.28, 0.05]), (1, [0.3, 0.6, 0.1])])
        {
            Assert.NotEqual(whole, powers.Sum());
            Assert.Equal(RobbinsMonro.Check(new PowerLR(Sgd(), whole)), RobbinsMonro.Check(Powers(Sgd(), powers)));
        }
    }

    [Fact]
    public void The_sentence_says_which_condition_fails_and_why()
    {
        Assert.Equal(
            "Σε = ∞ fails, Σε² < ∞ holds: the rate falls exponentially, so that its sum is finite",
            RobbinsMonro.Check(new ExponentialLR(Sgd(), 0.9)).ToString());
        Assert.Equal(
            "Σε = ∞ holds, Σε² < ∞ fails: the rate falls as t^-0.25", RobbinsMonro.Check(new PowerLR(Sgd(), 0.25)).ToString());
        Assert.Equal("Σε = ∞ fails, Σε² < ∞ holds: the schedule ends", RobbinsMonro.Check(new OneCycleLR(Sgd(), 1, 9)).ToString());
    }

    [Fact]
    public void A_condition_must_hold_in_every_group()
    {
        var sgd = new SGD([new SGDGroup([Make.Parameter(1)]), new SGDGroup([Make.Parameter(1)]) { Lr = 0 }], lr: 1);
        RobbinsMonroVerdict verdict = RobbinsMonro.Check(new InverseTimeLR(sgd));
        Assert.Equal((Fails, Holds), (verdict.SumDiverges, verdict.SumOfSquaresConverges));
        Assert.Equal("group 0: the rate falls as t^-1; group 1: the rate is 0 from some step on", verdict.Reason);
    }

    [Fact]
    public void Restarts_at_every_step_stay_at_the_initial_rate()
    {
        var still = new SGD([Make.Parameter(1)], lr: 0);
        Assert.Equal(Fails, RobbinsMonro.Check(new CosineAnnealingWarmRestarts(still, 1, etaMin: 0.1)).SumDiverges);
        Assert.Equal(Holds, RobbinsMonro.Check(new CosineAnnealingWarmRestarts(still, 2, etaMin: 0.1)).SumDiverges);
    }

    [Fact]
    public void A_plateaus_rate_stays_above_a_number_unless_any_reduction_is_made()
    {
        Assert.Equal((Holds, Fails), Of(new ReduceLROnPlateau(Sgd())));
        Assert.Equal((Holds, Fails), Of(new ReduceLROnPlateau(Sgd(), eps: 0, minLr: 0.1)));
        Assert.Equal((ConditionStatus.Unknown, ConditionStatus.Unknown), Of(new ReduceLROnPlateau(Sgd(), eps: 0)));
        Assert.Equal((ConditionStatus.Unknown, ConditionStatus.Unknown), Of(new ReduceLROnPlateau(Sgd(), factor: 0)));
        Assert.Equal((Fails, Holds), Of(new ReduceLROnPlateau(new SGD([Make.Parameter(1)], lr: 0))));

        static (ConditionStatus Sum, ConditionStatus Squares) Of(ReduceLROnPlateau plateau)
        {
            RobbinsMonroVerdict verdict = RobbinsMonro.Check(plateau);
            return (verdict.SumDiverges, verdict.SumOfSquaresConverges);
        }
    }

    private static ChainedScheduler Powers(Optimizer o, params double[] powers) =>
        new(powers.Select(power => new PowerLR(o, power)));

    private static ChainedScheduler Cancelling(Optimizer o) =>
        new([new ExponentialLR(o, 0.5), new InverseTimeLR(o), new ExponentialLR(o, 2)]);

    private static ChainedScheduler NearlyCancelling(Optimizer o) =>
        new([new ExponentialLR(o, 0.9), new ExponentialLR(o, (1 / 0.9) + 1e-15)]);

    private static SGD Sgd() => new([Make.Parameter(1)], lr: 1);
}
