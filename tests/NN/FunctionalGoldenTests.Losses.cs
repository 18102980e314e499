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
        ["binary_cross_entropy"] = static (x, args) => F.BinaryCrossEntropy(x.Input, x.Target, args.Reduction(), x.Weight),
        ["binary_cross_entropy_with_logits"] = static (x, args) => F.BinaryCrossEntropyWithLogits(
            x.Input, x.Target, args.Reduction(), x.Weight, x.Optional("pos_weight")),
        ["kl_div"] = static (x, args) => F.KlDiv(x.Input, x.Target, args.Reduction(), args.Bool("log_target", false)),
        ["poisson_nll_loss"] = static (x, args) => F.PoissonNllLoss(
            x.Input, x.Target, args.Reduction(), args.Bool("log_input", true), args.Bool("full", false), args.Double("eps", 1e-8)),
        ["gaussian_nll_loss"] = static (x, args) => F.GaussianNllLoss(
            x.Input, x.Target, x["var"], args.Reduction(), args.Bool("full", false), args.Double("eps", 1e-6)),
        ["cosine_embedding_loss"] = static (x, args) => F.CosineEmbeddingLoss(
            x["input1"], x["input2"], x.Target, args.Reduction(), args.Double("margin", 0)),
        ["margin_ranking_loss"] = static (x, args) => F.MarginRankingLoss(x["input1"], x["input2"], x.Target, args.Reduction(), args.Double("margin", 0)),
        ["hinge_embedding_loss"] = static (x, args) => F.HingeEmbeddingLoss(x.Input, x.Target, args.Reduction(), args.Double("margin", 1)),
        ["triplet_margin_loss"] = static (x, args) => F.TripletMarginLoss(
            x["anchor"],
            x["positive"],
            x["negative"],
            args.Reduction(),
            args.Double("margin", 1),
            args.Double("p", 2),
            args.Double("eps", 1e-6),
            args.Bool("swap", false)),
        ["multi_margin_loss"] = static (x, args) => F.MultiMarginLoss(
            x.Input, x.Target, args.Reduction(), args.Int("p", 1), args.Double("margin", 1), x.Weight),
        ["soft_margin_loss"] = static (x, args) => F.SoftMarginLoss(x.Input, x.Target, args.Reduction()),
    };
}
