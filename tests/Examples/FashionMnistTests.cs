using System.Globalization;

namespace MiniTorch.Tests.Examples;

/// <summary>What docs/mnist.md says of Fashion-MNIST, where it is installed: Debian's package <c>dataset-fashion-mnist</c>.</summary>
public sealed class FashionMnistTests
{
    private const string Folder = "/usr/share/datasets/fashion-mnist";

    [FactWhereInstalled]
    public void A_perceptron_of_three_hidden_layers_sorts_clothes()
    {
        Finished run = Example.Mnist.Run("--data", Folder, "--hidden", "256,128,100", "--epochs", "8");

        Assert.Equal((0, ""), (run.ExitCode, run.Error));
        string result = run.Lines.Single(static line => line.Contains("test images read right", StringComparison.Ordinal));
        double percent = double.Parse(result[(result.LastIndexOf(' ') + 1)..^1], CultureInfo.InvariantCulture);
        Assert.True(percent >= 88.3, result);
    }

    private sealed class FactWhereInstalledAttribute : FactAttribute
    {
        public FactWhereInstalledAttribute() => Skip = Directory.Exists(Folder) ? null : $"{Folder} is not there";
    }
}
