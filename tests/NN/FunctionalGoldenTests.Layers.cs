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
        ["conv1d"] = static (x, args) => F.Conv1d(
            x.Input, x.Weight!, x.Bias, args.Int("stride", 1), args.Int("padding", 0), args.Int("dilation", 1), args.Int("groups", 1)),
        ["conv2d"] = static (x, args) => F.Conv2d(
            x.Input, x.Weight!, x.Bias, args.Int("stride", 1), args.Int("padding", 0), args.Int("dilation", 1), args.Int("groups", 1)),
        ["max_pool2d"] = static (x, args) => F.MaxPool2d(x.Input, args.Int("kernel_size", 0), args.Int("stride", 0), args.Int("padding", 0)),
        ["avg_pool2d"] = static (x, args) => F.AvgPool2d(x.Input, args.Int("kernel_size", 0), args.Int("stride", 0), args.Int("padding", 0)),
        ["adaptive_avg_pool2d"] = static (x, args) => args.Ints("output_size", []) is [var height, var width]
            ? F.AdaptiveAvgPool2d(x.Input, (height, width))
            : throw new NotSupportedException("output_size must be a pair"),
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
