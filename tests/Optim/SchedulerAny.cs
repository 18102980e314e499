using MiniTorch.Optim;

namespace MiniTorch.Tests;

/// <summary>Every scheduler with random options, for the properties that hold for all of them.</summary>
internal static class SchedulerAny
{
    /// <summary>A scheduler of some kind; building it twice gives the same one twice.</summary>
    public static Func<Optimizer, object> From(int seed, int lastStep)
    {
        var random = new Random(seed);
        double a = random.NextDouble(), b = random.NextDouble();
        int n = 1 + random.Next(8), m = 1 + random.Next(8);
        bool flag = random.Next(2) == 0;
        AnnealStrategy strategy = flag ? AnnealStrategy.Cosine : AnnealStrategy.Linear;
        int[] steps = [.. Enumerable.Range(0, n).Select(_ => random.Next(20))];
        (int left, int right) = (random.Next(), random.Next());
        return random.Next(17) switch
        {
            0 => static o => new LambdaLR(o, static t => 1 / (1.0 + t)),
            1 => o => new MultiplicativeLR(o, t => a + ((1 - a) / t)),
            2 => o => new CosineAnnealingWarmRestarts(o, n, 1 + (m % 3), b * 0.1),
            3 => o => new OneCycleLR(
                o, [1 + a, 1 + b], lastStep + m, null, null, a, strategy, flag, a * 0.9, b * 0.9, 1 + (30 * b), 1 + (100 * a), n > 4),
            4 => o => new CyclicLR(
                o, [a * 0.1, 0.1], 0.1 + b, n, m, (CyclicMode)(n % 3), 0.8 + (0.2 * a), null, default, flag, a * 0.9, b * 0.9),
            5 => o => new CyclicLR(o, 0.1, [a, b], n, m, scaleFn: x => 1.0 / (1 + x), scaleMode: (CyclicScaleMode)(m % 2)),
            6 => o => new ReduceLROnPlateau(
                o, flag ? PlateauMode.Min : PlateauMode.Max, a, n % 4, b, (ThresholdMode)(m % 2), m % 3, [0.01 * b, 0.1]),
            7 => o => new SWALR(o, [a, b], n - 1, strategy),
            8 or 9 => o => new SequentialLR(o, [Part(left, o), Part(right, o)], [n]),
            10 or 11 => o => new ChainedScheduler([Link(left, o), Link(right, o)]),
            12 => o => new SequentialLR(
                o,
                [
                    new ChainedScheduler([Factor(left, o), Factor(right, o)]),
                    new SequentialLR(o, [new LinearLR(o), new CosineAnnealingLR(o, m)], [n]),
                    new OneCycleLR(o, b, lastStep + m),
                ],
                [n, n + m]),
            _ => o => Link(left, o),
        };
    }

    /// <summary>What can be chained.</summary>
    public static LRScheduler Link(int seed, Optimizer optimizer) => (seed % 12) switch
    {
        10 => new CosineAnnealingLR(optimizer, 1 + (seed % 7)),
        11 => new MultiplicativeLR(optimizer, static t => t % 3 == 0 ? 0.7 : 1),
        _ => Factor(seed, optimizer),
    };

    /// <summary>What multiplies the initial rate, and never by 0.</summary>
    public static FactorScheduler Factor(int seed, Optimizer optimizer)
    {
        var random = new Random(seed);
        double a = 0.1 + (0.9 * random.NextDouble()), b = random.NextDouble();
        int n = 1 + random.Next(9);
        return (seed % 9) switch
        {
            0 => new StepLR(optimizer, n, a),
            1 => new MultiStepLR(optimizer, [.. Enumerable.Range(0, n).Select(_ => random.Next(20))], a),
            2 => new ConstantLR(optimizer, a, n),
            3 => new LinearLR(optimizer, a, 0.1 + (0.9 * b), n),
            4 => new ExponentialLR(optimizer, a),
            5 => new PolynomialLR(optimizer, 100 + n, 3 * b),
            6 => new PowerLR(optimizer, 2 * b, a),
            7 => new InverseTimeLR(optimizer, b),
            _ => new WarmupStableDecayLR(optimizer, n, random.Next(9), n, (DecayShape)random.Next(3), a, 0.1 + (0.9 * b)),
        };
    }

    private static LRScheduler Part(int seed, Optimizer optimizer) => (seed % 4) switch
    {
        0 => new SWALR(optimizer, 0.1, 1 + (seed % 9)),
        1 => new CyclicLR(optimizer, 0.1, 0.5, 1 + (seed % 5)),
        2 => new CosineAnnealingWarmRestarts(optimizer, 1 + (seed % 5), 2),
        _ => Link(seed, optimizer),
    };
}
