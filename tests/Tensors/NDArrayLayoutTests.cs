using FsCheck;
using FsCheck.Fluent;

namespace MiniTorch.Tests;

/// <summary>Copies of views, and operations on them, against the elements read one by one.</summary>
public sealed class NDArrayLayoutTests
{
    private static readonly int[] _edges = [1, 2, 3, 4, 5, 7, 8, 9, 15, 16, 17, 31, 32, 33, 63, 65];

    [Theory]
    [MemberData(nameof(Types))]
    public void Matrices_of_every_size_around_a_block_are_transposed(DType dtype)
    {
        foreach (int rows in _edges)
        {
            foreach (int columns in _edges)
            {
                NDArray x = Values([rows + 1, columns + 2], dtype).Slice(0, 1, rows + 1).Slice(1, 1, columns + 1);
                CheckCopy(x.Transpose(0, 1));
                CheckWrite(x.Transpose(0, 1));
            }
        }
    }

    [Theory]
    [InlineData(1100, 70)]
    [InlineData(33, 2051)]
    [InlineData(3, 12000)]
    [InlineData(12000, 3)]
    [InlineData(300, 300)]
    [InlineData(1030, 201)]
    public void Matrices_of_several_blocks_are_transposed(int rows, int columns)
    {
        foreach (DType dtype in NDArrayOracle.AllTypes)
        {
            NDArray x = Values([rows, columns], dtype);
            CheckCopy(x.Transpose(0, 1));
            CheckCopy(x.Slice(1, 0, step: 2).Transpose(0, 1));
            CheckCopy(x.Slice(0, 0, step: 3));
            CheckCopy(x.Slice(1, 1, step: 2));
            CheckCopy(x.Transpose(0, 1).Flip(0));
            CheckCopy(x.Flip(0, 1));
        }
    }

    [Theory]
    [InlineData(DType.Float32)]
    [InlineData(DType.Float64)]
    [InlineData(DType.UInt8)]
    public void Operations_on_large_transposed_matrices_have_the_results_of_their_copies(DType dtype)
    {
        NDArray x = Values([1030, 201], dtype).Transpose(0, 1), y = Values([201, 1030], dtype).Flip(1), a = x.Contiguous(), b = y.Contiguous();
        AssertEqual(a.Add(b), x.Add(b));
        AssertEqual(b.Subtract(a), y.Subtract(x));
        AssertEqual(a.Gt(b), x.Gt(y));
        AssertEqual(a.Addcmul(b, a), x.Addcmul(b, x));
        NDArray inPlace = b.Clone();
        AssertEqual(a.Multiply(b), inPlace.Multiply(x, inPlace));
    }

    [Fact]
    public void Any_view_is_copied_and_written_element_by_element() => Prop.ForAll((byte[] sizes, byte[] choices) =>
    {
        DType dtype = NDArrayOracle.AllTypes[choices.Length % NDArrayOracle.AllTypes.Length];
        NDArray x = View(sizes, choices, dtype);
        CheckCopy(x);
        CheckWrite(x);
    }).Check(Config.QuickThrowOnFailure.WithMaxTest(300));

    [Fact]
    public void Any_views_have_the_results_of_their_copies() => Prop.ForAll((byte[] sizes, byte[] choices) =>
    {
        NDArray x = View(sizes, choices, DType.Float32), y = View(sizes, [.. choices.Reverse()], DType.Float32);
        y = y.Shape == x.Shape ? y : Broadcast(x);
        NDArray a = x.Contiguous().Clone(), b = y.Contiguous().Clone(), mask = a.Gt(b);
        AssertEqual(a.Add(b), x.Add(y));
        AssertEqual(b.Subtract(a), y.Subtract(x));
        AssertEqual(a.Exp(), x.Exp());
        AssertEqual(mask, x.Gt(y));
        AssertEqual(a.Addcmul(b, a, 0.5), x.Addcmul(y, x, 0.5));
        AssertEqual(NDArray.Where(mask, a, b), NDArray.Where(x.Gt(y), x, y));
        AssertEqual(a.To(DType.Int64), x.To(DType.Int64));
        NDArray inPlace = Spread(a);
        AssertEqual(a.Multiply(b), inPlace.Multiply(y, inPlace));
    }).Check(Config.QuickThrowOnFailure.WithMaxTest(300));

    public static TheoryData<DType> Types => [.. NDArrayOracle.AllTypes];

    private static NDArray Values(int[] sizes, DType dtype) => NDArrayOracle.Make(sizes, dtype, Placement.Contiguous, 1);

    // Sizes of 1 to 40, at most a few thousand elements, sliced with steps and in any order.
    private static NDArray View(byte[] sizes, byte[] choices, DType dtype)
    {
        int room = 6000;
        int[] shape = new int[Math.Min(sizes.Length, 5)];
        for (int i = 0; i < shape.Length; i++)
        {
            shape[i] = sizes[i] % 29 == 28 ? 0 : 1 + (sizes[i] % Math.Min(40, room));
            room = Math.Max(1, room / Math.Max(1, shape[i]));
        }

        NDArray x = Values(shape, dtype);
        for (int i = 0; i < x.Rank; i++)
        {
            int choice = i < choices.Length ? choices[i] : 0;
            x = choice % 5 == 1 ? x.Slice(i, 0, step: 1 + (choice % 4)) : choice % 5 == 2 && x.Shape[i] > 1 ? x.Slice(i, 1) : x;
            x = x.Transpose(i, choice % x.Rank);
        }

        return x;
    }

    // Another operand for this: of size 1 in some dimensions.
    private static NDArray Broadcast(NDArray x)
    {
        NDArray y = x.Add(1);
        for (int i = 0; i < y.Rank; i += 2)
        {
            y = y.Shape[i] > 1 ? y.Slice(i, 0, 1) : y;
        }

        return y.Expand(x.Shape);
    }

    // The same elements in the opposite order of dimensions.
    private static NDArray Spread(NDArray x)
    {
        int[] order = [.. Enumerable.Range(0, x.Rank).Reverse()];
        return x.Permute(order).Clone().Permute(order);
    }

    private static void CheckCopy(NDArray view) => Assert.Equal(NDArrayOracle.Read(view), NDArrayOracle.Read(view.Clone()));

    private static void CheckWrite(NDArray view)
    {
        NDArray source = view.Clone();
        NDArray mirrored = view.Rank > 0 ? source.Flip(0) : source;
        view.CopyFrom(mirrored);
        Assert.Equal(NDArrayOracle.Read(mirrored), NDArrayOracle.Read(view));
        view.CopyFrom(source);
    }

    private static void AssertEqual(NDArray expected, NDArray actual)
    {
        Assert.Equal(expected.Shape, actual.Shape);
        Assert.Equal(NDArrayOracle.Read(expected), NDArrayOracle.Read(actual));
    }
}
