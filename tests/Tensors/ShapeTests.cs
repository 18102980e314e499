using FsCheck;
using FsCheck.Fluent;

namespace MiniTorch.Tests;

public sealed class ShapeTests
{
    [Fact]
    public void A_shape_is_its_sizes()
    {
        Shape shape = [2, 3, 4];
        Assert.Equal((3, 24, 3), (shape.Rank, shape.Count, shape.Length));
        Assert.Equal([2, 3, 4], shape.AsSpan().ToArray());
        Assert.Equal([2, 3, 4], shape.ToArray());
        Assert.Equal(new[] { 2, 3, 4 }, shape);
        Assert.Equal((2, 4, 2, 4, 3), (shape[0], shape[2], shape[-3], shape[^1], shape[^2]));
        Assert.Equal("[2, 3, 4]", shape.ToString());
        Assert.Equal(("[]", "[5]"), (Shape.Scalar.ToString(), Shape.Of(5).ToString()));
        Assert.Equal((0, 1), (Shape.Scalar.Rank, Shape.Scalar.Count));
        Assert.Equal(0, Shape.Of(3, 0, 2).Count);
    }

    // Count is the number of elements; the compiler must not take it for the number of sizes.
    [Fact]
    public void A_shape_can_be_spread_into_another()
    {
        Shape batch = [2, 3], empty = [], zero = [5, 0];
        Assert.Equal(Shape.Of(2, 3, 7, 1), [.. batch, 7, 1]);
        Assert.Equal(Shape.Of(9, 2, 3, 5, 0), [9, .. empty, .. batch, .. zero]);
        Assert.True(batch is [2, 3] and [.., 3]);
    }

    [Fact]
    public void A_shape_has_at_most_64_dimensions()
    {
        Assert.Equal(64, Shape.Of(Enumerable.Repeat(1, 64).ToArray()).Rank);
        string message = Assert.Throws<ArgumentException>(static () => Shape.Of(new int[1_000_000])).Message;
        Assert.Equal("shape: there are at most 64 dimensions; got 1000000", message);
    }

    [Fact]
    public void Sizes_handed_out_are_copies()
    {
        Shape shape = Shape.Of(7, 8);
        shape.ToArray()[0] = 1;
        int[] sizes = [7, 8];
        Shape other = Shape.Of(sizes);
        sizes[0] = 9;
        Assert.Equal("[7, 8]", shape.ToString());
        Assert.Equal(shape, other);
    }

    [Fact]
    public void Equal_sizes_are_equal_shapes_and_common_ones_the_same_object() =>
        Prop.ForAll((byte[] a, byte[] b) =>
        {
            int[] left = Small(a), right = Small(b);
            bool equal = left.AsSpan().SequenceEqual(right);
            Shape x = Shape.Of(left), y = Shape.Of(right);
            Assert.Equal(equal, x == y);
            Assert.Equal(equal, x.Equals((object)y));
            Assert.Equal(!equal, x != y);
            Assert.Same(y, Shape.Of(right));
            Assert.Equal(Shape.Of([.. left]).GetHashCode(), x.GetHashCode());
            Assert.Equal(x, Shape.Of(x.AsSpan()));
        }).QuickCheckThrowOnFailure();

    [Fact]
    public void Nothing_equals_null()
    {
        Shape? none = null;
        Assert.True(none == null);
        Assert.False(none == Shape.Scalar);
        Assert.True(Shape.Scalar != none);
        Assert.False(Shape.Scalar.Equals(null));
    }

    [Fact]
    public void Shapes_are_the_same_from_many_threads() =>
        Parallel.For(0, 4, static thread =>
        {
            for (int i = 0; i < 20_000; i++)
            {
                int size = ((i * 7) + thread) % 3000;
                Shape shape = Shape.Of(size, 3);
                Assert.True(shape[0] == size && shape[1] == 3 && shape.Count == size * 3);
            }
        });

    [Theory]
    [InlineData("[-1]", -1)]
    [InlineData("[2, -3, 0]", 2, -3, 0)]
    [InlineData("[-2147483648]", int.MinValue)]
    public void Negative_sizes_are_refused(string printed, params int[] sizes) =>
        Assert.Equal($"shape: sizes must not be negative; got {printed}", Assert.Throws<ArgumentException>(() => Shape.Of(sizes)).Message);

    [Theory]
    [InlineData(int.MaxValue)]
    [InlineData(65536, 65536)]
    [InlineData(65536, 32768)]
    [InlineData(int.MaxValue, int.MaxValue, int.MaxValue)]
    [InlineData(1 << 30, 1 << 30, 1 << 30, 16)]
    public void More_elements_than_an_array_holds_are_refused(params int[] sizes)
    {
        string message = Assert.Throws<ArgumentException>(() => Shape.Of(sizes)).Message;
        Assert.Equal($"shape: an array has at most {Array.MaxLength} elements; [{string.Join(", ", sizes)}] has more", message);
    }

    [Theory]
    [InlineData(0, 0, 65536, 65536)]
    [InlineData(0, 65536, 65536, 0)]
    [InlineData(0, 65536, 0, 65536, 65536)]
    [InlineData(0, int.MaxValue, int.MaxValue, int.MaxValue, 0)]
    [InlineData(0x7FFFFFC7, 0x7FFFFFC7, 1)]
    public void Sizes_beside_a_zero_may_be_any(int count, params int[] sizes) => Assert.Equal(count, Shape.Of(sizes).Count);

    [Theory]
    [InlineData(2, "shape: dimension 2 is out of range for shape [4, 5], which has 2 dimensions")]
    [InlineData(-3, "shape: dimension -3 is out of range for shape [4, 5], which has 2 dimensions")]
    [InlineData(int.MinValue, "shape: dimension -2147483648 is out of range for shape [4, 5], which has 2 dimensions")]
    public void A_dimension_out_of_range_is_named(int dim, string message) =>
        Assert.Equal(message, Assert.Throws<ArgumentException>(() => Shape.Of(4, 5)[dim]).Message);

    [Fact]
    public void Of_one_dimension_the_message_speaks_in_the_singular() =>
        Assert.EndsWith("[4], which has 1 dimension", Assert.Throws<ArgumentException>(static () => Shape.Of(4)[1]).Message, StringComparison.Ordinal);

    [Fact]
    public void Broadcasting_follows_the_rule_index_by_index_and_its_laws() =>
        Prop.ForAll((byte[] a, byte[] b, byte[] c) =>
        {
            Shape x = Shape.Of(Narrow(a)), y = Shape.Of(Narrow(b)), z = Shape.Of(Narrow(c));
            Shape? expected = Naive(x, y);
            Assert.Equal(expected, Try(x, y));
            Assert.Equal(expected, Try(y, x));
            Assert.Equal(x, Try(x, x));
            Assert.Equal(x, Try(x, Shape.Scalar));
            if (Try(x, y) is { } xy && Try(y, z) is { } yz)
            {
                Assert.Equal(Try(xy, z), Try(x, yz));
                Assert.Equal(xy, Try(xy, y));
            }
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(1000));

    [Fact]
    public void Shapes_that_do_not_broadcast_are_both_named() =>
        Assert.Equal(
            "broadcast: shapes must broadcast: sizes aligned at the last dimension are equal or 1; got [2, 3] and [4, 1, 5]",
            Assert.Throws<ArgumentException>(static () => Shape.Broadcast([2, 3], [4, 1, 5])).Message);

    private static int[] Small(byte[] bytes) => [.. bytes.Take(3).Select(static b => b % 3)];

    private static int[] Narrow(byte[] bytes) => [.. bytes.Take(4).Select(static b => b % 8 is 0 ? 0 : b % 8 < 5 ? 1 : b % 8 == 5 ? 2 : 3)];

    private static Shape? Try(Shape x, Shape y)
    {
        try
        {
            return Shape.Broadcast(x, y);
        }
        catch (ArgumentException)
        {
            return null;
        }
    }

    private static Shape? Naive(Shape x, Shape y)
    {
        int rank = Math.Max(x.Rank, y.Rank);
        int[] sizes = new int[rank];
        for (int i = 1; i <= rank; i++)
        {
            int a = i <= x.Rank ? x[-i] : 1, b = i <= y.Rank ? y[-i] : 1;
            if (a != b && a != 1 && b != 1)
            {
                return null;
            }

            sizes[rank - i] = a == 1 ? b : a;
        }

        return Shape.Of(sizes);
    }
}
