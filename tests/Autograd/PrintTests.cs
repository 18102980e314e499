namespace MiniTorch.Tests;

public sealed class PrintTests
{
    [Fact]
    public void A_result_names_the_operation_that_made_it()
    {
        Tensor x = Tensor.From([1f, 2], requiresGrad: true);
        Assert.Equal("tensor([1., 2.], requires_grad=True)", x.ToString());
        Assert.Equal("tensor([3., 6.], grad_fn=<mul>)", (x * 3).ToString());
        Assert.Equal("tensor(9., grad_fn=<sum>)", (x * 3).Sum().ToString());
        Assert.Equal("tensor([3., 6.])", (x.Detach() * 3).ToString());
    }

    [Fact]
    public void The_debuggers_line()
    {
        Tensor x = Tensor.From([1f, 2], requiresGrad: true);
        Assert.Equal("float32 [2] { 1, 2 }, requires_grad=True", x.DebuggerText);
        Assert.Equal("float32 [2] { 2, 4 }, grad_fn=<mul>", (x * 2).DebuggerText);
        Assert.Equal("float32 [2] { 1, 2 }", x.Detach().DebuggerText);
        Tensor ended;
        using (TensorScope.Begin())
        {
            ended = x * 2;
        }

        Assert.Equal("float32 [2] (its scope has ended), grad_fn=<mul>", ended.DebuggerText);
    }

    [Fact]
    public async Task Default_options_flow_and_end()
    {
        Tensor x = Tensor.From([1.5f, 2.25f]);
        using (PrintOptions.Use(PrintOptions.Short))
        {
            Assert.Equal("tensor([1.50, 2.25])", x.ToString());
            Assert.Equal("tensor([1.50, 2.25])", await Task.Run(x.ToString));
            using (PrintOptions.Use(PrintOptions.Default with { Precision = 1 }))
            {
                Assert.Equal("tensor([1.5, 2.2])", x.ToString());
            }

            Assert.Same(PrintOptions.Short, PrintOptions.Default);
        }

        Assert.Same(PrintOptions.Standard, PrintOptions.Default);
        Assert.Equal("tensor([1.5000, 2.2500])", x.ToString());
        Assert.DoesNotContain("...", Tensor.Arange(2000).ToString(PrintOptions.Full), StringComparison.Ordinal);
    }

    [Fact]
    public void Options_without_sense_are_refused()
    {
        Assert.Equal(
            "print options: Precision must be between 0 and 100; got -1", Assert.Throws<ArgumentException>(static () => new PrintOptions { Precision = -1 }).Message);
        Assert.Throws<ArgumentException>(static () => new PrintOptions { Precision = 101 });
        Assert.Throws<ArgumentException>(static () => new PrintOptions { Threshold = -1 });
        Assert.Throws<ArgumentException>(static () => new PrintOptions { EdgeItems = 0 });
        Assert.Throws<ArgumentException>(static () => new PrintOptions { LineWidth = 0 });
        Assert.Throws<ArgumentNullException>(static () => PrintOptions.Use(null!));
        Assert.Throws<ArgumentNullException>(static () => Tensor.From(1f).ToString(null!));
    }
}
