namespace MiniTorch.Optim;

/// <summary>The way from one value to another: a share α of it, while x goes from 0 to 1.</summary>
public enum AnnealStrategy
{
    /// <summary>α = ½(1 − cos πx).</summary>
    Cosine,

    /// <summary>α = x.</summary>
    Linear,
}

/// <inheritdoc cref="AnnealStrategy"/>
internal static class Anneal
{
    // PyTorch saves a function instead.
    public static ChoiceOption<AnnealStrategy> Option(OptionSet owner, AnnealStrategy value) =>
        new(owner, "anneal_strategy", (AnnealStrategy.Cosine, "cos"), (AnnealStrategy.Linear, "linear"))
        {
            MayBeMissing = true,
            Value = value,
        };

    public static double Share(AnnealStrategy strategy, double way) =>
        strategy == AnnealStrategy.Linear ? way : (1 - double.CosPi(way)) / 2;
}
