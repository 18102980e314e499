namespace MiniTorch.Tests;

internal static partial class ReductionProofs
{
    private static readonly OpTestOptions AwayFromZero = new() { Gap = 0.4, SingleTolerance = 4e-6 };
    private static readonly Shape[] SeveralEach = [[2, 3, 2], [2, 0, 3], [3, 2, 4]];

    // Of nothing the result is NaN, and no derivative of it can be checked: see ReductionTests.
    private static readonly Shape[] Several = [[2, 3, 2], [3, 2, 4]];
    private static readonly Shape[] OfSomething = [[2, 3, 2], [1, 3, 1], [2, 2, 1]];

    private static OpProof[] Moments =>
    [
        new OpProof("Var", "torch.var")
            .Case(static x => x.Var(), static x => x.Reduce([], false, Var), [[5], [3, 4], [2, 3, 2], [0], [2, 0]])
            .Case(static x => x.Var(correction: 0.5), static x => x.Reduce([], false, static row => Var(row, 0.5)), [[], [1], [3, 4]])
            .Case(static x => x.Var(1), static x => x.Reduce([1], false, Var), SeveralEach)
            .Case(static x => x.Var(-1, keepDim: true, correction: 0), static x => x.Reduce([2], true, static row => Var(row, 0)), AlsoEmpty)
            .Case(static x => x.Var([0, 2], correction: 2), static x => x.Reduce([0, 2], false, static row => Var(row, 2)), SeveralEach)
            .Over(static (x, dims, keepDim) => x.Var(dims, keepDim, 0), static row => Var(row, 0), AlsoEmpty)
            .Golden("var", static (x, args) => x[0].Var(args["dim"].Ints, args["keepdim"].Bool)),
        new OpProof("Std", "torch.std")
            .Case(static x => x.Std(), static x => x.Reduce([], false, Std), [[5], [3, 4], [2, 3, 2]])
            .Case(static x => x.Std(correction: 0.5), static x => x.Reduce([], false, static row => Math.Sqrt(Var(row, 0.5))), [[3, 4]])
            .Case(static x => x.Std(1), static x => x.Reduce([1], false, Std), Several, Rounding)
            .Case(static x => x.Std(-1, keepDim: true, correction: 0), static x => x.Reduce([2], true, static row => Math.Sqrt(Var(row, 0))), OfSomething, Rounding)
            .Over(static (x, dims, keepDim) => x.Std(dims, keepDim, 0), static row => Math.Sqrt(Var(row, 0)), OfSomething, Rounding)
            .Golden("std", static (x, args) => x[0].Std(args["dim"].Ints, args["keepdim"].Bool)),
        new OpProof("VarMean", "torch.var_mean")
            .Case(static x => x.VarMean().Var, static x => x.Reduce([], false, Var), [[5], [3, 4]])
            .Case(static x => x.VarMean(correction: 0).Mean, static x => x.Reduce([], false, Mean))
            .Case(static x => x.VarMean(1, keepDim: true).Var, static x => x.Reduce([1], true, Var), SeveralEach)
            .Case(static x => x.VarMean(1, keepDim: true).Mean, static x => x.Reduce([1], true, Mean), SeveralEach)
            .Case(static x => x.VarMean([0, -1], correction: 0).Var, static x => x.Reduce([0, 2], false, static row => Var(row, 0)), SeveralEach)
            .Case(static x => x.VarMean([0, -1], correction: 0).Mean, static x => x.Reduce([0, 2], false, Mean), SeveralEach),
        new OpProof("StdMean", "torch.std_mean")
            .Case(static x => x.StdMean().Std, static x => x.Reduce([], false, Std), [[5], [3, 4]])
            .Case(static x => x.StdMean(correction: 0).Mean, static x => x.Reduce([], false, Mean))
            .Case(static x => x.StdMean(1, keepDim: true).Std, static x => x.Reduce([1], true, Std), Several, Rounding)
            .Case(static x => x.StdMean(1, keepDim: true).Mean, static x => x.Reduce([1], true, Mean), Several)
            .Case(static x => x.StdMean([0, -1], correction: 0).Std, static x => x.Reduce([0, 2], false, static row => Math.Sqrt(Var(row, 0))), Several)
            .Case(static x => x.StdMean([0, -1], correction: 0).Mean, static x => x.Reduce([0, 2], false, Mean), Several),
        new OpProof("NanSum", "torch.nansum")
            .Case(static x => x.NanSum(), static x => x.Reduce([], false, static row => row.Sum()))
            .Case(static x => WithNaN(x).NanSum(1), static x => x.Reduce([1], false, static row => Numbers(row).Sum()), AlsoEmpty)
            .Over(static (x, dims, keepDim) => WithNaN(x).NanSum(dims, keepDim), static row => Numbers(row).Sum(), AlsoEmpty),
        new OpProof("NanMean", "torch.nanmean")
            .Case(static x => x.NanMean(), static x => x.Reduce([], false, Mean), NotEmpty)
            .Case(static x => WithNaN(x).NanMean(), static x => x.Reduce([], false, static row => Mean(Numbers(row))), [[5], [3, 4]])
            .Case(static x => WithNaN(x).NanMean(1), static x => x.Reduce([1], false, static row => Mean(Numbers(row))), [[3, 12], [0, 3]])
            .Case(static x => WithNaN(x).NanMean([0, 1], keepDim: true), static x => x.Reduce([0, 1], true, static row => Mean(Numbers(row))), [[3, 4, 2]])
            .Over(static (x, dims, keepDim) => x.NanMean(dims, keepDim), Mean, OfSomething),
    ];

    private static OpProof[] Truths =>
    [
        new OpProof("Any", "torch.any")
            .Case(static x => x.Any(), static x => x.Reduce([], false, OneHolds), null, IsBool)
            .Case(static x => x.Any(1), static x => x.Reduce([1], false, OneHolds), AlsoEmpty, IsBool)
            .Over(static (x, dims, keepDim) => x.Gt(1).Any(dims, keepDim), static row => row.Any(static v => v > 1) ? 1 : 0, AlsoEmpty, IsBool),
        new OpProof("All", "torch.all")
            .Case(static x => x.All(), static x => x.Reduce([], false, AllHold), null, IsBool)
            .Case(static x => x.All(1), static x => x.Reduce([1], false, AllHold), AlsoEmpty, IsBool)
            .Over(static (x, dims, keepDim) => x.Gt(-1).All(dims, keepDim), static row => row.All(static v => v > -1) ? 1 : 0, AlsoEmpty, IsBool),
        new OpProof("CountNonzero", "torch.count_nonzero")
            .Case(static x => x.CountNonzero(), static x => x.Reduce([], false, CountNonzero), null, IsIndex)
            .Case(static x => x.CountNonzero(1), static x => x.Reduce([1], false, CountNonzero), AlsoEmpty, IsIndex)
            .Over(static (x, dims, keepDim) => x.Gt(0).CountNonzero(dims, keepDim), static row => row.Count(static v => v > 0), AlsoEmpty, IsIndex),
    ];

    private static double Var(double[] values) => Var(values, 1);

    private static double Var(double[] values, double correction) =>
        values.Sum(v => Math.Pow(v - Mean(values), 2)) / Math.Max(0, values.Length - correction);

    private static double Std(double[] values) => Math.Sqrt(Var(values));

    private static Tensor WithNaN(Tensor x) => Tensor.Where(x.Gt(1), double.NaN, x);

    private static double[] Numbers(double[] values) => [.. values.Where(static v => v <= 1)];

    private static double OneHolds(double[] values) => values.Any(static v => v != 0) ? 1 : 0;

    private static double AllHold(double[] values) => values.All(static v => v != 0) ? 1 : 0;

    private static double CountNonzero(double[] values) => values.Count(static v => v != 0);
}
