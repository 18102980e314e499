using MiniTorch.Optim;

namespace MiniTorch.Tests;

internal sealed class ASGDKind() : OptimizerKind<ASGDGroup>("ASGD")
{
    public override AnyOptimizer Any(Random random)
    {
        (double lr, double decay, bool maximize) = (random.Rate(), random.ZeroOr(0.1), random.Flag(4));
        (double lambd, double alpha, double t0) = (random.ZeroOr(0.3), random.Between(0, 1), random.Flag() ? 1e6 : random.Next(5));
        return new AnyOptimizer(
            FormattableString.Invariant($"ASGD({lr}, {lambd}, {alpha}, {t0}, {decay}, {maximize})"),
            p => new ASGD(p, lr, lambd, alpha, t0, decay, maximize),
            new Textbook(1, (x, g, eta, t) =>
            {
                g = (maximize ? -g : g) + (decay * x);
                eta[0] = t == 1 ? lr : eta[0];
                x = (x * (1 - (lambd * eta[0]))) - (eta[0] * g);
                eta[0] = lr / Math.Pow(1 + (lambd * lr * t), alpha);
                return x;
            }));
    }

    protected override ASGDGroup Group(IEnumerable<Tensor> parameters) => new(parameters);

    protected override Optimizer<ASGDGroup> Join(IEnumerable<ASGDGroup> groups) => new ASGD(groups);

    protected override bool Set(ASGDGroup group, string key, GoldenNode value)
    {
        switch (key)
        {
            case "lr": group.Lr = value.Double; return true;
            case "lambd": group.Lambd = value.Double; return true;
            case "alpha": group.Alpha = value.Double; return true;
            case "t0": group.T0 = value.Double; return true;
            case "weight_decay": group.WeightDecay = value.Double; return true;
            case "maximize": group.Maximize = value.Bool; return true;
            default: return false;
        }
    }
}
