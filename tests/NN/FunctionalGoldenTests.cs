using MiniTorch.NN;

namespace MiniTorch.Tests;

/// <summary>Functions of F against PyTorch's own numbers: values, and the gradient of each input.</summary>
public sealed partial class FunctionalGoldenTests
{
    private const string File = "functional.json";

    private static IEnumerable<Dictionary<string, Function>> Families => [_activations, _layers, _losses];

    private delegate Tensor Function(Inputs inputs, Arguments arguments);

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
        Function? function = Families.Select(family => family.GetValueOrDefault(op)).FirstOrDefault(static found => found is not null);
        Assert.True(function is not null, $"there is no '{op}'");
        Tensor result = function(new Inputs(inputs), arguments);
        arguments.CheckAllUsed(op);
        return result;
    }

    /// <summary>A case's tensors under PyTorch's names.</summary>
    private sealed class Inputs(Dictionary<string, Tensor> tensors)
    {
        public Tensor Input => tensors["input"];

        public Tensor Target => tensors["target"];

        public Tensor? Weight => Optional("weight");

        public Tensor? Bias => Optional("bias");

        public Tensor this[string name] => tensors[name];

        public Tensor? Optional(string name) => tensors.GetValueOrDefault(name);
    }

    /// <summary>A case's arguments under PyTorch's names; one that nobody asked for is an error.</summary>
    private sealed class Arguments(GoldenNode node)
    {
        private readonly HashSet<string> _unused = [.. node.Entries.Select(static entry => entry.Key)];

        public int Int(string name, int otherwise) => _unused.Remove(name) ? node[name].Int : otherwise;

        public int[] Ints(string name, int[] otherwise) => _unused.Remove(name) ? node[name].Ints : otherwise;

        public bool Bool(string name, bool otherwise) => _unused.Remove(name) ? node[name].Bool : otherwise;

        public string String(string name, string otherwise) => _unused.Remove(name) ? node[name].String : otherwise;

        public double Double(string name, double otherwise) => _unused.Remove(name) ? node[name].Double : otherwise;

        public Reduction Reduction() => !_unused.Remove("reduction")
            ? NN.Reduction.Mean
            : node["reduction"].String switch
            {
                "none" => NN.Reduction.None,
                "mean" => NN.Reduction.Mean,
                "sum" => NN.Reduction.Sum,
                "batchmean" => NN.Reduction.BatchMean,
                var other => throw new NotSupportedException($"there is no reduction '{other}'"),
            };

        public void CheckAllUsed(string op) => Assert.True(_unused.Count == 0, $"{op}: there is no argument {string.Join(", ", _unused)}");
    }
}
