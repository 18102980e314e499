using FsCheck;
using FsCheck.Fluent;

namespace MiniTorch.Tests;

/// <summary>The laws of broadcasting, on random shapes.</summary>
public sealed class BroadcastProperties
{
    [Fact]
    public void The_shape_of_a_sum_is_symmetrical() => Prop.ForAll(Shapes.Several(2), static shapes =>
    {
        Shape? left = TryBroadcast(shapes[0], shapes[1]);
        Assert.Equal(left, TryBroadcast(shapes[1], shapes[0]));
        if (left is null)
        {
            Assert.Throws<ArgumentException>(() => Zeros(shapes[0]) + Zeros(shapes[1]));
        }
        else
        {
            Assert.Equal(left, (Zeros(shapes[0]) + Zeros(shapes[1])).Shape);
            Assert.Equal(left, TryBroadcast(left, shapes[0]));
        }
    }).Check(Shapes.Quick);

    [Fact]
    public void The_shape_of_a_sum_is_associative_where_it_is_defined() => Prop.ForAll(Shapes.Several(3), static shapes =>
    {
        Shape? left = TryBroadcast(TryBroadcast(shapes[0], shapes[1]), shapes[2]);
        Shape? right = TryBroadcast(shapes[0], TryBroadcast(shapes[1], shapes[2]));
        Assert.Equal(left, right);
    }).Check(Shapes.Quick.WithMaxTest(1000));

    [Fact]
    public void A_scalar_is_neutral() => Prop.ForAll(Shapes.Any(), static shape =>
    {
        Assert.Equal(shape, Shape.Broadcast(shape, Shape.Scalar));
        Assert.Equal(shape, Shape.Broadcast(Shape.Scalar, shape));
        Assert.Equal(shape, Shape.Broadcast(shape, shape));
    }).Check(Shapes.Quick);

    [Fact]
    public void Sums_and_products_commute_to_the_bit() => Prop.ForAll(Shapes.Broadcasting(2), ArbMap.Default.ArbFor<ulong>(), static (shapes, seed) =>
    {
        var generator = new Generator(seed);
        foreach (DType dtype in (DType[])[DType.Float32, DType.Float64])
        {
            Tensor a = Tensor.Randn(shapes[0], dtype, generator: generator), b = Tensor.Randn(shapes[1], dtype, generator: generator);
            Assert.Equal((a + b).Value.To(DType.Float64).ToArray<double>(), (b + a).Value.To(DType.Float64).ToArray<double>());
            Assert.Equal((a * b).Value.To(DType.Float64).ToArray<double>(), (b * a).Value.To(DType.Float64).ToArray<double>());
        }
    }).Check(Shapes.Quick);

    [Fact]
    public void Broadcasting_is_expanding_first() => Prop.ForAll(Shapes.Broadcasting(2), ArbMap.Default.ArbFor<ulong>(), static (shapes, seed) =>
    {
        var generator = new Generator(seed);
        Tensor a = Tensor.Randn(shapes[0], DType.Float64, requiresGrad: true, generator), b = Tensor.Randn(shapes[1], DType.Float64, requiresGrad: true, generator);
        Shape full = Shape.Broadcast(a.Shape, b.Shape);
        Tensor implied = a * b, spelled = a.Expand(full).Clone() * b.Expand(full).Clone();
        Assert.Equal(spelled.ToArray<double>(), implied.ToArray<double>());
        Tensor seedGradient = Tensor.Randn(full, DType.Float64, generator: generator);
        Tensor[] expected = Autograd.Grad([spelled], [a, b], [seedGradient]), actual = Autograd.Grad([implied], [a, b], [seedGradient]);
        Close.Assert(expected[0], actual[0]);
        Close.Assert(expected[1], actual[1]);
    }).Check(Shapes.Quick);

    private static Tensor Zeros(Shape shape) => Tensor.Zeros(shape);

    private static Shape? TryBroadcast(Shape? a, Shape? b)
    {
        if (a is null || b is null)
        {
            return null;
        }

        try
        {
            return Shape.Broadcast(a, b);
        }
        catch (ArgumentException)
        {
            return null;
        }
    }
}
