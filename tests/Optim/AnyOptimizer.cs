using MiniTorch.Optim;

namespace MiniTorch.Tests;

/// <summary>Every optimizer with random options, and its textbook form, for the properties that hold for all of them.</summary>
internal sealed class AnyOptimizer
{
    private AnyOptimizer(string name, Func<IEnumerable<Tensor>, Optimizer> create, Textbook textbook)
    {
        Name = name;
        Create = create;
        Textbook = textbook;
    }

    public string Name { get; }

    public Func<IEnumerable<Tensor>, Optimizer> Create { get; }

    public Textbook Textbook { get; }

    public static AnyOptimizer From(int seed)
    {
        var random = new Random(seed);
        double lr = Math.Pow(10, -3 * random.NextDouble());
        double decay = random.Next(2) * random.NextDouble() * 0.1;
        bool maximize = random.Next(4) == 0;
        if (random.Next(2) == 0)
        {
            double momentum = random.Next(3) * 0.45;
            bool nesterov = momentum > 0 && random.Next(2) == 0;
            double dampening = nesterov ? 0 : random.Next(2) * random.NextDouble();
            return new AnyOptimizer(
                FormattableString.Invariant($"SGD({lr}, {momentum}, {dampening}, {decay}, {nesterov}, {maximize})"),
                p => new SGD(p, lr, momentum, dampening, decay, nesterov, maximize),
                Textbook.SGD(lr, momentum, dampening, decay, nesterov, maximize));
        }

        (double, double) betas = (random.NextDouble() * 0.95, 0.5 + (random.NextDouble() * 0.4999));
        double eps = Math.Pow(10, -2 - (8 * random.NextDouble()));
        bool amsGrad = random.Next(2) == 0;
        bool decoupled = random.Next(2) == 0;
        return new AnyOptimizer(
            FormattableString.Invariant($"Adam({lr}, {betas}, {eps}, {decay}, {amsGrad}, {maximize}, {decoupled})"),
            p => random.Next(2) == 0 && decoupled
                ? new AdamW(p, lr, betas, eps, decay, amsGrad, maximize)
                : new Adam(p, lr, betas, eps, decay, amsGrad, maximize, decoupled),
            Textbook.Adam(lr, betas, eps, decay, amsGrad, maximize, decoupled));
    }
}
