namespace MiniTorch.Tests;

/// <summary>Questions about one number; e to the power of a million is ∞ in both types.</summary>
internal static partial class UnaryMathProofs
{
    private static readonly OpTestOptions IsBool = new() { DType = DType.Bool };

    private static OpProof[] Predicates =>
    [
        new OpProof("IsNaN", "torch.isnan")
            .Elementwise(static x => x.Sqrt().IsNaN(), static x => x.Map(static v => v < 0 ? 1 : 0), IsBool)
            .Elementwise(static x => x.IsNaN(), static x => x.Map(static _ => 0), IsBool),
        new OpProof("IsInf", "torch.isinf")
            .Elementwise(static x => Great(x).IsInf(), static x => x.Map(static v => v > 0 ? 1 : 0), IsBool)
            .Elementwise(static x => x.IsInf(), static x => x.Map(static _ => 0), IsBool),
        new OpProof("IsPosInf", "torch.isposinf")
            .Elementwise(static x => Great(x).IsPosInf(), static x => x.Map(static v => v > 0 ? 1 : 0), IsBool)
            .Elementwise(static x => x.IsPosInf(), static x => x.Map(static _ => 0), IsBool),
        new OpProof("IsNegInf", "torch.isneginf")
            .Elementwise(static x => (-Great(x)).IsNegInf(), static x => x.Map(static v => v > 0 ? 1 : 0), IsBool)
            .Elementwise(static x => x.IsNegInf(), static x => x.Map(static _ => 0), IsBool),
        new OpProof("IsFinite", "torch.isfinite")
            .Elementwise(static x => Great(x).IsFinite(), static x => x.Map(static v => v > 0 ? 0 : 1), IsBool)
            .Elementwise(static x => x.IsFinite(), static x => x.Map(static _ => 1), IsBool),
        new OpProof("SignBit", "torch.signbit").Elementwise(static x => x.SignBit(), static x => x.Map(static v => v < 0 ? 1 : 0), IsBool),
    ];

    private static Tensor Great(Tensor x) => (x * 1e6).Exp();
}
