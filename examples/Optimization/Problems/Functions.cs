namespace MiniTorch.Examples.Optimization;

/// <summary>Functions of two variables, x of shape [2], that experiments share.</summary>
internal static class Functions
{
    /// <summary>(1 − x)² + 100(y − x²)²: a bent valley with its minimum, 0, at (1, 1). Rosenbrock (1960).</summary>
    public static Tensor Rosenbrock(Tensor x) => (1 - x[0]).Square() + 100 * (x[1] - x[0].Square()).Square();

    /// <summary>A function of a vector of two as one of two numbers, for pictures.</summary>
    public static Func<double, double, double> OfNumbers(Func<Tensor, Tensor> function) => (x, y) => function(Tensor.From([x, y])).Item<double>();
}
