using MiniTorch.Optim;

namespace MiniTorch.Tests;

internal sealed class RpropKind() : OptimizerKind<RpropGroup>("Rprop")
{
    public override AnyOptimizer Any(Random random)
    {
        (double lr, bool maximize) = (random.Rate(), random.Flag(4));
        (double Minus, double Plus) etas = (random.Between(0.1, 0.9), random.Between(1.05, 2));
        (double Min, double Max) sizes = (random.Magnitude(-6, -2), random.Magnitude(-2, 1));
        return new AnyOptimizer(
            FormattableString.Invariant($"Rprop({lr}, {etas}, {sizes}, {maximize})"),
            p => new Rprop(p, lr, etas, sizes, maximize),
            new Textbook(2, (x, g, s, t) =>
            {
                g = maximize ? -g : g;
                int agreement = Math.Sign(g) * Math.Sign(s[0]);
                double factor = agreement > 0 ? etas.Plus : agreement < 0 ? etas.Minus : 1;
                s[1] = Math.Clamp(factor * (t == 1 ? lr : s[1]), sizes.Min, sizes.Max);
                s[0] = agreement < 0 ? 0 : g;
                return x - (Math.Sign(s[0]) * s[1]);
            }));
    }

    protected override RpropGroup Group(IEnumerable<Tensor> parameters) => new(parameters);

    protected override Optimizer<RpropGroup> Join(IEnumerable<RpropGroup> groups) => new Rprop(groups);

    protected override bool Set(RpropGroup group, string key, GoldenNode value)
    {
        switch (key)
        {
            case "lr": group.Lr = value.Double; return true;
            case "etas": group.Etas = (value[0].Double, value[1].Double); return true;
            case "step_sizes": group.StepSizes = (value[0].Double, value[1].Double); return true;
            case "maximize": group.Maximize = value.Bool; return true;
            default: return false;
        }
    }
}
