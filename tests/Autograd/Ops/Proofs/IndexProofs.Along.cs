namespace MiniTorch.Tests;

internal static partial class IndexProofs
{
    private static readonly long[] Rows23 = [0, 2, 1, 2, 2, 0];
    private static readonly long[] Apart = [0, 2, 1, 1, 0, 2];

    private static OpProof[] Along =>
    [
        new OpProof("Gather", "torch.gather")
            .Case(static x => x.Gather(0, Longs([2, 3], Rows23)), static x => x.Take([2, 3], static i => [(int)Rows23[(3 * i[0]) + i[1]], i[1]]), [[3, 4], [3, 3]])
            .Case(static x => x.Gather(-1, Ints([3, 2], 0, 2, 1, 2, 2, 0)), static x => x.Take([3, 2], static i => [i[0], (int)Rows23[(2 * i[0]) + i[1]]]), [[3, 4]])
            .Case(static x => x.Gather(1, Longs([2, 1, 2], 2, 0, 1, 1)), static x => x.Take([2, 1, 2], static i => [i[0], i[0] == 1 ? 1 : 2 - (2 * i[2]), i[2]]), [[2, 3, 4]])
            .Case(static x => x.Gather(0, Longs([], 0)), static x => x.Reshape([]), [[], [1]])
            .Case(static x => x.Gather(0, Longs([2], 0, 0)), static x => x.Take([2], static _ => []), [[]])
            .Case(static x => x.Gather(1, Longs([2, 0])), static _ => new Plain([2, 0], []), [[2, 3], [2, 0]])
            .Golden("gather", static (x, args) => x[0].Gather(args["dim"].Int, x[1])),
        new OpProof("TakeAlongDim", "torch.take_along_dim")
            .Case(static x => x.TakeAlongDim(Longs([1, 2, 1], 2, 0), 1), static x => x.Take([x.Shape[0], 2, 4], static i => [i[0], 2 - (2 * i[1]), i[2]]), [[2, 3, 4]])
            .Case(static x => x.TakeAlongDim(Longs([2, 3], Apart), -1), static x => x.Take([2, 3], static i => [0, (int)Apart[(3 * i[0]) + i[1]]]), [[1, 4]])
            .Case(static x => x.TakeAlongDim(Longs([2, 2], 5, 0, 3, 3)), static x => new Plain([4], [x.Data[5], x.Data[0], x.Data[3], x.Data[3]]), [[2, 3]]),
        new OpProof("Scatter", "torch.scatter")
            .Case(static (x, s) => x.Scatter(1, Longs([2, 3], Apart), s), static (x, s) => Scattered(x, s, 1, [2, 3], Apart), [([2, 3], [2, 3]), ([3, 4], [2, 3]), ([2, 3], [3, 4])])
            .Case(static (x, s) => x.Scatter(0, Longs([2, 2], 0, 2, 1, 0), s), static (x, s) => Scattered(x, s, 0, [2, 2], [0, 2, 1, 0]), [([3, 4], [2, 2])])
            .Case(static x => x.Scatter(-1, Longs([2, 2], 0, 1, 1, 1), -2), static x => Scattered(x, new Plain([], [-2]), 1, [2, 2], [0, 1, 1, 1]), [[2, 3]], new OpTestOptions { OracleKnowsIntegers = false })
            .Case(static x => x.Scatter(0, Longs([], 0), 1), static x => x.Map(static _ => 1), [[], [1]])
            .Case(static (x, s) => x.Scatter(0, Longs([0]), s), static (x, s) => x, [([3], [3]), ([0], [0])]),
        new OpProof("ScatterInPlace", "Tensor.scatter_")
            .Case(static (x, s) => x.Clone().ScatterInPlace(1, Longs([2, 3], Apart), s), static (x, s) => Scattered(x, s, 1, [2, 3], Apart), [([2, 3], [2, 3])])
            .Case(static x => x.Clone().ScatterInPlace(1, Longs([2, 1], 2, 0), 1), static x => Scattered(x, new Plain([], [1]), 1, [2, 1], [2, 0]), [[2, 3]]),
        new OpProof("ScatterAdd", "torch.scatter_add")
            .Case(static (x, s) => x.ScatterAdd(0, Longs([2, 3], Rows23), s), static (x, s) => Scattered(x, s, 0, [2, 3], Rows23, Sum), [([3, 3], [2, 3]), ([3, 4], [4, 3])])
            .Case(static (x, s) => x.ScatterAdd(-1, Ints([2, 3], 0, 2, 1, 2, 2, 0), s), static (x, s) => Scattered(x, s, 1, [2, 3], Rows23, Sum), [([2, 3], [2, 3]), ([3, 5], [2, 3])])
            .Case(static (x, s) => x.ScatterAdd(1, Longs([2, 3, 1], 1, 1, 1, 0, 1, 0), s), static (x, s) => Scattered(x, s, 1, [2, 3, 1], [1, 1, 1, 0, 1, 0], Sum), [([2, 2, 2], [2, 3, 2])])
            .Case(static (x, s) => x.ScatterAdd(0, Longs([2], 0, 0), s), static (x, s) => Scattered(x.Reshape([1]), s, 0, [2], [0, 0], Sum).Reshape(x.Shape), [([], [2]), ([1], [2])])
            .Case(static (x, s) => x.ScatterAdd(0, Longs([], 2), s), static (x, s) => Scattered(x, s.Reshape([1]), 0, [1], [2], Sum), [([3], []), ([3], [1])])
            .Case(static (x, s) => x.ScatterAdd(0, Longs([0]), s), static (x, s) => x, [([3], [3]), ([0], [0])])
            .Golden("scatter_add", static (x, args) => x[0].ScatterAdd(args["dim"].Int, x[1], x[2])),
        new OpProof("ScatterAddInPlace", "Tensor.scatter_add_")
            .Case(static (x, s) => x.Clone().ScatterAddInPlace(1, Longs([2, 3], Rows23), s), static (x, s) => Scattered(x, s, 1, [2, 3], Rows23, Sum), [([2, 3], [2, 3])]),
    ];

    private static Plain Scattered(Plain x, Plain source, int dim, Shape shape, long[] index, Func<double, double, double>? how = null) =>
        Changed(
            x,
            Indices.Of(shape).Select((place, number) =>
            {
                int[] target = [.. place];
                target[dim] = (int)index[number];
                return (target, source[place]);
            }),
            how);
}
