using MiniTorch.Optim;

namespace MiniTorch.Tests;

internal sealed class AdafactorKind() : OptimizerKind<AdafactorGroup>("Adafactor")
{
    public override bool IsElementwise => false;

    public override IReadOnlyList<Shape> Shapes { get; } = [[3, 5], [], [17], [0, 4], [1, 19], [21, 1], [2, 3, 9], [2, 2, 3, 3]];

    public override AnyOptimizer Any(Random random)
    {
        (double lr, double decay, bool maximize) = (random.Rate(), random.ZeroOr(0.1), random.Flag(4));
        (double tau, double d) = (random.Between(-1, -0.1), random.Flag() ? 1 : random.Between(1, 3));
        (double?, double) eps = (random.Flag() ? null : random.Magnitude(-6, 0), random.Magnitude(-4, 0.5));
        return new AnyOptimizer(
            FormattableString.Invariant($"Adafactor({lr}, {tau}, {eps}, {d}, {decay}, {maximize})"),
            p => new Adafactor(p, lr, tau, eps, d, decay, maximize),
            new AdafactorTextbook(lr, tau, eps, d, decay, maximize));
    }

    protected override AdafactorGroup Group(IEnumerable<Tensor> parameters) => new(parameters);

    protected override Optimizer<AdafactorGroup> Join(IEnumerable<AdafactorGroup> groups) => new Adafactor(groups);

    protected override bool Set(AdafactorGroup group, string key, GoldenNode value)
    {
        switch (key)
        {
            case "lr": group.Lr = value.Double; return true;
            case "beta2_decay": group.Beta2Decay = value.Double; return true;
            case "d": group.D = value.Double; return true;
            case "weight_decay": group.WeightDecay = value.Double; return true;
            case "maximize": group.Maximize = value.Bool; return true;
            default: return false;
        }
    }
}

/// <summary>Adafactor matrix by matrix; a vector has an average for each element.</summary>
internal sealed class AdafactorTextbook(double lr, double tau, (double? First, double Second) eps, double d, double decay, bool maximize)
    : Textbook(0, static (x, _, _, _) => x)
{
    private readonly Dictionary<int, (double[] Row, double[] Column, int Step)> _states = [];

    public override double[] Step(int parameter, Shape shape, double[] values, double[] gradient)
    {
        (int rows, int columns) = shape.Rank < 2 ? (0, 0) : (shape[-2], shape[-1]);
        int matrices = shape.Rank < 2 || values.Length == 0 ? 0 : values.Length / (rows * columns);
        (double[] r, double[] c, int t) = _states.GetValueOrDefault(
            parameter, (new double[shape.Rank < 2 ? values.Length : matrices * rows], new double[matrices * columns], 0));
        _states[parameter] = (r, c, ++t);
        double beta = 1 - Math.Pow(t, tau), eps1 = eps.First ?? Math.Pow(2, -52);
        double alpha = Math.Max(eps.Second, Rms(values)) * Math.Min(lr, 1 / Math.Sqrt(t));
        double[] v = new double[values.Length];
        for (int i = 0; i < v.Length && shape.Rank < 2; i++)
        {
            v[i] = r[i] = (beta * r[i]) + ((1 - beta) * gradient[i] * gradient[i]);
        }

        for (int m = 0; m < matrices; m++)
        {
            double Square(int i, int j) => Math.Pow(gradient[(((m * rows) + i) * columns) + j], 2);
            for (int i = 0; i < rows; i++)
            {
                double mean = Enumerable.Range(0, columns).Average(j => Square(i, j));
                r[(m * rows) + i] = (beta * r[(m * rows) + i]) + ((1 - beta) * mean);
            }

            for (int j = 0; j < columns; j++)
            {
                double mean = Enumerable.Range(0, rows).Average(i => Square(i, j));
                c[(m * columns) + j] = (beta * c[(m * columns) + j]) + ((1 - beta) * mean);
            }

            double all = Math.Max(r.Skip(m * rows).Take(rows).Average(), eps1);
            for (int i = 0; i < rows * columns; i++)
            {
                v[(m * rows * columns) + i] = r[(m * rows) + (i / columns)] * c[(m * columns) + (i % columns)] / all;
            }
        }

        double[] u = [.. gradient.Select((g, i) => g / Math.Max(Math.Sqrt(v[i]), eps1))];
        double scale = alpha / Math.Max(1, Rms(u) / d) * (maximize ? -1 : 1);
        return [.. values.Select((x, i) => (x * (1 - (lr * decay))) - (scale * u[i]))];
    }

    private static double Rms(double[] x) => x.Length == 0 ? 0 : Math.Sqrt(x.Sum(static x => x * x) / x.Length);
}
