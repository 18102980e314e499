using MiniTorch.Optim;

namespace MiniTorch.Tests;

internal sealed class MuonKind() : OptimizerKind<MuonGroup>("Muon")
{
    public override bool IsElementwise => false;

    public override IReadOnlyList<Shape> Shapes { get; } = [[3, 5], [6, 2], [1, 9], [7, 1], [0, 4], [4, 4]];

    public override AnyOptimizer Any(Random random)
    {
        (double lr, double decay, double momentum, bool nesterov) = (random.Rate(), random.ZeroOr(0.3), random.ZeroOr(0.99), random.Flag());

        // Muon's own, or anything between Newton and Schulz's iterations of degree 3 and 5, which converge.
        double t = random.Between(0, 1);
        (double, double, double) coefficients = random.Flag() ? (3.4445, -4.775, 2.0315) : (1.5 + (0.375 * t), -0.5 - (0.75 * t), 0.375 * t);
        (double eps, int steps) = (random.Magnitude(-8, 1), random.Next(1, 7));
        MuonAdjustLrFn adjust = random.Flag() ? MuonAdjustLrFn.Original : MuonAdjustLrFn.MatchRmsAdamW;
        return new AnyOptimizer(
            FormattableString.Invariant($"Muon({lr}, {decay}, {momentum}, {nesterov}, {coefficients}, {eps}, {steps}, {adjust})"),
            p => new Muon(p, lr, decay, momentum, nesterov, coefficients, eps, steps, adjust),
            new MuonTextbook(lr, decay, momentum, nesterov, coefficients, eps, steps, adjust));
    }

    protected override MuonGroup Group(IEnumerable<Tensor> parameters) => new(parameters);

    protected override Optimizer<MuonGroup> Join(IEnumerable<MuonGroup> groups) => new Muon(groups);

    protected override bool Set(MuonGroup group, string key, GoldenNode value)
    {
        switch (key)
        {
            case "lr": group.Lr = value.Double; return true;
            case "weight_decay": group.WeightDecay = value.Double; return true;
            case "momentum": group.Momentum = value.Double; return true;
            case "nesterov": group.Nesterov = value.Bool; return true;
            case "eps": group.Eps = value.Double; return true;
            case "ns_steps": group.NsSteps = value.Int; return true;
            default: return false;
        }
    }
}

/// <summary>Muon by the formula, with products by three loops.</summary>
internal sealed class MuonTextbook(
    double lr, double decay, double mu, bool nesterov, (double A, double B, double C) ns, double eps, int steps, MuonAdjustLrFn adjust)
    : Textbook(0, static (x, _, _, _) => x)
{
    private readonly Dictionary<int, double[]> _momentum = [];

    public override double[] Step(int parameter, Shape shape, double[] values, double[] gradient)
    {
        (int rows, int columns) = (shape[0], shape[1]);
        double[] m = _momentum.GetValueOrDefault(parameter) ?? new double[values.Length];
        _momentum[parameter] = m = [.. m.Zip(gradient, (m, g) => (mu * m) + ((1 - mu) * g))];
        double[] u = nesterov ? [.. m.Zip(gradient, (m, g) => (mu * m) + ((1 - mu) * g))] : m;
        double norm = Math.Max(eps, Math.Sqrt(u.Sum(static x => x * x)));
        double[,] x = new double[rows, columns];
        for (int i = 0; i < u.Length; i++)
        {
            x[i / columns, i % columns] = u[i] / norm;
        }

        // The form for wide matrices and that for tall ones are the same polynomial; this takes always the first.
        for (int k = 0; k < steps; k++)
        {
            double[,] a = Product(x, Transposed(x)), square = Product(a, a);
            double[,] factor = new double[rows, rows];
            for (int i = 0; i < a.Length; i++)
            {
                (int row, int column) = (i / rows, i % rows);
                factor[row, column] = (ns.B * a[row, column]) + (ns.C * square[row, column]) + (row == column ? ns.A : 0);
            }

            x = Product(factor, x);
        }

        double rate = lr * (adjust == MuonAdjustLrFn.Original
            ? Math.Sqrt(Math.Max(1, (double)rows / columns))
            : 0.2 * Math.Sqrt(Math.Max(rows, columns)));
        return [.. values.Select((value, i) => (value * (1 - (lr * decay))) - (rate * x[i / columns, i % columns]))];
    }

    private static double[,] Product(double[,] a, double[,] b)
    {
        double[,] product = new double[a.GetLength(0), b.GetLength(1)];
        for (int i = 0; i < a.GetLength(0); i++)
        {
            for (int j = 0; j < b.GetLength(1); j++)
            {
                for (int k = 0; k < a.GetLength(1); k++)
                {
                    product[i, j] += a[i, k] * b[k, j];
                }
            }
        }

        return product;
    }

    private static double[,] Transposed(double[,] a)
    {
        double[,] transposed = new double[a.GetLength(1), a.GetLength(0)];
        for (int i = 0; i < a.Length; i++)
        {
            transposed[i % a.GetLength(1), i / a.GetLength(1)] = a[i / a.GetLength(1), i % a.GetLength(1)];
        }

        return transposed;
    }
}
