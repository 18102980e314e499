namespace MiniTorch.Tests;

/// <summary>An operation of a random graph: of two tensors (a unary one ignores the second) and a number that chooses dims and the like.</summary>
/// <param name="Name">For messages.</param>
/// <param name="Apply">Total: takes operands of any shape with elements, and returns values of the operands' magnitude.</param>
/// <param name="IsNearKink">Whether a small change of the first operand may change which branch is taken.</param>
internal sealed record ExpressionOp(string Name, Func<Tensor, Tensor, int, Tensor> Apply, Func<Tensor, int, bool>? IsNearKink = null);

/// <summary>All differentiable operations, scaled so that graphs of any depth stay within a few units.</summary>
internal static class ExpressionOps
{
    private const double Kink = 1e-4;

    public static ExpressionOp[] Unary { get; } =
    [
        new("neg", static (a, _, _) => -a),
        new("exp", static (a, _, _) => (a * 0.5).Exp() * 0.5),
        new("log", static (a, _, _) => ((a * a) + 0.5).Log()),
        new("sqrt", static (a, _, _) => ((a * a) + 0.5).Sqrt() * 0.8),
        new("tanh", static (a, _, _) => a.Tanh()),
        new("sigmoid", static (a, _, _) => a.Sigmoid()),
        new("relu", static (a, _, _) => a.Relu(), static (a, _) => a.ToArray<double>().Any(static x => Math.Abs(x) < Kink)),
        new("add number", static (a, _, p) => (a + (p % 3)) * 0.5),
        new("number minus", static (a, _, p) => ((p % 3) - a) * 0.5),
        new("minus number", static (a, _, p) => (a - (p % 3)) * 0.5),
        new("number over", static (a, _, _) => 0.5 / ((a * a) + 0.5)),
        new("over number", static (a, _, p) => a / (1 + (p % 3))),
        new("sum", static (a, _, _) => a.Sum() * (1.0 / a.Count)),
        new("sum dim", static (a, _, p) => a.Rank == 0 ? a.Sum() : a.Sum(Dim(a, p), p % 2 == 0) * (1.0 / a.Shape[Dim(a, p)])),
        new("sum dims", static (a, _, p) => a.Rank < 2 ? a.Sum() * (1.0 / a.Count) : a.Sum([0, -1], p % 2 == 0) * (1.0 / (a.Shape[0] * a.Shape[-1]))),
        new("mean", static (a, _, p) => a.Rank == 0 || p % 5 == 0 ? a.Mean() : a.Mean(Dim(a, p), p % 2 == 0)),
        new("amax", static (a, _, p) => a.Rank == 0 ? a.Amax([]) : a.Amax([Dim(a, p)], p % 2 == 0), HasNearTies),
        new("max", static (a, _, p) => a.Rank == 0 ? a.Max() : a.Max(Dim(a, p), p % 2 == 0).Values, HasNearTies),
        new("softmax", static (a, _, p) => a.Softmax(a.Rank == 0 ? 0 : Dim(a, p))),
        new("log_softmax", static (a, _, p) => a.LogSoftmax(a.Rank == 0 ? 0 : Dim(a, p)) * 0.2),
        new("reshape", static (a, _, p) => p % 2 == 0 ? a.Reshape(-1) : a.Reshape(a.Count, 1)),
        new("flatten", static (a, _, p) => a.Rank == 0 ? a.Flatten() : a.Flatten(Dim(a, p))),
        new("transpose", static (a, _, p) => a.Rank == 0 ? a.Clone() : a.Transpose(Dim(a, p), -1)),
        new("permute", static (a, _, _) => a.Permute([.. Enumerable.Range(0, a.Rank).Select(dim => (dim + 1) % a.Rank)])),
        new("slice", static (a, _, p) => a.Rank == 0 ? a.Clone() : a.Slice(Dim(a, p), p / 4 % a.Shape[Dim(a, p)], int.MaxValue, 1 + (p % 2))),
        new("select", static (a, _, p) => a.Rank == 0 ? a.Clone() : a.Select(Dim(a, p), -1)),
        new("index", static (a, _, _) => a.Rank == 0 ? a.Clone() : a.Rank == 1 ? a[..2] : a[^1, ..2]),
        new("squeeze", static (a, _, p) => a.Rank == 0 ? a.Clone() : a.Squeeze(Dim(a, p))),
        new("unsqueeze", static (a, _, p) => a.Rank > 3 ? a[0] : a.Unsqueeze(p % (a.Rank + 1))),
        new("expand", static (a, _, _) => a.Rank > 3 || a.Count > 30 ? a[..1] : a.Expand(Shape.Of([2, .. a.Shape]))),
        new("clone", static (a, _, _) => a.Clone()),
        new("contiguous", static (a, _, _) => a.Contiguous()),
        new("twice", static (a, _, _) => (a * a) + (a * 0.25)),
    ];

    public static ExpressionOp[] Binary { get; } =
    [
        new("add", static (a, b, _) => (a + Fit(a, b)) * 0.5),
        new("sub", static (a, b, _) => (a - Fit(a, b)) * 0.5),
        new("mul", static (a, b, _) => a * Fit(a, b)),
        new("div", static (a, b, _) => a / (Square(Fit(a, b)) + 1)),
        new("matmul", static (a, b, _) => MatMul(a, b)),
    ];

    public static ExpressionOp[] All { get; } = [.. Unary, .. Binary, .. Binary, .. Binary];

    private static Tensor Square(Tensor x) => x * x;

    private static int Dim(Tensor a, int parameter) => parameter % a.Rank;

    // The second operand if it broadcasts with the first to something small, else its mean.
    private static Tensor Fit(Tensor a, Tensor b)
    {
        for (int i = 1; i <= Math.Min(a.Rank, b.Rank); i++)
        {
            if (a.Shape[-i] != b.Shape[-i] && a.Shape[-i] != 1 && b.Shape[-i] != 1)
            {
                return b.Mean();
            }
        }

        return Shape.Broadcast(a.Shape, b.Shape).Count > 60 ? b.Mean() : b;
    }

    private static Tensor MatMul(Tensor a, Tensor b)
    {
        if (a.Rank == 0 || b.Rank == 0 || a.Rank > 3 || b.Rank > 3)
        {
            return a * b.Mean();
        }

        double scale = 1.0 / a.Shape[-1];
        bool sameBatch = a.Rank < 3 || b.Rank < 3 || a.Shape[0] == b.Shape[0];
        if (sameBatch && a.Count * b.Count < 200 && a.Shape[-1] == (b.Rank == 1 ? b.Shape[0] : b.Shape[-2]))
        {
            return a.MatMul(b) * scale;
        }

        return a.MatMul(a.Rank == 1 ? a : a.Transpose(-2, -1)) * scale;
    }

    private static bool HasNearTies(Tensor a, int parameter)
    {
        int[] dims = a.Rank == 0 ? [] : [Dim(a, parameter)];
        return Plain.Of(a.Value).Reduce(dims, false, static values =>
        {
            double[] sorted = [.. values.OrderDescending()];
            return sorted.Length > 1 && sorted[0] - sorted[1] < Kink ? 1 : 0;
        }).Data.Any(static near => near != 0);
    }
}
