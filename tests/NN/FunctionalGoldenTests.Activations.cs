using MiniTorch.NN;

namespace MiniTorch.Tests;

public sealed partial class FunctionalGoldenTests
{
    private static readonly Dictionary<string, Function> _activations = new()
    {
        ["relu"] = static (x, _) => F.Relu(x.Input),
        ["tanh"] = static (x, _) => F.Tanh(x.Input),
        ["sigmoid"] = static (x, _) => F.Sigmoid(x.Input),
        ["softmax"] = static (x, args) => F.Softmax(x.Input, args.Int("dim", -1)),
        ["log_softmax"] = static (x, args) => F.LogSoftmax(x.Input, args.Int("dim", -1)),
    };
}
