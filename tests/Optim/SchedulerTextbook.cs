using MiniTorch.Optim;

namespace MiniTorch.Tests;

/// <summary>Schedulers in the recursive form of PyTorch's <c>get_lr</c>: what a step makes of the current rate.</summary>
internal static class SchedulerTextbook
{
    public static (Func<Optimizer, LRScheduler> Create, Func<double, int, double> Step) From(Random random)
    {
        double a = 0.05 + (0.95 * random.NextDouble()), b = random.NextDouble();
        int n = 1 + random.Next(12);
        int[] milestones = [.. Enumerable.Range(0, n).Select(_ => random.Next(15))];
        return random.Next(7) switch
        {
            0 => (o => new StepLR(o, n, a), (rate, t) => t == 0 || t % n != 0 ? rate : rate * a),
            1 => (o => new MultiStepLR(o, milestones, a), (rate, t) => rate * Math.Pow(a, milestones.Count(m => m == t))),
            2 => (o => new ConstantLR(o, a, n), (rate, t) => t == 0 ? rate * a : t == n ? rate / a : rate),
            3 => (
                o => new LinearLR(o, a, b, n),
                (rate, t) => t == 0 ? rate * a : t > n ? rate : rate * (1 + ((b - a) / ((n * a) + ((t - 1) * (b - a)))))),
            4 => (o => new ExponentialLR(o, a), (rate, t) => t == 0 ? rate : rate * a),
            5 => (
                o => new PolynomialLR(o, n, 3 * b),
                (rate, t) => t == 0 || t > n ? rate : rate * Math.Pow((1 - ((double)t / n)) / (1 - ((t - 1.0) / n)), 3 * b)),
            _ => (o => new CosineAnnealingLR(o, n, b / 10), (rate, t) => Cosine(rate, t, n, b / 10)),
        };
    }

    private static double Cosine(double rate, int t, int period, double low)
    {
        if (t == 0)
        {
            return rate;
        }

        return (t - 1 - period) % (2 * period) == 0
            ? rate + ((0.8 - low) * (1 - Math.Cos(Math.PI / period)) / 2)
            : ((1 + Math.Cos(Math.PI * t / period)) / (1 + Math.Cos(Math.PI * (t - 1) / period)) * (rate - low)) + low;
    }
}
