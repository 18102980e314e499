namespace MiniTorch.Optim;

/// <summary>How a rate goes on for ever, as far as the sums of the rates and of their squares need to know.</summary>
internal enum TailKind
{
    /// <summary>Between two multiples of ρᵗ·t^(−p); ρ = 1 and p = 0 for what stays away from 0 and from infinity.</summary>
    Smooth,

    /// <summary>0 from some step on.</summary>
    Zero,

    /// <summary>Above one and the same number again and again.</summary>
    Returns,

    /// <summary>There is a last step.</summary>
    Ends,

    /// <summary>A function of the user's, or no closed form.</summary>
    Unknown,
}

/// <inheritdoc cref="TailKind"/>
/// <param name="Kind">What is known.</param>
/// <param name="LogRatio">ln ρ.</param>
/// <param name="Power">p; for an unknown tail what is fitted, NaN if nothing is.</param>
/// <param name="Why">For an unknown tail, why it is.</param>
internal sealed record Tail(TailKind Kind, double LogRatio = 0, double Power = 0, string Why = "")
{
    public static Tail Constant { get; } = new(TailKind.Smooth);

    public static Tail Zero { get; } = new(TailKind.Zero);

    public static Tail Returns { get; } = new(TailKind.Returns);

    public static Tail Ends { get; } = new(TailKind.Ends);

    public static Tail EndsAt(double rate) => rate == 0 ? Zero : Constant;

    public static Tail OfPower(double power) => new(TailKind.Smooth, Power: power);

    /// <summary>A factor that counts once in so many steps.</summary>
    public static Tail Geometric(double factor, double every) =>
        factor == 0 ? Zero : new(TailKind.Smooth, LogRatio: Math.Log(factor) / every);

    /// <summary>Fits a power to points (ln t, ln ε) by least squares; without points there is no fit.</summary>
    public static Tail OfFunction((double X, double Y)[]? points, string why = "the rate is a function of the user's")
    {
        if (points is null)
        {
            return new(TailKind.Unknown, Power: double.NaN, Why: why);
        }

        double x = points.Average(static point => point.X), y = points.Average(static point => point.Y);
        double slope = points.Sum(point => (point.X - x) * (point.Y - y)) / points.Sum(point => (point.X - x) * (point.X - x));
        return new(TailKind.Unknown, Power: -slope, Why: why);
    }

    /// <summary>The tail of a product.</summary>
    public static Tail Product(Tail[] factors)
    {
        if (Array.Exists(factors, static factor => factor.Kind == TailKind.Zero))
        {
            return Zero;
        }

        // A sum of decimal numbers is one; what rounding leaves beside ½ or 1 would decide otherwise.
        double ratio = factors.Sum(static factor => factor.LogRatio), power = Math.Round(factors.Sum(static factor => factor.Power), 14);
        if (Array.Find(factors, static factor => factor.Kind != TailKind.Smooth) is { } unknown)
        {
            return new(TailKind.Unknown, ratio, ratio == 0 ? power : double.NaN, unknown.Why);
        }

        // Two factors that undo each other but for rounding are not told apart from those that do not quite.
        return ratio == 0 || Math.Abs(ratio) > 1e-12 * factors.Sum(static factor => Math.Abs(factor.LogRatio))
            ? new(TailKind.Smooth, ratio, power)
            : OfFunction(null, "exponential factors cancel within rounding");
    }
}
