using MiniTorch.NN;

namespace MiniTorch.Tests;

public sealed partial class FunctionalGoldenTests
{
    private static readonly Dictionary<string, Function> _activations = new()
    {
        ["relu"] = static (x, _) => F.Relu(x.Input),
        ["leaky_relu"] = static (x, args) => F.LeakyRelu(x.Input, args.Double("negative_slope", 0.01)),
        ["prelu"] = static (x, _) => F.PRelu(x.Input, x.Weight!),
        ["rrelu"] = static (x, args) => F.RRelu(x.Input, args.Double("lower", 1.0 / 8), args.Double("upper", 1.0 / 3), args.Bool("training", false)),
        ["elu"] = static (x, args) => F.Elu(x.Input, args.Double("alpha", 1)),
        ["selu"] = static (x, _) => F.Selu(x.Input),
        ["celu"] = static (x, args) => F.Celu(x.Input, args.Double("alpha", 1)),
        ["gelu"] = static (x, args) => F.Gelu(x.Input, args.String("approximate", "none") == "tanh" ? GeluApproximation.Tanh : GeluApproximation.None),
        ["silu"] = static (x, _) => F.Silu(x.Input),
        ["mish"] = static (x, _) => F.Mish(x.Input),
        ["tanh"] = static (x, _) => F.Tanh(x.Input),
        ["sigmoid"] = static (x, _) => F.Sigmoid(x.Input),
        ["logsigmoid"] = static (x, _) => F.LogSigmoid(x.Input),
        ["softplus"] = static (x, args) => F.Softplus(x.Input, args.Double("beta", 1), args.Double("threshold", 20)),
        ["softsign"] = static (x, _) => F.Softsign(x.Input),
        ["hardtanh"] = static (x, args) => F.Hardtanh(x.Input, args.Double("min_val", -1), args.Double("max_val", 1)),
        ["relu6"] = static (x, _) => F.Relu6(x.Input),
        ["hardswish"] = static (x, _) => F.Hardswish(x.Input),
        ["hardsigmoid"] = static (x, _) => F.Hardsigmoid(x.Input),
        ["hardshrink"] = static (x, args) => F.Hardshrink(x.Input, args.Double("lambd", 0.5)),
        ["softshrink"] = static (x, args) => F.Softshrink(x.Input, args.Double("lambd", 0.5)),
        ["tanhshrink"] = static (x, _) => F.Tanhshrink(x.Input),
        ["threshold"] = static (x, args) => F.Threshold(x.Input, args.Double("threshold", 0), args.Double("value", 0)),
        ["softmax"] = static (x, args) => F.Softmax(x.Input, args.Int("dim", -1)),
        ["log_softmax"] = static (x, args) => F.LogSoftmax(x.Input, args.Int("dim", -1)),
        ["softmin"] = static (x, args) => F.Softmin(x.Input, args.Int("dim", -1)),
        ["glu"] = static (x, args) => F.Glu(x.Input, args.Int("dim", -1)),
        ["normalize"] = static (x, args) => F.Normalize(x.Input, args.Double("p", 2), args.Int("dim", 1), args.Double("eps", 1e-12)),
    };
}
