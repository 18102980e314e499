using MiniTorch.Optim;

namespace MiniTorch.Tests;

internal sealed class LionKind() : OptimizerKind<LionGroup>("Lion")
{
    public override AnyOptimizer Any(Random random)
    {
        (double lr, double decay, bool maximize) = (random.Rate(), random.ZeroOr(0.1), random.Flag(4));
        (double First, double Second) betas = (random.ZeroOr(0.99), random.ZeroOr(0.99));
        return new AnyOptimizer(
            FormattableString.Invariant($"Lion({lr}, {betas}, {decay}, {maximize})"),
            p => new Lion(p, lr, betas, decay, maximize),
            new Textbook(1, (x, g, m, t) =>
            {
                g = maximize ? -g : g;
                double direction = Math.Sign((betas.First * m[0]) + ((1 - betas.First) * g));
                m[0] = (betas.Second * m[0]) + ((1 - betas.Second) * g);
                return x - (lr * decay * x) - (lr * direction);
            }));
    }

    protected override LionGroup Group(IEnumerable<Tensor> parameters) => new(parameters);

    protected override Optimizer<LionGroup> Join(IEnumerable<LionGroup> groups) => new Lion(groups);

    protected override bool Set(LionGroup group, string key, GoldenNode value)
    {
        switch (key)
        {
            case "lr": group.Lr = value.Double; return true;
            case "betas": group.Betas = (value[0].Double, value[1].Double); return true;
            case "weight_decay": group.WeightDecay = value.Double; return true;
            case "maximize": group.Maximize = value.Bool; return true;
            default: return false;
        }
    }
}
