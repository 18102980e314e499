namespace MiniTorch.Tests;

/// <summary>Functions of two and three numbers.</summary>
internal static class BinaryMathProofs
{
    private static readonly OpTestOptions Positive = new() { Low = 0.3, High = 2.5 };
    private static readonly OpTestOptions AwayFromZero = new() { Gap = 0.4 };
    private static readonly OpTestOptions PositiveToFloat64 = Positive with { DType = DType.Float64 };

    public static OpProof[] All =>
    [
        new OpProof("Maximum", "torch.maximum").Elementwise(static (a, b) => a.Maximum(b), static (a, b) => a.Zip(b, Math.Max)),
        new OpProof("Minimum", "torch.minimum").Elementwise(static (a, b) => a.Minimum(b), static (a, b) => a.Zip(b, Math.Min)),
        new OpProof("Fmax", "torch.fmax").Elementwise(static (a, b) => a.Fmax(b), static (a, b) => a.Zip(b, Math.Max)),
        new OpProof("Fmin", "torch.fmin").Elementwise(static (a, b) => a.Fmin(b), static (a, b) => a.Zip(b, Math.Min)),
        new OpProof("Pow", "torch.pow")
            .Elementwise(static (a, b) => a.Pow(b), static (a, b) => a.Zip(b, Math.Pow), Positive)
            .Elementwise(static x => x.Pow(3), static x => x.Map(static v => v * v * v))
            .Elementwise(static x => x.Pow(2), static x => x.Map(static v => v * v))
            .Elementwise(static x => x.Pow(1), static x => x)
            .Elementwise(static x => x.Pow(0), static x => x.Map(static _ => 1))
            .Elementwise(static x => x.Pow(-1.0), static x => x.Map(static v => 1 / v), AwayFromZero)
            .Elementwise(static x => x.Pow(-2.0), static x => x.Map(static v => 1 / (v * v)), AwayFromZero)
            .Elementwise(static x => x.Pow(-0.5), static x => x.Map(static v => 1 / Math.Sqrt(v)), Positive)
            .Elementwise(static x => x.Pow(0.5), static x => x.Map(Math.Sqrt), Positive)
            .Elementwise(static x => x.Pow(1.75), static x => x.Map(static v => Math.Pow(v, 1.75)), Positive)
            .Elementwise(static x => Tensor.Pow(2, x), static x => x.Map(static v => Math.Pow(2, v)))
            .Elementwise(static x => Tensor.Pow(1.5, x), static x => x.Map(static v => Math.Pow(1.5, v)))
            .Golden("pow", static (x, _) => x[0].Pow(x[1]))
            .Golden("pow_scalar", static (x, args) => x[0].Pow(args["exponent"].Double)),
        new OpProof("FloatPower", "torch.float_power")
            .Elementwise(static (a, b) => a.FloatPower(b), static (a, b) => a.Zip(b, Math.Pow), PositiveToFloat64)
            .Elementwise(static x => x.FloatPower(2), static x => x.Map(static v => v * v), PositiveToFloat64),
        new OpProof("Atan2", "torch.atan2").Elementwise(static (a, b) => a.Atan2(b), static (a, b) => a.Zip(b, Math.Atan2), AwayFromZero),
        new OpProof("Hypot", "torch.hypot")
            .Elementwise(static (a, b) => a.Hypot(b), static (a, b) => a.Zip(b, static (x, y) => Math.Sqrt((x * x) + (y * y))), AwayFromZero),
        new OpProof("CopySign", "torch.copysign")
            .Elementwise(static (a, b) => a.CopySign(b), static (a, b) => a.Zip(b, Math.CopySign), AwayFromZero)
            .Elementwise(static x => x.CopySign(-2), static x => x.Map(static v => -Math.Abs(v)), AwayFromZero),
        new OpProof("LogAddExp", "torch.logaddexp")
            .Elementwise(static (a, b) => a.LogAddExp(b), static (a, b) => a.Zip(b, static (x, y) => Math.Log(Math.Exp(x) + Math.Exp(y)))),
        new OpProof("LogAddExp2", "torch.logaddexp2")
            .Elementwise(static (a, b) => a.LogAddExp2(b), static (a, b) => a.Zip(b, static (x, y) => Math.Log2(Math.Pow(2, x) + Math.Pow(2, y)))),
        new OpProof("Xlogy", "torch.xlogy")
            .Elementwise(static (a, b) => a.Xlogy(b), static (a, b) => a.Zip(b, XLogY), Positive)
            .Elementwise(static x => x.Xlogy(2.5), static x => x.Map(static v => XLogY(v, 2.5)))
            .Elementwise(static x => Tensor.Xlogy(2, x), static x => x.Map(static v => XLogY(2, v)), Positive),
        new OpProof("Xlog1py", "torch.special.xlog1py")
            .Elementwise(static (a, b) => a.Xlog1py(b), static (a, b) => a.Zip(b, static (x, y) => XLogY(x, 1 + y)), Positive)
            .Elementwise(static x => x.Xlog1py(0.5), static x => x.Map(static v => XLogY(v, 1.5))),
        new OpProof("Heaviside", "torch.heaviside")
            .Elementwise(static (a, b) => a.Heaviside(b), static (a, b) => a.Zip(b, static (x, y) => x < 0 ? 0 : x > 0 ? 1 : y), AwayFromZero)
            .Elementwise(static x => (x * 0).Heaviside(x), static x => x),
        new OpProof("Ldexp", "torch.ldexp")
            .Elementwise(static (a, b) => a.Ldexp(b), static (a, b) => a.Zip(b, static (x, y) => x * Math.Pow(2, y))),
        new OpProof("Clamp", "torch.clamp")
            .Elementwise(static x => x.Clamp(-1, 1.5), static x => x.Map(static v => Math.Clamp(v, -1, 1.5)))
            .Elementwise(static x => x.Clamp(min: 1), static x => x.Map(static v => Math.Max(v, 1)))
            .Elementwise(static x => x.Clamp(max: 0.25), static x => x.Map(static v => Math.Min(v, 0.25)))
            .Elementwise(static x => x.Clamp(1, 0), static x => x.Map(static _ => 0))
            .Elementwise(static (x, a, b) => x.Clamp(a, b), static (x, a, b) => x.Zip(a, Math.Max).Zip(b, Math.Min))
            .Elementwise(static (x, a) => x.Clamp(min: a), static (x, a) => x.Zip(a, Math.Max))
            .Elementwise(static (x, a) => x.Clamp(max: a), static (x, a) => x.Zip(a, Math.Min))
            .Golden("clamp", static (x, args) => x[0].Clamp(args["min"].Double, args["max"].Double)),
        new OpProof("Where", "torch.where")
            .Elementwise(static (a, b) => Tensor.Where(a.Gt(b), a, b), static (a, b) => a.Zip(b, Math.Max))
            .Elementwise(static (a, b) => Tensor.Where(a.Gt(b), a * b, -1), static (a, b) => a.Zip(b, static (x, y) => x > y ? x * y : -1))
            .Elementwise(static (a, b) => Tensor.Where(a.Gt(b), 2.5, a * b), static (a, b) => a.Zip(b, static (x, y) => x > y ? 2.5 : x * y))
            .Elementwise(static x => Tensor.Where(x.Gt(0), 2, 3), static x => x.Map(static v => v > 0 ? 2 : 3), new() { DType = DType.Int64 })
            .Case(
                static x => Tensor.Where(x[0].Lt(0), x[1], x[2]),
                static x => Plain.Build([2, 3, 4], i => x[0][i] < 0 ? x[1][i] : x[2][i]),
                [[[3, 1], [2, 1, 4], [4]]])
            .Golden("where", static (x, _) => Tensor.Where(x[0], x[1], x[2])),
        new OpProof("Lerp", "torch.lerp")
            .Elementwise(static (a, b, w) => a.Lerp(b, w), static (a, b, w) => a.Zip(b, static (x, y) => y - x).Zip(w, static (d, t) => d * t).Zip(a, static (d, x) => x + d))
            .Elementwise(static (a, b) => a.Lerp(b, 0.25), static (a, b) => a.Zip(b, static (x, y) => x + (0.25 * (y - x))))
            .Elementwise(static (a, b) => a.Lerp(b, 1.5), static (a, b) => a.Zip(b, static (x, y) => x + (1.5 * (y - x)))),
        new OpProof("Addcmul", "torch.addcmul")
            .Elementwise(static (a, b, c) => a.Addcmul(b, c), static (a, b, c) => b.Zip(c, static (x, y) => x * y).Zip(a, static (p, x) => x + p))
            .Elementwise(static (a, b, c) => a.Addcmul(b, c, 3), static (a, b, c) => b.Zip(c, static (x, y) => x * y).Zip(a, static (p, x) => x + (3 * p))),
        new OpProof("Addcdiv", "torch.addcdiv")
            .Elementwise(static (a, b, c) => a.Addcdiv(b, c), static (a, b, c) => b.Zip(c, static (x, y) => x / y).Zip(a, static (q, x) => x + q), AwayFromZero)
            .Elementwise(
                static (a, b, c) => a.Addcdiv(b, c, -0.5), static (a, b, c) => b.Zip(c, static (x, y) => x / y).Zip(a, static (q, x) => x - (0.5 * q)), AwayFromZero),
    ];

    private static double XLogY(double x, double y) => x == 0 ? 0 : x * Math.Log(y);
}
