namespace MiniTorch.Tests;

/// <summary>Whole parts and what is left of them.</summary>
internal static partial class UnaryMathProofs
{
    private static OpProof[] Rounding =>
    [
        new OpProof("Floor", "torch.floor").Elementwise(static x => x.Floor(), static x => x.Map(Math.Floor)),
        new OpProof("Ceil", "torch.ceil").Elementwise(static x => x.Ceil(), static x => x.Map(Math.Ceiling)),
        new OpProof("Trunc", "torch.trunc").Elementwise(static x => x.Trunc(), static x => x.Map(Math.Truncate)),
        new OpProof("Frac", "torch.frac").Elementwise(static x => x.Frac(), static x => x.Map(static v => v - Math.Truncate(v))),
        new OpProof("Round", "torch.round")
            .Elementwise(static x => x.Round(), static x => x.Map(Math.Round))
            .Elementwise(static x => x.Round(1), static x => x.Map(static v => Math.Round(v * 10) / 10))
            .Elementwise(static x => x.Round(-2), static x => x.Map(static v => Math.Round(v / 100) * 100), new() { Low = -1000, High = 1000 }),
        new OpProof("NanToNum", "torch.nan_to_num")
            .Elementwise(static x => x.NanToNum(), static x => x)
            .Elementwise(static x => x.NanToNum(1, 2, 3), static x => x),
        new OpProof("Positive", "torch.positive").Elementwise(static x => x.Positive(), static x => x),
        new OpProof("+x", "torch.positive").Elementwise(static x => +x, static x => x),
    ];
}
