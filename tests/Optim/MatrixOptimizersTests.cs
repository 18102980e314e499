using MiniTorch.Optim;

namespace MiniTorch.Tests;

/// <summary>What Adafactor and Muon, whose passes are their own, must hold as the elementwise optimizers do.</summary>
[Collection(nameof(UsesWorkersAlone))]
public sealed class MatrixOptimizersTests : IDisposable
{
    private readonly int _workers = Workers.Count;

    public static TheoryData<string> Names => ["Adafactor", "Muon"];

    public void Dispose() => Workers.Count = _workers;

    // One matrix of several blocks, and small ones beside it.
    [Theory]
    [MemberData(nameof(Names))]
    public void A_step_allocates_nothing_once_it_runs(string name)
    {
        Workers.Count = 1;
        foreach (DType dtype in (DType[])[DType.Float32, DType.Float64])
        {
            Tensor[] parameters = [Make.Parameter([300, 70], 1, dtype), Make.Parameter([3, 5], 2, dtype), Make.Parameter([40, 1], 3, dtype)];
            Make.Gradients(parameters, 0);
            Optimizer optimizer = Create(name, parameters);
            Array.ForEach([1, 2, 3], _ => optimizer.Step());
            long before = GC.GetAllocatedBytesForCurrentThread();
            optimizer.Step();
            optimizer.Step();
            Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
        }
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void State_that_dies_away_becomes_zero_and_never_denormal(string name)
    {
        Tensor p = Make.Parameter([3, 5], 1, DType.Float32);
        p.Grad = Make.Gradient(p, 2, scale: 1e-18);
        Optimizer optimizer = Create(name, [p]);
        for (int step = 0; step < 200; step++)
        {
            optimizer.Step();
            p.Grad = Tensor.Zeros(p.Shape, DType.Float32);
            Assert.All(State(optimizer), static x => Assert.False(float.IsSubnormal(x)));
        }

        Assert.All(State(optimizer), static x => Assert.Equal(0, x));
    }

    private static Optimizer Create(string name, Tensor[] parameters) => name == "Muon"
        ? new Muon(parameters, momentum: 0.5)
        : new Adafactor(parameters, beta2Decay: -0.1);

    private static IEnumerable<float> State(Optimizer optimizer) =>
        optimizer.SaveState().As<MapState>()["state"].As<MapState>()["0"].As<MapState>()
            .Where(static entry => entry.Key != "step")
            .SelectMany(static entry => entry.Value.As<TensorState>().Value.ToArray<float>());
}
