using MiniTorch.Optim;

namespace MiniTorch.Tests;

internal sealed class RAdamKind() : OptimizerKind<RAdamGroup>("RAdam")
{
    public override AnyOptimizer Any(Random random)
    {
        (double lr, double decay, bool maximize) = (random.Rate(), random.ZeroOr(0.1), random.Flag(4));
        (double First, double Second) betas = (random.ZeroOr(0.95), random.Between(0, 0.9999));
        (double eps, bool decoupled) = (random.Magnitude(-10, -2), random.Flag());
        return new AnyOptimizer(
            FormattableString.Invariant($"RAdam({lr}, {betas}, {eps}, {decay}, {decoupled}, {maximize})"),
            p => new RAdam(p, lr, betas, eps, decay, decoupled, maximize),
            new Textbook(2, (x, g, s, t) =>
            {
                g = maximize ? -g : g;
                x = decoupled ? x - (lr * decay * x) : x;
                g = decoupled ? g : g + (decay * x);
                s[0] = (betas.First * s[0]) + ((1 - betas.First) * g);
                s[1] = (betas.Second * s[1]) + ((1 - betas.Second) * g * g);
                double mean = s[0] / (1 - Math.Pow(betas.First, t)), left = 1 - Math.Pow(betas.Second, t);
                double longest = (2 / (1 - betas.Second)) - 1, length = longest - (2 * t * (1 - left) / left);
                double rectified = Math.Sqrt((length - 4) * (length - 2) * longest / ((longest - 4) * (longest - 2) * length));
                return x - (lr * mean * (length > 5 ? rectified * Math.Sqrt(left) / (Math.Sqrt(s[1]) + eps) : 1));
            }));
    }

    protected override RAdamGroup Group(IEnumerable<Tensor> parameters) => new(parameters);

    protected override Optimizer<RAdamGroup> Join(IEnumerable<RAdamGroup> groups) => new RAdam(groups);

    protected override bool Set(RAdamGroup group, string key, GoldenNode value)
    {
        switch (key)
        {
            case "lr": group.Lr = value.Double; return true;
            case "betas": group.Betas = (value[0].Double, value[1].Double); return true;
            case "eps": group.Eps = value.Double; return true;
            case "weight_decay": group.WeightDecay = value.Double; return true;
            case "decoupled_weight_decay": group.DecoupledWeightDecay = value.Bool; return true;
            case "maximize": group.Maximize = value.Bool; return true;
            default: return false;
        }
    }
}
