namespace MiniTorch.Tests;

/// <summary>What the proofs of products do not show: one operand in both places, and what is refused.</summary>
public sealed class MatMulTests
{
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
