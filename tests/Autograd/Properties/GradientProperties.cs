using FsCheck;
using FsCheck.Fluent;

namespace MiniTorch.Tests;

/// <summary>Every operation's gradient on random small shapes, and first and second derivatives of random graphs, against central differences.</summary>
public sealed class GradientProperties
{
    public static TheoryData<string> UnaryOps => [.. ExpressionOps.Unary.Select(static op => op.Name)];

    public static TheoryData<string> BinaryOps => [.. ExpressionOps.Binary.Select(static op => op.Name)];

    [Theory]
    [MemberData(nameof(UnaryOps))]
    public void Gradient_of_every_operation_of_one_tensor(string name)
    {
        ExpressionOp op = ExpressionOps.Unary.Single(op => op.Name == name);
        Prop.ForAll(Shapes.Any(smallest: 1), ArbMap.Default.ArbFor<byte>(), ArbMap.Default.ArbFor<ushort>(), (shape, parameter, seed) =>
            Check(op, parameter, [Uniform(shape, new Generator((ulong)seed))])).Check(Shapes.Quick.WithMaxTest(40));
    }

    [Theory]
    [MemberData(nameof(BinaryOps))]
    public void Gradient_of_every_operation_of_two_tensors(string name)
    {
        ExpressionOp op = ExpressionOps.Binary.Single(op => op.Name == name);
        Prop.ForAll(Shapes.Broadcasting(2, smallest: 1), ArbMap.Default.ArbFor<byte>(), ArbMap.Default.ArbFor<ushort>(), (shapes, parameter, seed) =>
        {
            var generator = new Generator((ulong)seed);
            Check(op, parameter, [Uniform(shapes[0], generator), Uniform(shapes[1], generator)]);
        }).Check(Shapes.Quick.WithMaxTest(40));
    }

    [Fact]
    public void Gradients_of_random_graphs_agree_with_central_differences() => Prop.ForAll(Expression.Arbitrary(50), static expression =>
    {
        Tensor[] leaves = expression.Inputs();
        if (!expression.IsNearKink(leaves))
        {
            Passes(Autograd.GradCheck(expression.Total, leaves));
        }
    }).Check(Shapes.Quick);

    [Fact]
    public void Second_derivatives_of_random_graphs_agree_with_central_differences() => Prop.ForAll(Expression.Arbitrary(8), static expression =>
    {
        Tensor[] leaves = expression.Inputs();
        if (!expression.IsNearKink(leaves))
        {
            Passes(Autograd.GradGradCheck(expression.Total, leaves));
        }
    }).Check(Shapes.Quick.WithMaxTest(60));

    private static void Check(ExpressionOp op, int parameter, Tensor[] inputs)
    {
        if (op.IsNearKink?.Invoke(inputs[0], parameter) is not true)
        {
            Passes(Autograd.GradCheck(x => op.Apply(x[0], x[^1], parameter), inputs));
        }
    }

    private static Tensor Uniform(Shape shape, Generator generator) =>
        new(NDArray.Rand(shape, DType.Float64, generator).Multiply(2).Subtract(1), requiresGrad: true);

    private static void Passes(GradCheckResult result) => Assert.True(result.Passed, result.ToString());
}
