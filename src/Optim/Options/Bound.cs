namespace MiniTorch.Optim;

/// <summary>The values that a number may have, and the words that say so.</summary>
internal sealed class Bound(string rule, Func<double, bool> holds)
{
    public static Bound Finite { get; } = new("must be a finite number", double.IsFinite);

    public static Bound NonNegative { get; } = new("must be a finite number of at least 0", static x => x >= 0 && double.IsFinite(x));

    public static Bound Positive { get; } = new("must be a finite number above 0", static x => x > 0 && double.IsFinite(x));

    public static Bound Decay { get; } = new("must be at least 0 and below 1", static x => x is >= 0 and < 1);

    public static Bound Fraction { get; } = new("must be at least 0 and at most 1", static x => x is >= 0 and <= 1);

    public static Bound InnerFraction { get; } = new("must be above 0 and below 1", static x => x is > 0 and < 1);

    public static Bound PositiveFraction { get; } = new("must be above 0 and at most 1", static x => x is > 0 and <= 1);

    public string Rule => rule;

    public bool Holds(double value) => holds(value);
}
