using MiniTorch.Optim;

namespace MiniTorch.Tests;

internal class AdamKind(string name = "Adam") : OptimizerKind<AdamGroup>(name)
{
    public override AnyOptimizer Any(Random random)
    {
        (double lr, double decay, bool maximize) = (random.Rate(), random.ZeroOr(0.1), random.Flag(4));
        (double First, double Second) betas = (random.Between(0, 0.95), random.Between(0.5, 0.9999));
        double eps = random.Magnitude(-10, -2);
        bool amsGrad = random.Flag();
        bool decoupled = Name == "AdamW" || random.Flag();
        return new AnyOptimizer(
            FormattableString.Invariant($"{Name}({lr}, {betas}, {eps}, {decay}, {amsGrad}, {maximize}, {decoupled})"),
            p => Name == "AdamW"
                ? new AdamW(p, lr, betas, eps, decay, amsGrad, maximize)
                : new Adam(p, lr, betas, eps, decay, amsGrad, maximize, decoupled),
            new Textbook(3, (x, g, s, t) =>
            {
                g = maximize ? -g : g;
                x = decoupled ? x - (lr * decay * x) : x;
                g = decoupled ? g : g + (decay * x);
                s[0] = (betas.First * s[0]) + ((1 - betas.First) * g);
                s[1] = (betas.Second * s[1]) + ((1 - betas.Second) * g * g);
                s[2] = Math.Max(s[2], s[1]);
                double mean = s[0] / (1 - Math.Pow(betas.First, t));
                double square = (amsGrad ? s[2] : s[1]) / (1 - Math.Pow(betas.Second, t));
                return x - (lr * mean / (Math.Sqrt(square) + eps));
            }));
    }

    protected override AdamGroup Group(IEnumerable<Tensor> parameters) => new(parameters);

    protected override Optimizer<AdamGroup> Join(IEnumerable<AdamGroup> groups) => new Adam(groups);

    protected override bool Set(AdamGroup group, string key, GoldenNode value)
    {
        switch (key)
        {
            case "lr": group.Lr = value.Double; return true;
            case "betas": group.Betas = (value[0].Double, value[1].Double); return true;
            case "eps": group.Eps = value.Double; return true;
            case "weight_decay": group.WeightDecay = value.Double; return true;
            case "amsgrad": group.AmsGrad = value.Bool; return true;
            case "maximize": group.Maximize = value.Bool; return true;
            case "decoupled_weight_decay": group.DecoupledWeightDecay = value.Bool; return true;
            default: return false;
        }
    }
}

internal sealed class AdamWKind() : AdamKind("AdamW")
{
    protected override Optimizer<AdamGroup> Join(IEnumerable<AdamGroup> groups) => new AdamW(groups);
}
