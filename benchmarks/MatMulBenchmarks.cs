using BenchmarkDotNet.Attributes;

namespace MiniTorch.Benchmarks;

/// <summary>Matrix products of the MNIST example through the public API; GFLOP/s = 2·M·N·K / ns.</summary>
[MemoryDiagnoser]
public class MatMulBenchmarks
{
    private NDArray _a = null!;
    private NDArray _b = null!;

    [Params("forward 128x256x784", "forward 128x10x128", "dW 256x784x128", "dX 128x256x128", "square 512")]
    public string Shape { get; set; } = "";

    [Params(1, 2)]
    public int Threads { get; set; }

    [GlobalSetup]
    public void Setup()
    {
        Workers.Count = Threads;
        (_a, _b) = Shape switch
        {
            "forward 128x256x784" => (NDArray.Randn([128, 784]), NDArray.Randn([256, 784]).Transpose(0, 1)),
            "forward 128x10x128" => (NDArray.Randn([128, 128]), NDArray.Randn([10, 128]).Transpose(0, 1)),
            "dW 256x784x128" => (NDArray.Randn([128, 256]).Transpose(0, 1), NDArray.Randn([128, 784])),
            "dX 128x256x128" => (NDArray.Randn([128, 128]), NDArray.Randn([128, 256])),
            _ => (NDArray.Randn([512, 512]), NDArray.Randn([512, 512])),
        };
    }

    [Benchmark]
    public void MatMul()
    {
        using var scope = BufferScope.Begin();
        _a.MatMul(_b);
    }
}
