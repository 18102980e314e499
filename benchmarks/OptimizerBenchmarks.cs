using BenchmarkDotNet.Attributes;
using MiniTorch.Optim;

namespace MiniTorch.Benchmarks;

/// <summary>One step of an optimizer over the 535,818 parameters of the MLP 784-512-256-10.</summary>
[MemoryDiagnoser]
public class OptimizerBenchmarks
{
    private Adam _adam = null!;
    private SGD _sgd = null!;

    [Params(1, 2)]
    public int Threads { get; set; }

    [GlobalSetup]
    public void Setup()
    {
        Workers.Count = Threads;
        Tensor[] parameters = [.. Parameters()];
        foreach (Tensor parameter in parameters)
        {
            parameter.Grad = Tensor.Randn(parameter.Shape);
        }

        _adam = new Adam(parameters);
        _sgd = new SGD(parameters, lr: 1e-3, momentum: 0.9);
    }

    [Benchmark]
    public void Adam() => _adam.Step();

    [Benchmark]
    public void SgdMomentum() => _sgd.Step();

    private static IEnumerable<Tensor> Parameters()
    {
        foreach ((int inputs, int outputs) in new[] { (784, 512), (512, 256), (256, 10) })
        {
            yield return Tensor.Randn([outputs, inputs], requiresGrad: true);
            yield return Tensor.Randn([outputs], requiresGrad: true);
        }
    }
}
