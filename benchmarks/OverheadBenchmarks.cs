using BenchmarkDotNet.Attributes;

namespace MiniTorch.Benchmarks;

/// <summary>
/// What recording an operation costs, on 4 elements, through the public API with all its checks. Goals: 45 ns where nothing is recorded,
/// 65 ns and 350 B for a recorded addition, 120 ns for a product forward and backward with one gradient, 180 ns with two.
/// </summary>
[MemoryDiagnoser]
public class OverheadBenchmarks
{
    public const int Repeats = 1000;

    private readonly NDArray _values = NDArray.Randn([4]);
    private readonly Tensor _constant = Tensor.Randn([4]);
    private readonly Tensor _first = Tensor.Randn([4], requiresGrad: true);
    private readonly Tensor _second = Tensor.Randn([4], requiresGrad: true);
    private readonly Tensor _seed = Tensor.Ones([4]);

    /// <summary>What every other line contains.</summary>
    [Benchmark(OperationsPerInvoke = Repeats, Baseline = true)]
    public void AddArrays()
    {
        for (int i = 0; i < Repeats; i++)
        {
            _ = _values.Add(_values);
        }
    }

    [Benchmark(OperationsPerInvoke = Repeats)]
    public void AddConstants()
    {
        for (int i = 0; i < Repeats; i++)
        {
            _ = _constant + _constant;
        }
    }

    [Benchmark(OperationsPerInvoke = Repeats)]
    public void AddUnderNoGrad()
    {
        using GradModeScope noGrad = Autograd.NoGrad();
        for (int i = 0; i < Repeats; i++)
        {
            _ = _first + _second;
        }
    }

    [Benchmark(OperationsPerInvoke = Repeats)]
    public void AddRecorded()
    {
        for (int i = 0; i < Repeats; i++)
        {
            _ = _first + _second;
        }
    }

    [Benchmark(OperationsPerInvoke = Repeats)]
    public void MultiplyAndBackwardToOne()
    {
        for (int i = 0; i < Repeats; i++)
        {
            Tensor product = _first * _constant;
            _first.ZeroGrad();
            product.Backward(_seed);
        }
    }

    [Benchmark(OperationsPerInvoke = Repeats)]
    public void MultiplyAndBackwardToTwo()
    {
        for (int i = 0; i < Repeats; i++)
        {
            Tensor product = _first * _second;
            _first.ZeroGrad();
            _second.ZeroGrad();
            product.Backward(_seed);
        }
    }
}
