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

    [Theory]
    [InlineData("MGH10")]
    [InlineData("MGH17")]
    [InlineData("Lanczos1")]
    [InlineData("BoxBOD")]
    public void The_last_digits_of_a_far_start_do_not_matter(string name)
    {
        var problem = NistProblem.Read(name);
        Tensor b = problem.Begin(0), moved = new(NDArray.Randn([b.Count], DType.Float64, new Generator(3)));
        b.Value.CopyFrom((b * (1 + (1e-10 * moved))).Value);
        MinimizeResult result = new LevenbergMarquardt([b]).Minimize(() => problem.Residuals(b));
        Assert.True(problem.Digits(b.ToArray<double>()) >= 8 && result.Status == OptimizerStatus.Converged, result.ToString());
    }

    [Theory]
    [MemberData(nameof(Problems))]
    public void Gauss_and_Newton_say_truly_where_they_end(string name)
    {
        var problem = NistProblem.Read(name);
        foreach (bool searches in (bool[])[false, true])
        {
            foreach (int start in (int[])[0, 1])
            {
                Tensor b = problem.Begin(start);
                MinimizeResult result = new GaussNewton([b], lineSearch: searches).Minimize(() => problem.Residuals(b), maxSteps: 60);
                string what = $"search {searches}, start {start + 1}: {result}";
                Assert.True(double.IsFinite(result.Loss) && double.IsFinite(result.GradientNorm), what);
                Assert.All(b.ToArray<double>(), value => Assert.True(double.IsFinite(value), what));
                if (result.Status == OptimizerStatus.Converged && problem.Digits(b.ToArray<double>()) < 8)
                {
                    IsMinimum(problem, b, what);
                }
            }
        }
    }

    // Another minimum: no parameter alone makes the loss smaller.
    private static void IsMinimum(NistProblem problem, Tensor b, string what)
    {
        double here = Loss(b);
        for (int i = 0; i < b.Count; i++)
        {
            foreach (double factor in (double[])[1 - 1e-3, 1 + 1e-3])
            {
                Tensor beside = new(b.Value.Clone());
                beside.Value.Slice(0, i, i + 1).Fill(factor * b.Select(0, i).Item<double>());
                Assert.True(!(Loss(beside) < here * (1 - 1e-9)), what);
            }
        }

        double Loss(Tensor at) => problem.Residuals(at).Square().Sum().Item<double>();
    }
}
