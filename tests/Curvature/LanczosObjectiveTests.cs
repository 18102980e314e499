using MiniTorch.Curvature;
using MiniTorch.NN;

namespace MiniTorch.Tests;

public class LanczosObjectiveTests
{
    [Fact]
    public void The_extreme_eigenvalues_of_a_network_are_those_of_its_dense_hessian()
    {
        (Objective objective, Sequential model) = Spectra.Network(20, 11, 5, batch: 40, DType.Float64);
        Assert.Equal(291, objective.Count);
        double[] dense = Spectra.Dense(objective.Hessian());
        long[][] before = [.. model.Parameters().Select(static p => Bits.Of(p.Value))];
        LanczosResult largest = Lanczos.Eigenvalues(objective, 5, SpectrumEnd.Largest, tolerance: 1e-4, generator: new Generator(1));
        LanczosResult smallest = Lanczos.Eigenvalues(objective, 3, SpectrumEnd.Smallest, tolerance: 1e-4, generator: new Generator(1));
        LanczosResult both = Lanczos.Eigenvalues(objective, 5, tolerance: 1e-4, generator: new Generator(1));
        Assert.True(dense[0] < 0, "there is negative curvature to be found");
        Close.Assert([.. dense.Reverse().Take(5)], largest.Values, rtol: 1e-6);
        Close.Assert(dense.AsSpan(0, 3), smallest.Values, rtol: 1e-6);
        Close.Assert([.. dense.OrderByDescending(Math.Abs).Take(5)], both.Values, rtol: 1e-6);
        Assert.True(largest.Converged && largest.Complete && smallest.Converged && both.Converged);
        Assert.Equal(before, model.Parameters().Select(static p => Bits.Of(p.Value)));
        Assert.All(model.Parameters(), static p => Assert.Null(p.Grad));
    }

    [Fact]
    public void Each_eigenvalue_of_a_linear_layer_occurs_once_for_every_output()
    {
        var generator = new Generator(1);
        var layer = new Linear(6, 3, bias: false, dtype: DType.Float64, generator: generator);
        Tensor x = Tensor.Randn([50, 6], DType.Float64, generator: generator), y = Tensor.Randn([50, 3], DType.Float64, generator: generator);
        double[] one = Spectra.Dense(x.T.MatMul(x) * (2.0 / 150));
        LanczosResult result = Lanczos.Eigenvalues(new Objective(() => F.MseLoss(layer.Forward(x), y), layer.Parameters()), 7, tolerance: 1e-6, generator: generator);
        Close.Assert([one[5], one[5], one[5], one[4], one[4], one[4], one[3]], result.Values, rtol: 1e-8);
    }

    [Fact]
    public void Inside_a_scope_the_pairs_are_the_same_and_can_be_kept()
    {
        (Objective objective, _) = Spectra.Network(30, 20, 4, batch: 10, DType.Float64);
        double[] expected = Lanczos.Eigenvalues(objective, 2, generator: new Generator(1)).Values;
        RitzPair kept;
        using (var scope = TensorScope.Begin())
        {
            (Objective inside, _) = Spectra.Network(30, 20, 4, batch: 10, DType.Float64);
            LanczosResult result = Lanczos.Eigenvalues(inside, 2, maxBasis: 8, generator: new Generator(1));
            Close.Assert(expected, result.Values, rtol: 1e-3);
            kept = result.Pairs[0];
            _ = scope.Keep(kept.Vector);
        }

        Close.Assert((objective.HessianVectorProduct(kept.Vector) - kept.Vector * kept.Value).Norm().Item<double>(), kept.Residual, rtol: 1e-6);
    }

    [Fact]
    public void A_loss_that_draws_is_recorded_once_so_that_all_products_are_with_one_hessian()
    {
        var generator = new Generator(2);
        Tensor w = Tensor.Randn([40], DType.Float64, requiresGrad: true, generator: generator), x = Tensor.Randn([60, 40], DType.Float64, generator: generator);
        var mine = new Generator(9);
        using (Generator.Use(mine))
        {
            var objective = new Objective(() => F.Dropout(x, 0.5).MatMul(w).Square().Mean(), [w]);
            _ = objective.Value;
            GeneratorState after = mine.State;
            LanczosResult result = Lanczos.Eigenvalues(objective, 2, tolerance: 1e-6, generator: new Generator(1));
            Assert.Equal(after, mine.State);
            double[] dense = Spectra.Dense(objective.Hessian());
            Close.Assert([dense[^1], dense[^2]], result.Values, rtol: 1e-8);
        }
    }
}
