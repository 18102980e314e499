using MiniTorch.NN;
using MiniTorch.Optim;

namespace MiniTorch.Tests;

/// <summary>The whole step, 40 times: golden/training.json.</summary>
public class TrainingGoldenTests
{
    private const string File = "training.json";

    public static TheoryData<int, string> Cases => Golden.Theory(File, "optimizer");

    [Theory]
    [MemberData(nameof(Cases))]
    public void Losses_and_final_weights_are_PyTorchs(int index, string optimizer)
    {
        GoldenNode item = Golden.Cases(File)[index];
        string[] names = [.. item["weights"].Entries.Select(static entry => entry.Key)];
        Assert.Equal(["w1", "b1", "w2", "b2"], names);
        Tensor[] weights = [.. names.Select(name => item["weights"][name].Tensor(requiresGrad: true)!)];
        Tensor x = item["x"].Tensor()!, y = item["y"].Tensor()!;
        Optimizer steps = OptimizerKind.Of(optimizer).Golden(item, weights).Optimizer;
        int batch = item["batch"].Int;
        for (int step = 0; step < item["losses"].Count; step++)
        {
            int first = batch * step % x.Shape[0];
            Range rows = first..(first + batch);
            Tensor hidden = Activated(item["activation"].String, F.Linear(x[rows], weights[0], weights[1]));
            Tensor loss = Loss(item["loss"].String, F.Linear(hidden, weights[2], weights[3]), y[rows]);
            steps.ZeroGrad();
            loss.Backward();
            Clip.GradNorm(weights, item["clip_grad_norm"].Double);
            steps.Step();
            Close.Assert(item["losses"][step].Double, loss.Item<double>(), rtol: 1e-9, what: $"loss of step {step}");
        }

        for (int i = 0; i < names.Length; i++)
        {
            Close.Assert(item["final"][names[i]], weights[i], rtol: 1e-9, what: names[i]);
        }
    }

    private static Tensor Activated(string name, Tensor x) => name switch
    {
        "relu" => x.Relu(),
        "tanh" => x.Tanh(),
        _ => throw new NotSupportedException($"there is no activation '{name}'"),
    };

    private static Tensor Loss(string name, Tensor output, Tensor target) => name switch
    {
        "cross_entropy" => F.CrossEntropy(output, target),
        "mse" => F.MseLoss(output, target),
        _ => throw new NotSupportedException($"there is no loss '{name}'"),
    };
}
