namespace MiniTorch.Tests;

internal static partial class ReductionProofs
{
    private static OpProof[] Extrema =>
    [
        new OpProof("Amax", "torch.amax")
            .Over(static (x, dims, keepDim) => x.Amax(dims, keepDim), Enumerable.Max, Cubes)
            .Case(static x => x.Amax([1]), static x => x.Reduce([1], false, Enumerable.Max), [[3, 4], [2, 3, 0], [0, 3]])
            .Golden("amax", static (x, args) => x[0].Amax(args["dim"].Ints, args["keepdim"].Bool)),
        new OpProof("Amin", "torch.amin")
            .Over(static (x, dims, keepDim) => x.Amin(dims, keepDim), Enumerable.Min, Cubes)
            .Case(static x => x.Amin([1]), static x => x.Reduce([1], false, Enumerable.Min), [[3, 4], [2, 3, 0], [0, 3]])
            .Golden("amin", static (x, args) => x[0].Amin(args["dim"].Ints, args["keepdim"].Bool)),
        new OpProof("Aminmax", "torch.aminmax")
            .Case(static x => x.Aminmax().Min, static x => x.Reduce([], false, Enumerable.Min), NotEmpty)
            .Case(static x => x.Aminmax().Max, static x => x.Reduce([], false, Enumerable.Max), NotEmpty)
            .Along(static (x, dim, keepDim) => x.Aminmax(dim, keepDim).Min, Enumerable.Min)
            .Along(static (x, dim, keepDim) => x.Aminmax(dim, keepDim).Max, Enumerable.Max),
        new OpProof("Max", "torch.max")
            .Case(static x => x.Max(), static x => x.Reduce([], false, Enumerable.Max), NotEmpty)
            .Along(static (x, dim, keepDim) => x.Max(dim, keepDim).Values, Enumerable.Max)
            .Along(static (x, dim, keepDim) => x.Max(dim, keepDim).Indices, FirstGreatest, IsIndex),
        new OpProof("Min", "torch.min")
            .Case(static x => x.Min(), static x => x.Reduce([], false, Enumerable.Min), NotEmpty)
            .Along(static (x, dim, keepDim) => x.Min(dim, keepDim).Values, Enumerable.Min)
            .Along(static (x, dim, keepDim) => x.Min(dim, keepDim).Indices, FirstSmallest, IsIndex),
        new OpProof("ArgMax", "torch.argmax")
            .Case(static x => x.ArgMax(), static x => x.Reduce([], false, FirstGreatest), NotEmpty, IsIndex)
            .Along(static (x, dim, keepDim) => x.ArgMax(dim, keepDim), FirstGreatest, IsIndex)
            .Golden("argmax", static (x, args) => x[0].ArgMax(args["dim"].Int)),
        new OpProof("ArgMin", "torch.argmin")
            .Case(static x => x.ArgMin(), static x => x.Reduce([], false, FirstSmallest), NotEmpty, IsIndex)
            .Along(static (x, dim, keepDim) => x.ArgMin(dim, keepDim), FirstSmallest, IsIndex)
            .Golden("argmin", static (x, args) => x[0].ArgMin(args["dim"].Int)),
    ];

    private static Shape[] NotEmpty => [[], [1], [5], [3, 4], [2, 3, 2]];

    /// <summary>A reduction along one dimension at a time, of a scalar too.</summary>
    private static OpProof Along(this OpProof proof, Func<Tensor, int, bool, Tensor> op, Func<double[], double> row, OpTestOptions? options = null)
    {
        foreach ((int dim, bool keepDim) in ((int, bool)[])[(0, false), (1, true), (2, false), (-2, false), (-1, true)])
        {
            proof.Case(x => op(x, dim, keepDim), x => x.Reduce([dim], keepDim, row), Cubes, options);
        }

        return proof
            .Case(x => op(x, 1, false), x => x.Reduce([1], false, row), [[3, 4], [2, 3, 0], [0, 3]], options)
            .Case(x => op(x, 0, false), x => x.Map(v => row([v])), [[]], options)
            .Case(x => op(x, -1, true), x => x.Map(v => row([v])), [[]], options);
    }

    private static double FirstGreatest(double[] values) => Array.IndexOf(values, values.Max());

    private static double FirstSmallest(double[] values) => Array.IndexOf(values, values.Min());
}
