using MiniTorch.Optim;

namespace MiniTorch.Tests;

internal sealed class AdadeltaKind() : OptimizerKind<AdadeltaGroup>("Adadelta")
{
    public override AnyOptimizer Any(Random random)
    {
        (double lr, double decay, bool maximize) = (random.Rate(), random.ZeroOr(0.1), random.Flag(4));
        (double rho, double eps) = (random.Flag(8) ? 1 : random.ZeroOr(1), random.Magnitude(-10, -2));
        return new AnyOptimizer(
            FormattableString.Invariant($"Adadelta({lr}, {rho}, {eps}, {decay}, {maximize})"),
            p => new Adadelta(p, lr, rho, eps, decay, maximize),
            new Textbook(2, (x, g, s, t) =>
            {
                g = (maximize ? -g : g) + (decay * x);
                s[0] = (rho * s[0]) + ((1 - rho) * g * g);
                double delta = Math.Sqrt(s[1] + eps) / Math.Sqrt(s[0] + eps) * g;
                s[1] = (rho * s[1]) + ((1 - rho) * delta * delta);
                return x - (lr * delta);
            }));
    }

    protected override AdadeltaGroup Group(IEnumerable<Tensor> parameters) => new(parameters);

    protected override Optimizer<AdadeltaGroup> Join(IEnumerable<AdadeltaGroup> groups) => new Adadelta(groups);

    protected override bool Set(AdadeltaGroup group, string key, GoldenNode value)
    {
        switch (key)
        {
            case "lr": group.Lr = value.Double; return true;
            case "rho": group.Rho = value.Double; return true;
            case "eps": group.Eps = value.Double; return true;
            case "weight_decay": group.WeightDecay = value.Double; return true;
            case "maximize": group.Maximize = value.Bool; return true;
            default: return false;
        }
    }
}
