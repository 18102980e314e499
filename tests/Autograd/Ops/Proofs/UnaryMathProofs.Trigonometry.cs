namespace MiniTorch.Tests;

/// <summary>Angles, and the hyperbolic functions.</summary>
internal static partial class UnaryMathProofs
{
    private static OpProof[] Trigonometry =>
    [
        new OpProof("Sin", "torch.sin").Elementwise(static x => x.Sin(), static x => x.Map(Math.Sin)),
        new OpProof("Cos", "torch.cos").Elementwise(static x => x.Cos(), static x => x.Map(Math.Cos)),
        new OpProof("Tan", "torch.tan").Elementwise(static x => x.Tan(), static x => x.Map(Math.Tan), new() { Low = -1.2, High = 1.2 }),
        new OpProof("Asin", "torch.asin").Elementwise(static x => x.Asin(), static x => x.Map(Math.Asin), WithinOne),
        new OpProof("Acos", "torch.acos").Elementwise(static x => x.Acos(), static x => x.Map(Math.Acos), WithinOne),
        new OpProof("Atan", "torch.atan").Elementwise(static x => x.Atan(), static x => x.Map(Math.Atan)),
        new OpProof("Sinh", "torch.sinh").Elementwise(static x => x.Sinh(), static x => x.Map(Math.Sinh)),
        new OpProof("Cosh", "torch.cosh").Elementwise(static x => x.Cosh(), static x => x.Map(Math.Cosh)),
        new OpProof("Asinh", "torch.asinh").Elementwise(static x => x.Asinh(), static x => x.Map(Math.Asinh)),
        new OpProof("Acosh", "torch.acosh").Elementwise(static x => x.Acosh(), static x => x.Map(Math.Acosh), new() { Low = 1.3, High = 3 }),
        new OpProof("Atanh", "torch.atanh").Elementwise(static x => x.Atanh(), static x => x.Map(Math.Atanh), WithinOne),
    ];
}
