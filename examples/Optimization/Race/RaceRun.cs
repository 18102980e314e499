namespace MiniTorch.Examples.Optimization;

/// <summary>One racer's way over a surface: where it was after 0, 1, … steps.</summary>
/// <param name="X">x after each step.</param>
/// <param name="Y">y after each step.</param>
/// <param name="F">f there.</param>
internal sealed record RaceRun(IReadOnlyList<double> X, IReadOnlyList<double> Y, IReadOnlyList<double> F)
{
    /// <summary>The steps of a race.</summary>
    public const int Steps = 200;

    // Farther from the picture's middle than so many times its size nothing comes back that one would wait for.
    private const double Far = 3;

    /// <summary>What the rates of a surface are multiplied with.</summary>
    public static IReadOnlyList<double> RateFactors { get; } = [1.0 / 3, 1, 3];

    /// <summary>The rate, rounded to two digits, so that what is shown is what was computed with.</summary>
    public static double Rate(Surface surface, int racer, int factor)
    {
        double rate = surface.Rates[racer] * RateFactors[factor];
        double unit = Math.Pow(10, Math.Floor(Math.Log10(rate)) - 1);
        return Math.Round(Math.Round(rate / unit) * unit, 10);
    }

    /// <summary>Runs it; it ends early where it leaves the surroundings of the picture.</summary>
    public static RaceRun Of(Surface surface, Place start, Racer racer, double rate)
    {
        (double X, double Y) middle = ((surface.From.X + surface.To.X) / 2, (surface.From.Y + surface.To.Y) / 2);
        (double X, double Y) reach = (Far * (surface.To.X - surface.From.X), Far * (surface.To.Y - surface.From.Y));
        var descent = Descent.Run(
            surface.Of,
            [start.X, start.Y],
            x => racer.Optimizer(x, rate),
            Steps,
            (at, _) => !(Math.Abs(at[0] - middle.X) < reach.X && Math.Abs(at[1] - middle.Y) < reach.Y));
        return new RaceRun([.. descent.Points.Select(static p => p[0])], [.. descent.Points.Select(static p => p[1])], descent.Values);
    }
}
