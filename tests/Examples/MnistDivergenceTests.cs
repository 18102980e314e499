namespace MiniTorch.Tests.Examples;

/// <summary>A loss that is no longer a number ends the training with a line that says when it happened.</summary>
public sealed class MnistDivergenceTests : IDisposable
{
    private const int Diverged = 1;

    private readonly DigitFolder _data = new();

    private string Metrics => _data.File("metrics.json");

    public void Dispose() => _data.Dispose();

    [Theory]
    [InlineData("adam")]
    [InlineData("sgd")]
    public void The_step_at_which_the_loss_was_lost_is_told(string optimizer)
    {
        Finished run = Train("--optimizer", optimizer, "--lr", "1e30", "--batch-size", "50");

        AssertDiverged(run, @"the loss became (NaN|-?Infinity) at step 2 \(epoch 1, batch 2\)");
        Assert.DoesNotContain("Confusion", run.Output, StringComparison.Ordinal);
        Assert.Equal("", File.ReadAllText(Metrics));
    }

    [Fact]
    public void A_test_loss_lost_by_the_last_step_of_an_epoch_is_told_too()
    {
        Finished run = Train("--lr", "1e30", "--batch-size", "200");

        AssertDiverged(run, @"the test loss became (NaN|-?Infinity) after step 1 \(epoch 1\)");
        Assert.Equal("", File.ReadAllText(Metrics));
    }

    private Finished Train(params IEnumerable<string> arguments) =>
        Example.Mnist.Run(["--data", _data.Path, "--epochs", "3", "--metrics", Metrics, .. arguments]);

    private static void AssertDiverged(Finished run, string expected)
    {
        Assert.Equal(Diverged, run.ExitCode);
        Assert.Matches($"^mnist: {expected}; a smaller --lr may help\n$", run.Error);
    }
}
