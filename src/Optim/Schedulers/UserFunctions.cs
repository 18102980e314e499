namespace MiniTorch.Optim;

/// <summary>The users' functions of the step, one a group.</summary>
internal static class UserFunctions
{
    // From 2¹⁰ to 2¹⁶, two steps an octave.
    private static readonly int[] Steps = [.. Enumerable.Range(20, 13).Select(static i => (int)Math.Round(Math.Pow(2, i / 2.0)))];

    public static Func<int, double>[] ForAll(Func<int, double> function, int groups)
    {
        ArgumentNullException.ThrowIfNull(function);
        return [.. Enumerable.Repeat(function, groups)];
    }

    public static Func<int, double>[] PerGroup(IEnumerable<Func<int, double>> functions, int groups, string label)
    {
        ArgumentNullException.ThrowIfNull(functions);
        Func<int, double>[] all = [.. functions];
        if (all.Length != groups)
        {
            Throw.Argument(label, $"one function a group is needed; got {all.Length} for {groups} groups");
        }

        return all;
    }

    /// <summary>
    /// (ln t, ln ε) at steps far out, where ε is the function or the product of its values so far; null if there are no positive numbers.
    /// </summary>
    public static (double X, double Y)[]? Values(Func<int, double> function, bool areRatios)
    {
        var points = new (double X, double Y)[Steps.Length];
        double sum = 0;
        int taken = 0;
        try
        {
            for (int i = 0; i < Steps.Length; i++)
            {
                while (areRatios && taken < Steps[i])
                {
                    sum += Math.Log(function(++taken));
                }

                points[i] = (Math.Log(Steps[i]), areRatios ? sum : Math.Log(function(Steps[i])));
            }
        }
        catch (Exception error)
            when (error is ArgumentException or IndexOutOfRangeException or InvalidOperationException or ArithmeticException)
        {
            // A table of rates, say, that ends before.
            return null;
        }

        return Array.TrueForAll(points, static point => double.IsFinite(point.Y)) ? points : null;
    }
}
