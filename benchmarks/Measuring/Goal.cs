namespace MiniTorch.Benchmarks;

internal static class Goal
{
    /// <summary>A figure beside the most that it should be, which is a goal for a quiet machine, not a test.</summary>
    public static void Print(string what, double value, double most) =>
        Console.WriteLine($"  {what,-45} {value,8:N2}, goal at most {most}{(value <= most ? "" : ": MISSED")}");

    /// <summary>A figure beside the least that it should be.</summary>
    public static void PrintLeast(string what, double value, double least) =>
        Console.WriteLine($"  {what,-45} {value,8:N2}, goal at least {least}{(value >= least ? "" : ": MISSED")}");
}
