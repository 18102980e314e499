namespace MiniTorch.Tests;

/// <summary>Elements by index and by mask.</summary>
internal static partial class IndexProofs
{
    private static readonly Shape[] Cube = [[2, 3, 4]];

    public static OpProof[] All => [.. Parts, .. Along, .. Slices, .. Masks];

    // Indices as the operation takes them and as the oracle does.
    private static Tensor Longs(Shape shape, params long[] values) => Tensor.From(values, shape);

    private static Tensor Ints(Shape shape, params int[] values) => Tensor.From(values, shape);

    private static Tensor Bools(Shape shape, params bool[] values) => Tensor.From(values, shape);

    // A copy in which some places have changed, in the order in which they are named.
    private static Plain Changed(Plain x, IEnumerable<(int[] Place, double Value)> changes, Func<double, double, double>? how = null)
    {
        var result = new Plain(x.Shape, [.. x.Data]);
        foreach ((int[] place, double value) in changes)
        {
            int at = Indices.Number(place, x.Shape);
            result.Data[at] = how is null ? value : how(result.Data[at], value);
        }

        return result;
    }

    private static double Sum(double a, double b) => a + b;
}
