using MiniTorch.NN;

namespace MiniTorch.Tests;

public sealed partial class FunctionalGoldenTests
{
    private static readonly Dictionary<string, Function> _layers = new()
    {
        ["linear"] = static (x, _) => F.Linear(x.Input, x.Weight!, x.Bias),
    };
}
