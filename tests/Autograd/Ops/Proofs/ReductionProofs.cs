namespace MiniTorch.Tests;

/// <summary>Reductions, running reductions and what is made of them.</summary>
internal static partial class ReductionProofs
{
    private static readonly Shape[] Cubes = [[2, 3, 2], [1, 3, 1], [2, 2, 1]];
    private static readonly Shape[] AlsoEmpty = [[2, 3, 2], [0, 3, 2], [2, 0, 3], [2, 3, 0], [1, 3, 1]];
    private static readonly OpTestOptions IsIndex = new() { DType = DType.Int64 };
    private static readonly OpTestOptions IsBool = new() { DType = DType.Bool };
    private static readonly OpTestOptions Rounding = new() { SingleTolerance = 4e-6 };

    public static OpProof[] All => [.. Sums, .. Moments, .. Truths, .. Extrema, .. Norms, .. Scans, .. Softmaxes, .. Statistics];

    private static OpProof[] Sums =>
    [
        new OpProof("Sum", "torch.sum")
            .Case(static x => x.Sum(), static x => x.Reduce([], false, static row => row.Sum()))
            .Case(static x => x.Sum(1), static x => x.Reduce([1], false, static row => row.Sum()), AlsoEmpty)
            .Case(static x => x.Sum(-1, keepDim: true), static x => x.Reduce([2], true, static row => row.Sum()), AlsoEmpty)
            .Over(static (x, dims, keepDim) => x.Sum(dims, keepDim), static row => row.Sum(), AlsoEmpty)
            .Golden("sum", static (x, args) => x[0].Sum(args["dim"].Ints, args["keepdim"].Bool)),
        new OpProof("Mean", "torch.mean")
            .Case(static x => x.Mean(), static x => x.Reduce([], false, Mean))
            .Case(static x => x.Mean(1), static x => x.Reduce([1], false, Mean), AlsoEmpty)
            .Case(static x => x.Mean(-1, keepDim: true), static x => x.Reduce([2], true, Mean), AlsoEmpty)
            .Over(static (x, dims, keepDim) => x.Mean(dims, keepDim), Mean, AlsoEmpty)
            .Golden("mean", static (x, args) => x[0].Mean(args["dim"].Ints, args["keepdim"].Bool)),
        new OpProof("Prod", "torch.prod")
            .Case(static x => x.Prod(), static x => x.Reduce([], false, Product))
            .Case(static x => x.Prod(1), static x => x.Reduce([1], false, Product), AlsoEmpty, Rounding)
            .Case(static x => x.Prod(-1, keepDim: true), static x => x.Reduce([2], true, Product), AlsoEmpty, Rounding)
            .Over(static (x, dims, keepDim) => x.Prod(dims, keepDim), Product, AlsoEmpty, Rounding)
            .Golden("prod", static (x, args) => x[0].Prod(args["dim"].Int)),
        new OpProof("LogSumExp", "torch.logsumexp")
            .Case(static x => x.LogSumExp(), static x => x.Reduce([], false, LogSumExp))
            .Case(static x => x.LogSumExp(1), static x => x.Reduce([1], false, LogSumExp), AlsoEmpty)
            .Case(static x => x.LogSumExp(-1, keepDim: true), static x => x.Reduce([2], true, LogSumExp), AlsoEmpty)
            .Over(static (x, dims, keepDim) => x.LogSumExp(dims, keepDim), LogSumExp, AlsoEmpty)
            .Golden("logsumexp", static (x, args) => x[0].LogSumExp(args["dim"].Ints, args["keepdim"].Bool)),
    ];

    /// <summary>A reduction over none (all), one, several and all dimensions, negative ones and those of a scalar too, with and without keepDim.</summary>
    private static OpProof Over(this OpProof proof, Func<Tensor, int[], bool, Tensor> op, Func<double[], double> group, Shape[] shapes, OpTestOptions? options = null)
    {
        foreach ((int[] dims, bool keepDim) in ((int[], bool)[])[([], true), ([0], false), ([1], true), ([-3], true), ([0, 2], false), ([2, 1], true), ([-1, 0, 1], false)])
        {
            proof.Case(x => op(x, dims, keepDim), x => x.Reduce(dims, keepDim, group), shapes, options);
        }

        return proof.Case(x => op(x, [0], true), x => x.Map(v => group([v])), [[]], options).Case(x => op(x, [-1], false), x => x.Map(v => group([v])), [[]], options);
    }

    private static double Mean(double[] values) => values.Sum() / values.Length;

    private static double Product(double[] values) => values.Aggregate(1.0, static (a, b) => a * b);

    private static double LogSumExp(double[] values) => Math.Log(values.Sum(Math.Exp));
}
