namespace MiniTorch.Tests;

/// <summary>The operations of arithmetic.</summary>
internal static class ArithmeticProofs
{
    private static readonly OpTestOptions AwayFromZero = new() { Gap = 0.4 };
    private static readonly OpTestOptions IsInt64 = new() { Low = -40, High = 40, Gap = 1, DType = DType.Int64 };

    public static OpProof[] All =>
    [
        new OpProof("+", "torch.add")
            .Elementwise(static (a, b) => a + b, static (a, b) => a.Zip(b, static (x, y) => x + y))
            .Elementwise(static x => x + 1.5, static x => x.Map(static v => v + 1.5))
            .Elementwise(static x => 2 + x, static x => x.Map(static v => 2 + v)),
        new OpProof("Add", "torch.add").Elementwise(static (a, b) => a.Add(b, 3), static (a, b) => a.Zip(b, static (x, y) => x + (3 * y))),
        new OpProof("-", "torch.sub")
            .Elementwise(static (a, b) => a - b, static (a, b) => a.Zip(b, static (x, y) => x - y))
            .Elementwise(static x => x - 0.75, static x => x.Map(static v => v - 0.75))
            .Elementwise(static x => 3 - x, static x => x.Map(static v => 3 - v)),
        new OpProof("Subtract", "torch.sub")
            .Elementwise(static (a, b) => a.Subtract(b, 2), static (a, b) => a.Zip(b, static (x, y) => x - (2 * y)))
            .Elementwise(static (a, b) => a.Subtract(b, 0.5), static (a, b) => a.Zip(b, static (x, y) => x - (0.5 * y))),
        new OpProof("*", "torch.mul")
            .Elementwise(static (a, b) => a * b, static (a, b) => a.Zip(b, static (x, y) => x * y))
            .Elementwise(static x => x * -2.5, static x => x.Map(static v => v * -2.5))
            .Elementwise(static x => 3 * x, static x => x.Map(static v => 3 * v)),
        new OpProof("/", "torch.div")
            .Elementwise(static (a, b) => a / b, static (a, b) => a.Zip(b, static (x, y) => x / y), AwayFromZero)
            .Elementwise(static x => x / 4, static x => x.Map(static v => v / 4))
            .Elementwise(static x => 2.5 / x, static x => x.Map(static v => 2.5 / v), AwayFromZero),
        new OpProof("-x", "torch.neg").Elementwise(static x => -x, static x => x.Map(static v => -v)),
        new OpProof("Divide", "torch.div")
            .Elementwise(static (a, b) => a.Divide(b, RoundingMode.Trunc), static (a, b) => a.Zip(b, static (x, y) => Math.Truncate(x / y)), AwayFromZero)
            .Elementwise(static (a, b) => a.Divide(b, RoundingMode.Floor), static (a, b) => a.Zip(b, static (x, y) => Math.Floor(x / y)), AwayFromZero)
            .Elementwise(static x => x.Divide(0.75, RoundingMode.Trunc), static x => x.Map(static v => Math.Truncate(v / 0.75)), AwayFromZero),
        new OpProof("FloorDivide", "torch.floor_divide")
            .Elementwise(static (a, b) => a.FloorDivide(b), static (a, b) => a.Zip(b, static (x, y) => Math.Floor(x / y)), AwayFromZero)
            .Elementwise(static x => x.FloorDivide(2), static x => x.Map(static v => Math.Floor(v / 2)), AwayFromZero),
        new OpProof("%", "torch.remainder")
            .Elementwise(static (a, b) => a % b, static (a, b) => a.Zip(b, Modulo), AwayFromZero)
            .Elementwise(static x => x % 0.75, static x => x.Map(static v => Modulo(v, 0.75)), AwayFromZero)
            .Elementwise(static x => 5 % x, static x => x.Map(static v => Modulo(5, v)), AwayFromZero),
        new OpProof("Remainder", "torch.remainder")
            .Elementwise(static (a, b) => a.Remainder(b), static (a, b) => a.Zip(b, Modulo), AwayFromZero)
            .Elementwise(static x => x.Remainder(3), static x => x.Map(static v => Modulo(v, 3)), AwayFromZero),
        new OpProof("Fmod", "torch.fmod")
            .Elementwise(static (a, b) => a.Fmod(b), static (a, b) => a.Zip(b, static (x, y) => x % y), AwayFromZero)
            .Elementwise(static x => x.Fmod(-0.75), static x => x.Map(static v => v % -0.75), AwayFromZero),
        new OpProof("Gcd", "torch.gcd")
            .Elementwise(static (a, b) => a.To(DType.Int64).Gcd(b.To(DType.Int64)), static (a, b) => a.Zip(b, Divisor), IsInt64),
        new OpProof("Lcm", "torch.lcm")
            .Elementwise(static (a, b) => a.To(DType.Int64).Lcm(b.To(DType.Int64)), static (a, b) => a.Zip(b, Multiple), IsInt64),
    ];

    private static double Modulo(double a, double b) => a - (b * Math.Floor(a / b));

    private static double Divisor(double a, double b)
    {
        (long x, long y) = (Math.Abs((long)a), Math.Abs((long)b));
        long greatest = Math.Max(x, y);
        return greatest == 0 ? 0 : Enumerable.Range(1, (int)greatest).Last(d => x % d == 0 && y % d == 0);
    }

    private static double Multiple(double a, double b) =>
        (long)a == 0 || (long)b == 0 ? 0 : Math.Abs((long)a * (long)b) / (long)Divisor(a, b);
}
