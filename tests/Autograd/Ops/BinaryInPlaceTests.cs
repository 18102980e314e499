namespace MiniTorch.Tests;

/// <summary>Functions of two and three numbers in place: what derivatives read of the values that are gone, views, types and refusals.</summary>
public sealed class BinaryInPlaceTests
{
    public static TheoryData<string> Operations => [.. Ops.Keys];

    private static Dictionary<string, (Func<Tensor, Tensor, Tensor> InPlace, Func<Tensor, Tensor, Tensor> Out)> Ops { get; } = new()
    {
        ["add, alpha"] = (static (x, y) => x.AddInPlace(y, 3), static (x, y) => x + (3 * y)),
        ["sub, alpha"] = (static (x, y) => x.SubtractInPlace(y, 3), static (x, y) => x - (3 * y)),
        ["fmod"] = (static (x, y) => x.FmodInPlace(y), static (x, y) => x.Fmod(y)),
        ["remainder"] = (static (x, y) => x.RemainderInPlace(y), static (x, y) => x % y),
        ["floor_divide"] = (static (x, y) => x.FloorDivideInPlace(y), static (x, y) => x.FloorDivide(y)),
        ["pow"] = (static (x, y) => x.PowInPlace(y), static (x, y) => x.Pow(y)),
        ["pow number"] = (static (x, y) => x.PowInPlace(3), static (x, y) => x.Pow(3)),
        ["square"] = (static (x, y) => x.SquareInPlace(), static (x, y) => x * x),
        ["atan2"] = (static (x, y) => x.Atan2InPlace(y), static (x, y) => x.Atan2(y)),
        ["hypot"] = (static (x, y) => x.HypotInPlace(y), static (x, y) => x.Hypot(y)),
        ["copysign"] = (static (x, y) => x.CopySignInPlace(-y), static (x, y) => x.CopySign(-y)),
        ["xlogy"] = (static (x, y) => x.XlogyInPlace(y), static (x, y) => x.Xlogy(y)),
        ["heaviside"] = (static (x, y) => x.SubtractInPlace(0.5).HeavisideInPlace(y), static (x, y) => (x - 0.5).Heaviside(y)),
        ["ldexp"] = (static (x, y) => x.LdexpInPlace(y), static (x, y) => x.Ldexp(y)),
        ["clamp"] = (static (x, y) => x.ClampInPlace(0.8, 1.5), static (x, y) => x.Clamp(0.8, 1.5)),
        ["clamp tensors"] = (static (x, y) => x.ClampInPlace(y, y + 0.3), static (x, y) => x.Clamp(y, y + 0.3)),
        ["lerp"] = (static (x, y) => x.LerpInPlace(y, y), static (x, y) => x.Lerp(y, y)),
        ["lerp number"] = (static (x, y) => x.LerpInPlace(y, 0.2), static (x, y) => x.Lerp(y, 0.2)),
        ["addcmul"] = (static (x, y) => x.AddcmulInPlace(y, y, 2), static (x, y) => x + (2 * y * y)),
        ["addcdiv"] = (static (x, y) => x.AddcdivInPlace(y, y + 1, 2), static (x, y) => x + (2 * y / (y + 1))),
        ["pow by itself"] = (static (x, y) => x.PowInPlace(x), static (x, y) => x.Pow(x)),
        ["lerp to itself"] = (static (x, y) => x.LerpInPlace(x[1], x), static (x, y) => x.Lerp(x[1], x)),
        ["addcmul of itself"] = (static (x, y) => x.AddcmulInPlace(x, x[1]), static (x, y) => x + (x * x[1])),
        ["clamp by itself"] = (static (x, y) => x.ClampInPlace(min: x[0]), static (x, y) => x.Clamp(min: x[0])),
    };

    [Theory]
    [MemberData(nameof(Operations))]
    public void Values_and_derivatives_are_those_of_the_other_form(string name)
    {
        (Func<Tensor, Tensor, Tensor> inPlace, Func<Tensor, Tensor, Tensor> apart) = Ops[name];
        var generator = new Generator(1UL);
        Tensor a = Tensor.Rand([2, 3], DType.Float64, requiresGrad: true, generator), b = Tensor.Rand([3], DType.Float64, requiresGrad: true, generator);
        foreach (bool otherNeeds in (bool[])[true, false])
        {
            Tensor other = otherNeeds ? b : b.Detach();
            Tensor[] expected = Autograd.Grad([apart((a * 2) + 0.5, other + 0.5).Square().Sum()], otherNeeds ? [a, b] : [a], materializeGrads: true);
            Tensor whole = (a * 2) + 0.5;
            Assert.Same(whole, inPlace(whole, other + 0.5));
            Close.Assert(apart((a * 2) + 0.5, other + 0.5), whole);
            Tensor[] actual = Autograd.Grad([whole.Square().Sum()], otherNeeds ? [a, b] : [a], materializeGrads: true);
            for (int i = 0; i < actual.Length; i++)
            {
                Close.Assert(expected[i], actual[i]);
            }
        }
    }

    [Fact]
    public void A_number_keeps_the_type()
    {
        Tensor x = Tensor.From([7L, -7]);
        Assert.Equal([1L, -1], x.Clone().FmodInPlace(3).ToArray<long>());
        Assert.Equal([1L, 2], x.Clone().RemainderInPlace(3).ToArray<long>());
        Assert.Equal([2L, -3], x.Clone().FloorDivideInPlace(3).ToArray<long>());
        Assert.Equal([2L, -2], x.Clone().DivideInPlace(3, RoundingMode.Trunc).ToArray<long>());
        Assert.Equal([343L, -343], x.Clone().PowInPlace(3).ToArray<long>());
        Assert.Equal([5L, -5], x.Clone().ClampInPlace(-5, 5).ToArray<long>());
        Assert.Equal([3L, 1], x.Clone().BitwiseAndInPlace(Tensor.From(3L)).ToArray<long>());
        Assert.Equal([-1.5f, -2], Tensor.From([1.5f, 2]).CopySignInPlace(-1).ToArray<float>());
    }

    [Fact]
    public void Beside_a_wider_type_of_the_kind_the_operation_is_one_of_that_type()
    {
        Assert.Equal([2f], Tensor.From([4f]).PowInPlace(Tensor.From([0.5])).ToArray<float>());
        Assert.Equal([4f], Tensor.From([1f]).AddcmulInPlace(Tensor.From([1.5]), Tensor.From([2.0])).ToArray<float>());
        Assert.Equal([1], Tensor.From([7]).RemainderInPlace(Tensor.From([3L])).ToArray<int>());

        // PyTorch 1.13: not 200 % 44, nor 1 / 0, and 1e-50 is no float32.
        Assert.Equal(new byte[] { 200 }, Tensor.From([200L]).To(DType.UInt8).RemainderInPlace(Tensor.From([300L])).ToArray<byte>());
        Assert.Equal([0], Tensor.From([1]).FloorDivideInPlace(Tensor.From([1L << 32])).ToArray<int>());
        Assert.Equal([(float)(1e30f * 1e-50)], Tensor.From([1e30f]).MultiplyInPlace(Tensor.From([1e-50])).ToArray<float>());
        Assert.Equal([1e-20f], Tensor.From([0f]).AddcmulInPlace(Tensor.From([1e30]), Tensor.From([1e-50])).ToArray<float>());
        Assert.Equal([0f], Tensor.From([1e30f]).MultiplyInPlace(Tensor.From(1e-50)).ToArray<float>());
        Assert.Equal([true, true], Tensor.From([true, false]).AddInPlace(Tensor.From([false, true])).ToArray<bool>());
    }

    [Fact]
    public void Beside_a_wider_type_derivatives_have_the_types_of_their_tensors()
    {
        Tensor x = Tensor.From([1e30f, 2], requiresGrad: true), y = Tensor.From([1e-50, 3], requiresGrad: true);
        Tensor product = x.Clone();
        Assert.Same(product, product.MultiplyInPlace(y));
        product.Sum().Backward();
        Assert.Equal([0f, 3], x.Grad!.ToArray<float>());
        Assert.Equal([1e30f, 2.0], y.Grad!.ToArray<double>());
        Assert.Equal([(float)(1e30f * 1e-50), 6], product.ToArray<float>());
    }

    [Fact]
    public void Neither_type_nor_shape_may_change()
    {
        Says("add: the result is int64 [2], which the destination, bool [2], does not hold", static () => Tensor.From([true, false]).AddInPlace(Tensor.From([1L, 2])));
        Says("pow: the result is float32 [2], which the destination, int64 [2], does not hold", static () => Tensor.From([1L, 2]).PowInPlace(Tensor.From([0.5f])));
        Says("atan2: the result is float32 [2], which the destination, int64 [2], does not hold", static () => Tensor.From([1L, 2]).Atan2InPlace(Tensor.From([1L])));
        Says("fmod: the result is float32 [2, 2], which the destination, float32 [2], does not hold", static () => Tensor.Ones([2]).FmodInPlace(Tensor.Ones([2, 2])));
        Says("lerp: the result is float32 [2, 2], which the destination, float32 [2], does not hold", static () => Tensor.Ones([2]).LerpInPlace(Tensor.Ones([2, 2]), 0.5));
        Says("clamp: the result is float32 [2], which the destination, int64 [2], does not hold", static () => Tensor.From([1L, 2]).ClampInPlace(0.5, 1));
        Says("clamp: the result is float64 [2], which the destination, int64 [2], does not hold", static () => Tensor.From([1L, 2]).ClampInPlace(min: Tensor.From([0.5])));
        Says("clamp: a lower bound, an upper bound or both must be given; got neither", static () => Tensor.Ones([2]).ClampInPlace());
        Says("clamp: a lower bound, an upper bound or both must be given; got neither", static () => Tensor.Ones([2]).ClampInPlace((Tensor?)null));

        static void Says(string message, Func<Tensor> call) => Assert.Equal(message, Assert.Throws<ArgumentException>(call).Message);
    }

    [Fact]
    public void Leaves_and_views_are_refused_while_operations_are_recorded()
    {
        Tensor leaf = Tensor.Ones([2], requiresGrad: true), constant = Tensor.Ones([2, 2]);
        Assert.Contains(
            "lerp: a leaf that requires a gradient cannot be changed in place",
            Assert.Throws<InvalidOperationException>(() => leaf.LerpInPlace(Tensor.Zeros([2]), 0.5)).Message,
            StringComparison.Ordinal);
        Assert.Contains(
            "addcmul: a view cannot be changed in place",
            Assert.Throws<InvalidOperationException>(() => constant[0].AddcmulInPlace(Tensor.Zeros([2]), leaf)).Message,
            StringComparison.Ordinal);
        using (Autograd.NoGrad())
        {
            leaf.PowInPlace(2).LerpInPlace(Tensor.Zeros([2]), 0.5);
        }

        Assert.Equal([0.5f, 0.5f], leaf.ToArray<float>());
    }
}
