namespace MiniTorch.Tests;

/// <summary>Exponentials, logarithms and what is near to them.</summary>
internal static partial class UnaryMathProofs
{
    private static OpProof[] Exponential =>
    [
        new OpProof("Exp2", "torch.exp2").Elementwise(static x => x.Exp2(), static x => x.Map(static v => Math.Pow(2, v))),
        new OpProof("Expm1", "torch.expm1").Elementwise(static x => x.Expm1(), static x => x.Map(static v => Math.Exp(v) - 1)),
        new OpProof("Log2", "torch.log2").Elementwise(static x => x.Log2(), static x => x.Map(Math.Log2), Positive),
        new OpProof("Log10", "torch.log10").Elementwise(static x => x.Log10(), static x => x.Map(Math.Log10), Positive),
        new OpProof("Log1p", "torch.log1p").Elementwise(static x => x.Log1p(), static x => x.Map(static v => Math.Log(1 + v)), WithinOne),
        new OpProof("Rsqrt", "torch.rsqrt").Elementwise(static x => x.Rsqrt(), static x => x.Map(static v => 1 / Math.Sqrt(v)), Positive),
        new OpProof("Reciprocal", "torch.reciprocal").Elementwise(static x => x.Reciprocal(), static x => x.Map(static v => 1 / v), AwayFromZero),
        new OpProof("Deg2Rad", "torch.deg2rad").Elementwise(static x => x.Deg2Rad(), static x => x.Map(static v => v * Math.PI / 180)),
        new OpProof("Rad2Deg", "torch.rad2deg").Elementwise(static x => x.Rad2Deg(), static x => x.Map(static v => v * 180 / Math.PI)),
    ];
}
