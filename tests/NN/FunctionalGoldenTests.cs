using MiniTorch.NN;

namespace MiniTorch.Tests;

/// <summary>Functions of F against PyTorch's own numbers: values, and the gradient of each input.</summary>
public sealed class FunctionalGoldenTests
{
    private const string File = "functional.json";

    public static TheoryData<int, string> Cases => Golden.Theory(File, "op");

    [Theory]
    [MemberData(nameof(Cases))]
    public void Values_and_gradients_are_PyTorchs(int index, string op)
    {
        GoldenNode item = Golden.Cases(File)[index];
        Dictionary<string, Tensor> inputs = [];
        foreach ((string name, GoldenNode value) in item["inputs"].Entries)
        {
            inputs[name] = value.Tensor(requiresGrad: item.Has("grads") && item["grads"].Has(name))!;
        }

        Tensor output = Run(op, inputs, new Arguments(item["args"]));
        Close.Assert(item["output"], output, what: op);
        if (item.Has("grads"))
        {
            output.Backward(item["grad_output"].Tensor());
            foreach ((string name, GoldenNode gradient) in item["grads"].Entries)
            {
                Close.Assert(gradient, inputs[name].Grad, what: $"the gradient of {name}");
            }
        }
    }

    private static Tensor Run(string op, Dictionary<string, Tensor> inputs, Arguments arguments)
    {
        Tensor input = inputs["input"];
        Tensor? weight = inputs.GetValueOrDefault("weight");
        Tensor result = op switch
        {
            "relu" => F.Relu(input),
            "tanh" => F.Tanh(input),
            "sigmoid" => F.Sigmoid(input),
            "softmax" => F.Softmax(input, arguments.Int("dim", -1)),
            "log_softmax" => F.LogSoftmax(input, arguments.Int("dim", -1)),
            "linear" => F.Linear(input, weight!, inputs.GetValueOrDefault("bias")),
            "cross_entropy" => F.CrossEntropy(
                input, inputs["target"], arguments.Reduction(), weight, arguments.Int("ignore_index", -100), arguments.Double("label_smoothing", 0)),
            "nll_loss" => F.NllLoss(input, inputs["target"], arguments.Reduction(), weight, arguments.Int("ignore_index", -100)),
            "mse_loss" => F.MseLoss(input, inputs["target"], arguments.Reduction()),
            "l1_loss" => F.L1Loss(input, inputs["target"], arguments.Reduction()),
            "smooth_l1_loss" => F.SmoothL1Loss(input, inputs["target"], arguments.Reduction(), arguments.Double("beta", 1)),
            "huber_loss" => F.HuberLoss(input, inputs["target"], arguments.Reduction(), arguments.Double("delta", 1)),
            _ => throw new NotSupportedException($"there is no '{op}'"),
        };
        arguments.CheckAllUsed(op);
        return result;
    }

    /// <summary>A case's arguments under PyTorch's names; one that nobody asked for is an error.</summary>
    private sealed class Arguments(GoldenNode node)
    {
        private readonly HashSet<string> _unused = [.. node.Entries.Select(static entry => entry.Key)];

        public int Int(string name, int otherwise) => _unused.Remove(name) ? node[name].Int : otherwise;

        public double Double(string name, double otherwise) => _unused.Remove(name) ? node[name].Double : otherwise;

        public Reduction Reduction() => !_unused.Remove("reduction")
            ? NN.Reduction.Mean
            : node["reduction"].String switch
            {
                "none" => NN.Reduction.None,
                "mean" => NN.Reduction.Mean,
                "sum" => NN.Reduction.Sum,
                var other => throw new NotSupportedException($"there is no reduction '{other}'"),
            };

        public void CheckAllUsed(string op) => Assert.True(_unused.Count == 0, $"{op}: there is no argument {string.Join(", ", _unused)}");
    }
}
