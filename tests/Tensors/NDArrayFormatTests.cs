namespace MiniTorch.Tests;

/// <summary>What <c>print</c> writes in PyTorch 1.13, to the letter.</summary>
public sealed class NDArrayFormatTests
{
    [Fact]
    public void One_line()
    {
        float nan = float.NaN, inf = float.PositiveInfinity;
        Assert.Equal("tensor(3.5000)", NDArray.Of(3.5f).ToString());
        Assert.Equal("tensor(-7.)", NDArray.Of(-7f).ToString());
        Assert.Equal("tensor(42)", NDArray.Of(42L).ToString());
        Assert.Equal("tensor(True)", NDArray.Of(true).ToString());
        Assert.Equal("tensor(nan)", NDArray.Of(float.NaN).ToString());
        Assert.Equal("tensor(7, dtype=torch.uint8)", NDArray.Of((byte)7).ToString());
        Assert.Equal("tensor(1.2346e+08)", NDArray.Of(123456789f).ToString());
        Assert.Equal("tensor(1.0000e-05)", NDArray.Of(1e-5f).ToString());
        Assert.Equal("tensor([  1, -20, 300])", NDArray.From([1L, -20, 300]).ToString());
        Assert.Equal("tensor([1, 2], dtype=torch.int32)", NDArray.From([1, 2]).ToString());
        Assert.Equal("tensor([ True, False])", NDArray.From([true, false]).ToString());
        Assert.Equal("tensor([ 1.5000, -2.2500], dtype=torch.float64)", NDArray.From([1.5, -2.25]).ToString());
        Assert.Equal("tensor([ 1., -2., 30.])", NDArray.From([1f, -2, 30]).ToString());
        Assert.Equal("tensor([-0., 1.])", NDArray.From([-0f, 1]).ToString());
        Assert.Equal("tensor([ 1.0000e-01, -1.0250e+01,  1.0000e+03])", NDArray.From([0.1f, -10.25f, 999.9999f]).ToString());
        Assert.Equal("tensor([1.0000e-03, 1.5000e+00, 1.0000e+03])", NDArray.From([0.001f, 1.5f, 1000]).ToString());
        Assert.Equal("tensor([5.0000e-01, 5.0000e+03])", NDArray.From([0.5f, 5000]).ToString());
        Assert.Equal("tensor([   0.0000,    0.5000, -500.0000])", NDArray.From([0, 0.5f, -500]).ToString());
        Assert.Equal("tensor([1.0000e+00, 1.0010e+03, 0.0000e+00])", NDArray.From([1f, 1001, 0]).ToString());
        Assert.Equal("tensor([   2., 2000.])", NDArray.From([2f, 2000]).ToString());
        Assert.Equal("tensor([1.0000e+08, 2.0000e+08])", NDArray.From([100000001f, 200000000]).ToString());
        Assert.Equal("tensor([1.0000e+08, 2.0000e+08])", NDArray.From([1e8f, 2e8f]).ToString());
        Assert.Equal("tensor([9.0000e-05, 8.0000e-05])", NDArray.From([0.00009f, 0.00008f]).ToString());
        Assert.Equal("tensor([0.0001, 0.0002], dtype=torch.float64)", NDArray.From([0.0001, 0.0002]).ToString());
        Assert.Equal("tensor([ 1.0000e+100, -1.0000e-100,   0.0000e+00], dtype=torch.float64)", NDArray.From([1e100, -1e-100, 0]).ToString());
        Assert.Equal("tensor([nan, 1., inf, -inf])", NDArray.From([nan, 1, inf, -inf]).ToString());
        Assert.Equal("tensor([     nan,   0.2500,     -inf, 100.5000])", NDArray.From([nan, 0.25f, -inf, 100.5f]).ToString());
        Assert.Equal("tensor([nan, inf])", NDArray.From([nan, inf]).ToString());
        Assert.Equal("tensor([       nan, 1.0000e-06,       -inf])", NDArray.From([nan, 1e-6f, -inf]).ToString());
        Assert.Equal("tensor([ 0.0312,  0.0938, -0.0312,  2.5000])", NDArray.From([0.03125f, 0.09375f, -0.03125f, 2.5f]).ToString());
        Assert.Equal("tensor([1.0000e+05, 1.0002e+05, 1.0000e+00])", NDArray.From([100005f, 100015, 1]).ToString());
        Assert.Equal("tensor([])", NDArray.Zeros([0]).ToString());
        Assert.Equal("tensor([], dtype=torch.int64)", NDArray.Zeros([0], DType.Int64).ToString());
        Assert.Equal("tensor([], size=(2, 0, 3))", NDArray.Zeros([2, 0, 3]).ToString());
        Assert.Equal("tensor([], size=(0, 2), dtype=torch.bool)", NDArray.Zeros([0, 2], DType.Bool).ToString());
        Assert.Equal("tensor([], dtype=torch.float64)", NDArray.Zeros([0], DType.Float64).ToString());
        Assert.Equal("tensor([10, 11, 12, 13, 14, 15, 16, 17, 18, 19, 20, 21, 22, 23, 24, 25, 26, 27])", NDArray.Arange(10, 28).ToString());
        Assert.Equal("tensor([   0,    1,    2,  ...,  998,  999, 1000])", NDArray.Arange(1001).ToString());
        Assert.Equal(
            "tensor([      0.,    1000.,    2000.,  ...,  998000.,  999000., 1000000.])",
            NDArray.Arange(1001).To(DType.Float32).Multiply(1000).ToString());
        Assert.Equal("tensor([10, 11, 12, 13, 14, 15, 16, 17, 18, 19, 20, 21, 22], dtype=torch.int32)", NDArray.Arange(10, 23).To(DType.Int32).ToString());
    }

    [Fact]
    public void Rows_of_one_width() => Check(
        NDArray.From(new byte[,] { { 1, 255 }, { 30, 4 } }),
        """
            tensor([[  1, 255],
                    [ 30,   4]], dtype=torch.uint8)
            """);

    [Fact]
    public void Rows_of_zeros() => Check(
        NDArray.Zeros([2, 2]),
        """
            tensor([[0., 0.],
                    [0., 0.]])
            """);

    [Fact]
    public void Rank_2() => Check(
        NDArray.Arange(6).To(DType.Float32).Reshape(2, 3),
        """
            tensor([[0., 1., 2.],
                    [3., 4., 5.]])
            """);

    [Fact]
    public void Rank_3() => Check(
        NDArray.Arange(12).Reshape(2, 2, 3),
        """
            tensor([[[ 0,  1,  2],
                     [ 3,  4,  5]],

                    [[ 6,  7,  8],
                     [ 9, 10, 11]]])
            """);

    [Fact]
    public void Rank_4() => Check(
        NDArray.Arange(8).Reshape(2, 1, 2, 2),
        """
            tensor([[[[0, 1],
                      [2, 3]]],


                    [[[4, 5],
                      [6, 7]]]])
            """);

    [Fact]
    public void A_long_row_is_broken() => Check(
        NDArray.Arange(40),
        """
            tensor([ 0,  1,  2,  3,  4,  5,  6,  7,  8,  9, 10, 11, 12, 13, 14, 15, 16, 17,
                    18, 19, 20, 21, 22, 23, 24, 25, 26, 27, 28, 29, 30, 31, 32, 33, 34, 35,
                    36, 37, 38, 39])
            """);

    [Fact]
    public void A_long_row_of_decimals_is_broken() => Check(
        NDArray.Arange(25).Multiply(0.37f),
        """
            tensor([0.0000, 0.3700, 0.7400, 1.1100, 1.4800, 1.8500, 2.2200, 2.5900, 2.9600,
                    3.3300, 3.7000, 4.0700, 4.4400, 4.8100, 5.1800, 5.5500, 5.9200, 6.2900,
                    6.6600, 7.0300, 7.4000, 7.7700, 8.1400, 8.5100, 8.8800])
            """);

    [Fact]
    public void Long_rows_are_broken() => Check(
        NDArray.Arange(60).Reshape(2, 30),
        """
            tensor([[ 0,  1,  2,  3,  4,  5,  6,  7,  8,  9, 10, 11, 12, 13, 14, 15, 16, 17,
                     18, 19, 20, 21, 22, 23, 24, 25, 26, 27, 28, 29],
                    [30, 31, 32, 33, 34, 35, 36, 37, 38, 39, 40, 41, 42, 43, 44, 45, 46, 47,
                     48, 49, 50, 51, 52, 53, 54, 55, 56, 57, 58, 59]])
            """);

    [Fact]
    public void A_long_row_in_scientific_form_is_broken() => Check(
        NDArray.Arange(9).Add(1).Multiply(1e-7),
        """
            tensor([1.0000e-07, 2.0000e-07, 3.0000e-07, 4.0000e-07, 5.0000e-07, 6.0000e-07,
                    7.0000e-07, 8.0000e-07, 9.0000e-07])
            """);

    [Fact]
    public void More_than_1000_elements_are_summarized() => Check(
        NDArray.Arange(10_000).Reshape(100, 100),
        """
            tensor([[   0,    1,    2,  ...,   97,   98,   99],
                    [ 100,  101,  102,  ...,  197,  198,  199],
                    [ 200,  201,  202,  ...,  297,  298,  299],
                    ...,
                    [9700, 9701, 9702,  ..., 9797, 9798, 9799],
                    [9800, 9801, 9802,  ..., 9897, 9898, 9899],
                    [9900, 9901, 9902,  ..., 9997, 9998, 9999]])
            """);

    [Fact]
    public void Many_rows_are_summarized() => Check(
        NDArray.Arange(2000).Divide(8).Reshape(1000, 2),
        """
            tensor([[0.0000e+00, 1.2500e-01],
                    [2.5000e-01, 3.7500e-01],
                    [5.0000e-01, 6.2500e-01],
                    ...,
                    [2.4925e+02, 2.4938e+02],
                    [2.4950e+02, 2.4962e+02],
                    [2.4975e+02, 2.4988e+02]])
            """);

    [Fact]
    public void Long_rows_are_summarized() => Check(
        NDArray.Arange(1002).Reshape(2, 501),
        """
            tensor([[   0,    1,    2,  ...,  498,  499,  500],
                    [ 501,  502,  503,  ...,  999, 1000, 1001]])
            """);

    [Fact]
    public void The_type_has_a_line_of_its_own_where_it_does_not_fit() => Check(
        NDArray.Arange(10, 27).To(DType.Int32),
        """
            tensor([10, 11, 12, 13, 14, 15, 16, 17, 18, 19, 20, 21, 22, 23, 24, 25, 26],
                   dtype=torch.int32)
            """);

    [Fact]
    public void The_type_is_measured_to_the_last_column() => Check(
        NDArray.Arange(10, 24).To(DType.Int32),
        """
            tensor([10, 11, 12, 13, 14, 15, 16, 17, 18, 19, 20, 21, 22, 23],
                   dtype=torch.int32)
            """);

    [Fact]
    public void A_transposed_view() => Check(
        NDArray.Arange(6).Reshape(2, 3).Transpose(0, 1),
        """
            tensor([[0, 3],
                    [1, 4],
                    [2, 5]])
            """);

    // Of many elements only the shown decide the form, and nothing else is visited.
    [Fact]
    public void A_summary_looks_at_the_edges_alone()
    {
        NDArray x = NDArray.Ones([2000]);
        x.Slice(0, 3, 1997).Fill(1e-20);
        Assert.Equal("tensor([1., 1., 1.,  ..., 1., 1., 1.])", x.ToString());
    }

    private static void Check(NDArray x, string expected) => Assert.Equal(expected.ReplaceLineEndings("\n"), x.ToString());
}
