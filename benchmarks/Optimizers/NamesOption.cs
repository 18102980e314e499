using System.CommandLine;

namespace MiniTorch.Benchmarks;

/// <summary>An option that chooses optimizers.</summary>
internal sealed class NamesOption : Option<string[]>
{
    public NamesOption()
        : base("--only")
    {
        Description = "The optimizers to measure; all if none is named";
        HelpName = "NAME";
        AllowMultipleArgumentsPerToken = true;
        this.AcceptOnlyFromAmong([.. MeasuredOptimizer.All.Select(static optimizer => optimizer.Name)]);
    }

    public MeasuredOptimizer[] Selected(ParseResult result) =>
        result.GetValue(this) is { Length: > 0 } names
            ? [.. MeasuredOptimizer.All.Where(optimizer => names.Contains(optimizer.Name))]
            : MeasuredOptimizer.All;
}
