namespace MiniTorch.Tests;

/// <summary>The helpers that other tests rely on: the golden reader and the comparison.</summary>
public sealed class CommonTests
{
    [Fact]
    public void Tensors_keep_their_type_and_shape()
    {
        GoldenNode node = Golden.Parse("""
            {"a": {"shape": [2, 2], "dtype": "float64", "data": [1, -2.5, 3e-300, 0]}, "b": {"shape": [], "dtype": "int64", "data": [9007199254740993]},
             "c": {"shape": [2], "dtype": "bool", "data": [true, false]}, "d": {"shape": [0, 3], "dtype": "float64", "data": []}, "none": null}
            """);
        Assert.Equal([1, -2.5, 3e-300, 0], node["a"].Tensor(requiresGrad: true)!.ToArray<double>());
        Assert.True(node["a"].IsTensor && node["a"].Tensor(requiresGrad: true)!.RequiresGrad);
        Assert.Equal(9007199254740993, node["b"].Array!.Item<long>());
        Assert.Equal([true, false], node["c"].Array!.ToArray<bool>());
        Assert.Equal([0, 3], node["d"].Array!.Shape);
        Assert.True(node["none"].IsNull);
        Assert.Null(node["none"].Tensor());
        Assert.Equal(["a", "b", "c", "d", "none"], node.Entries.Select(static entry => entry.Key));
        Assert.Contains("'e'", Assert.Throws<KeyNotFoundException>(() => node["e"]).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void NaN_and_infinities_may_stand_bare_or_in_quotes()
    {
        GoldenNode node = Golden.Parse("""{"NaN": "Infinity is a word", "data": [NaN, Infinity,-Infinity , "nan", "-inf", "NaN", 1.5], "x": NaN}""");
        Assert.Equal(
            [double.NaN, double.PositiveInfinity, double.NegativeInfinity, double.NaN, double.NegativeInfinity, double.NaN, 1.5], node["data"].Doubles);
        Assert.Equal(double.NaN, node["x"].Double);
        Assert.Equal("Infinity is a word", node["NaN"].String);
    }

    [Fact]
    public void The_worst_element_is_shown()
    {
        NDArray expected = NDArray.From([1.0, 2, 3, 4], [2, 2]);
        Close.Assert(expected, NDArray.From([1.0, 2 + 1e-11, 3, 4], [2, 2]));
        string message = Fails(() => Close.Assert(expected, NDArray.From([1.0, 2.25, 3.5, 4], [2, 2]), what: "weights"));
        Assert.Contains("weights: 2 of 4 values of shape [2, 2] differ; the worst is [1, 0]: expected 3, got 3.5", message, StringComparison.Ordinal);
        Assert.Contains("expected float64 [2, 2], got float64 [4]", Fails(() => Close.Assert(expected, expected.Reshape(4))), StringComparison.Ordinal);
        Assert.Contains("got float32", Fails(() => Close.Assert(expected, expected.To(DType.Float32))), StringComparison.Ordinal);
        Assert.Contains("got null", Fails(() => Close.Assert(expected, null)), StringComparison.Ordinal);
        Close.Assert((NDArray?)null, null);
    }

    [Theory]
    [InlineData(double.NaN, double.NaN, true)]
    [InlineData(double.NaN, 1, false)]
    [InlineData(1, double.NaN, false)]
    [InlineData(double.PositiveInfinity, double.PositiveInfinity, true)]
    [InlineData(double.PositiveInfinity, double.NegativeInfinity, false)]
    [InlineData(double.PositiveInfinity, 1e300, false)]
    [InlineData(0, -0.0, true)]
    [InlineData(0, 1e-12, true)]
    [InlineData(0, 1.1e-12, false)]
    [InlineData(1e6, 1e6 + 9e-5, true)]
    [InlineData(1e6, 1e6 + 2e-4, false)]
    public void Numbers_agree_within_the_tolerance(double expected, double actual, bool agree)
    {
        if (agree)
        {
            Close.Assert(expected, actual);
        }
        else
        {
            _ = Fails(() => Close.Assert(expected, actual));
        }
    }

    private static string Fails(Action assertion) => Assert.ThrowsAny<Xunit.Sdk.XunitException>(assertion).Message;
}
