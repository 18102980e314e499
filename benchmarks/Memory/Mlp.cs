using MiniTorch.NN;
using MiniTorch.Optim;

namespace MiniTorch.Benchmarks;

/// <summary>The training step of the MLP 784-512-256-10: forward, cross entropy, backward, Adam.</summary>
internal sealed class Mlp
{
    private readonly Sequential _model;
    private readonly Adam _optimizer;
    private readonly Tensor _images;
    private readonly Tensor _labels;

    public Mlp(int batch)
    {
        var generator = new Generator(0L);
        _model = new Sequential(
            new Linear(784, 512, activation: Activation.Relu, generator: generator),
            new Linear(512, 256, activation: Activation.Relu, generator: generator),
            new Linear(256, 10, generator: generator));
        _optimizer = new Adam(_model.Parameters());
        _images = Tensor.Randn([batch, 784], generator: generator);
        _labels = Tensor.RandInt(0, 10, [batch], generator);
    }

    public void Scoped()
    {
        using var scope = TensorScope.Begin();
        Unscoped();
    }

    public void Unscoped() => Step(_images, _labels);

    /// <summary>The step on a batch from elsewhere: images of 784 pixels.</summary>
    public void Step(Tensor images, Tensor labels)
    {
        Tensor loss = F.CrossEntropy(_model.Forward(images), labels);
        _optimizer.ZeroGrad();
        loss.Backward();
        _optimizer.Step();
    }
}
