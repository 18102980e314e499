namespace MiniTorch.Examples.Optimization;

/// <summary>What experiments ask of a descent beside its curve and its path.</summary>
internal static class Paths
{
    extension(Descent run)
    {
        /// <summary>Where it ended.</summary>
        public double[] Last => run.Points[^1];

        /// <summary>0, 1, … for an axis of steps.</summary>
        public double[] StepNumbers => [.. Enumerable.Range(0, run.Points.Count).Select(static step => (double)step)];

        /// <summary>The lengths of the steps along the first variable.</summary>
        public double[] StepLengths =>
            [.. run.Points.Zip(run.Points.Skip(1), static (from, to) => Math.Abs(to[0] - from[0]))];

        /// <summary>One variable, step by step.</summary>
        public double[] Coordinate(int index) => [.. run.Points.Select(point => point[index])];

        /// <summary>The largest difference of a variable at the same step.</summary>
        public double DifferenceFrom(Descent other) =>
            run.Points.Zip(other.Points).Max(static points => points.First.Zip(points.Second, static (a, b) => Math.Abs(a - b)).Max());
    }
}
