using MiniTorch.Optim;

namespace MiniTorch.Tests;

/// <summary>Every minimisation of golden/closures.json.</summary>
public class ClosuresGoldenTests
{
    private const string File = "closures.json";

    public static TheoryData<int, string> Cases => Golden.Theory(File, "optimizer");

    [Theory]
    [MemberData(nameof(Cases))]
    public void Losses_and_parameters_of_every_step_are_PyTorchs(int index, string optimizer)
    {
        GoldenNode item = Golden.Cases(File)[index];
        Tensor x = Make.Parameter(item["x0"].Doubles);
        Optimizer minimizer = optimizer == "LBFGS"
            ? LBFGSOptions.Golden(item["options"], [x])
            : OptimizerKind.Of(optimizer).Golden(item, [x]).Optimizer;
        Func<Tensor, Tensor> function = Functions.Of(item["function"].String);
        Func<Tensor> closure = Functions.Closure(minimizer, () => function(x));
        for (int step = 0; step < item["x_after_step"].Count; step++)
        {
            string what = $"{optimizer} {item["options"]} on {item["function"]}, step {step}";
            Close.Assert(item["loss_returned_by_step"][step].Double, minimizer.Step(closure).Item<double>(), what: $"{what}: loss");
            Close.Assert(item["x_after_step"][step].Doubles, x.ToArray<double>(), what: $"{what}: x");
        }
    }
}
