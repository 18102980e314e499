namespace MiniTorch.Tests;

/// <summary>Views and copies: their values against an index map, their gradients to both orders.</summary>
public sealed class ShapeTests
{
    private static readonly Shape[] Cube = [[2, 3, 4]];

    [Fact]
    public void Reshape()
    {
        OpTest.Check(static x => x.Reshape(4, -1), static x => x.Reshape([4, 6]), Cube);
        OpTest.Check(static x => x.Reshape(2, 3, 2, 2), static x => x.Reshape([2, 3, 2, 2]), Cube);
        OpTest.Check(static x => x.Reshape(1, 24, 1), static x => x.Reshape([1, 24, 1]), Cube);
        OpTest.Check(static x => x.Reshape(-1), static x => x.Reshape([x.Shape.Count]));
        OpTest.Check(static x => x.Reshape([]), static x => x.Reshape([]), [[], [1], [1, 1]]);
        OpTest.Check(static x => x.Reshape(3, 0), static x => x.Reshape([3, 0]), [[0], [2, 0, 3]]);
    }

    [Fact]
    public void Flatten()
    {
        OpTest.Check(static x => x.Flatten(), static x => x.Reshape([x.Shape.Count]));
        OpTest.Check(static x => x.Flatten(1), static x => x.Reshape([2, 12]), Cube);
        OpTest.Check(static x => x.Flatten(0, 1), static x => x.Reshape([6, 4]), Cube);
        OpTest.Check(static x => x.Flatten(-2, -1), static x => x.Reshape([2, 12]), Cube);
        OpTest.Check(static x => x.Flatten(1), static x => x.Reshape([2, 0]), [[2, 0, 3]]);
    }

    [Fact]
    public void Transpose_and_permute()
    {
        OpTest.Check(static x => x.Transpose(0, -1), static x => x.Take([4, 3, 2], static i => [i[2], i[1], i[0]]), Cube);
        OpTest.Check(static x => x.Transpose(1, 1), static x => x, Cube);
        OpTest.Check(static x => x.Permute(2, 0, 1), static x => x.Take([4, 2, 3], static i => [i[1], i[2], i[0]]), Cube);
        OpTest.Check(static x => x.Permute(-1, 0, -2), static x => x.Take([4, 2, 3], static i => [i[1], i[2], i[0]]), Cube);
        OpTest.Check(static x => x.Permute([]), static x => x, [[]]);
        OpTest.Check(static x => x.Transpose(0, 1), static x => x.Reshape([3, 0]), [[0, 3]]);
    }

    [Fact]
    public void Slice()
    {
        OpTest.Check(static x => x.Slice(1, 0, 3, 2), static x => x.Take([2, 2, 4], static i => [i[0], 2 * i[1], i[2]]), Cube);
        OpTest.Check(static x => x.Slice(-1, -3, -1), static x => x.Take([2, 3, 2], static i => [i[0], i[1], i[2] + 1]), Cube);
        OpTest.Check(static x => x.Slice(2, 1), static x => x.Take([2, 3, 3], static i => [i[0], i[1], i[2] + 1]), Cube);
        OpTest.Check(static x => x.Slice(2, 1, 100, 2), static x => x.Take([2, 3, 2], static i => [i[0], i[1], (2 * i[2]) + 1]), Cube);
        OpTest.Check(static x => x.Slice(0, 2), static x => x.Take([0, 3, 4], static i => i), Cube);
        OpTest.Check(static x => x.Slice(1, 2, 1), static x => x.Take([2, 0, 4], static i => i), Cube);
        OpTest.Check(static x => x.Slice(1, 0, 3, 2).Slice(2, 1, 4, 2), static x => x.Take([2, 2, 2], static i => [i[0], 2 * i[1], (2 * i[2]) + 1]), Cube);
    }

    [Fact]
    public void Select()
    {
        OpTest.Check(static x => x.Select(1, 2), static x => x.Take([2, 4], static i => [i[0], 2, i[1]]), Cube);
        OpTest.Check(static x => x.Select(-1, -1), static x => x.Take([2, 3], static i => [i[0], i[1], 3]), Cube);
        OpTest.Check(static x => x.Select(0, -2), static x => x.Take([3, 4], static i => [0, i[0], i[1]]), Cube);
        OpTest.Check(static x => x.Select(0, 1), static x => x.Take([], static _ => [1]), [[3]]);
    }

    [Fact]
    public void Index()
    {
        OpTest.Check(static x => x[1], static x => x.Take([3, 4], static i => [1, i[0], i[1]]), Cube);
        OpTest.Check(static x => x[^1], static x => x.Take([3, 4], static i => [1, i[0], i[1]]), Cube);
        OpTest.Check(static x => x[-2], static x => x.Take([3, 4], static i => [0, i[0], i[1]]), Cube);
        OpTest.Check(static x => x[1, ^1, 2], static x => x.Take([], static _ => [1, 2, 2]), Cube);
        OpTest.Check(static x => x[.., 1..], static x => x.Take([2, 2, 4], static i => [i[0], i[1] + 1, i[2]]), Cube);
        OpTest.Check(static x => x[0, ..2, ^3..^1], static x => x.Take([2, 2], static i => [0, i[0], i[1] + 1]), Cube);
        OpTest.Check(static x => x[.., ^2], static x => x.Take([2, 4], static i => [i[0], 1, i[1]]), Cube);
        OpTest.Check(static x => x[..100], static x => x, Cube);
        OpTest.Check(static x => x[2..2], static x => x.Take([0, 3, 4], static i => i), Cube);
        OpTest.Check(static x => x[3..1], static x => x.Take([0, 3, 4], static i => i), Cube);
        OpTest.Check(static x => x[..], static x => x, [[0, 3], [3]]);
    }

    [Fact]
    public void Squeeze_and_unsqueeze()
    {
        OpTest.Check(static x => x.Squeeze(1), static x => x.Reshape([2, 3]), [[2, 1, 3]]);
        OpTest.Check(static x => x.Squeeze(-1), static x => x.Reshape([2]), [[2, 1]]);
        OpTest.Check(static x => x.Squeeze(0), static x => x, Cube);
        OpTest.Check(static x => x.Squeeze(0), static x => x.Reshape([0]), [[1, 0]]);
        OpTest.Check(static x => x.Unsqueeze(0), static x => x.Reshape([1, .. x.Shape]));
        OpTest.Check(static x => x.Unsqueeze(-1), static x => x.Reshape([.. x.Shape, 1]));
        OpTest.Check(static x => x.Unsqueeze(-2), static x => x.Reshape([2, 3, 1, 4]), Cube);
    }

    [Fact]
    public void Expand()
    {
        OpTest.Check(static x => x.Expand([4, 3, 2]), static x => x.Take([4, 3, 2], static i => [i[1], 0]), [[3, 1]]);
        OpTest.Check(static x => x.Expand([2, 3]), static x => x.Take([2, 3], static _ => []), [[]]);
        OpTest.Check(static x => x.Expand([3, 1]), static x => x, [[3, 1]]);
        OpTest.Check(static x => x.Expand([0, 3]), static x => x.Take([0, 3], static i => i), [[1, 3], [3]]);
        OpTest.Check(static x => x.Expand([2, 0]), static x => x.Take([2, 0], static i => i), [[2, 1], [1, 0]]);
    }

    [Fact]
    public void Copies()
    {
        OpTest.Check(static x => x.Clone(), static x => x);
        OpTest.Check(static x => x.Contiguous(), static x => x);
        Tensor x = Tensor.Randn([3, 4], requiresGrad: true);
        Assert.False(x.Clone().Value.SharesStorageWith(x.Value));
        Assert.True(x.Transpose(0, 1).Clone().Value.IsContiguous);
        Assert.Same(x, x.Contiguous());
    }

    [Fact]
    public void Views_share_their_memory()
    {
        Tensor x = Tensor.Randn([2, 3, 4], requiresGrad: true);
        Assert.All(
            (Tensor[])[x.Reshape(6, 4), x.Flatten(), x.Transpose(0, 1), x.Permute(2, 1, 0), x.Slice(1, 1), x[1, ..2], x.Unsqueeze(0), x[0..1].Squeeze(0), x[0..1].Expand([5, 3, 4]), x.Detach()],
            view => Assert.True(view.Value.SharesStorageWith(x.Value)));
    }

    [Fact]
    public void Gradients_cross_between_the_floating_point_types()
    {
        Tensor x = Tensor.From([1f, 2, 3], requiresGrad: true);
        Tensor y = x.To(DType.Float64);
        Assert.Equal(DType.Float64, y.DType);
        Assert.Same(y, y.To(DType.Float64));
        (y * Tensor.From([0.1, 0.2, 0.3])).Sum().Backward();
        Assert.Equal([0.1f, 0.2f, 0.3f], x.Grad!.ToArray<float>());

        Tensor asInts = y.To(DType.Int64);
        Assert.False(asInts.RequiresGrad);
        Assert.False(asInts.To(DType.Float32).RequiresGrad);
        Assert.Equal([1L, 2, 3], asInts.ToArray<long>());
    }

    [Fact]
    public void A_shape_is_a_list_of_its_sizes()
    {
        Shape shape = [64, 784];
        Assert.Equal([1, 64, 784, 2], (int[])[1, .. shape, 2]);
        Assert.Equal(784, shape[^1]);
        Assert.Equal(64, shape[-2]);
        Assert.True(shape is [64, var columns] && columns == 784);
        Assert.Equal((2, 2, 50176), (shape.Rank, shape.Length, shape.Count));
    }

    [Fact]
    public void Wrong_arguments_are_named()
    {
        Tensor x = Tensor.Zeros([2, 3, 4]);
        Assert.Contains("[5, 5] must hold the 24 elements of [2, 3, 4]", Message(() => x.Reshape(5, 5)), StringComparison.Ordinal);
        Assert.Contains("flatten", Message(() => x.Flatten(2, 1)), StringComparison.Ordinal);
        Assert.Contains("dimension 3 is out of range for shape [2, 3, 4]", Message(() => x.Transpose(0, 3)), StringComparison.Ordinal);
        Assert.Contains("permute", Message(() => x.Permute(0, 1)), StringComparison.Ordinal);
        Assert.Contains("every dimension must occur once", Message(() => x.Permute(0, 1, -2)), StringComparison.Ordinal);
        Assert.Contains("index 2 is out of range for dimension 0", Message(() => x.Select(0, 2)), StringComparison.Ordinal);
        Assert.Contains("index 4 is out of range for dimension 2 of shape [2, 3, 4]", Message(() => x[0..2, 0..3, 4]), StringComparison.Ordinal);
        Assert.Contains("is out of range for dimension 0 of shape [2, 3, 4]", Message(() => x[int.MinValue]), StringComparison.Ordinal);
        Assert.Contains("at most 3 dimensions", Message(() => x[0, 0, 0, 0]), StringComparison.Ordinal);
        Assert.Contains("step must be positive; got 0", Message(() => x.Slice(0, 0, 1, 0)), StringComparison.Ordinal);
        Assert.Contains("got [2, 3, 4], asked for [2, 5, 4]", Message(() => x.Expand([2, 5, 4])), StringComparison.Ordinal);
        Assert.Contains("sizes aligned at the last dimension are equal or 1; got [2, 3, 4] and [2]", Message(() => x + Tensor.Zeros([2])), StringComparison.Ordinal);
    }

    private static string Message(Func<Tensor> op) => Assert.Throws<ArgumentException>(() => { _ = op(); }).Message;
}
