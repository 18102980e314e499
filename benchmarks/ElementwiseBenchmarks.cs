using BenchmarkDotNet.Attributes;

namespace MiniTorch.Benchmarks;

/// <summary>Elementwise operations and reductions through the public API, one thread.</summary>
[MemoryDiagnoser]
public class ElementwiseBenchmarks
{
    private NDArray _x = null!;
    private NDArray _y = null!;
    private NDArray _row = null!;

    [Params(4, 1 << 16, 1 << 20)]
    public int Count { get; set; }

    [GlobalSetup]
    public void Setup()
    {
        Workers.Count = 1;
        _x = NDArray.Randn([Count / 4, 4]).Reshape(4, Count / 4);
        _y = NDArray.Randn([4, Count / 4]);
        _row = NDArray.Randn([Count / 4]);
    }

    [Benchmark]
    public void Add() => InScope(() => _x.Add(_y));

    [Benchmark]
    public void AddRow() => InScope(() => _x.Add(_row));

    [Benchmark]
    public void Exp() => InScope(() => _x.Exp());

    [Benchmark]
    public void Tanh() => InScope(() => _x.Tanh());

    [Benchmark]
    public void Softmax() => InScope(() => _x.Softmax(-1));

    [Benchmark]
    public void Sum() => InScope(() => _x.Sum());

    [Benchmark]
    public void SumOverRows() => InScope(() => _x.Sum(0));

    private static void InScope(Func<NDArray> operation)
    {
        using var scope = BufferScope.Begin();
        operation();
    }
}
