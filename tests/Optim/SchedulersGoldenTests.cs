using MiniTorch.Optim;

namespace MiniTorch.Tests;

/// <summary>The rates and momenta of golden/schedulers.json and of schedulers_more.json, which always comes from the project.</summary>
public class SchedulersGoldenTests
{
    private const string File = "schedulers.json";

    private static readonly IReadOnlyList<GoldenNode> _more = Golden.OwnCases("schedulers_more.json");

    public static TheoryData<int, string> Cases => Golden.Theory(File, "scheduler");

    public static TheoryData<int, string> MoreCases => Golden.Theory(_more, "scheduler");

    [Theory]
    [MemberData(nameof(Cases))]
    public void Rates_and_momenta_of_every_step_are_PyTorchs(int index, string scheduler) => Check(Golden.Cases(File)[index], scheduler);

    [Theory]
    [MemberData(nameof(MoreCases))]
    public void Rates_and_momenta_of_more_options_are_PyTorchs(int index, string scheduler) => Check(_more[index], scheduler);

    private static void Check(GoldenNode item, string name)
    {
        var sgd = new SGD([new SGDGroup([Make.Parameter(1)]) { Lr = 0.8 }, new SGDGroup([Make.Parameter(2)]) { Lr = 0.4 }], momentum: 0.9);
        LRScheduler? schedule = name == "ReduceLROnPlateau" ? null : SchedulerGoldenRun.Create(item, sgd);
        ReduceLROnPlateau? plateau = schedule is null ? SchedulerGoldenRun.CreatePlateau(item["options"], sgd) : null;
        for (int step = 0; step < item["lrs"].Count; step++)
        {
            double[] rates = [.. sgd.ParamGroups.Select(static group => group.Lr)];
            double[] momenta = [.. sgd.ParamGroups.Select(static group => group.Momentum)];
            Close.Assert(item["lrs"][step].Doubles, rates, what: $"{item}, rates of step {step}");
            Close.Assert(item["momenta"][step].Doubles, momenta, what: $"{item}, momenta of step {step}");
            Assert.Equal(rates, schedule?.GetLastLr() ?? plateau!.GetLastLr());
            sgd.Step();
            schedule?.Step();
            plateau?.Step(item["metrics"][step].Double);
        }
    }
}
