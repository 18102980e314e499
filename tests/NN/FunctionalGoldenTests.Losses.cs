using MiniTorch.NN;

namespace MiniTorch.Tests;

public sealed partial class FunctionalGoldenTests
{
    private static readonly Dictionary<string, Function> _losses = new()
    {
        ["cross_entropy"] = static (x, args) => F.CrossEntropy(
            x.Input, x.Target, args.Reduction(), x.Weight, args.Int("ignore_index", -100), args.Double("label_smoothing", 0)),
        ["nll_loss"] = static (x, args) => F.NllLoss(x.Input, x.Target, args.Reduction(), x.Weight, args.Int("ignore_index", -100)),
        ["mse_loss"] = static (x, args) => F.MseLoss(x.Input, x.Target, args.Reduction()),
        ["l1_loss"] = static (x, args) => F.L1Loss(x.Input, x.Target, args.Reduction()),
        ["smooth_l1_loss"] = static (x, args) => F.SmoothL1Loss(x.Input, x.Target, args.Reduction(), args.Double("beta", 1)),
        ["huber_loss"] = static (x, args) => F.HuberLoss(x.Input, x.Target, args.Reduction(), args.Double("delta", 1)),
    };
}
