using MiniTorch.Optim;

namespace MiniTorch.Tests;

internal sealed class SGDKind() : OptimizerKind<SGDGroup>("SGD")
{
    public override AnyOptimizer Any(Random random)
    {
        (double lr, double decay, bool maximize) = (random.Rate(), random.ZeroOr(0.1), random.Flag(4));
        double momentum = random.Next(3) * 0.45;
        bool nesterov = momentum > 0 && random.Flag();
        double dampening = nesterov ? 0 : random.ZeroOr(1);
        bool rateInVelocity = random.Flag();
        return new AnyOptimizer(
            FormattableString.Invariant($"SGD({lr}, {momentum}, {dampening}, {decay}, {nesterov}, {maximize}, {rateInVelocity})"),
            p => new SGD(p, lr, momentum, dampening, decay, nesterov, maximize, rateInVelocity),
            new Textbook(1, (x, g, v, t) =>
            {
                g = (maximize ? -g : g) + (decay * x);
                if (momentum == 0)
                {
                    return x - (lr * g);
                }

                if (rateInVelocity)
                {
                    v[0] = t == 1 ? -lr * g : (momentum * v[0]) - (lr * (1 - dampening) * g);
                    return x + (nesterov ? (momentum * v[0]) - (lr * g) : v[0]);
                }

                v[0] = t == 1 ? g : (momentum * v[0]) + ((1 - dampening) * g);
                return x - (lr * (nesterov ? g + (momentum * v[0]) : v[0]));
            }));
    }

    protected override SGDGroup Group(IEnumerable<Tensor> parameters) => new(parameters);

    protected override Optimizer<SGDGroup> Join(IEnumerable<SGDGroup> groups) => new SGD(groups);

    protected override bool Set(SGDGroup group, string key, GoldenNode value)
    {
        switch (key)
        {
            case "lr": group.Lr = value.Double; return true;
            case "momentum": group.Momentum = value.Double; return true;
            case "dampening": group.Dampening = value.Double; return true;
            case "weight_decay": group.WeightDecay = value.Double; return true;
            case "nesterov": group.Nesterov = value.Bool; return true;
            case "maximize": group.Maximize = value.Bool; return true;
            default: return false;
        }
    }
}
