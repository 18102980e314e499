namespace MiniTorch.Tests;

internal static partial class IndexProofs
{
    private static readonly Tensor Mask23 = Bools([2, 3], true, false, false, false, true, true);
    private static readonly Tensor Mask3 = Bools([3], true, false, true);

    private static OpProof[] Masks =>
    [
        new OpProof("MaskedFill", "torch.masked_fill")
            .Case(static x => x.MaskedFill(Mask3, 1), static x => x.Zip(Plain.Of(Mask3.Value), static (a, m) => m != 0 ? 1 : a), [[2, 3], [3], [], [2, 1], [0, 3]])
            .Case(static (x, v) => x.MaskedFill(Mask23, v), static (x, v) => Filled(x, v), [([2, 3], []), ([3], []), ([], [])])
            .Golden("masked_fill", static (x, args) => x[0].MaskedFill(x[1], args["value"].Double)),
        new OpProof("MaskedFillInPlace", "Tensor.masked_fill_")
            .Case(static x => x.Clone().MaskedFillInPlace(Mask3, 1), static x => x.Zip(Plain.Of(Mask3.Value), static (a, m) => m != 0 ? 1 : a), [[2, 3], [3], [0, 3]])
            .Case(static (x, v) => x.Clone().MaskedFillInPlace(Mask23, v), static (x, v) => Filled(x, v), [([2, 3], [])]),
        new OpProof("MaskedSelect", "torch.masked_select")
            .Case(static x => x.MaskedSelect(Mask23), static x => Selected(x, Mask23), [[2, 3], [3], [2, 1], [], [2, 2, 3]])
            .Case(static x => x.MaskedSelect(Bools([], true)), static x => x.Reshape([x.Shape.Count]), [[2, 3], [], [0]])
            .Case(static x => x.MaskedSelect(Bools([], false)), static _ => new Plain([0], []), [[2, 3], []]),
        new OpProof("MaskedScatter", "torch.masked_scatter")
            .Case(static (x, s) => x.MaskedScatter(Mask23, s), static (x, s) => Replaced(x, s), [([2, 3], [3]), ([2, 3], [2, 3]), ([3], [2, 2]), ([], [3]), ([2, 2, 3], [6])])
            .Case(static (x, s) => x.MaskedScatter(Bools([], false), s), static (x, _) => x, [([3], [1]), ([], [0])]),
    ];


    private static Shape Both(Plain x, Tensor mask) => x.Zip(Plain.Of(mask.Value), static (a, _) => a).Shape;

    private static Plain Filled(Plain x, Plain v)
    {
        Plain mask = Plain.Of(Mask23.Value);
        return Plain.Build(Both(x, Mask23), index => mask[index] != 0 ? v.Data[0] : x[index]);
    }

    private static Plain Selected(Plain x, Tensor mask)
    {
        Shape shape = Both(x, mask);
        Plain truths = Plain.Of(mask.Value);
        double[] selected = [.. Indices.Of(shape).Where(index => truths[index] != 0).Select(index => x[index])];
        return new Plain([selected.Length], selected);
    }

    private static Plain Replaced(Plain x, Plain source)
    {
        Shape shape = Both(x, Mask23);
        Plain truths = Plain.Of(Mask23.Value);
        int next = 0;
        return Plain.Build(shape, index => truths[index] != 0 ? source.Data[next++] : x[index]);
    }
}
