using MiniTorch.Optim;

namespace MiniTorch.Tests;

internal sealed class RMSpropKind() : OptimizerKind<RMSpropGroup>("RMSprop")
{
    public override AnyOptimizer Any(Random random)
    {
        (double lr, double decay, bool maximize) = (random.Rate(), random.ZeroOr(0.1), random.Flag(4));
        (double alpha, double eps, double momentum) = (random.Between(0.2, 0.999), random.Magnitude(-10, -2), random.Next(3) * 0.45);
        (bool centered, bool inside) = (random.Flag(), random.Flag());
        return new AnyOptimizer(
            FormattableString.Invariant($"RMSprop({lr}, {alpha}, {eps}, {decay}, {momentum}, {centered}, {maximize}, {inside})"),
            p => new RMSprop(p, lr, alpha, eps, decay, momentum, centered, maximize, inside),
            new Textbook(3, (x, g, s, t) =>
            {
                g = (maximize ? -g : g) + (decay * x);
                s[0] = (alpha * s[0]) + ((1 - alpha) * g * g);
                s[1] = (alpha * s[1]) + ((1 - alpha) * g);
                double square = centered ? s[0] - (s[1] * s[1]) : s[0];
                s[2] = (momentum * s[2]) + (g / (inside ? Math.Sqrt(eps + square) : Math.Sqrt(square) + eps));
                return x - (lr * s[2]);
            }));
    }

    protected override RMSpropGroup Group(IEnumerable<Tensor> parameters) => new(parameters);

    protected override Optimizer<RMSpropGroup> Join(IEnumerable<RMSpropGroup> groups) => new RMSprop(groups);

    protected override bool Set(RMSpropGroup group, string key, GoldenNode value)
    {
        switch (key)
        {
            case "lr": group.Lr = value.Double; return true;
            case "alpha": group.Alpha = value.Double; return true;
            case "eps": group.Eps = value.Double; return true;
            case "weight_decay": group.WeightDecay = value.Double; return true;
            case "momentum": group.Momentum = value.Double; return true;
            case "centered": group.Centered = value.Bool; return true;
            case "maximize": group.Maximize = value.Bool; return true;
            default: return false;
        }
    }
}
