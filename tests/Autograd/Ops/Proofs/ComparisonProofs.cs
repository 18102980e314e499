namespace MiniTorch.Tests;

/// <summary>Comparisons and logic.</summary>
internal static class ComparisonProofs
{
    private static readonly OpTestOptions IsBool = new() { DType = DType.Bool };
    private static readonly OpTestOptions IsInt64 = new() { Low = -100, High = 100, DType = DType.Int64 };
    private static readonly OpTestOptions Shifts = new() { Low = 0, High = 9, DType = DType.Int64 };
    private static readonly (Shape, Shape)[] _alike = [([2, 3], [2, 3]), ([], []), ([0], [0])];

    public static OpProof[] All =>
    [
        Compare("Gt", "torch.gt", static (a, b) => a.Gt(b), static x => x.Gt(0.5), static (x, y) => x > y),
        Compare("Lt", "torch.lt", static (a, b) => a.Lt(b), static x => x.Lt(0.5), static (x, y) => x < y),
        Compare("Ge", "torch.ge", static (a, b) => a.Ge(b), static x => x.Ge(0.5), static (x, y) => x >= y),
        Compare("Le", "torch.le", static (a, b) => a.Le(b), static x => x.Le(0.5), static (x, y) => x <= y),
        Compare("Eq", "torch.eq", static (a, b) => a.Eq(b), static x => x.Eq(0.5), static (x, y) => x == y),
        Compare("Ne", "torch.ne", static (a, b) => a.Ne(b), static x => x.Ne(0.5), static (x, y) => x != y),
        Compare(">", "torch.gt", static (a, b) => a > b, static x => x > 0.5, static (x, y) => x > y).Elementwise(static x => 1 > x, Truth(static v => 1 > v), IsBool),
        Compare("<", "torch.lt", static (a, b) => a < b, static x => x < 0.5, static (x, y) => x < y).Elementwise(static x => 1 < x, Truth(static v => 1 < v), IsBool),
        Compare(">=", "torch.ge", static (a, b) => a >= b, static x => x >= 0.5, static (x, y) => x >= y)
            .Elementwise(static x => 1 >= x, Truth(static v => 1 >= v), IsBool),
        Compare("<=", "torch.le", static (a, b) => a <= b, static x => x <= 0.5, static (x, y) => x <= y)
            .Elementwise(static x => 1 <= x, Truth(static v => 1 <= v), IsBool),
        new OpProof("IsClose", "torch.isclose")
            .Elementwise(static (a, b) => a.IsClose(b, 0.5, 0.1), static (a, b) => a.Zip(b, static (x, y) => Math.Abs(x - y) <= 0.1 + (0.5 * Math.Abs(y)) ? 1 : 0), IsBool),
        new OpProof("AllClose", "torch.allclose")
            .Case(static (a, b) => Tensor.From(a.AllClose(b, 0.5, 0.1)), static (a, b) => Throughout(a, b, static (x, y) => Math.Abs(x - y) <= 0.1 + (0.5 * Math.Abs(y))), _alike, IsBool)
            .Case(static x => Tensor.From(x.AllClose(x)), static _ => new Plain([], [1]), options: IsBool),
        new OpProof("Equal", "torch.equal")
            .Case(static (a, b) => Tensor.From(a.Equal(b)), static (a, b) => Throughout(a, b, static (x, y) => x == y), _alike, IsBool)
            .Case(static x => Tensor.From(x.Equal(x.Clone())), static _ => new Plain([], [1]), options: IsBool),
        new OpProof("LogicalAnd", "torch.logical_and")
            .Elementwise(static (a, b) => a.AboveZero().LogicalAnd(b.AboveZero()), static (a, b) => a.Zip(b, static (x, y) => x > 0 && y > 0 ? 1 : 0), IsBool),
        new OpProof("LogicalOr", "torch.logical_or")
            .Elementwise(static (a, b) => a.AboveZero().LogicalOr(b.AboveZero()), static (a, b) => a.Zip(b, static (x, y) => x > 0 || y > 0 ? 1 : 0), IsBool),
        new OpProof("LogicalXor", "torch.logical_xor")
            .Elementwise(static (a, b) => a.AboveZero().LogicalXor(b.AboveZero()), static (a, b) => a.Zip(b, static (x, y) => x > 0 != y > 0 ? 1 : 0), IsBool),
        new OpProof("LogicalNot", "torch.logical_not").Elementwise(static x => x.AboveZero().LogicalNot(), Truth(static v => v <= 0), IsBool),
        Whole("BitwiseAnd", "torch.bitwise_and", static (a, b) => a.BitwiseAnd(b), static x => x.BitwiseAnd(21), static (x, y) => x & y, 21),
        Whole("BitwiseOr", "torch.bitwise_or", static (a, b) => a.BitwiseOr(b), static x => x.BitwiseOr(21), static (x, y) => x | y, 21),
        Whole("BitwiseXor", "torch.bitwise_xor", static (a, b) => a.BitwiseXor(b), static x => x.BitwiseXor(21), static (x, y) => x ^ y, 21),
        Whole("&", "torch.bitwise_and", static (a, b) => a & b, static x => x & 21, static (x, y) => x & y, 21),
        Whole("|", "torch.bitwise_or", static (a, b) => a | b, static x => x | 21, static (x, y) => x | y, 21),
        Whole("^", "torch.bitwise_xor", static (a, b) => a ^ b, static x => x ^ 21, static (x, y) => x ^ y, 21),
        new OpProof("BitwiseNot", "torch.bitwise_not")
            .Elementwise(static x => x.To(DType.Int64).BitwiseNot(), static x => x.Map(static v => ~(long)v), IsInt64),
        new OpProof("~", "torch.bitwise_not").Elementwise(static x => ~x.Gt(0.5), Truth(static v => v <= 0.5), IsBool),
        Whole("BitwiseLeftShift", "torch.bitwise_left_shift", static (a, b) => a.BitwiseLeftShift(b), static x => x.BitwiseLeftShift(3), static (x, y) => x << (int)y, 3, Shifts),
        Whole("BitwiseRightShift", "torch.bitwise_right_shift", static (a, b) => a.BitwiseRightShift(b), static x => x.BitwiseRightShift(3), static (x, y) => x >> (int)y, 3, Shifts),
        Whole("<<", "torch.bitwise_left_shift", static (a, b) => a << b, static x => x << 3, static (x, y) => x << (int)y, 3, Shifts),
        Whole(">>", "torch.bitwise_right_shift", static (a, b) => a >> b, static x => x >> 3, static (x, y) => x >> (int)y, 3, Shifts),
    ];

    private static OpProof Compare(
        string name, string torch, Func<Tensor, Tensor, Tensor> op, Func<Tensor, Tensor> withHalf, Func<double, double, bool> holds) =>
        new OpProof(name, torch)
            .Elementwise(op, (a, b) => a.Zip(b, (x, y) => holds(x, y) ? 1 : 0), IsBool)
            .Elementwise(withHalf, Truth(v => holds(v, 0.5)), IsBool);

    // Integers are made of the inputs inside, because floats have no bits to speak of.
    private static OpProof Whole(
        string name,
        string torch,
        Func<Tensor, Tensor, Tensor> op,
        Func<Tensor, Tensor> withNumber,
        Func<long, long, long> oracle,
        long number,
        OpTestOptions? options = null) =>
        new OpProof(name, torch)
            .Elementwise((a, b) => op(a.To(DType.Int64), b.To(DType.Int64)), (a, b) => a.Zip(b, (x, y) => oracle((long)x, (long)y)), options ?? IsInt64)
            .Elementwise(x => withNumber(x.To(DType.Int64)), x => x.Map(v => oracle((long)v, number)), options ?? IsInt64);

    private static Func<Plain, Plain> Truth(Func<double, bool> holds) => x => x.Map(v => holds(v) ? 1 : 0);

    private static Plain Throughout(Plain a, Plain b, Func<double, double, bool> holds) => new([], [a.Data.Zip(b.Data, holds).All(static held => held) ? 1 : 0]);

    // Zeros among the inputs: what is not above 0.
    private static Tensor AboveZero(this Tensor x) => Tensor.Where(x.Gt(0), x.To(DType.Float64), 0);
}
