namespace MiniTorch.Tests;

/// <summary>Arithmetic and functions of two and three numbers in place, on operands of which the others broadcast to the first.</summary>
internal static class InPlaceProofs
{
    private static readonly OpTestOptions AwayFromZero = new() { Gap = 0.4 };
    private static readonly OpTestOptions Positive = new() { Low = 0.3, High = 2.5 };
    private static readonly OpTestOptions IsInt64 = new() { Low = -100, High = 100, DType = DType.Int64 };
    private static readonly (Shape, Shape)[] _two = [([3, 4], [3, 4]), ([3, 4], [4]), ([2, 2], []), ([], []), ([0, 3], [3])];
    private static readonly Shape[][] _three = [[[3, 4], [3, 4], [3, 4]], [[3, 4], [4], []], [[], [], []], [[0, 3], [3], [1]]];

    public static OpProof[] All =>
    [
        Two("AddInPlace", "Tensor.add_", static (x, y) => x.AddInPlace(y), static (x, y) => x + y)
            .Case(static x => x.Clone().AddInPlace(2), static x => x.Map(static v => v + 2))
            .Case(static (a, b) => a.Clone().AddInPlace(b, 3), static (a, b) => a.Zip(b, static (x, y) => x + (3 * y)), _two),
        Two("SubtractInPlace", "Tensor.sub_", static (x, y) => x.SubtractInPlace(y), static (x, y) => x - y)
            .Case(static x => x.Clone().SubtractInPlace(2), static x => x.Map(static v => v - 2))
            .Case(static (a, b) => a.Clone().SubtractInPlace(b, 3), static (a, b) => a.Zip(b, static (x, y) => x - (3 * y)), _two),
        Two("MultiplyInPlace", "Tensor.mul_", static (x, y) => x.MultiplyInPlace(y), static (x, y) => x * y)
            .Case(static x => x.Clone().MultiplyInPlace(2), static x => x.Map(static v => v * 2)),
        Two("DivideInPlace", "Tensor.div_", static (x, y) => x.DivideInPlace(y), static (x, y) => x / y, AwayFromZero)
            .Case(static x => x.Clone().DivideInPlace(4), static x => x.Map(static v => v / 4))
            .Case(static (a, b) => a.Clone().DivideInPlace(b, RoundingMode.Trunc), static (a, b) => a.Zip(b, static (x, y) => Math.Truncate(x / y)), _two, AwayFromZero)
            .Case(static x => x.Clone().DivideInPlace(2, RoundingMode.Floor), static x => x.Map(static v => Math.Floor(v / 2)), options: AwayFromZero),
        new OpProof("NegateInPlace", "Tensor.neg_").Case(static x => x.Clone().NegateInPlace(), static x => x.Map(static v => -v)),
        Two("FloorDivideInPlace", "Tensor.floor_divide_", static (x, y) => x.FloorDivideInPlace(y), static (x, y) => Math.Floor(x / y), AwayFromZero)
            .Case(static x => x.Clone().FloorDivideInPlace(2), static x => x.Map(static v => Math.Floor(v / 2)), options: AwayFromZero),
        Two("FmodInPlace", "Tensor.fmod_", static (x, y) => x.FmodInPlace(y), static (x, y) => x % y, AwayFromZero)
            .Case(static x => x.Clone().FmodInPlace(2), static x => x.Map(static v => v % 2), options: AwayFromZero),
        Two("RemainderInPlace", "Tensor.remainder_", static (x, y) => x.RemainderInPlace(y), static (x, y) => x - (y * Math.Floor(x / y)), AwayFromZero)
            .Case(static x => x.Clone().RemainderInPlace(3), static x => x.Map(static v => v - (3 * Math.Floor(v / 3))), options: AwayFromZero),
        Two("PowInPlace", "Tensor.pow_", static (x, y) => x.PowInPlace(y), Math.Pow, Positive)
            .Case(static x => x.Clone().PowInPlace(3), static x => x.Map(static v => v * v * v))
            .Case(static x => x.Clone().PowInPlace(1.5), static x => x.Map(static v => Math.Pow(v, 1.5)), options: Positive),
        new OpProof("SquareInPlace", "Tensor.square_").Case(static x => x.Clone().SquareInPlace(), static x => x.Map(static v => v * v)),
        Two("Atan2InPlace", "Tensor.atan2_", static (x, y) => x.Atan2InPlace(y), Math.Atan2, AwayFromZero),
        Two("HypotInPlace", "Tensor.hypot_", static (x, y) => x.HypotInPlace(y), static (x, y) => Math.Sqrt((x * x) + (y * y)), AwayFromZero),
        Two("CopySignInPlace", "Tensor.copysign_", static (x, y) => x.CopySignInPlace(y), Math.CopySign, AwayFromZero)
            .Case(static x => x.Clone().CopySignInPlace(-1), static x => x.Map(static v => -Math.Abs(v)), options: AwayFromZero),
        Two("XlogyInPlace", "Tensor.xlogy_", static (x, y) => x.XlogyInPlace(y), static (x, y) => x * Math.Log(y), Positive)
            .Case(static x => x.Clone().XlogyInPlace(3), static x => x.Map(static v => v * Math.Log(3))),
        Two("HeavisideInPlace", "Tensor.heaviside_", static (x, y) => x.HeavisideInPlace(y), static (x, y) => x < 0 ? 0 : x > 0 ? 1 : y, AwayFromZero),
        Two("LdexpInPlace", "Tensor.ldexp_", static (x, y) => x.LdexpInPlace(y), static (x, y) => x * Math.Pow(2, y)),
        new OpProof("ClampInPlace", "Tensor.clamp_")
            .Case(static x => x.Clone().ClampInPlace(-1, 1), static x => x.Map(static v => Math.Clamp(v, -1, 1)))
            .Case(static x => x.Clone().ClampInPlace(max: 0.5), static x => x.Map(static v => Math.Min(v, 0.5)))
            .Case(static x => x[0].Clone().ClampInPlace(x[1], x[2]), static x => x[0].Zip(x[1], Math.Max).Zip(x[2], Math.Min), _three)
            .Case(static (x, low) => x.Clone().ClampInPlace(min: low), static (x, low) => x.Zip(low, Math.Max), _two)
            .Case(static (x, high) => x.Clone().ClampInPlace(max: high), static (x, high) => x.Zip(high, Math.Min), _two),
        Three("LerpInPlace", "Tensor.lerp_", static (x, y, z) => x.LerpInPlace(y, z), static (x, y, z) => x + (z * (y - x)))
            .Case(static (a, b) => a.Clone().LerpInPlace(b, 0.75), static (a, b) => a.Zip(b, static (x, y) => x + (0.75 * (y - x))), _two),
        Three("AddcmulInPlace", "Tensor.addcmul_", static (x, y, z) => x.AddcmulInPlace(y, z), static (x, y, z) => x + (y * z))
            .Case(static x => x[0].Clone().AddcmulInPlace(x[1], x[2], 2), static x => Zip(x, static (a, b, c) => a + (2 * b * c)), _three),
        Three("AddcdivInPlace", "Tensor.addcdiv_", static (x, y, z) => x.AddcdivInPlace(y, z, 0.5), static (x, y, z) => x + (0.5 * y / z), AwayFromZero),
        Two("CopyFrom", "Tensor.copy_", static (x, y) => x.CopyFrom(y), static (_, y) => y),
        new OpProof("FillInPlace", "Tensor.fill_").Case(static x => x.Clone().FillInPlace(2), static x => x.Map(static _ => 2)),
        new OpProof("ZeroInPlace", "Tensor.zero_").Case(static x => x.Clone().ZeroInPlace(), static x => x.Map(static _ => 0)),
        Whole("BitwiseAndInPlace", "Tensor.bitwise_and_", static (x, y) => x.BitwiseAndInPlace(y), static (x, y) => x & y),
        Whole("BitwiseOrInPlace", "Tensor.bitwise_or_", static (x, y) => x.BitwiseOrInPlace(y), static (x, y) => x | y),
        Whole("BitwiseXorInPlace", "Tensor.bitwise_xor_", static (x, y) => x.BitwiseXorInPlace(y), static (x, y) => x ^ y),
        new OpProof("BitwiseNotInPlace", "Tensor.bitwise_not_")
            .Case(static x => x.To(DType.Int64).Clone().BitwiseNotInPlace(), static x => x.Map(static v => ~(long)v), options: IsInt64),
    ];

    private static OpProof Two(
        string name, string torch, Func<Tensor, Tensor, Tensor> op, Func<double, double, double> oracle, OpTestOptions? options = null) =>
        new OpProof(name, torch).Case((a, b) => op(a.Clone(), b), (a, b) => a.Zip(b, oracle), _two, options);

    private static OpProof Three(
        string name, string torch, Func<Tensor, Tensor, Tensor, Tensor> op, Func<double, double, double, double> oracle, OpTestOptions? options = null) =>
        new OpProof(name, torch).Case(x => op(x[0].Clone(), x[1], x[2]), x => Zip(x, oracle), _three, options);

    private static OpProof Whole(string name, string torch, Func<Tensor, Tensor, Tensor> op, Func<long, long, long> oracle) =>
        new OpProof(name, torch).Case(
            (a, b) => op(a.To(DType.Int64).Clone(), b.To(DType.Int64)), (a, b) => a.Zip(b, (x, y) => oracle((long)x, (long)y)), _two, IsInt64);

    private static Plain Zip(Plain[] x, Func<double, double, double, double> function) => Plain.Build(x[0].Shape, i => function(x[0][i], x[1][i], x[2][i]));
}
