using MiniTorch.NN;

namespace MiniTorch.Tests;

public sealed partial class FunctionalGoldenTests
{
    private static readonly Dictionary<string, Function> _layers = new()
    {
        ["linear"] = static (x, _) => F.Linear(x.Input, x.Weight!, x.Bias),
        ["batch_norm"] = static (x, args) => F.BatchNorm(
            x.Input, x["running_mean"], x["running_var"], x.Weight, x.Bias, args.Bool("training", false), args.Double("momentum", 0.1), args.Double("eps", 1e-5)),
        ["layer_norm"] = static (x, args) => F.LayerNorm(x.Input, Shape.Of(args.Ints("normalized_shape", [])), x.Weight, x.Bias, args.Double("eps", 1e-5)),
        ["embedding"] = static (x, _) => F.Embedding(x.Input, x.Weight!),
    };

    [Fact]
    public void Running_values_are_PyTorchs_after_batch_norm()
    {
        GoldenNode[] cases = [.. Golden.Cases(File).Where(static item => item.Has("running_mean_after"))];
        Assert.NotEmpty(cases);
        foreach (GoldenNode item in cases)
        {
            Dictionary<string, Tensor> inputs = item["inputs"].Entries.ToDictionary(static entry => entry.Key, static entry => entry.Value.Tensor()!);
            Run(item["op"].String, inputs, new Arguments(item["args"]));
            Close.Assert(item["running_mean_after"], inputs["running_mean"]);
            Close.Assert(item["running_var_after"], inputs["running_var"]);
        }
    }
}
