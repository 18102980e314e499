using System.Globalization;
using System.Text.Json;

namespace MiniTorch.Tests.Examples;

/// <summary>The metrics file: its form, and that the figures repeat.</summary>
public sealed class MnistMetricsTests : IDisposable
{
    private readonly DigitFolder _data = new(train: 500, test: 120);

    private string File => _data.File("metrics.json");

    public void Dispose() => _data.Dispose();

    [Fact]
    public void One_JSON_line_an_epoch_holds_these_figures_with_all_their_digits()
    {
        string text = Train("--epochs", "3", "--lr", "0.01");

        string[] lines = text.Split('\n');
        Assert.Equal((4, ""), (lines.Length, lines[3]));
        JsonElement[] epochs = [.. lines[..3].Select(static line => JsonDocument.Parse(line).RootElement)];
        Assert.All(epochs, static epoch => Assert.Equal(
            ["epoch", "train_loss", "test_loss", "test_accuracy", "lr", "seconds"], epoch.EnumerateObject().Select(static p => p.Name)));
        Assert.Equal([1, 2, 3], epochs.Select(static epoch => epoch.GetProperty("epoch").GetInt32()));
        Assert.All(epochs, static epoch => Assert.InRange(epoch.GetProperty("test_accuracy").GetDouble(), 0, 1));
        Assert.All(epochs, static epoch => Assert.True(epoch.GetProperty("seconds").GetDouble() > 0));
        foreach (string loss in (string[])["train_loss", "test_loss"])
        {
            string[] written = [.. epochs.Select(epoch => epoch.GetProperty(loss).GetRawText())];
            Assert.All(written, static raw => Assert.Equal(RoundTrip(raw), raw));
            Assert.All(written, static raw => Assert.True(raw.Length > 10, raw));
        }
    }

    [Fact]
    public void The_learning_rate_is_that_of_the_first_step_and_falls_along_a_cosine()
    {
        double[] rates = [.. Train("--epochs", "4", "--lr", "0.02").Split('\n')[..4]
            .Select(static line => JsonDocument.Parse(line).RootElement.GetProperty("lr").GetDouble())];

        for (int epoch = 0; epoch < 4; epoch++)
        {
            Assert.Equal(0.01 * (1 + Math.Cos(Math.PI * epoch / 4)), rates[epoch], 1e-15);
        }
    }

    [Fact]
    public void Training_learns()
    {
        string last = Train("--epochs", "8", "--lr", "0.01").Split('\n')[7];

        Assert.True(JsonDocument.Parse(last).RootElement.GetProperty("test_accuracy").GetDouble() > 0.9, last);
    }

    [Fact]
    public void An_old_file_is_replaced()
    {
        System.IO.File.WriteAllText(File, "something\nold\n");

        Assert.StartsWith("{\"epoch\":1,", Train("--epochs", "1"), StringComparison.Ordinal);
    }

    [Fact]
    public void Another_seed_gives_other_figures_the_same_seed_the_same()
    {
        string[] dropout = ["--epochs", "2", "--dropout", "0.2"];
        string first = WithoutTime(Train([.. dropout, "--seed", "3"]));

        Assert.Equal(first, WithoutTime(Train([.. dropout, "--seed", "3"])));
        Assert.NotEqual(first, WithoutTime(Train([.. dropout, "--seed", "4"])));
        Assert.NotEqual(first, WithoutTime(Train(["--epochs", "2", "--seed", "3"])));
    }

    [Theory]
    [InlineData("1")]
    [InlineData("3")]
    public void The_figures_on_real_digits_do_not_depend_on_the_number_of_threads(string threads)
    {
        string[] run = ["--limit", "1000", "--epochs", "1", "--dropout", "0.1", "--metrics", File];
        Example.Mnist.Run([.. run, "--threads", "2"]);
        string expected = WithoutTime(System.IO.File.ReadAllText(File));

        Finished finished = Example.Mnist.Run([.. run, "--threads", threads]);

        Assert.Equal(expected, WithoutTime(System.IO.File.ReadAllText(File)));
        Assert.Contains($"threads: {threads}", finished.Output, StringComparison.Ordinal);
    }

    private string Train(params IEnumerable<string> arguments)
    {
        Finished run = Example.Mnist.Run(["--data", _data.Path, "--hidden", "16", "--batch-size", "32", "--metrics", File, .. arguments]);
        Assert.Equal((0, ""), (run.ExitCode, run.Error));
        return System.IO.File.ReadAllText(File);
    }

    private static string RoundTrip(string number) =>
        double.Parse(number, CultureInfo.InvariantCulture).ToString("R", CultureInfo.InvariantCulture);

    private static string WithoutTime(string metrics) =>
        string.Join('\n', metrics.Split('\n').Select(static line => line.Split(",\"seconds\":")[0]));
}
