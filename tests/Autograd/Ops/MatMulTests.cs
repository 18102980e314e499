namespace MiniTorch.Tests;

/// <summary>The matrix product of every combination of ranks.</summary>
public sealed class MatMulTests
{
    public static TheoryData<int[], int[]> Shapes => new()
    {
        { [3], [3] }, { [2, 3], [3] }, { [3], [3, 4] }, { [2, 3], [3, 4] }, { [1, 1], [1, 1] },
        { [4, 2, 3], [3] }, { [3], [4, 3, 2] }, { [4, 2, 3], [3, 2] }, { [2, 3], [4, 3, 2] }, { [4, 2, 3], [4, 3, 2] },
        { [1, 2, 3], [4, 3, 2] }, { [4, 2, 3], [1, 3, 2] }, { [2, 1, 2, 3], [3, 3, 2] }, { [2, 2, 1, 3], [3, 2] }, { [2, 2, 1, 3], [3] }, { [3], [2, 2, 3, 1] },
        { [0], [0] }, { [0, 3], [3, 4] }, { [2, 0], [0, 4] }, { [2, 3], [3, 0] }, { [0, 3], [3] }, { [2, 0], [0] }, { [0], [0, 2] }, { [3], [3, 0] },
        { [2, 2, 0], [0, 3] }, { [2, 2, 0], [0] }, { [2, 2, 3], [3, 0] }, { [0, 2, 3], [3, 2] }, { [2, 0, 3], [3, 2] }, { [0, 2, 3], [0, 3, 2] }, { [2, 3], [0, 3, 2] },
        { [1, 2, 3], [0, 3, 2] }, { [0, 2, 3], [3] },
    };

    [Theory]
    [MemberData(nameof(Shapes))]
    public void Every_combination_of_ranks(int[] a, int[] b) =>
        OpTest.Check(static (a, b) => a.MatMul(b), static (a, b) => a.MatMul(b), [(Shape.Of(a), Shape.Of(b))]);

    [Fact]
    public void A_matrix_times_itself() => OpTest.Check(static x => x.MatMul(x), static x => x.MatMul(x), [[3, 3], [2, 2, 2]]);

    [Theory]
    [InlineData(new[] { 64, 784 }, new[] { 256, 10 }, "matmul: the last dimension of the first operand must equal the second-to-last of the second; got [64, 784] and [256, 10]")]
    [InlineData(new[] { 2, 3 }, new[] { 4 }, "only dimension of the second; got [2, 3] and [4]")]
    [InlineData(new int[0], new[] { 4 }, "matmul: both operands need at least one dimension; got [] and [4]")]
    [InlineData(new[] { 2, 2, 3 }, new[] { 3, 3, 2 }, "matmul: the dimensions before the last two must broadcast: sizes aligned at their end are equal or 1; got [2, 2, 3] and [3, 3, 2]")]
    public void Shapes_that_do_not_fit_are_named(int[] a, int[] b, string message) => Assert.Contains(
        message, Assert.Throws<ArgumentException>(() => Tensor.Zeros(Shape.Of(a)).MatMul(Tensor.Zeros(Shape.Of(b)))).Message, StringComparison.Ordinal);
}
