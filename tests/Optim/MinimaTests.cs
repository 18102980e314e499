using MiniTorch.Optim;

namespace MiniTorch.Tests;

/// <summary>
/// Optimizers that step along the gradient find the known minima of the classic test functions from their published starts, with the rate
/// falling to 0 along half a cosine.
/// </summary>
public class MinimaTests
{
    private static readonly Func<Tensor[], Optimizer>[] s_optimizers =
    [
        static p => new SGD(p, lr: 5e-4, momentum: 0.98),
        static p => new SGD(p, lr: 5e-4, momentum: 0.98, nesterov: true),
        static p => new SGD(p, lr: 5e-4, momentum: 0.98, rateInVelocity: true),
        static p => new Adam(p, lr: 0.1),
        static p => new Adam(p, lr: 0.1, amsGrad: true),
        static p => new AdamW(p, lr: 0.1, weightDecay: 0),
        static p => new Adamax(p, lr: 0.3),
        static p => new NAdam(p, lr: 0.03),
        static p => new Adadelta(p, rho: 0.99),
        static p => new RMSprop(p, lr: 5e-3),
        static p => new RMSprop(p, lr: 5e-3, epsInsideRoot: true, eps: 1e-6),
        static p => new Rprop(p),
        static p => new Lion(p, lr: 0.02),
    ];

    [Fact]
    public void Rosenbrocks_valley_is_followed_to_its_end() => Find("rosenbrock", [-1.2, 1], [1, 1], steps: 10_000, s_optimizers);

    // Adagrad and ASGD, which has no momentum, stop in the valley; RAdam's first steps, which are SGD's, leap out of it.
    [Theory]
    [InlineData("beale", new double[] { 1, 1 }, new double[] { 3, 0.5 })]
    [InlineData("himmelblau", new double[] { 0, 0 }, new[] { 3, 2, -2.805118, 3.131312, -3.779310, -3.283186, 3.584428, -1.848126 })]
    [InlineData("booth", new double[] { 0, 0 }, new double[] { 1, 3 })]
    public void Known_minima_are_found_from_published_starts(string function, double[] start, double[] minima) =>
        Find(
            function,
            start,
            minima,
            steps: 3000,
            [
                .. s_optimizers,
                static p => new Adagrad(p, lr: 1),
                static p => new RAdam(p, lr: 0.05),
                static p => new ASGD(p, lr: 0.02, lambd: 0),
            ]);

    private static void Find(string function, double[] start, double[] minima, int steps, Func<Tensor[], Optimizer>[] optimizers)
    {
        Func<Tensor, Tensor> f = Functions.Of(function);
        foreach (Func<Tensor[], Optimizer> create in optimizers)
        {
            Tensor x = Tensor.From(start, requiresGrad: true);
            Optimizer optimizer = create([x]);
            var schedule = new CosineAnnealingLR(optimizer, tMax: steps);
            for (int step = 0; step < steps; step++)
            {
                optimizer.Step(Functions.Closure(optimizer, () => f(x)));
                schedule.Step();
            }

            double[] nearest = minima.Chunk(2).MinBy(point => Math.Abs(point[0] - x.ToArray<double>()[0]))!;
            Close.Assert(nearest, x.ToArray<double>(), rtol: 0, atol: 2e-3, $"{optimizer.GetType().Name} on {function}");
        }
    }
}
