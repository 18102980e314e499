namespace MiniTorch.Tests;

/// <summary>Arrays joined: each lies in the result as it was, whichever way its runs are copied.</summary>
public sealed class NDArrayJoinTests
{
    [Theory]
    [InlineData(DType.Float32)]
    [InlineData(DType.Float64)]
    [InlineData(DType.UInt8)]
    public void Each_array_is_a_slice_of_the_result(DType dtype)
    {
        int[][] widths = [[64, 130], [1, 2, 3], [64, 0, 63], [700, 64, 64], [0, 0]];
        foreach (int[] sizes in widths)
        {
            foreach (int rows in (int[])[1, 2, 300])
            {
                for (int dim = 0; dim < 3; dim++)
                {
                    int at = dim;
                    Check([.. sizes.Select((size, i) => NDArrayOracle.Make(Sizes(rows, at, size), dtype, Placement.Contiguous, i + 1))], at);
                }
            }
        }
    }

    [Fact]
    public void Views_and_other_types_join_too()
    {
        NDArray x = NDArrayOracle.Make([100, 80], DType.Float32, Placement.Contiguous, 1), turned = NDArrayOracle.Make([90, 100], DType.Float32, Placement.Contiguous, 2).Transpose(0, 1);
        Check([x, turned, x], 1);
        NDArray whole = NDArrayOracle.Make([100, 70], DType.Int64, Placement.Contiguous, 3);
        NDArray both = NDArray.Cat([x, whole], 1);
        Assert.Equal(DType.Float32, both.DType);
        Assert.Equal(NDArrayOracle.Read(whole.To(DType.Float32)), NDArrayOracle.Read(both.Slice(1, 80)));
    }

    [Fact]
    public void Without_elements_there_may_be_more_rows_than_an_array_could_hold()
    {
        NDArray empty = NDArray.Empty([70_000, 70_000, 0], DType.Float32);
        Assert.Equal(empty.Shape, NDArray.Cat([empty, empty], 2).Shape);
    }

    private static int[] Sizes(int rows, int dim, int size) => dim == 0 ? [size, 2, 2] : dim == 1 ? [rows, size, 2] : [2, rows, size];

    private static void Check(NDArray[] arrays, int dim)
    {
        NDArray result = NDArray.Cat(arrays, dim);
        int start = 0;
        foreach (NDArray array in arrays)
        {
            int end = start + array.Shape[dim];
            Assert.Equal(NDArrayOracle.Read(array), NDArrayOracle.Read(result.Slice(dim, start, end)));
            start = end;
        }

        Assert.Equal(start, result.Shape[dim]);
    }
}
