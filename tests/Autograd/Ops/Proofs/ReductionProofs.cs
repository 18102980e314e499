namespace MiniTorch.Tests;

/// <summary>Reductions and running reductions.</summary>
internal static class ReductionProofs
{
    private static readonly Shape[] WithElements = [[2, 3, 2]];

    public static OpProof[] All =>
    [
        new OpProof("Sum", "torch.sum")
            .Case(static x => x.Sum(), static x => x.Reduce([], false, static row => row.Sum()))
            .Golden("sum", static (x, args) => x[0].Sum(args["dim"].Ints, args["keepdim"].Bool)),
        new OpProof("Mean", "torch.mean")
            .Case(static x => x.Mean(), static x => x.Reduce([], false, static row => row.Sum() / row.Length))
            .Golden("mean", static (x, args) => x[0].Mean(args["dim"].Ints, args["keepdim"].Bool)),
        new OpProof("Amax", "torch.amax")
            .Case(static x => x.Amax([0, 2]), static x => x.Reduce([0, 2], false, static row => row.Max()), WithElements)
            .Golden("amax", static (x, args) => x[0].Amax(args["dim"].Ints, args["keepdim"].Bool)),
        new OpProof("Amin", "torch.amin")
            .Case(static x => x.Amin([0, 2]), static x => x.Reduce([0, 2], false, static row => row.Min()), WithElements)
            .Golden("amin", static (x, args) => x[0].Amin(args["dim"].Ints, args["keepdim"].Bool)),
        new OpProof("ArgMax", "torch.argmax").Golden("argmax", static (x, args) => x[0].ArgMax(args["dim"].Int)),
        new OpProof("ArgMin", "torch.argmin").Golden("argmin", static (x, args) => x[0].ArgMin(args["dim"].Int)),
        new OpProof("Norm", "torch.linalg.vector_norm").Golden("norm", static (x, args) => x[0].Norm(args["p"].Double)),
        new OpProof("Prod", "torch.prod").Golden("prod", static (x, args) => x[0].Prod(args["dim"].Int)),
        new OpProof("Cumsum", "torch.cumsum").Golden("cumsum", static (x, args) => x[0].Cumsum(args["dim"].Int)),
    ];
}
