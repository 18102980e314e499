using MiniTorch.Nist;
using MiniTorch.Optim;

namespace MiniTorch.Tests;

/// <summary>Levenberg and Marquardt's method on the problems of NIST's StRD, at its default options.</summary>
public class NistTests
{
    public static TheoryData<string> Problems => [.. NistProblem.Names];

    [Theory]
    [MemberData(nameof(Problems))]
    public void Eight_digits_and_more_of_the_certified_values_come_out_of_both_starts(string name)
    {
        var problem = NistProblem.Read(name);
        Assert.All([0, 1], start =>
        {
            Tensor b = problem.Begin(start);
            MinimizeResult result = new LevenbergMarquardt([b]).Minimize(() => problem.Residuals(b));
            double digits = problem.Digits(b.ToArray<double>());
            Assert.True(digits >= 8 && result.Status == OptimizerStatus.Converged, $"{digits:F1} digits from start {start + 1}: {result}");

            // That of Lanczos1, 1.4e-25, is rounding of the data's.
            Close.Assert(problem.SumOfSquares, 2 * result.Loss, rtol: problem.SumOfSquares > 1e-20 ? 1e-9 : 1e-2, what: name);
        });
    }
}
