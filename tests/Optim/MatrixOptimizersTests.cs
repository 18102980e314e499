using MiniTorch.Optim;

namespace MiniTorch.Tests;

/// <summary>What Adafactor and Muon, whose passes are their own, must hold as the elementwise optimizers do.</summary>
public sealed class MatrixOptimizersTests
{
    public static TheoryData<string> Names => ["Adafactor", "Muon"];

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
