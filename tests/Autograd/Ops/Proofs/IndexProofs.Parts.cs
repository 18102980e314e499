namespace MiniTorch.Tests;

internal static partial class IndexProofs
{
    private static OpProof[] Parts =>
    [
        new OpProof("[]", "Tensor.__getitem__")
            .Case(static x => x[1], static x => x.Take([3, 4], static i => [1, i[0], i[1]]), Cube)
            .Case(static x => x[^1], static x => x.Take([3, 4], static i => [1, i[0], i[1]]), Cube)
            .Case(static x => x[-2], static x => x.Take([3, 4], static i => [0, i[0], i[1]]), Cube)
            .Case(static x => x[1, ^1, 2], static x => x.Take([], static _ => [1, 2, 2]), Cube)
            .Case(static x => x[.., 1..], static x => x.Take([2, 2, 4], static i => [i[0], i[1] + 1, i[2]]), Cube)
            .Case(static x => x[0, ..2, ^3..^1], static x => x.Take([2, 2], static i => [0, i[0], i[1] + 1]), Cube)
            .Case(static x => x[.., ^2], static x => x.Take([2, 4], static i => [i[0], 1, i[1]]), Cube)
            .Case(static x => x[..100], static x => x, Cube)
            .Case(static x => x[2..2], static x => x.Take([0, 3, 4], static i => i), Cube)
            .Case(static x => x[3..1], static x => x.Take([0, 3, 4], static i => i), Cube)
            .Case(static x => x[..], static x => x, [[3], [0, 3]])
            .Case(static x => x[.., TensorIndex.Slice(0, 3, 2), TensorIndex.Slice(-3)], static x => x.Take([2, 2, 3], static i => [i[0], 2 * i[1], i[2] + 1]), Cube)
            .Case(static x => x[.., .., TensorIndex.Slice(step: 3)], static x => x.Take([2, 3, 2], static i => [i[0], i[1], 3 * i[2]]), Cube)
            .Case(static x => x[TensorIndex.Ellipsis, 1], static x => x.Take([2, 3], static i => [i[0], i[1], 1]), Cube)
            .Case(static x => x[1, TensorIndex.Ellipsis, 1..2], static x => x.Take([3, 1], static i => [1, i[0], 1]), Cube)
            .Case(static x => x[TensorIndex.Ellipsis], static x => x, [[2, 3], [], [0]])
            .Case(static x => x[TensorIndex.NewAxis, 0, TensorIndex.NewAxis, TensorIndex.Ellipsis, TensorIndex.NewAxis], static x => x.Take([1, 1, 3, 4, 1], static i => [0, i[2], i[3]]), Cube)

            // Indices in place of their dimension, repeated and from the end.
            .Case(static x => x[Longs([3], 1, -2, 1)], static x => x.Take([3, 3, 4], static i => [new int[] { 1, 0, 1 }[i[0]], i[1], i[2]]), Cube)
            .Case(static x => x[.., Ints([2, 2], 2, 0, -1, 1)], static x => x.Take([2, 2, 2, 4], static i => [i[0], new int[] { 2, 0, 2, 1 }[(2 * i[1]) + i[2]], i[3]]), Cube)
            .Case(static x => x[Longs([0])], static x => x.Take([0, 3], static i => i), [[2, 3], [0, 3]])
            .Case(static x => x[Longs([], 1)], static x => x.Take([3, 4], static i => [1, i[0], i[1]]), Cube)
            .Case(static x => x[1..2, Longs([2], 2, 0)], static x => x.Take([1, 2, 4], static i => [1, 2 - (2 * i[1]), i[2]]), Cube)

            // Several are broadcast; neighbours stay where they are, others come to the front.
            .Case(static x => x[.., Longs([2, 1], 0, 2), Longs([3], 3, 1, 1)], static x => x.Take([2, 2, 3], static i => [i[0], 2 * i[1], i[2] == 0 ? 3 : 1]), Cube)
            .Case(static x => x[Longs([3], 0, 1, 1), .., Longs([3], 3, 0, 2)], static x => x.Take([3, 3], static i => [i[0] == 0 ? 0 : 1, i[1], new int[] { 3, 0, 2 }[i[0]]]), Cube)
            .Case(static x => x[Longs([2], 0, 1), TensorIndex.NewAxis, Longs([2], 2, 0)], static x => x.Take([2, 1, 4], static i => [i[0], 2 - (2 * i[0]), i[2]]), Cube)
            .Case(static x => x[0, .., Longs([2], 0, 1)], static x => x.Take([3, 2], static i => [0, i[0], i[1]]), Cube)
            .Case(static x => x[Longs([2], 1, 0), Longs([2], 1, 1), Longs([2], 0, 3)], static x => x.Take([2], static i => [1 - i[0], 1, 3 * i[0]]), Cube)

            // Masks of one, of several and of no dimensions.
            .Case(static x => x[.., Bools([3], true, false, true)], static x => x.Take([2, 2, 4], static i => [i[0], 2 * i[1], i[2]]), Cube)
            .Case(static x => x[Bools([2, 3], false, true, false, true, true, false)], static x => x.Take([3, 4], static i => [(1 + (2 * i[0])) / 3, new int[] { 1, 0, 1 }[i[0]], i[1]]), Cube)
            .Case(static x => x[Bools([2], false, false)], static x => x.Take([0, 3, 4], static i => i), Cube)
            .Case(static x => x[Bools([2, 3], true, false, false, false, true, true), Longs([3], 0, 1, -1)], static x => x.Take([3], static i => [Math.Min(i[0], 1), i[0], new int[] { 0, 1, 3 }[i[0]]]), Cube)
            .Case(static x => x[Bools([], true)], static x => x.Take([1, 2], static i => [i[1]]), [[2]])
            .Case(static x => x[Bools([], false)], static x => x.Take([0, 2], static i => i), [[2]])
            .Case(static x => x[Bools([], true)], static x => x.Take([1], static _ => []), [[]]),

        new OpProof("[]=", "Tensor.__setitem__")
            .Case(Set(static x => [1]), static (x, v) => Changed(x, Indices.Of([3, 4]).Select(i => ((int[])[1, .. i], v[i]))), [([2, 3, 4], [3, 4]), ([2, 3, 4], [4]), ([2, 3, 4], [])])
            .Case(Set(static x => [Range.All, TensorIndex.Slice(0, 3, 2), (1..2)]), static (x, v) => Changed(x, Indices.Of([2, 2, 1]).Select(i => ((int[])[i[0], 2 * i[1], 1], v[i]))), [([2, 3, 4], [2, 2, 1]), ([2, 3, 4], [2, 1])])
            .Case(Set(static x => []), static (x, v) => x.Zip(v, static (_, b) => b), [([2, 3], [3]), ([], [])])
            .Case(Set(static x => [Range.All, Longs([2], -1, 0)]), static (x, v) => Changed(x, Indices.Of([2, 2, 4]).Select(i => ((int[])[i[0], 2 - (2 * i[1]), i[2]], v[i]))), [([2, 3, 4], [2, 2, 4]), ([2, 3, 4], [2, 1]), ([2, 3, 4], [])])
            .Case(Set(static x => [Longs([2], 1, 0), Range.All, Longs([2], 3, 1)]), static (x, v) => Changed(x, Indices.Of([2, 3]).Select(i => ((int[])[1 - i[0], i[1], 3 - (2 * i[0])], v[i]))), [([2, 3, 4], [2, 3]), ([2, 3, 4], [3])])
            .Case(Set(static x => [1, Bools([3], true, false, true), (1..3)]), static (x, v) => Changed(x, Indices.Of([2, 2]).Select(i => ((int[])[1, 2 * i[0], i[1] + 1], v[i]))), [([2, 3, 4], [2, 2]), ([2, 3, 4], [])])
            .Case(Set(static x => [Longs([0])]), static (x, v) => x, [([2, 3], [0, 3]), ([2, 3], [])]),

        new OpProof("IndexPut", "torch.index_put")
            .Case(static (x, v) => x.IndexPut([null, Longs([2], 2, -3)], v), static (x, v) => Put(x, v, [2, 0]), [([2, 3, 4], [2, 2, 4]), ([2, 3, 4], [4])])
            .Case(static (x, v) => x.IndexPut([null, Longs([3], 1, 2, 1)], v, accumulate: true), static (x, v) => Put(x, v, [1, 2, 1], Sum), [([2, 3, 4], [2, 3, 4]), ([2, 3, 4], [])])
            .Case(static (x, v) => x.IndexPut([Bools([2], false, true)], v), static (x, v) => Changed(x, Indices.Of([1, 3]).Select(i => ((int[])[1, i[1]], v[i]))), [([2, 3], [1, 3]), ([2, 3], [3])])
            .Case(static (x, v) => x.IndexPut([], v, accumulate: true), static (x, v) => x.Zip(v, Sum), [([2, 3], [3])]),
        new OpProof("IndexPutInPlace", "Tensor.index_put_")
            .Case(static (x, v) => x.Clone().IndexPutInPlace([null, Longs([2], 2, 0)], v), static (x, v) => Put(x, v, [2, 0]), [([2, 3, 4], [2, 2, 4])])
            .Case(static (x, v) => x.Clone().IndexPutInPlace([null, Longs([3], 1, 2, 1)], v, accumulate: true), static (x, v) => Put(x, v, [1, 2, 1], Sum), [([2, 3, 4], [2, 3, 4])]),
        new OpProof("Take", "torch.take")
            .Case(static x => x.Take(Longs([2, 2], 3, -1, 0, 3)), static x => new Plain([2, 2], [x.Data[3], x.Data[^1], x.Data[0], x.Data[3]]), [[2, 3], [4]])
            .Case(static x => x.Take(Ints([], 0)), static x => x.Reshape([]), [[], [1]])
            .Case(static x => x.Take(Longs([0])), static _ => new Plain([0], []), [[3], [0]]),
        new OpProof("Put", "torch.put")
            .Case(static (x, v) => x.Put(Longs([2, 2], 3, -1, 0, 1), v), static (x, v) => Flat(x, [3, 5, 0, 1], v), [([2, 3], [2, 2]), ([6], [4])])
            .Case(static (x, v) => x.Put(Longs([3], 3, -3, 3), v, accumulate: true), static (x, v) => Flat(x, [3, 3, 3], v, Sum), [([2, 3], [3])]),
        new OpProof("Nonzero", "torch.nonzero")
            .Case(
                static x => x.Gt(0).Nonzero(),
                static x => Rows([.. Indices.Of(x.Shape).Where(i => x[i] > 0)], x.Shape.Rank),
                [[3, 4], [5], [0, 3], [], [2, 3, 4]],
                new OpTestOptions { DType = DType.Int64 })
            .Case(static x => x.Nonzero(), static x => Rows([.. Indices.Of(x.Shape).Where(i => x[i] != 0)], x.Shape.Rank), [[3, 4]], new OpTestOptions { DType = DType.Int64 }),
    ];

    private delegate TensorIndex[] Entries(Tensor x);

    private static Func<Tensor, Tensor, Tensor> Set(Entries entries) => (x, v) =>
    {
        Tensor y = x.Clone();
        y[entries(x)] = v;
        return y;
    };

    // Into the middle one of three dimensions.
    private static Plain Put(Plain x, Plain v, int[] index, Func<double, double, double>? how = null) =>
        Changed(x, Indices.Of([x.Shape[0], index.Length, x.Shape[2]]).Select(i => ((int[])[i[0], index[i[1]], i[2]], v[i])), how);

    private static Plain Flat(Plain x, int[] index, Plain v, Func<double, double, double>? how = null) =>
        Changed(x, index.Select((at, i) => (Indices.Of(at, x.Shape), v.Data[i])), how);

    private static Plain Rows(int[][] rows, int width) => new([rows.Length, width], [.. rows.SelectMany(static row => row).Select(static i => (double)i)]);
}
