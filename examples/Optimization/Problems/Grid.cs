namespace MiniTorch.Examples.Optimization;

/// <summary>Numbers from a first to a last one, both included.</summary>
internal static class Grid
{
    /// <summary>At equal distances.</summary>
    public static double[] Linear(double first, double last, int count) =>
        [.. Enumerable.Range(0, count).Select(i => first + (last - first) * i / (count - 1))];

    /// <summary>Each the same multiple of the one before.</summary>
    public static double[] Geometric(double first, double last, int count) =>
        [.. Linear(Math.Log(first), Math.Log(last), count).Select(static log => Math.Exp(log))];
}
