using MiniTorch.Optim;

namespace MiniTorch.Tests;

/// <summary>Every step of golden/optimizers.json.</summary>
public class OptimizersGoldenTests
{
    private const string File = "optimizers.json";

    public static TheoryData<int, string> Cases => Golden.Theory(File, "optimizer");

    [Theory]
    [MemberData(nameof(Cases))]
    public void Parameters_after_every_step_are_PyTorchs(int index, string optimizer)
    {
        GoldenNode item = Golden.Cases(File)[index];
        Tensor[] parameters = [.. item["initial"].Items.Select(static node => node.Tensor(requiresGrad: true)!)];
        GoldenRun run = OptimizerKind.Of(optimizer).Golden(item, parameters);
        int added = item.Has("added_before_step") ? item["added_before_step"].Int : -1;
        for (int step = 0; step < item["gradients"].Count; step++)
        {
            if (step == added)
            {
                run.Add(item["added_group"]);
            }

            for (int i = 0; i < parameters.Length; i++)
            {
                parameters[i].Grad = item["gradients"][step][i].Tensor();
            }

            run.Optimizer.Step();
            for (int i = 0; i < parameters.Length; i++)
            {
                Close.Assert(item["expected"][step][i], parameters[i], what: $"{optimizer} {item["options"]}, step {step}, parameter {i}");
            }
        }
    }
}
