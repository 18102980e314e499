namespace MiniTorch.Tests.Examples;

/// <summary>Options do what they say.</summary>
public sealed class MnistOptionsTests : IDisposable
{
    private readonly DigitFolder _data = new();

    public void Dispose() => _data.Dispose();

    [Fact]
    public void Without_options_the_digits_beside_the_program_are_used_from_any_folder()
    {
        Finished run = Example.Mnist.RunIn(_data.Path, ["--limit", "256", "--epochs", "1"]);

        Assert.Equal((0, ""), (run.ExitCode, run.Error));
        Assert.Contains("256 of 60,000 training and 10,000 test images of 28×28", run.Output, StringComparison.Ordinal);
        Assert.Contains("Model     235,146 parameters", run.Lines);
        Assert.Contains("Training  adam, batches of 128, seed 0", run.Output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("adam", "1.00e-3")]
    [InlineData("adamw", "1.00e-3")]
    [InlineData("sgd", "1.00e-1")]
    public void Every_optimizer_trains_at_its_usual_rate(string optimizer, string rate)
    {
        Finished run = Train("--optimizer", optimizer);

        Assert.Contains($"Training  {optimizer}, ", run.Output, StringComparison.Ordinal);
        Assert.Contains($"  {rate}  ", run.Output, StringComparison.Ordinal);
    }

    [Fact]
    public void Limit_takes_the_first_images()
    {
        // nothing after the first 20 images counts, hence they may be anything
        string[] limited = ["--limit", "20", "--batch-size", "10"];
        string expected = Train(limited).Lines.First(static line => line.EndsWith(" s", StringComparison.Ordinal))[..45];
        _data.Change(DigitFolder.TrainImages, static file => [.. file[..^(64 * 180)], .. new byte[64 * 180]]);

        Finished run = Train(limited);

        Assert.Contains("20 of 200 training and 50 test images", run.Output, StringComparison.Ordinal);
        Assert.Contains(run.Lines, line => line.StartsWith(expected, StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("200")]
    [InlineData("2147483647")]
    public void A_limit_beyond_the_data_set_takes_all(string limit) =>
        Assert.Contains("          200 training and 50 test images", Train("--limit", limit).Output, StringComparison.Ordinal);

    [Theory]
    [InlineData("1")]
    [InlineData("200")]
    [InlineData("201")]
    [InlineData("2147483647")]
    public void Any_batch_size_trains(string size) =>
        Assert.Contains($"batches of {int.Parse(size):N0},", Train("--batch-size", size).Output, StringComparison.Ordinal);

    [Fact]
    public void More_epochs_than_steps_can_be_counted_are_begun()
    {
        using RunningExample example = Example.Mnist.Start("--data", _data.Path, "--epochs", "2147483647", "--batch-size", "1");
        example.WaitForLine(static line => line.EndsWith(" s", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("24", 64 * 24 + 24 + 24 * 10 + 10)]
    [InlineData("24, 12,6", 64 * 24 + 24 + 24 * 12 + 12 + 12 * 6 + 6 + 6 * 10 + 10)]
    public void Hidden_sets_the_widths(string widths, int parameters) =>
        Assert.Contains($"Model     {parameters:N0} parameters", Train("--hidden", widths).Lines);

    [Fact]
    public void Dropout_is_a_layer_after_each_hidden_one()
    {
        Finished run = Train("--hidden", "8,8", "--dropout", "0.25");

        Assert.Contains("  (3): Dropout(p=0.25)", run.Lines);
        Assert.Contains("  (6): Dropout(p=0.25)", run.Lines);
        Assert.DoesNotContain("Dropout", Train("--hidden", "8,8").Output, StringComparison.Ordinal);
    }

    [Fact]
    public void Compressed_files_train_to_the_same_figures_as_plain_ones()
    {
        string plain = Train().Lines.First(static line => line.EndsWith(" s", StringComparison.Ordinal))[..45];
        _data.Compress(DigitFolder.TrainImages);
        _data.Compress(DigitFolder.TestLabels);

        Assert.Contains(Train().Lines, line => line.StartsWith(plain, StringComparison.Ordinal));
    }

    [Fact]
    public void Images_of_another_size_and_missing_classes_are_fine()
    {
        using DigitFolder other = new(train: 40, test: 3, rows: 5, columns: 11);

        Finished run = Example.Mnist.Run("--data", other.Path, "--epochs", "1", "--hidden", "8");

        Assert.Equal((0, ""), (run.ExitCode, run.Error));
        Assert.Contains("40 training and 3 test images of 5×11", run.Output, StringComparison.Ordinal);
    }

    private Finished Train(params IEnumerable<string> arguments)
    {
        Finished run = Example.Mnist.Run(["--data", _data.Path, "--epochs", "1", .. arguments]);
        Assert.Equal((0, ""), (run.ExitCode, run.Error));
        return run;
    }
}
