using MiniTorch.Nist;
using MiniTorch.Optim;
using LBFGS = MiniTorch.Optim.LBFGS;

namespace MiniTorch.Benchmarks;

/// <summary>A method at its default options, on residuals or on half the sum of their squares.</summary>
/// <param name="Name">How the table calls it.</param>
/// <param name="Minimize">Runs it from a start: the residuals of some parameters, the parameters, and the most steps.</param>
internal sealed record NistMethod(string Name, Func<Func<Tensor>, Tensor, int, MinimizeResult> Minimize)
{
    public static NistMethod[] All { get; } =
    [
        new("LevenbergMarquardt", static (r, b, steps) => new LevenbergMarquardt([b]).Minimize(r, steps)),
        new("GaussNewton", static (r, b, steps) => new GaussNewton([b]).Minimize(r, steps)),
        new("GaussNewton, search", static (r, b, steps) => new GaussNewton([b], lineSearch: true).Minimize(r, steps)),
        new("Newton", static (r, b, steps) => new Newton([b]).Minimize(() => HalfSquare(r()), steps)),
        new("NewtonCG", static (r, b, steps) => new NewtonCG([b]).Minimize(() => HalfSquare(r()), steps)),
        new("LBFGS, strong Wolfe", Lbfgs),
    ];

    public NistRun Run(NistProblem problem, int start, int steps)
    {
        Tensor b = problem.Begin(start);
        MinimizeResult result = Minimize(() => problem.Residuals(b), b, steps);
        return new NistRun(problem.Digits(b.ToArray<double>()), result.Steps, result.Evaluations, result.Status.ToString()[0]);
    }

    private static Tensor HalfSquare(Tensor r) => 0.5 * r.Square().Sum();

    // A step is 20 iterations; those count, to the same number. The tolerance on the change of the loss is none.
    private static MinimizeResult Lbfgs(Func<Tensor> residuals, Tensor b, int steps)
    {
        var optimizer = new LBFGS([b], toleranceChange: 0, lineSearch: LineSearch.StrongWolfe);
        Tensor loss;
        long evaluations = 0, iterations = 0;
        do
        {
            loss = optimizer.Step(() =>
            {
                evaluations++;
                optimizer.ZeroGrad();
                Tensor value = HalfSquare(residuals());
                value.Backward();
                return value;
            });
            iterations += optimizer.ParamGroups[0].MaxIter;
        }
        while (optimizer.Status == OptimizerStatus.Running && iterations < steps);
        return new MinimizeResult(optimizer.Status, optimizer.StatusReason, iterations, loss.Item<double>(), double.NaN, evaluations);
    }
}
