using MiniTorch.NN;

namespace MiniTorch.Tests;

/// <summary>Losses against their formulas: values, derivatives of every argument that has one, shapes, layouts, types.</summary>
public sealed class LossFormulaTests
{
    private static readonly OpTestOptions Probabilities = new() { Low = 0.05, High = 0.95, SingleTolerance = 5e-6 };
    private static readonly OpTestOptions Positive = new() { Low = 0.3, High = 3, SingleTolerance = 5e-6 };
    private static readonly OpTestOptions Any = new() { SingleTolerance = 5e-6 };

    private static readonly Shape[][] Pairs = [[[], []], [[1], [1]], [[5], [5]], [[3, 4], [3, 4]], [[2, 3, 2], [2, 3, 2]], [[0], [0]], [[2, 0], [2, 0]]];
    private static readonly Shape[][] Weighted = [[[3, 4], [3, 4], [4]], [[3, 4], [3, 4], [3, 1]], [[5], [5], []], [[2, 3], [2, 3], [2, 3]], [[0, 3], [0, 3], [3]]];
    private static readonly Shape[][] Triples = [[[4], [4], [4]], [[3, 4], [3, 4], [3, 4]], [[2, 2, 3], [2, 2, 3], [2, 2, 3]], [[0, 3], [0, 3], [0, 3]]];

    private static readonly Dictionary<string, LossCase> _losses = new()
    {
        ["binary_cross_entropy"] = new(
            static (x, r) => F.BinaryCrossEntropy(x[0], x[1], r), static x => x[0].Zip(x[1], Binary), Pairs, Probabilities),
        ["binary_cross_entropy weight"] = new(
            static (x, r) => F.BinaryCrossEntropy(x[0], x[1], r, x[2]), static x => x[0].Zip(x[1], Binary).Zip(x[2], static (l, w) => l * w), Weighted, Probabilities),
        ["with_logits"] = new(
            static (x, r) => F.BinaryCrossEntropyWithLogits(x[0], x[1], r), static x => x[0].Zip(x[1], static (x, y) => Logits(x, y, 1)), Pairs, Any),
        ["with_logits weight"] = new(
            static (x, r) => F.BinaryCrossEntropyWithLogits(x[0], x[1], r, x[2]),
            static x => x[0].Zip(x[1], static (x, y) => Logits(x, y, 1)).Zip(x[2], static (l, w) => l * w),
            Weighted,
            Any),
        ["with_logits pos_weight"] = new(
            static (x, r) => F.BinaryCrossEntropyWithLogits(x[0], x[1], r, posWeight: x[2]),
            static x => Plain.Build(x[0].Shape, i => Logits(x[0][i], x[1][i], x[2][i])),
            Weighted,
            Any),
        ["with_logits both"] = new(
            static (x, r) => F.BinaryCrossEntropyWithLogits(x[0], x[1], r, x[2], x[2] * x[2]),
            static x => Plain.Build(x[0].Shape, i => x[2][i] * Logits(x[0][i], x[1][i], x[2][i] * x[2][i])),
            Weighted,
            Any),
        ["kl_div"] = new(static (x, r) => F.KlDiv(x[0], x[1], r), static x => x[0].Zip(x[1], static (q, p) => p * (Math.Log(p) - q)), Pairs, Positive),
        ["kl_div log"] = new(
            static (x, r) => F.KlDiv(x[0], x[1], r, logTarget: true), static x => x[0].Zip(x[1], static (q, p) => Math.Exp(p) * (p - q)), Pairs, Any),
        ["poisson_nll_loss"] = new(
            static (x, r) => F.PoissonNllLoss(x[0], x[1], r), static x => x[0].Zip(x[1], static (x, y) => Math.Exp(x) - (y * x)), Pairs, Positive),
        ["poisson_nll_loss full"] = new(
            static (x, r) => F.PoissonNllLoss(x[0], x[1], r, full: true),
            static x => x[0].Zip(x[1], static (x, y) => Math.Exp(x) - (y * x) + Stirling(y)),
            Pairs,
            Positive),
        ["poisson_nll_loss of means"] = new(
            static (x, r) => F.PoissonNllLoss(x[0], x[1], r, logInput: false, eps: 0.5),
            static x => x[0].Zip(x[1], static (x, y) => x - (y * Math.Log(x + 0.5))),
            Pairs,
            Positive),
        ["gaussian_nll_loss"] = new(
            static (x, r) => F.GaussianNllLoss(x[0], x[1], x[2], r),
            static x => Plain.Build(x[0].Shape, i => Gaussian(x[0][i], x[1][i], x[2][i])),
            [[[3], [3], [3]], [[3, 4], [3, 4], [3, 4]], [[3, 4], [3, 4], [3, 1]], [[3], [3], [1]], [[], [], []], [[0, 3], [0, 3], [0, 1]]],
            Positive),
        ["gaussian_nll_loss of rows"] = new(
            static (x, r) => F.GaussianNllLoss(x[0], x[1], x[2], r, full: true),
            static x => Plain.Build(x[0].Shape, i => Gaussian(x[0][i], x[1][i], x[2][i.AsSpan()[..^1]]) + (Math.Log(2 * Math.PI) / 2)),
            [[[3, 4], [3, 4], [3]], [[2, 3, 2], [2, 3, 2], [2, 3]], [[3], [3], []], [[0, 3], [0, 3], [0]]],
            Positive),
        ["margin_ranking_loss"] = new(
            static (x, r) => F.MarginRankingLoss(x[0], x[1], x[2], r, 0.3),
            static x => Plain.Build(x[0].Shape, i => Math.Max(0, 0.3 - (x[2][i] * (x[0][i] - x[1][i])))),
            [[[], [], []], .. Triples],
            Any),
        ["hinge_embedding_loss"] = new(
            static (x, r) => F.HingeEmbeddingLoss(x[0], Signs(x[0].Shape), r, 0.7),
            static x => Plain.Build(x[0].Shape, i => Sign(Indices.Number(i, x[0].Shape)) == 1 ? x[0][i] : Math.Max(0, 0.7 - x[0][i])),
            [[[]], [[1]], [[5]], [[3, 4]], [[2, 0]]],
            Any),
        ["soft_margin_loss"] = new(
            static (x, r) => F.SoftMarginLoss(x[0], x[1], r), static x => x[0].Zip(x[1], static (x, y) => Math.Log(1 + Math.Exp(-y * x))), Pairs, Any),
        ["cosine_embedding_loss"] = new(
            static (x, r) => F.CosineEmbeddingLoss(x[0], x[1], Signs(Shape.Of(x[0].Shape.AsSpan()[..^1])), r, 0.2),
            static x => Cosine(x[0], x[1], 0.2),
            [.. Triples.Select(static shapes => shapes[..2])],
            Any with { Gap = 0.3 }),
        ["triplet_margin_loss"] = new(
            static (x, r) => F.TripletMarginLoss(x[0], x[1], x[2], r), static x => Triplet(x, 2, 1e-6, 1, swap: false), Triples, Any),
        ["triplet_margin_loss swap"] = new(
            static (x, r) => F.TripletMarginLoss(x[0], x[1], x[2], r, 2.5, 3, 0.1, swap: true), static x => Triplet(x, 3, 0.1, 2.5, swap: true), Triples, Any),
        ["triplet_margin_loss 1"] = new(
            static (x, r) => F.TripletMarginLoss(x[0], x[1], x[2], r, p: 1), static x => Triplet(x, 1, 1e-6, 1, swap: false), Triples, Any),
        ["multi_margin_loss"] = new(
            static (x, r) => F.MultiMarginLoss(x[0], Classes(x[0].Shape), r), static x => MultiMargin(x[0], 1, 1, null), [[[3]], [[1, 4]], [[5, 3]], [[0, 3]]], Any),
        ["multi_margin_loss 2"] = new(
            static (x, r) => F.MultiMarginLoss(x[0], Classes(x[0].Shape), r, 2, 0.5, Tensor.From([1.0, 2, 0.5])),
            static x => MultiMargin(x[0], 2, 0.5, [1, 2, 0.5]),
            [[[3]], [[1, 3]], [[5, 3]], [[0, 3]]],
            Any),
    };

    public static TheoryData<string, Reduction> Cases
    {
        get
        {
            var cases = new TheoryData<string, Reduction>();
            foreach (string name in _losses.Keys)
            {
                cases.Add(name, Reduction.None);
                cases.Add(name, Reduction.Sum);
                cases.Add(name, Reduction.Mean);
            }

            cases.Add("kl_div", Reduction.BatchMean);
            cases.Add("kl_div log", Reduction.BatchMean);
            return cases;
        }
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public void Values_and_derivatives_are_the_formulas(string name, Reduction reduction)
    {
        LossCase item = _losses[name];
        foreach (Shape[] shapes in item.Shapes.Where(shapes => reduction != Reduction.BatchMean || shapes[0].Rank > 0))
        {
            if (shapes[0].Count == 0 && reduction is Reduction.Mean)
            {
                Tensor[] empty = [.. shapes.Select(static shape => Tensor.Ones(shape))];
                Assert.Equal(float.NaN, item.Function(empty, reduction).Item<float>());
            }
            else if (shapes[0].Rank > 0 && shapes[0][0] == 0 && reduction is Reduction.BatchMean)
            {
                Assert.Equal(float.NaN, item.Function([.. shapes.Select(static shape => Tensor.Ones(shape))], reduction).Item<float>());
            }
            else
            {
                OpTest.Check(x => item.Function(x, reduction), x => Reduced(item.Losses(x), reduction), shapes, item.Options);
            }
        }
    }

    private static Plain Reduced(Plain losses, Reduction reduction) => reduction switch
    {
        Reduction.Sum => losses.Reduce([], false, static l => l.Sum()),
        Reduction.Mean => losses.Reduce([], false, static l => l.Average()),
        Reduction.BatchMean => losses.Reduce([], false, l => l.Sum() / losses.Shape[0]),
        _ => losses,
    };

    private static double Binary(double x, double y) => -(y * Math.Log(x)) - ((1 - y) * Math.Log(1 - x));

    private static double Logits(double x, double y, double p) => (p * y * Math.Log(1 + Math.Exp(-x))) + ((1 - y) * Math.Log(1 + Math.Exp(x)));

    private static double Gaussian(double x, double y, double variance) => (Math.Log(variance) + ((x - y) * (x - y) / variance)) / 2;

    private static double Stirling(double y) => y <= 1 ? 0 : (y * Math.Log(y)) - y + (Math.Log(2 * Math.PI * y) / 2);

    // Targets of 1 and −1 in turn, as integers.
    private static Tensor Signs(Shape shape) => Tensor.From([.. Enumerable.Range(0, shape.Count).Select(Sign)], shape);

    private static long Sign(int number) => number % 2 == 0 ? 1 : -1;

    private static Tensor Classes(Shape shape) => shape.Rank == 1 ? Tensor.From([1L], Shape.Scalar) : Tensor.From([.. Enumerable.Range(0, shape[0]).Select(static i => (i + 1L) % 3)]);

    private static Plain Cosine(Plain a, Plain b, double margin)
    {
        Plain product = a.Zip(b, static (x, y) => x * y).Reduce([-1], false, static p => p.Sum());
        Plain first = a.Reduce([-1], false, static v => v.Sum(static x => x * x) + 1e-12), second = b.Reduce([-1], false, static v => v.Sum(static x => x * x) + 1e-12);
        return Plain.Build(product.Shape, i =>
        {
            double cosine = product[i] / Math.Sqrt(first[i] * second[i]);
            return Sign(Indices.Number(i, product.Shape)) == 1 ? 1 - cosine : Math.Max(0, cosine - margin);
        });
    }

    private static Plain Triplet(Plain[] x, double p, double eps, double margin, bool swap)
    {
        Plain near = Distance(x[0], x[1]), far = Distance(x[0], x[2]);
        far = swap ? far.Zip(Distance(x[1], x[2]), Math.Min) : far;
        return near.Zip(far, (n, f) => Math.Max(0, n - f + margin));

        Plain Distance(Plain a, Plain b) =>
            a.Zip(b, (u, v) => Math.Pow(Math.Abs(u - v + eps), p)).Reduce([-1], false, d => Math.Pow(d.Sum(), 1 / p));
    }

    private static Plain MultiMargin(Plain x, int p, double margin, double[]? weight)
    {
        int classes = x.Shape[-1];
        return Plain.Build(Shape.Of(x.Shape.AsSpan()[..^1]), row =>
        {
            int target = row.Length == 0 ? 1 : (row[0] + 1) % 3;
            return Enumerable.Range(0, classes).Where(c => c != target)
                .Sum(c => Math.Pow(Math.Max(0, margin - x[[.. row, target]] + x[[.. row, c]]), p)) * (weight?[target] ?? 1) / classes;
        });
    }

    private sealed record LossCase(Func<Tensor[], Reduction, Tensor> Function, Func<Plain[], Plain> Losses, Shape[][] Shapes, OpTestOptions Options);
}
