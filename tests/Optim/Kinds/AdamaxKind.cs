using MiniTorch.Optim;

namespace MiniTorch.Tests;

internal sealed class AdamaxKind() : OptimizerKind<AdamaxGroup>("Adamax")
{
    public override AnyOptimizer Any(Random random)
    {
        (double lr, double decay, bool maximize) = (random.Rate(), random.ZeroOr(0.1), random.Flag(4));
        (double First, double Second) betas = (random.ZeroOr(0.95), random.Between(0, 0.9999));
        double eps = random.Magnitude(-10, -2);
        return new AnyOptimizer(
            FormattableString.Invariant($"Adamax({lr}, {betas}, {eps}, {decay}, {maximize})"),
            p => new Adamax(p, lr, betas, eps, decay, maximize),
            new Textbook(2, (x, g, s, t) =>
            {
                g = (maximize ? -g : g) + (decay * x);
                s[0] = (betas.First * s[0]) + ((1 - betas.First) * g);
                s[1] = Math.Max(betas.Second * s[1], Math.Abs(g) + eps);
                return x - (lr / (1 - Math.Pow(betas.First, t)) * s[0] / s[1]);
            }));
    }

    protected override AdamaxGroup Group(IEnumerable<Tensor> parameters) => new(parameters);

    protected override Optimizer<AdamaxGroup> Join(IEnumerable<AdamaxGroup> groups) => new Adamax(groups);

    protected override bool Set(AdamaxGroup group, string key, GoldenNode value)
    {
        switch (key)
        {
            case "lr": group.Lr = value.Double; return true;
            case "betas": group.Betas = (value[0].Double, value[1].Double); return true;
            case "eps": group.Eps = value.Double; return true;
            case "weight_decay": group.WeightDecay = value.Double; return true;
            case "maximize": group.Maximize = value.Bool; return true;
            default: return false;
        }
    }
}
