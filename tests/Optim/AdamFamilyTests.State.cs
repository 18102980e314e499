using MiniTorch.Optim;

namespace MiniTorch.Tests;

/// <summary>Their states: NaN in them, and how they die away.</summary>
public sealed partial class AdamFamilyTests
{
    [Fact]
    public void NaN_stays_in_its_element_and_in_its_state()
    {
        foreach (Optimizer optimizer in All(static () => Make.Parameter(1, 2, 3)))
        {
            Tensor p = optimizer.ParamGroups[0].Parameters[0];
            p.Grad = Tensor.From([1.0, double.NaN, 1.0]);
            optimizer.Step();
            p.Grad = Tensor.From([1.0, 1.0, 1.0]);
            optimizer.Step();
            Assert.Equal([false, true, false], p.ToArray<double>().Select(double.IsNaN));
            Assert.All(Moments(optimizer), static m => Assert.Equal([false, true, false], m.ToArray<double>().Select(double.IsNaN)));
        }
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1e-20)]
    [InlineData(1e-30)]
    [InlineData(1e-42)]
    public void Moments_that_die_away_never_become_denormal(double last)
    {
        foreach (Optimizer optimizer in All(static () => Make.Parameter([40], 1, DType.Float32)))
        {
            Tensor p = optimizer.ParamGroups[0].Parameters[0];
            p.Grad = Make.Gradient(p, 2);
            optimizer.Step();
            p.Grad = new Tensor(NDArray.Full(p.Shape, last));
            for (int step = 0; step < 400; step++)
            {
                optimizer.Step();
                Assert.All(Moments(optimizer).SelectMany(static m => m.ToArray<float>()), static x => Assert.False(float.IsSubnormal(x)));
            }

            Assert.All(p.ToArray<float>(), static x => Assert.True(float.IsFinite(x)));
            if (last == 0)
            {
                Assert.All(
                    Moments(optimizer).SelectMany(static m => m.ToArray<float>()),
                    x => Assert.True(x == 0 || (optimizer is Adamax && x == 1.17549435e-38f), $"{optimizer.GetType().Name}: {x}"));
            }
        }
    }

    // Moments that die away within a test; without ε so does Adamax's u.
    private static IEnumerable<Optimizer> All(Func<Tensor> parameter)
    {
        yield return new Adamax([parameter()], betas: (0.5, 0.5), eps: 0);
        yield return new NAdam([parameter()], betas: (0.5, 0.5));
        yield return new RAdam([parameter()], betas: (0.5, 0.75));
        yield return new Adadelta([parameter()], rho: 0.5);
        yield return new Lion([parameter()], betas: (0.5, 0.5), weightDecay: 0.1);
    }

    private static IEnumerable<Tensor> Moments(Optimizer optimizer) =>
        optimizer.SaveState().As<MapState>()["state"].As<MapState>()["0"].As<MapState>()
            .Select(static entry => entry.Value).OfType<TensorState>().Select(static tensor => tensor.Value);
}
