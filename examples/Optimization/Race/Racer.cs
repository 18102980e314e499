using MiniTorch.Optim;

namespace MiniTorch.Examples.Optimization;

/// <summary>An optimizer that races.</summary>
/// <param name="Name">For the table.</param>
/// <param name="Optimizer">Makes it, of the parameters and the learning rate; all else is PyTorch's default, the momentum 0.9.</param>
internal sealed record Racer(string Name, Func<Tensor[], double, Optimizer> Optimizer)
{
    public static IReadOnlyList<Racer> All { get; } =
    [
        new("Gradient descent", static (x, lr) => new SGD(x, lr: lr)),
        new("Momentum", static (x, lr) => new SGD(x, lr: lr, momentum: 0.9)),
        new("AdaGrad", static (x, lr) => new Adagrad(x, lr: lr)),
        new("RMSProp", static (x, lr) => new RMSprop(x, lr: lr)),
        new("Adam", static (x, lr) => new Adam(x, lr: lr)),
    ];
}
