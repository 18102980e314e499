using System.Text;

namespace MiniTorch.Tests;

/// <summary>What running an operation's cases shows of it: of what types the first takes inputs, whether gradients flow, which nodes it records.</summary>
internal sealed record OpFacts(OpProof Proof, DType[] DTypes, bool IsDifferentiable, bool HasSecondOrder, IReadOnlySet<string> Nodes)
{
    private static readonly Lazy<OpFacts[]> s_all = new(static () => [.. OpProofs.All.Select(Of)]);

    public static IReadOnlyList<OpFacts> All => s_all.Value;

    public bool IsInPlace => Proof.Name.EndsWith("InPlace", StringComparison.Ordinal);

    public string DTypesText => DTypes.Length switch
    {
        6 => "all",
        5 when !DTypes.Contains(DType.Bool) => "all but bool",
        4 when !DTypes.Any(global::MiniTorch.DTypes.IsFloatingPoint) => "integers, bool",
        2 when DTypes.All(global::MiniTorch.DTypes.IsFloatingPoint) => "floating-point",
        _ => string.Join(", ", DTypes.Select(static dtype => dtype.Name())),
    };

    /// <summary>docs/ops.md, whole.</summary>
    public static string Page()
    {
        var page = new StringBuilder();
        int differentiable = All.Count(static facts => facts.IsDifferentiable && !facts.IsInPlace);
        page.AppendLine("# Operations").AppendLine();
        page.AppendLine("Written by a test from what running the operations showed (`MINITORCH_UPDATE_OPS=1 dotnet test -c Release tests/Autograd` after a change that is meant).");
        page.AppendLine("Every one is proven by its line in `tests/Autograd/Ops/Proofs`: values against plain loops, derivatives against central differences, shapes, layouts, element types.");
        page.AppendLine($"They are members of `Tensor`, {differentiable} differentiable ones and their forms in place among them; `NDArray` has the same names for values without gradients.").AppendLine();
        page.AppendLine("*Differentiable*: \"any order\" where derivatives consist of differentiable operations again, \"first\" where only gradients exist, \"–\" where there are none.");
        page.AppendLine("*Types*: of which inputs are taken in the plainest form; the others are refused by name. Floating-point functions of integers give the default type, float32.");
        foreach ((string title, OpProof[] proofs) in OpProofs.Families)
        {
            page.AppendLine().AppendLine($"## {title}").AppendLine();
            page.AppendLine("| operation | PyTorch | differentiable | types |").AppendLine("|---|---|---|---|");
            foreach (OpFacts facts in All.Where(facts => proofs.Contains(facts.Proof)))
            {
                string order = !facts.IsDifferentiable ? "–" : facts.HasSecondOrder ? "any order" : "first";
                page.AppendLine($"| `{facts.Proof.Name.Replace("|", "\\|", StringComparison.Ordinal)}` | `{facts.Proof.Torch.Replace("|", "\\|", StringComparison.Ordinal)}` | {order} | {facts.DTypesText} |");
            }
        }

        return page.ToString();
    }

    private static OpFacts Of(OpProof proof)
    {
        OpCase plainest = proof.Cases[0];
        Shape[] shapes = plainest.WithElements;
        DType[] taken = [.. Enum.GetValues<DType>().Where(dtype => OpTest.Takes(dtype, plainest.Op, plainest.Oracle, shapes, plainest.Options))];
        HashSet<string> nodes = [];
        foreach (OpCase item in proof.Cases)
        {
            Record(item, DType.Float64, nodes);
            Record(item, DType.Float32, nodes);
        }

        return new OpFacts(proof, taken, nodes.Count > 0, proof.Cases.All(static item => item.Options.SecondOrder), nodes);
    }

    // The nodes of the operation, of its gradients, and of the gradients of those, also for the gradients that came in.
    private static void Record(OpCase item, DType dtype, HashSet<string> nodes)
    {
        Tensor[] inputs = [.. OpTest.Inputs(item.WithElements, item.Options).Select(value => new Tensor(value.To(dtype), requiresGrad: true))];
        Tensor[] results = [item.Op(inputs)];
        for (int order = 0; order < 3 && Array.Exists(results, static result => result.RequiresGrad); order++)
        {
            results = [.. results.Where(static result => result.RequiresGrad)];
            Tensor[] seeds = [.. results.Select(static result => Tensor.OnesLike(result, requiresGrad: true))];
            foreach (Tensor result in results)
            {
                Collect(result.Node, nodes);
            }

            results = Autograd.Grad(results, [.. inputs], seeds, createGraph: true, materializeGrads: true);
            inputs = [.. inputs, .. seeds];
        }
    }

    private static void Collect(Node? node, HashSet<string> names)
    {
        HashSet<Node> seen = [];
        Stack<Node> open = new(node is null ? [] : [node]);
        while (open.TryPop(out Node? next))
        {
            if (next is OpNode && seen.Add(next))
            {
                names.Add(next.Name);
                for (int i = 0; i < next.InputCount; i++)
                {
                    if (next.Input(i) is { } input)
                    {
                        open.Push(input);
                    }
                }
            }
        }
    }
}
