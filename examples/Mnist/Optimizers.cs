using System.Diagnostics;
using MiniTorch.Optim;

namespace MiniTorch.Examples.Mnist;

/// <summary>The optimizers to choose from, each with its usual learning rate.</summary>
internal static class Optimizers
{
    public static IReadOnlyList<string> Names { get; } = ["adam", "adamw", "sgd"];

    public static Optimizer Create(string name, IEnumerable<Tensor> parameters, double? lr) => name switch
    {
        "adam" => new Adam(parameters, lr: lr ?? 1e-3),
        "adamw" => new AdamW(parameters, lr: lr ?? 1e-3),
        "sgd" => new SGD(parameters, lr: lr ?? 0.1, momentum: 0.9),
        _ => throw new UnreachableException(),
    };
}
