using MiniTorch.Optim;

namespace MiniTorch.Tests;

/// <summary>An optimizer of two groups and a scheduler of it, whichever way that is stepped.</summary>
internal sealed class SchedulerRun
{
    private readonly LRScheduler? _schedule;
    private readonly ReduceLROnPlateau? _plateau;

    private SchedulerRun(Optimizer optimizer, object scheduler)
    {
        Optimizer = optimizer;
        (_schedule, _plateau) = (scheduler as LRScheduler, scheduler as ReduceLROnPlateau);
    }

    public Optimizer Optimizer { get; }

    public IStateful State => _schedule as IStateful ?? _plateau!;

    public IReadOnlyList<double> LastLr => _schedule?.GetLastLr() ?? _plateau!.GetLastLr();

    public double[] Rates => [.. Optimizer.ParamGroups.Select(static group => group.Lr)];

    public double[] Momenta => [.. Optimizer.ParamGroups.Select(static group => group.Inertia!.Value)];

    public static SchedulerRun Start(bool isAdam, Func<Optimizer, object> create)
    {
        Optimizer optimizer = isAdam
            ? new Adam([new AdamGroup([Make.Parameter(1)]), new AdamGroup([Make.Parameter(1)]) { Lr = 0.02 }], lr: 0.3)
            : new SGD([new SGDGroup([Make.Parameter(1)]), new SGDGroup([Make.Parameter(1)]) { Lr = 0.4 }], lr: 0.8, momentum: 0.9);
        return new SchedulerRun(optimizer, create(optimizer));
    }

    /// <summary>With one group.</summary>
    public static SchedulerRun StartOne(bool isAdam, Func<Optimizer, object> create)
    {
        Optimizer optimizer = isAdam ? new Adam([Make.Parameter(1)], lr: 0.8) : new SGD([Make.Parameter(1)], lr: 0.8, momentum: 0.9);
        return new SchedulerRun(optimizer, create(optimizer));
    }

    /// <summary>The rates of both groups in so many steps from now on.</summary>
    public double[][] Take(int steps)
    {
        var rates = new double[steps][];
        for (int i = 0; i < steps; i++)
        {
            rates[i] = Rates;
            Step(i);
        }

        return rates;
    }

    /// <summary>A step of both; the metric of a plateau rises and falls.</summary>
    public void Step(int number) => StepWith(1 + Math.Sin(number * number));

    /// <summary>A step of both with a metric for a plateau.</summary>
    public void StepWith(double metric)
    {
        Optimizer.Step();
        _schedule?.Step();
        _plateau?.Step(metric);
    }
}
