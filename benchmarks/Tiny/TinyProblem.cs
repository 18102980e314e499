using MiniTorch.NN;

namespace MiniTorch.Benchmarks;

/// <summary>The tiny MLP 16-64-64-1 with ReLU, and the one batch of 32 that it learns: too small for anything but overhead to count.</summary>
internal sealed class TinyProblem
{
    public const int Batch = 32;
    public const int Inputs = 16;
    public const int Hidden = 64;

    public TinyProblem()
    {
        var generator = new Generator(0L);
        Model = new Sequential(
            new Linear(Inputs, Hidden, activation: Activation.Relu, generator: generator),
            new Linear(Hidden, Hidden, activation: Activation.Relu, generator: generator),
            new Linear(Hidden, 1, generator: generator));
        Input = Tensor.Randn([Batch, Inputs], generator: generator);
        Target = Tensor.Randn([Batch, 1], generator: generator);
    }

    public Sequential Model { get; }

    public Tensor Input { get; }

    public Tensor Target { get; }
}
