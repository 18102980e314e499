namespace MiniTorch.Tests;

/// <summary>Functions of one number.</summary>
internal static partial class UnaryMathProofs
{
    private static readonly OpTestOptions Positive = new() { Low = 0.3, High = 3 };
    private static readonly OpTestOptions AwayFromZero = new() { Gap = 0.4 };
    private static readonly OpTestOptions WithinOne = new() { Low = -0.9, High = 0.9 };

    public static OpProof[] All =>
    [
        new OpProof("Abs", "torch.abs").Elementwise(static x => x.Abs(), static x => x.Map(Math.Abs), AwayFromZero),
        new OpProof("Sign", "torch.sign").Elementwise(static x => x.Sign(), static x => x.Map(static v => Math.Sign(v)), AwayFromZero),
        new OpProof("Square", "torch.square").Elementwise(static x => x.Square(), static x => x.Map(static v => v * v)),
        new OpProof("Sqrt", "torch.sqrt").Elementwise(static x => x.Sqrt(), static x => x.Map(Math.Sqrt), Positive),
        new OpProof("Exp", "torch.exp").Elementwise(static x => x.Exp(), static x => x.Map(Math.Exp)),
        new OpProof("Log", "torch.log").Elementwise(static x => x.Log(), static x => x.Map(Math.Log), Positive),
        new OpProof("Tanh", "torch.tanh").Elementwise(static x => x.Tanh(), static x => x.Map(Math.Tanh)),
        new OpProof("Sigmoid", "torch.sigmoid").Elementwise(static x => x.Sigmoid(), static x => x.Map(static v => 1 / (1 + Math.Exp(-v)))),
        new OpProof("Relu", "torch.relu").Elementwise(static x => x.Relu(), static x => x.Map(static v => Math.Max(v, 0)), AwayFromZero),
        .. Exponential,
        .. Trigonometry,
        .. Special,
        .. Rounding,
        .. Predicates,
        .. InPlace,
    ];
}
