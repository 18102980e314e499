using MiniTorch.Optim;

namespace MiniTorch.Tests;

internal sealed class AdagradKind() : OptimizerKind<AdagradGroup>("Adagrad")
{
    public override AnyOptimizer Any(Random random)
    {
        (double lr, double decay, bool maximize) = (random.Rate(), random.ZeroOr(0.1), random.Flag(4));
        (double lrDecay, double initial, double eps) = (random.ZeroOr(0.5), random.ZeroOr(1), random.Magnitude(-10, -2));
        bool inside = random.Flag();
        return new AnyOptimizer(
            FormattableString.Invariant($"Adagrad({lr}, {lrDecay}, {decay}, {initial}, {eps}, {maximize}, {inside})"),
            p => new Adagrad(p, lr, lrDecay, decay, initial, eps, maximize, inside),
            new Textbook(1, (x, g, r, t) =>
            {
                g = (maximize ? -g : g) + (decay * x);
                r[0] = (t == 1 ? initial : r[0]) + (g * g);
                double denominator = inside ? Math.Sqrt(eps + r[0]) : Math.Sqrt(r[0]) + eps;
                return x - (lr / (1 + ((t - 1) * lrDecay)) * g / denominator);
            }));
    }

    protected override AdagradGroup Group(IEnumerable<Tensor> parameters) => new(parameters);

    protected override Optimizer<AdagradGroup> Join(IEnumerable<AdagradGroup> groups) => new Adagrad(groups);

    protected override bool Set(AdagradGroup group, string key, GoldenNode value)
    {
        switch (key)
        {
            case "lr": group.Lr = value.Double; return true;
            case "lr_decay": group.LrDecay = value.Double; return true;
            case "weight_decay": group.WeightDecay = value.Double; return true;
            case "initial_accumulator_value": group.InitialAccumulatorValue = value.Double; return true;
            case "eps": group.Eps = value.Double; return true;
            case "maximize": group.Maximize = value.Bool; return true;
            default: return false;
        }
    }
}
