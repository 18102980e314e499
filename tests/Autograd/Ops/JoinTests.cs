namespace MiniTorch.Tests;

/// <summary>Tensors put together: their values against an index map, their gradients to both orders.</summary>
public sealed class JoinTests
{
    public static TheoryData<Shape[]> Alike => [.. OpTest.UnaryShapes.Select(static shape => (Shape[])[shape, shape, shape]), [[2, 3]]];

    [Theory]
    [MemberData(nameof(Alike))]
    public void Stack(Shape[] shapes)
    {
        for (int dim = -shapes[0].Rank - 1; dim <= shapes[0].Rank; dim++)
        {
            int at = dim < 0 ? dim + shapes[0].Rank + 1 : dim, given = dim;
            int[] sizes = shapes[0].ToArray();
            OpTest.Check(
                x => Tensor.Stack(x, given),
                x => Plain.Build([.. sizes[..at], x.Length, .. sizes[at..]], index => x[index[at]][[.. index[..at], .. index[(at + 1)..]]]),
                shapes);
        }
    }

    [Fact]
    public void Stack_takes_a_tensor_twice_and_copies()
    {
        Tensor x = Tensor.From([1.0, 2], requiresGrad: true), constant = Tensor.From([3.0, 4]);
        Tensor y = Tensor.Stack([x, constant, x], dim: 1);
        Assert.Equal([1, 3, 1, 2, 4, 2], y.ToArray<double>());
        Assert.False(y.Value.SharesStorageWith(x.Value));
        y.Backward(Tensor.From([1.0, 10, 100, 2, 20, 200], [2, 3]));
        Assert.Equal([101, 202], x.Grad!.ToArray<double>());
        Assert.Null(constant.Grad);
        Assert.False(Tensor.Stack([constant, constant]).RequiresGrad);
    }

    [Fact]
    public void Stack_promotes_types_and_each_gradient_has_its_tensors()
    {
        Tensor single = Tensor.From([1f, 2], requiresGrad: true), real = Tensor.From([0.1, 0.2], requiresGrad: true), index = Tensor.From([7L, 8]);
        Tensor y = Tensor.Stack([single, index, real]);
        Assert.Equal(DType.Float64, y.DType);
        Assert.Equal([1, 2, 7, 8, 0.1, 0.2], y.ToArray<double>());
        y.Sum().Backward();
        Assert.Equal((DType.Float32, DType.Float64), (single.Grad!.DType, real.Grad!.DType));
        Assert.Equal(DType.Int64, Tensor.Stack([index, Tensor.From([true, false])]).DType);
    }

    [Fact]
    public void Wrong_arguments_are_named()
    {
        Tensor x = Tensor.Zeros([2, 3]);
        Assert.Contains("stack: at least one tensor is needed; got none", Message(static () => Tensor.Stack([])), StringComparison.Ordinal);
        Assert.Contains(
            "stack: all tensors must have the same shape; got [2, 3], [2, 3], [3]", Message(() => Tensor.Stack([x, x, Tensor.Zeros([3])])), StringComparison.Ordinal);
        Assert.Contains(
            "stack: dimension 3 is out of range for tensors of shape [2, 3]; it may be -3 to 2", Message(() => Tensor.Stack([x], 3)), StringComparison.Ordinal);
        Assert.Contains("stack: dimension -4", Message(() => Tensor.Stack([x], -4)), StringComparison.Ordinal);
    }

    private static string Message(Func<Tensor> op) => Assert.Throws<ArgumentException>(() => { _ = op(); }).Message;
}
