using MiniTorch.Optim;

namespace MiniTorch.Benchmarks;

/// <summary>An optimizer with options that cost something of their own.</summary>
/// <param name="Name">What the peer calls it too.</param>
/// <param name="Goal">How many times as fast as the peer it should be at least; none where memory alone, or products of matrices, set the pace of both.</param>
/// <param name="Make">Makes it for parameters.</param>
internal sealed record MeasuredOptimizer(string Name, double? Goal, Func<IEnumerable<Tensor>, Optimizer> Make)
{
    /// <summary>All there are, in the order of the tables.</summary>
    public static MeasuredOptimizer[] All { get; } =
    [
        new("sgd", null, parameters => new SGD(parameters)),
        new("sgd_momentum", 2.2, parameters => new SGD(parameters, momentum: 0.9)),
        new("sgd_nesterov", 2.2, parameters => new SGD(parameters, momentum: 0.9, nesterov: true)),
        new("adam", 5, parameters => new Adam(parameters)),
        new("adam_amsgrad", 4, parameters => new Adam(parameters, amsGrad: true)),
        new("adamw", 5, parameters => new AdamW(parameters)),
        new("adamax", 4, parameters => new Adamax(parameters)),
        new("nadam", 4, parameters => new NAdam(parameters)),
        new("radam", 4, parameters => new RAdam(parameters)),
        new("adagrad", 4, parameters => new Adagrad(parameters)),
        new("adadelta", 4, parameters => new Adadelta(parameters)),
        new("rmsprop", 4, parameters => new RMSprop(parameters)),
        new("rmsprop_centered_momentum", 4, parameters => new RMSprop(parameters, momentum: 0.9, centered: true)),
        new("rprop", 4, parameters => new Rprop(parameters)),
        new("asgd", 4, parameters => new ASGD(parameters)),
        new("lion", 4, parameters => new Lion(parameters)),
        new("adafactor", 4, parameters => new Adafactor(parameters)),
        new("muon", null, parameters => new Muon(parameters)) { MatricesOnly = true },
    ];

    /// <summary>Whether it takes matrices alone.</summary>
    public bool MatricesOnly { get; init; }
}
