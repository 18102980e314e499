namespace MiniTorch.Tests;

internal static partial class IndexProofs
{
    private static OpProof[] Slices =>
    [
        new OpProof("IndexSelect", "torch.index_select")
            .Case(static x => x.IndexSelect(1, Longs([4], 2, 0, 0, 1)), static x => x.Take([2, 4, 4], static i => [i[0], new int[] { 2, 0, 0, 1 }[i[1]], i[2]]), Cube)
            .Case(static x => x.IndexSelect(-1, Ints([2], 3, 0)), static x => x.Take([2, 3, 2], static i => [i[0], i[1], 3 - (3 * i[2])]), Cube)
            .Case(static x => x.IndexSelect(0, Longs([], 1)), static x => x.Take([1, 3], static i => [1, i[1]]), [[2, 3]])
            .Case(static x => x.IndexSelect(0, Longs([1], 0)), static x => x, [[], [1]])
            .Case(static x => x.IndexSelect(0, Longs([0])), static x => x.Take([0, 3], static i => i), [[2, 3], [0, 3]])
            .Golden("index_select", static (x, args) => x[0].IndexSelect(args["dim"].Int, x[1])),
        new OpProof("IndexAdd", "torch.index_add")
            .Case(static (x, s) => x.IndexAdd(1, Longs([3], 2, 0, 2), s), static (x, s) => Put(x, s, [2, 0, 2], Sum), [([2, 3, 4], [2, 3, 4])])
            .Case(static (x, s) => x.IndexAdd(0, Ints([2], 1, 1), s, alpha: -3), static (x, s) => Scattered(x, s, 0, [2, 3], [1, 1, 1, 1, 1, 1], static (a, b) => a - (3 * b)), [([2, 3], [2, 3])])
            .Case(static (x, s) => x.IndexAdd(0, Longs([2], 1, 1), s, alpha: 0.5), static (x, s) => Scattered(x, s, 0, [2], [1, 1], static (a, b) => a + (b / 2)), [([2], [2])])
            .Case(static (x, s) => x.IndexAdd(0, Longs([2], 0, 0), s), static (x, s) => x.Zip(s.Reduce([0], false, static row => row.Sum()), Sum), [([], [2]), ([1], [2])])
            .Case(static (x, s) => x.IndexAdd(0, Longs([], 0), s), static (x, s) => x.Zip(s.Reshape([]), Sum), [([], []), ([], [1]), ([1], [])])
            .Case(static (x, s) => x.IndexAdd(0, Seconds(s.Shape[0]), s), static (x, s) => Changed(x, Indices.Of(s.Shape).Select(i => ((int[])[1, i[1]], s[i])), Sum), [([2, 3], [4, 3]), ([2, 3], [0, 3])]),
        new OpProof("IndexAddInPlace", "Tensor.index_add_")
            .Case(static (x, s) => x.Clone().IndexAddInPlace(1, Longs([3], 2, 0, 2), s, alpha: 2), static (x, s) => Put(x, s, [2, 0, 2], static (a, b) => a + (2 * b)), [([2, 3, 4], [2, 3, 4])]),
        new OpProof("IndexCopy", "torch.index_copy")
            .Case(static (x, s) => x.IndexCopy(1, Longs([2], 2, 0), s), static (x, s) => Put(x, s, [2, 0]), [([2, 3, 4], [2, 2, 4])])
            .Case(static (x, s) => x.IndexCopy(0, Ints([], 0), s), static (x, s) => s.Reshape(x.Shape), [([], []), ([1], []), ([], [1])])
            .Case(static (x, s) => x.IndexCopy(-1, Seconds(s.Shape[1]), s), static (x, s) => Changed(x, Indices.Of(s.Shape).Select(i => ((int[])[i[0], 1], s[i]))), [([2, 3], [2, 1]), ([2, 3], [2, 0])]),
        new OpProof("IndexCopyInPlace", "Tensor.index_copy_")
            .Case(static (x, s) => x.Clone().IndexCopyInPlace(1, Longs([2], 2, 0), s), static (x, s) => Put(x, s, [2, 0]), [([2, 3, 4], [2, 2, 4])]),
        new OpProof("IndexFill", "torch.index_fill")
            .Case(static x => x.IndexFill(1, Longs([3], 2, -3, 2), 1), static x => Put(x, new Plain([], [1]), [2, 0]), Cube)
            .Case(static (x, v) => x.IndexFill(1, Longs([3], 2, 0, 2), v), static (x, v) => Put(x, v, [2, 0]), [([2, 3, 4], [])])
            .Case(static x => x.IndexFill(0, Ints([], 0), 1), static x => x.Map(static _ => 1), [[], [1]])
            .Case(static x => x.IndexFill(0, Longs([0]), 1), static x => x, [[2, 3], [0, 3]]),
        new OpProof("IndexFillInPlace", "Tensor.index_fill_")
            .Case(static x => x.Clone().IndexFillInPlace(1, Longs([2], 2, -3), 1), static x => Put(x, new Plain([], [1]), [2, 0]), Cube)
            .Case(static (x, v) => x.Clone().IndexFillInPlace(1, Longs([2], 2, -3), v), static (x, v) => Put(x, v, [2, 0]), [([2, 3, 4], [])]),
    ];

    // The index 1, some times.
    private static Tensor Seconds(int times) => Tensor.Full([times], 1, DType.Int64);
}
