namespace MiniTorch.Tests;

/// <summary>Tensors taken apart. The parts are joined again in reverse order, so that every one of them counts.</summary>
internal static class SplitProofs
{
    public static OpProof[] All =>
    [
        new OpProof("Split", "torch.split")
            .Case(static x => Reversed(x.Split(2, 1), 1), static x => Parts(x, 1, 2, 2, 1), [[2, 5], [3, 5, 2]])
            .Case(static x => Reversed(x.Split(1, -1), -1), static x => Parts(x, 1, [.. Enumerable.Repeat(1, 11)]), [[2, 11]])
            .Case(static x => Reversed(x.Split([1, 0, 3], 1), 1), static x => Parts(x, 1, 1, 0, 3), [[2, 4], [0, 4]])
            .Case(static x => Reversed(x.Split([1, 2, 0, 1, 1, 3, 1], -1), -1), static x => Parts(x, 0, 1, 2, 0, 1, 1, 3, 1), [[9]])
            .Case(static x => x.Split(3)[1], static x => x.Take([2], static i => [i[0] + 3]), [[5]])
            .Case(static x => x.Split(9)[0], static x => x, [[5], [0, 2]]),
        new OpProof("Chunk", "torch.chunk")
            .Case(static x => Reversed(x.Chunk(3, 1), 1), static x => Parts(x, 1, 2, 2, 1), [[2, 5]])
            .Case(static x => Reversed(x.Chunk(4), 0), static x => Parts(x, 0, 2, 2, 1), [[5], [5, 2]])
            .Case(static x => Reversed(x.Chunk(1, -1), -1), static x => x, [[2, 3]])
            .Case(static x => x.Chunk(3)[2], static x => x, [[0], [0, 2]]),
        new OpProof("TensorSplit", "torch.tensor_split")
            .Case(static x => Reversed(x.TensorSplit(3, 1), 1), static x => Parts(x, 1, 2, 2, 1), [[2, 5]])
            .Case(static x => Reversed(x.TensorSplit(7), 0), static x => Parts(x, 0, 2, 2, 2, 2, 1, 1, 1), [[11]])
            .Case(static x => Reversed(x.TensorSplit(4), 0), static x => Parts(x, 0, 1, 1, 0, 0), [[2], [2, 3]])
            .Case(static x => Reversed(x.TensorSplit([1, 3], 1), 1), static x => Parts(x, 1, 1, 2, 2), [[2, 5]])
            .Case(static x => x.TensorSplit([3, 1, -1, 9])[2], static x => x.Take([3], static i => [i[0] + 1]), [[5]])
            .Case(static x => x.TensorSplit([3, 1, -1, 9])[1], static x => x.Take([0], static i => i), [[5]])
            .Case(static x => x.TensorSplit([3, 1, -1, 9])[3], static x => x.Take([1], static _ => [4]), [[5]])
            .Case(static x => x.TensorSplit([])[0], static x => x, [[5], [0]]),
        new OpProof("Unbind", "torch.unbind")
            .Case(static x => Tensor.Cat(x.Unbind()), static x => x.Reshape([x.Shape.Count]), [[2, 3], [11, 2]])
            .Case(static x => Tensor.Stack(x.Unbind(-1), 0), static x => x.Take([3, 2], static i => [i[1], i[0]]), [[2, 3]])
            .Case(static x => x.Unbind()[2], static x => x.Take([], static _ => [2]), [[3]])
            .Case(static x => x.Unbind(1)[1], static x => x.Take([0], static i => i), [[0, 2]]),
    ];

    private static Tensor Reversed(Tensor[] parts, int dim) => Tensor.Cat([.. parts.Reverse()], dim);

    private static Plain Parts(Plain x, int dim, params int[] sizes)
    {
        int[] order = [.. sizes.Index().Reverse().SelectMany(part => Enumerable.Range(sizes[..part.Index].Sum(), part.Item))];
        return x.Take(x.Shape, index =>
        {
            int[] place = [.. index];
            place[dim] = order[place[dim]];
            return place;
        });
    }
}
