namespace MiniTorch.Tests;

/// <summary>Functions of two and three numbers, comparisons and logic.</summary>
internal static class BinaryMathProofs
{
    private static readonly OpTestOptions IsBool = new() { DType = DType.Bool };

    public static OpProof[] All =>
    [
        new OpProof("Gt", "torch.gt")
            .Elementwise(static (a, b) => a.Gt(b), static (a, b) => a.Zip(b, static (x, y) => x > y ? 1 : 0), IsBool)
            .Elementwise(static x => x.Gt(0.5), static x => x.Map(static v => v > 0.5 ? 1 : 0), IsBool),
        new OpProof("Lt", "torch.lt")
            .Elementwise(static (a, b) => a.Lt(b), static (a, b) => a.Zip(b, static (x, y) => x < y ? 1 : 0), IsBool)
            .Elementwise(static x => x.Lt(0.5), static x => x.Map(static v => v < 0.5 ? 1 : 0), IsBool),
        new OpProof("Eq", "torch.eq")
            .Elementwise(static (a, b) => a.Eq(b), static (a, b) => a.Zip(b, static (x, y) => x == y ? 1 : 0), IsBool)
            .Elementwise(static x => x.Eq(0.5), static x => x.Map(static v => v == 0.5 ? 1 : 0), IsBool),
        new OpProof("Le", "torch.le").Elementwise(static (a, b) => a.Le(b), static (a, b) => a.Zip(b, static (x, y) => x <= y ? 1 : 0), IsBool),
        new OpProof("Maximum", "torch.maximum").Elementwise(static (a, b) => a.Maximum(b), static (a, b) => a.Zip(b, Math.Max)),
        new OpProof("Minimum", "torch.minimum").Elementwise(static (a, b) => a.Minimum(b), static (a, b) => a.Zip(b, Math.Min)),
        new OpProof("Pow", "torch.pow")
            .Elementwise(static x => x.Pow(3), static x => x.Map(static v => v * v * v))
            .Golden("pow_scalar", static (x, args) => x[0].Pow(args["exponent"].Double)),
        new OpProof("Clamp", "torch.clamp")
            .Elementwise(static x => x.Clamp(-1, 1.5), static x => x.Map(static v => Math.Clamp(v, -1, 1.5)))
            .Golden("clamp", static (x, args) => x[0].Clamp(args["min"].Double, args["max"].Double)),
        new OpProof("Where", "torch.where")
            .Elementwise(static (a, b) => Tensor.Where(a.Gt(b), a, b), static (a, b) => a.Zip(b, Math.Max))
            .Golden("where", static (x, _) => Tensor.Where(x[0], x[1], x[2])),
    ];
}
