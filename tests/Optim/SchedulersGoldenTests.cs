using MiniTorch.Optim;

namespace MiniTorch.Tests;

/// <summary>The rates of golden/schedulers.json.</summary>
public class SchedulersGoldenTests
{
    private const string File = "schedulers.json";

    public static TheoryData<int, string> Cases => Golden.Theory(File, "scheduler");

    [Theory]
    [MemberData(nameof(Cases))]
    public void Rates_of_every_step_are_PyTorchs(int index, string scheduler)
    {
        GoldenNode item = Golden.Cases(File)[index];
        var sgd = new SGD([new SGDGroup([Make.Parameter(1)]) { Lr = 0.8 }, new SGDGroup([Make.Parameter(2)]) { Lr = 0.4 }], momentum: 0.9);
        LRScheduler schedule = Create(scheduler, item["options"], sgd);
        for (int step = 0; step < item["lrs"].Count; step++)
        {
            double[] rates = [.. sgd.ParamGroups.Select(static group => group.Lr)];
            double[] momenta = [.. sgd.ParamGroups.Select(static group => group.Momentum)];
            Close.Assert(item["lrs"][step].Doubles, rates, what: $"{scheduler}, rates of step {step}");
            Close.Assert(item["momenta"][step].Doubles, momenta, what: $"{scheduler}, momenta of step {step}");
            Assert.Equal(rates, schedule.GetLastLr());
            sgd.Step();
            schedule.Step();
        }
    }

    private static LRScheduler Create(string name, GoldenNode options, SGD sgd)
    {
        HashSet<string> unread = [.. options.Entries.Select(static entry => entry.Key)];
        GoldenNode? Read(string key) => unread.Remove(key) ? options[key] : null;
        double Real(string key, double absent) => Read(key)?.Double ?? absent;
        int Count(string key, int absent) => Read(key)?.Int ?? absent;
        LRScheduler schedule = name switch
        {
            "StepLR" => new StepLR(sgd, Count("step_size", 0), Real("gamma", 0.1)),
            "LinearLR" => new LinearLR(sgd, Real("start_factor", 1.0 / 3), Real("end_factor", 1), Count("total_iters", 5)),
            "CosineAnnealingLR" => new CosineAnnealingLR(sgd, Count("T_max", 0), Real("eta_min", 0)),
            _ => throw new NotSupportedException($"there is no scheduler '{name}'"),
        };
        Assert.True(unread.Count == 0, $"{name} has no option {string.Join(", ", unread)}");
        return schedule;
    }
}
