namespace MiniTorch.Tests;

/// <summary>Copies repeated, turned, moved and padded.</summary>
internal static class RepeatProofs
{
    private static readonly Shape[] Matrix = [[3, 4]];
    private static readonly Shape[] Cube = [[2, 3, 4]];

    public static OpProof[] All =>
    [
        new OpProof("Repeat", "Tensor.repeat")
            .Case(static x => x.Repeat(2, 3), static x => Plain.Build([6, 12], i => x[i[0] % 3, i[1] % 4]), Matrix)
            .Case(static x => x.Repeat(2, 1, 2), static x => Plain.Build([2, 3, 8], i => x[i[1], i[2] % 4]), Matrix)
            .Case(static x => x.Repeat(0, 2), static x => Plain.Build([0, 8], static _ => 0), Matrix)
            .Case(static x => x.Repeat(2, 3), static x => Plain.Build([2, 3], _ => x[[]]), [[]])
            .Case(static x => x.Repeat([]), static x => x, [[]])
            .Case(static x => x.Repeat(2, 2), static x => Plain.Build([0, 6], static _ => 0), [[0, 3]]),
        new OpProof("Tile", "torch.tile")
            .Case(static x => x.Tile(2), static x => Plain.Build([3, 8], i => x[i[0], i[1] % 4]), Matrix)
            .Case(static x => x.Tile(2, 1, 3), static x => Plain.Build([2, 3, 12], i => x[i[1], i[2] % 4]), Matrix)
            .Case(static x => x.Tile([]), static x => x),
        new OpProof("RepeatInterleave", "torch.repeat_interleave")
            .Case(static x => x.RepeatInterleave(2), static x => Plain.Build([2 * x.Shape.Count], i => x.Data[i[0] / 2]))
            .Case(static x => x.RepeatInterleave(3, 0), static x => Plain.Build([9, 4], i => x[i[0] / 3, i[1]]), Matrix)
            .Case(static x => x.RepeatInterleave(2, -1), static x => Plain.Build([2, 3, 8], i => x[i[0], i[1], i[2] / 2]), Cube)
            .Case(static x => x.RepeatInterleave(0, 1), static x => Plain.Build([3, 0], static _ => 0), [[3, 4], [3, 0]])
            .Case(static x => x.RepeatInterleave(Tensor.From([2L, 0, 1]), 0), static x => Plain.Build([3, 4], i => x[i[0] < 2 ? 0 : 2, i[1]]), Matrix)
            .Case(static x => x.RepeatInterleave(Tensor.From([1, 0, 3]), -2), static x => Plain.Build([2, 4, 4], i => x[i[0], i[1] == 0 ? 0 : 2, i[2]]), Cube)
            .Case(static x => x.RepeatInterleave(Tensor.From([0L, 2, 0, 1])), static x => Plain.Build([3], i => x.Data[i[0] < 2 ? 1 : 3]), [[2, 2], [4]])
            .Case(static x => x.RepeatInterleave(Tensor.From([2L]), 1), static x => Plain.Build([3, 8], i => x[i[0], i[1] / 2]), Matrix)
            .Case(static x => x.RepeatInterleave(Tensor.From(2L), 0), static x => Plain.Build([0], static _ => 0), [[0]]),
        new OpProof("Flip", "torch.flip")
            .Case(static x => x.Flip(0), static x => x.Take(x.Shape, i => [x.Shape[0] - 1 - i[0], .. i[1..]]), [[5], [3, 4], [2, 3, 4], [1], [0], [0, 3]])
            .Case(static x => x.Flip(-1, 0), static x => x.Take(x.Shape, static i => [1 - i[0], i[1], 3 - i[2]]), Cube)
            .Case(static x => x.Flip(1), static x => x.Take(x.Shape, static i => [i[0], 2 - i[1], i[2]]), Cube)
            .Case(static x => x.Flip([]), static x => x)
            .Case(static x => x.Flip(0), static x => x, [[]])
            .Golden("flip", static (x, args) => x[0].Flip(args["dims"].Ints)),
        new OpProof("FlipLR", "torch.fliplr").Case(static x => x.FlipLR(), static x => x.Take(x.Shape, static i => [i[0], 3 - i[1]]), Matrix),
        new OpProof("FlipUD", "torch.flipud").Case(static x => x.FlipUD(), static x => x.Take(x.Shape, static i => [2 - i[0], .. i[1..]]), [[3, 4], [3]]),
        new OpProof("Rot90", "torch.rot90")
            .Case(static x => x.Rot90(), static x => x.Take([4, 3], static i => [i[1], 3 - i[0]]), Matrix)
            .Case(static x => x.Rot90(2), static x => x.Take([3, 4], static i => [2 - i[0], 3 - i[1]]), Matrix)
            .Case(static x => x.Rot90(-1), static x => x.Take([4, 3], static i => [2 - i[1], i[0]]), Matrix)
            .Case(static x => x.Rot90(5, -1, 0), static x => x.Take([4, 3, 2], static i => [1 - i[2], i[1], i[0]]), Cube)
            .Case(static x => x.Rot90(4), static x => x, [[3, 4], [0, 2]]),
        new OpProof("Roll", "torch.roll")
            .Case(static x => x.Roll(2), static x => new Plain(x.Shape, [.. x.Data.Select((_, i) => x.Data[(i + (2 * x.Data.Length) - 2) % x.Data.Length])]))
            .Case(static x => x.Roll(-1, 1), static x => x.Take(x.Shape, static i => [i[0], (i[1] + 1) % 4]), Matrix)
            .Case(static x => x.Roll(9, -1), static x => x.Take(x.Shape, static i => [i[0], (i[1] + 3) % 4]), Matrix)
            .Case(static x => x.Roll([1, -5], [0, 2]), static x => x.Take(x.Shape, static i => [(i[0] + 1) % 2, i[1], (i[2] + 1) % 4]), Cube)
            .Case(static x => x.Roll([1, 1], [1, 1]), static x => x.Take(x.Shape, static i => [i[0], (i[1] + 2) % 4]), Matrix)
            .Case(static x => x.Roll(int.MinValue, 0), static x => x.Take(x.Shape, static i => [(i[0] + 2) % 3, i[1]]), Matrix)
            .Case(static x => x.Roll(0, 0), static x => x, [[3], [0, 2]]),
        new OpProof("Pad", "torch.nn.functional.pad")
            .Case(static x => x.Pad([1, 2]), static x => Padded(x, [3, 7], 0, 1, 0), Matrix)
            .Case(static x => x.Pad([1, 0, 2, 1], value: 3), static x => Padded(x, Shape.Of(6, x.Shape[1] + 1), 2, 1, 3), [[3, 4], [3, 0]])
            .Case(static x => x.Pad([-1, 2, -2, 0]), static x => Padded(x, [1, 5], -2, -1, 0), Matrix)
            .Case(static x => x.Pad([-4, 3]), static x => Plain.Build([3, 3], static _ => 0), Matrix)
            .Case(static x => x.Pad([]), static x => x)
            .Case(static x => x.Pad([2, 1, 1, 2], PadMode.Reflect), static x => Plain.Build([6, 7], i => x[Mirror(i[0] - 1, 3), Mirror(i[1] - 2, 4)]), Matrix)
            .Case(static x => x.Pad([-2, 3], PadMode.Reflect), static x => Plain.Build([3, 5], i => x[i[0], Mirror(i[1] + 2, 4)]), Matrix)
            .Case(static x => x.Pad([5, 1, 0, 2], PadMode.Replicate), static x => Plain.Build([5, 10], i => x[Math.Clamp(i[0], 0, 2), Math.Clamp(i[1] - 5, 0, 3)]), Matrix)
            .Case(static x => x.Pad([-1, 2], PadMode.Replicate), static x => Plain.Build([5], i => x[Math.Clamp(i[0] + 1, 0, 3)]), [[4]])
            .Case(static x => x.Pad([4, 2, 1, 3], PadMode.Circular), static x => Plain.Build([7, 10], i => x[(i[0] + 2) % 3, i[1] % 4]), Matrix)
            .Case(static x => x.Pad([-1, 2], PadMode.Circular), static x => Plain.Build([3, 5], i => x[i[0], 1 + (i[1] % 3)]), Matrix)
            .Case(static x => x.Pad([1, 1], PadMode.Replicate), static x => Plain.Build([0, 5], static _ => 0), [[0, 3]])
            .Case(static x => x.Pad([0, 0], PadMode.Reflect), static x => x, [[3], [0]]),
    ];

    private static Plain Padded(Plain x, Shape shape, int top, int left, double value) => Plain.Build(
        shape, i => i[0] >= top && i[0] < top + x.Shape[0] && i[1] >= left && i[1] < left + x.Shape[1] ? x[i[0] - top, i[1] - left] : value);

    private static int Mirror(int index, int size) => index < 0 ? -index : index < size ? index : (2 * (size - 1)) - index;
}
