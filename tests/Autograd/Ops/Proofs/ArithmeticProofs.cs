namespace MiniTorch.Tests;

/// <summary>The four operations of arithmetic.</summary>
internal static class ArithmeticProofs
{
    private static readonly OpTestOptions AwayFromZero = new() { Gap = 0.4 };

    public static OpProof[] All =>
    [
        new OpProof("+", "torch.add")
            .Elementwise(static (a, b) => a + b, static (a, b) => a.Zip(b, static (x, y) => x + y))
            .Elementwise(static x => x + 1.5, static x => x.Map(static v => v + 1.5))
            .Elementwise(static x => 2 + x, static x => x.Map(static v => 2 + v)),
        new OpProof("-", "torch.sub")
            .Elementwise(static (a, b) => a - b, static (a, b) => a.Zip(b, static (x, y) => x - y))
            .Elementwise(static x => x - 0.75, static x => x.Map(static v => v - 0.75))
            .Elementwise(static x => 3 - x, static x => x.Map(static v => 3 - v)),
        new OpProof("*", "torch.mul")
            .Elementwise(static (a, b) => a * b, static (a, b) => a.Zip(b, static (x, y) => x * y))
            .Elementwise(static x => x * -2.5, static x => x.Map(static v => v * -2.5))
            .Elementwise(static x => 3 * x, static x => x.Map(static v => 3 * v)),
        new OpProof("/", "torch.div")
            .Elementwise(static (a, b) => a / b, static (a, b) => a.Zip(b, static (x, y) => x / y), AwayFromZero)
            .Elementwise(static x => x / 4, static x => x.Map(static v => v / 4))
            .Elementwise(static x => 2.5 / x, static x => x.Map(static v => 2.5 / v), AwayFromZero),
        new OpProof("-x", "torch.neg").Elementwise(static x => -x, static x => x.Map(static v => -v)),
    ];
}
