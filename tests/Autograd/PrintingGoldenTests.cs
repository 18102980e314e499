namespace MiniTorch.Tests;

/// <summary>What PyTorch prints, to the letter.</summary>
public sealed class PrintingGoldenTests
{
    private static readonly IReadOnlyList<GoldenNode> _cases = Golden.OwnCases("printing.json");

    public static TheoryData<int> Numbers => [.. Enumerable.Range(0, _cases.Count)];

    [Theory]
    [MemberData(nameof(Numbers))]
    public void The_text_of_a_tensor(int number)
    {
        GoldenNode item = _cases[number];
        Tensor tensor = item["tensor"].Tensor(item["requires_grad"].Bool)!;
        PrintOptions options = Options(item["options"]);
        Assert.Equal(item["text"].String, tensor.ToString(options));
        using (PrintOptions.Use(options))
        {
            Assert.Equal(item["text"].String, tensor.ToString());
        }
    }

    private static PrintOptions Options(GoldenNode node)
    {
        PrintOptions options = PrintOptions.Standard;
        foreach ((string key, GoldenNode value) in node.Entries)
        {
            options = key switch
            {
                "precision" => options with { Precision = value.Int },
                "threshold" => options with { Threshold = value.Int },
                "edgeitems" => options with { EdgeItems = value.Int },
                "linewidth" => options with { LineWidth = value.Int },
                "sci_mode" => options with { SciMode = value.Bool },
                _ => throw new NotSupportedException($"there is no option '{key}'"),
            };
        }

        return options;
    }
}
