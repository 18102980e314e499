using FsCheck;
using FsCheck.Fluent;

namespace MiniTorch.Tests;

/// <summary>Random small shapes; failing ones shrink towards fewer dimensions and sizes of 1.</summary>
internal static class Shapes
{
    public static Config Quick { get; } = Config.QuickThrowOnFailure.WithMaxTest(200);

    /// <summary>Any shape of at most three dimensions of sizes up to 3.</summary>
    public static Arbitrary<Shape> Any(int smallest = 0) => Arb.From(Of(smallest), shape => Shrink(shape, smallest));

    /// <summary>Several shapes, each any.</summary>
    public static Arbitrary<Shape[]> Several(int count, int smallest = 0) => Arb.From(
        Of(smallest).ArrayOf(count),
        shapes => Enumerable.Range(0, count).SelectMany(i => Shrink(shapes[i], smallest).Select(smaller => Replace(shapes, i, smaller))));

    /// <summary>Several shapes that broadcast together.</summary>
    public static Arbitrary<Shape[]> Broadcasting(int count, int smallest = 0) => Arb.From(
        from full in Of(smallest)
        from shapes in Within(full).ArrayOf(count)
        select shapes,
        ShrinkTogether);

    private static Gen<Shape> Of(int smallest) =>
        from rank in Gen.Choose(0, 3)
        from sizes in Gen.Choose(smallest, 3).ArrayOf(rank)
        select Shape.Of(sizes);

    // The shape with some leading dimensions gone and some sizes 1.
    private static Gen<Shape> Within(Shape full) =>
        from skipped in Gen.Choose(0, full.Rank)
        from ones in Gen.Choose(0, 2).ArrayOf(full.Rank)
        select Shape.Of([.. full.ToArray().Select((size, dim) => ones[dim] == 0 ? 1 : size).Skip(skipped)]);

    private static IEnumerable<Shape> Shrink(Shape shape, int smallest)
    {
        int[] sizes = shape.ToArray();
        for (int dim = 0; dim < sizes.Length; dim++)
        {
            yield return Shape.Of([.. sizes[..dim], .. sizes[(dim + 1)..]]);
        }

        for (int dim = 0; dim < sizes.Length; dim++)
        {
            if (sizes[dim] != Math.Max(1, smallest))
            {
                yield return Shape.Of([.. sizes[..dim], sizes[dim] > 1 ? sizes[dim] - 1 : 1, .. sizes[(dim + 1)..]]);
            }
        }
    }

    // What is taken from one is taken from all, so that they go on to broadcast.
    private static IEnumerable<Shape[]> ShrinkTogether(Shape[] shapes)
    {
        int rank = shapes.Max(static shape => shape.Rank);
        for (int fromEnd = 1; fromEnd <= rank; fromEnd++)
        {
            int at = fromEnd;
            yield return [.. shapes.Select(shape => shape.Rank < at ? shape : Shape.Of([.. shape.ToArray()[..^at], .. shape.ToArray()[^at..][1..]]))];
            if (shapes.Any(shape => shape.Rank >= at && shape[-at] != 1))
            {
                yield return [.. shapes.Select(shape => shape.Rank < at ? shape : Shape.Of([.. shape.ToArray()[..^at], 1, .. shape.ToArray()[^at..][1..]]))];
            }
        }
    }

    private static Shape[] Replace(Shape[] shapes, int index, Shape shape)
    {
        Shape[] result = [.. shapes];
        result[index] = shape;
        return result;
    }
}
