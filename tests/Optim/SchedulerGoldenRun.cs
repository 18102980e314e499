using System.Text.Json;
using MiniTorch.Optim;

namespace MiniTorch.Tests;

/// <summary>The scheduler that a golden case describes. What the case names and this does not know is an error.</summary>
internal sealed class SchedulerGoldenRun
{
    private readonly GoldenNode _options;
    private readonly HashSet<string> _unread;

    private SchedulerGoldenRun(GoldenNode options)
    {
        _options = options;
        _unread = [.. options.Entries.Select(static entry => entry.Key)];
    }

    public static LRScheduler Create(GoldenNode item, SGD sgd)
    {
        string name = item["scheduler"].String;
        if (name is "SequentialLR" or "ChainedScheduler")
        {
            LRScheduler[] parts = [.. item["parts"].Items.Select(part => Create(part, sgd))];
            return name == "ChainedScheduler" ? new ChainedScheduler(parts) : new SequentialLR(sgd, parts, item["milestones"].Ints);
        }

        return new SchedulerGoldenRun(item["options"]).Whole(name, options => options.Create(name, sgd));
    }

    public static ReduceLROnPlateau CreatePlateau(GoldenNode item, SGD sgd) => new SchedulerGoldenRun(item).Whole(
        "ReduceLROnPlateau",
        options => new ReduceLROnPlateau(
            sgd,
            options.Word("mode", "min") == "max" ? PlateauMode.Max : PlateauMode.Min,
            options.Real("factor", 0.1),
            options.Count("patience", 10),
            options.Real("threshold", 1e-4),
            options.Word("threshold_mode", "rel") == "abs" ? ThresholdMode.Absolute : ThresholdMode.Relative,
            options.Count("cooldown", 0),
            options.Reals("min_lr"),
            options.Real("eps", 1e-8)));

    private T Whole<T>(string name, Func<SchedulerGoldenRun, T> create)
    {
        T schedule = create(this);
        Assert.True(_unread.Count == 0, $"{name} has no option {string.Join(", ", _unread)}");
        return schedule;
    }

    private LRScheduler Create(string name, SGD sgd) => name switch
    {
        "StepLR" => new StepLR(sgd, Count("step_size", 0), Real("gamma", 0.1)),
        "MultiStepLR" => new MultiStepLR(sgd, Read("milestones")!.Value.Ints, Real("gamma", 0.1)),
        "ConstantLR" => new ConstantLR(sgd, Real("factor", 1.0 / 3), Count("total_iters", 5)),
        "LinearLR" => new LinearLR(sgd, Real("start_factor", 1.0 / 3), Real("end_factor", 1), Count("total_iters", 5)),
        "ExponentialLR" => new ExponentialLR(sgd, Real("gamma", 0)),
        "PolynomialLR" => new PolynomialLR(sgd, Count("total_iters", 5), Real("power", 1)),
        "CosineAnnealingLR" => new CosineAnnealingLR(sgd, Count("T_max", 0), Real("eta_min", 0)),
        "CosineAnnealingWarmRestarts" => new CosineAnnealingWarmRestarts(sgd, Count("T_0", 0), Count("T_mult", 1), Real("eta_min", 0)),
        "CyclicLR" => new CyclicLR(
            sgd,
            Reals("base_lr")!,
            Reals("max_lr")!,
            Count("step_size_up", 2000),
            Read("step_size_down")?.Int,
            Word("mode", "triangular") switch
            {
                "triangular" => CyclicMode.Triangular,
                "triangular2" => CyclicMode.Triangular2,
                "exp_range" => CyclicMode.ExpRange,
                string mode => throw new NotSupportedException($"there is no mode '{mode}'"),
            },
            Real("gamma", 1),
            cycleMomentum: Flag("cycle_momentum", true),
            baseMomentum: Reals("base_momentum"),
            maxMomentum: Reals("max_momentum")),
        "OneCycleLR" => new OneCycleLR(
            sgd,
            Reals("max_lr")!,
            Read("total_steps")?.Int,
            Read("epochs")?.Int,
            Read("steps_per_epoch")?.Int,
            Real("pct_start", 0.3),
            Strategy(),
            Flag("cycle_momentum", true),
            Reals("base_momentum"),
            Reals("max_momentum"),
            Real("div_factor", 25),
            Real("final_div_factor", 1e4),
            Flag("three_phase", false)),
        "SWALR" => new SWALR(sgd, Reals("swa_lr")!, Count("anneal_epochs", 10), Strategy()),
        _ => throw new NotSupportedException($"there is no scheduler '{name}'"),
    };

    private AnnealStrategy Strategy() => Word("anneal_strategy", "cos") switch
    {
        "cos" => AnnealStrategy.Cosine,
        "linear" => AnnealStrategy.Linear,
        string strategy => throw new NotSupportedException($"there is no strategy '{strategy}'"),
    };

    private GoldenNode? Read(string key) => _unread.Remove(key) ? _options[key] : null;

    private double Real(string key, double absent) => Read(key)?.Double ?? absent;

    private int Count(string key, int absent) => Read(key)?.Int ?? absent;

    private bool Flag(string key, bool absent) => Read(key)?.Bool ?? absent;

    private string Word(string key, string absent) => Read(key)?.String ?? absent;

    private PerGroup? Reals(string key) => Read(key) is not { } value ? null
        : value.Kind == JsonValueKind.Array ? PerGroup.Create(value.Doubles)
        : (PerGroup)value.Double;
}
