namespace MiniTorch.Tests.Examples;

/// <summary>The models to choose from.</summary>
public sealed class MnistModelTests : IDisposable
{
    private readonly DigitFolder _data = new(train: 300, test: 60);

    public void Dispose() => _data.Dispose();

    [Fact]
    public void A_convolutional_network_learns_too()
    {
        Finished run = Example.Mnist.Run("--data", _data.Path, "--model", "cnn", "--epochs", "4", "--batch-size", "16", "--dropout", "0.1", "--metrics", _data.File("m.json"));

        Assert.Equal((0, ""), (run.ExitCode, run.Error));
        Assert.Contains("  (1): Conv2d(1, 16, kernel_size=(3, 3), stride=(1, 1), padding=(1, 1))", run.Lines);
        Assert.Contains("  (10): Dropout(p=0.1)", run.Lines);
        string last = File.ReadAllLines(_data.File("m.json"))[^1];
        double accuracy = System.Text.Json.JsonDocument.Parse(last).RootElement.GetProperty("test_accuracy").GetDouble();
        Assert.True(accuracy > 0.8, last);
    }

    [Fact]
    public void Widths_are_of_a_perceptron_only()
    {
        Finished run = Example.Mnist.Run("--data", _data.Path, "--model", "cnn", "--hidden", "20");

        Assert.Equal((2, "mnist: --hidden is of an mlp; --model cnn has layers of its own\n"), (run.ExitCode, run.Error));
    }

    [Fact]
    public void Another_name_is_refused_with_those_there_are()
    {
        Finished run = Example.Mnist.Run("--model", "rnn");

        Assert.Equal((2, "mnist: --model must be one of mlp, cnn; got 'rnn'\n"), (run.ExitCode, run.Error));
    }
}
