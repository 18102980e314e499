using FsCheck;
using FsCheck.Fluent;

namespace MiniTorch.Tests;

/// <summary>Every operation's gradient on random small shapes, and the laws of backward on random graphs.</summary>
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
    public void Gradients_of_random_graphs_agree_with_central_differences() => Prop.ForAll(Expression.Arbitrary(30), static expression =>
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

    [Fact]
    public void Backward_is_linear() => Prop.ForAll(Expression.Arbitrary(20), ArbMap.Default.ArbFor<ushort>(), static (expression, seed) =>
    {
        Tensor[] leaves = expression.Inputs();
        Tensor y = expression.Last(leaves);
        if (!y.RequiresGrad)
        {
            return;
        }

        var generator = new Generator((ulong)seed);
        Tensor u = Tensor.Randn(y.Shape, DType.Float64, generator: generator), v = Tensor.Randn(y.Shape, DType.Float64, generator: generator);
        Tensor[] Of(Tensor gradient) => Autograd.Grad([y], leaves, [gradient], retainGraph: true, materializeGrads: true);
        Tensor[] ofSum = Of((u * 2.5) + (v * -0.75)), ofU = Of(u), ofV = Of(v);
        for (int i = 0; i < leaves.Length; i++)
        {
            Close.Assert((ofU[i] * 2.5) + (ofV[i] * -0.75), ofSum[i], rtol: 1e-9, atol: 1e-11);
        }
    }).Check(Shapes.Quick);

    [Fact]
    public void Accumulating_twice_is_double_and_a_walk_changes_no_value() => Prop.ForAll(Expression.Arbitrary(20), static expression =>
    {
        Tensor[] leaves = expression.Inputs();
        double[][] before = [.. leaves.Select(static leaf => leaf.ToArray<double>())];
        Tensor y = expression.Total(leaves);
        y.Backward(retainGraph: true);
        NDArray[] once = [.. leaves.Select(static leaf => leaf.Grad!.Value.Clone())];
        y.Backward();
        for (int i = 0; i < leaves.Length; i++)
        {
            Assert.Equal(once[i].Add(once[i]).ToArray<double>(), leaves[i].Grad!.ToArray<double>());
            Assert.Equal(before[i], leaves[i].ToArray<double>());
        }
    }).Check(Shapes.Quick);

    [Fact]
    public void Recording_and_scopes_do_not_change_the_bits() => Prop.ForAll(Expression.Arbitrary(20), static expression =>
    {
        Tensor[] leaves = expression.Inputs();
        Tensor y = expression.Total(leaves);
        double[][] expected = [.. Autograd.Grad([y], leaves, materializeGrads: true).Select(static g => g.ToArray<double>())];
        using (Autograd.NoGrad())
        {
            Assert.Equal(y.Item<double>(), expression.Total(leaves).Item<double>());
        }

        using TensorScope scope = TensorScope.Begin();
        expression.Total(leaves).Backward(createGraph: true);
        for (int i = 0; i < leaves.Length; i++)
        {
            Assert.Equal(expected[i], leaves[i].Grad!.ToArray<double>());
        }
    }).Check(Shapes.Quick);

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
