using BenchmarkDotNet.Attributes;
using MiniTorch.NN;
using MiniTorch.Optim;

namespace MiniTorch.Benchmarks;

/// <summary>One whole step of the MNIST example: forward, cross entropy, backward, Adam.</summary>
[MemoryDiagnoser]
public class TrainingStepBenchmarks
{
    private Sequential _model = null!;
    private Adam _optimizer = null!;
    private Tensor _images = null!;
    private Tensor _labels = null!;

    [Params(1, 32, 128, 512)]
    public int Batch { get; set; }

    [Params(1, 2)]
    public int Threads { get; set; }

    [GlobalSetup]
    public void Setup()
    {
        Workers.Count = Threads;
        _model = new Sequential(new Linear(784, 256, activation: Activation.Relu), new Linear(256, 128, activation: Activation.Relu), new Linear(128, 10));
        _optimizer = new Adam(_model.Parameters());
        _images = Tensor.Randn([Batch, 784]);
        _labels = Tensor.RandInt(0, 10, [Batch]);
    }

    [Benchmark]
    public void WithScope()
    {
        using var scope = TensorScope.Begin();
        Step();
    }

    [Benchmark]
    public void WithoutScope() => Step();

    private void Step()
    {
        _optimizer.ZeroGrad();
        F.CrossEntropy(_model.Forward(_images), _labels).Backward();
        _optimizer.Step();
    }
}
