using System.Diagnostics;

namespace MiniTorch.Tests;

public sealed class NDArrayDebugTests
{
    [Fact]
    public void The_debuggers_line_shows_the_first_elements_of_any_view()
    {
        Assert.Equal("float32 [3] { 0.1, 2.5, -3 }", NDArray.From([0.1f, 2.5f, -3]).DebuggerText);
        Assert.Equal("float64 [1] { 0.3333 }", NDArray.From([1.0 / 3]).DebuggerText);
        Assert.Equal("int64 [3, 2] { 0, 3, 1, 4, … }", NDArray.Arange(6).Reshape(2, 3).Transpose(0, 1).DebuggerText);
        Assert.Equal("int32 [2, 4] { 1, 1, 1, 1, … }", NDArray.Of(1).Expand([2, 4]).DebuggerText);
        Assert.Equal("uint8 [4] { 0, 2, 4, 6 }", NDArray.Arange(8, DType.UInt8).Slice(0, 0, 8, 2).DebuggerText);
        Assert.Equal("bool [2] { True, False }", NDArray.From([true, false]).DebuggerText);
        Assert.Equal("float32 [] { NaN }", NDArray.Of(float.NaN).DebuggerText);
        Assert.Equal("float32 [2, 0] {  }", NDArray.Zeros([2, 0]).DebuggerText);
        var attribute = (DebuggerDisplayAttribute)typeof(NDArray).GetCustomAttributes(typeof(DebuggerDisplayAttribute), false).Single();
        Assert.Equal("NDArray {DebuggerText,nq}", attribute.Value);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(100_000)]
    public void It_survives_the_scope_and_reads_no_reused_memory(int count)
    {
        NDArray x;
        using (BufferScope.Begin())
        {
            x = NDArray.Ones([count]);
            Assert.StartsWith($"float32 [{count}] {{ 1", x.DebuggerText, StringComparison.Ordinal);
        }

        Assert.Equal($"float32 [{count}] (its scope has ended)", x.DebuggerText);
    }
}
