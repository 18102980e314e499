namespace MiniTorch.Tests;

/// <summary>What the proofs of functions of one number do not show.</summary>
public sealed class UnaryMathTests
{
    [Fact]
    public void Positive_is_the_tensor_itself()
    {
        Tensor x = Tensor.From([1.0, -2], requiresGrad: true);
        Assert.Same(x, +x);
        Assert.Same(x, x.Positive());
        Assert.Throws<NotSupportedException>(static () => +Tensor.From([true]));
    }

    [Fact]
    public void Predicates_have_no_history()
    {
        Tensor x = Tensor.From([1.0, double.NaN], requiresGrad: true);
        foreach (Tensor y in (Tensor[])[x.IsNaN(), x.IsInf(), x.IsPosInf(), x.IsNegInf(), x.IsFinite(), x.SignBit()])
        {
            Assert.False(y.RequiresGrad);
            Assert.Equal(DType.Bool, y.DType);
        }
    }

    [Fact]
    public void In_place_the_tensor_itself_changes_and_its_history_goes_on()
    {
        Tensor x = Tensor.From([0.25, 0.5], requiresGrad: true);
        Tensor y = x * 1;
        Assert.Same(y, y.SinInPlace());
        Assert.Same(y, y.ReciprocalInPlace());
        Close.Assert([1 / Math.Sin(0.25), 1 / Math.Sin(0.5)], y.ToArray<double>());
        y.Sum().Backward();
        Close.Assert([-Math.Cos(0.25) / Math.Pow(Math.Sin(0.25), 2), -Math.Cos(0.5) / Math.Pow(Math.Sin(0.5), 2)], x.Grad!.ToArray<double>());
    }

    [Fact]
    public void In_place_a_leaf_is_refused_and_so_are_integers_that_would_become_floats()
    {
        Tensor leaf = Tensor.From([0.25], requiresGrad: true);
        string message = Assert.Throws<InvalidOperationException>(() => leaf.ErfInPlace()).Message;
        Assert.StartsWith("erf: a leaf that requires a gradient cannot be changed in place", message, StringComparison.Ordinal);
        Assert.Equal(
            "sin: the result is float32 [2], which the destination, int64 [2], does not hold",
            Assert.Throws<ArgumentException>(static () => Tensor.From([1L, 2]).SinInPlace()).Message);
        Assert.Equal([1L, 2], Tensor.From([1L, 2]).FloorInPlace().ToArray<long>());
    }

    [Fact]
    public void What_a_function_saved_must_not_change()
    {
        Tensor x = Tensor.From([0.25, 0.5], requiresGrad: true);
        Tensor y = x * 1;
        Tensor z = y.Sin();
        y.CosInPlace();
        string message = Assert.Throws<InvalidOperationException>(() => z.Sum().Backward()).Message;
        Assert.Contains("'sin' saved", message, StringComparison.Ordinal);
    }

    [Fact]
    public void Wrong_orders_are_named() => Assert.Equal(
        "polygamma: the order must lie in 0 to 170, whose factorial is the greatest that float64 has; got -1",
        Assert.Throws<ArgumentException>(static () => Tensor.Ones([2]).Polygamma(-1)).Message);
}
