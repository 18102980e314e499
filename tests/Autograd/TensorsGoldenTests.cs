namespace MiniTorch.Tests;

/// <summary>Tensor operations against PyTorch's numbers: values and gradients.</summary>
public sealed class TensorsGoldenTests
{
    private const string File = "tensors.json";

    public static TheoryData<int, string> Cases => Golden.Theory(File, "op");

    [Theory]
    [MemberData(nameof(Cases))]
    public void Agrees_with_PyTorch(int index, string op)
    {
        GoldenNode golden = Golden.Cases(File)[index];
        OpTest.Check(golden, inputs => Apply(op, inputs, new GoldenArgs(golden["args"])));
    }

    private static Tensor Apply(string op, Tensor[] inputs, GoldenArgs args)
    {
        OpProof? proof = OpProofs.All.FirstOrDefault(proof => proof.GoldenOps.ContainsKey(op))
            ?? OpProofs.All.FirstOrDefault(proof => proof.Torch.Split('.')[^1] == op);
        if (proof is null)
        {
            throw new NotSupportedException($"the golden file names the op '{op}', which MiniTorch lacks");
        }

        Tensor result = proof.GoldenOps.TryGetValue(op, out Func<Tensor[], GoldenArgs, Tensor>? apply) ? apply(inputs, args) : proof.Cases[0].Op(inputs);
        string[] unknown = [.. args.Unknown];
        return unknown.Length == 0
            ? result
            : throw new NotSupportedException($"the golden file gives '{op}' the options {string.Join(", ", unknown)}, which MiniTorch lacks");
    }
}
