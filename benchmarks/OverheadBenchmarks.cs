using BenchmarkDotNet.Attributes;

namespace MiniTorch.Benchmarks;

/// <summary>
/// What recording an operation costs, on 4 elements, through the public API with all its checks. Goals: 45 ns where nothing is recorded,
/// 65 ns and 350 B for a recorded addition; in chains of a hundred, 120 ns for a product forward and backward with one gradient, 180 ns with two.
/// They were set on an AMD Zen 5; see results/ for what another processor makes of the same code.
/// </summary>
[MemoryDiagnoser]
public class OverheadBenchmarks
{
    public const int Repeats = 1000;
    private const int Chain = 100;

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
    public void MultiplyAndBackwardToOne() => MultiplyAndBackward(_constant, Chain);

    [Benchmark(OperationsPerInvoke = Repeats)]
    public void MultiplyAndBackwardToTwo() => MultiplyAndBackward(_second, Chain);

    /// <summary>With the whole price of a backward for one operation.</summary>
    [Benchmark(OperationsPerInvoke = Repeats)]
    public void MultiplyAndBackwardAlone() => MultiplyAndBackward(_constant, 1);

    private void MultiplyAndBackward(Tensor factor, int length)
    {
        for (int i = 0; i < Repeats; i += length)
        {
            Tensor product = _first;
            for (int j = 0; j < length; j++)
            {
                product *= factor;
            }

            _first.ZeroGrad();
            factor.ZeroGrad();
            product.Backward(_seed);
        }
    }
}
