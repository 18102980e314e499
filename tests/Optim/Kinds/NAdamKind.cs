using MiniTorch.Optim;

namespace MiniTorch.Tests;

internal sealed class NAdamKind() : OptimizerKind<NAdamGroup>("NAdam")
{
    public override AnyOptimizer Any(Random random)
    {
        (double lr, double decay, bool maximize) = (random.Rate(), random.ZeroOr(0.1), random.Flag(4));
        (double First, double Second) betas = (random.ZeroOr(0.95), random.Between(0.5, 0.9999));
        (double eps, double warming) = (random.Magnitude(-10, -2), random.ZeroOr(1));
        (bool decoupled, bool exact) = (random.Flag(), random.Flag());
        return new AnyOptimizer(
            FormattableString.Invariant($"NAdam({lr}, {betas}, {eps}, {decay}, {warming}, {decoupled}, {maximize}, {exact})"),
            p => new NAdam(p, lr, betas, eps, decay, warming, decoupled, maximize, exact),
            new Textbook(2, (x, g, s, t) =>
            {
                g = maximize ? -g : g;
                x = decoupled ? x - (lr * decay * x) : x;
                g = decoupled ? g : g + (decay * x);
                s[0] = (betas.First * s[0]) + ((1 - betas.First) * g);
                s[1] = (betas.Second * s[1]) + ((1 - betas.Second) * g * g);
                double product = Enumerable.Range(1, t).Select(Momentum).Aggregate(1.0, static (a, b) => a * b);
                double gone = exact ? product : product * Momentum(t);
                double mean = ((1 - Momentum(t)) * g / (1 - product)) + (Momentum(t + 1) * s[0] / (1 - (gone * Momentum(t + 1))));
                return x - (lr * mean / (Math.Sqrt(s[1] / (1 - Math.Pow(betas.Second, t))) + eps));
            }));

        double Momentum(int t) => betas.First * (1 - (Math.Pow(0.96, t * warming) / 2));
    }

    protected override NAdamGroup Group(IEnumerable<Tensor> parameters) => new(parameters);

    protected override Optimizer<NAdamGroup> Join(IEnumerable<NAdamGroup> groups) => new NAdam(groups);

    protected override bool Set(NAdamGroup group, string key, GoldenNode value)
    {
        switch (key)
        {
            case "lr": group.Lr = value.Double; return true;
            case "betas": group.Betas = (value[0].Double, value[1].Double); return true;
            case "eps": group.Eps = value.Double; return true;
            case "weight_decay": group.WeightDecay = value.Double; return true;
            case "momentum_decay": group.MomentumDecay = value.Double; return true;
            case "decoupled_weight_decay": group.DecoupledWeightDecay = value.Bool; return true;
            case "maximize": group.Maximize = value.Bool; return true;
            case "exact_product": group.ExactProduct = value.Bool; return true;
            default: return false;
        }
    }
}
