namespace MiniTorch.Tests;

/// <summary>Functions whose minima are known, of a vector.</summary>
internal static class Functions
{
    public static Func<Tensor, Tensor> Of(string name) => name switch
    {
        "rosenbrock" => Rosenbrock,
        "quadratic" => Quadratic,
        "beale" => Beale,
        "himmelblau" => Himmelblau,
        "booth" => Booth,
        _ => throw new NotSupportedException($"there is no function '{name}'"),
    };

    /// <summary>Σ 100(x[i+1] − x[i]²)² + (1 − x[i])²; 0 at ones.</summary>
    public static Tensor Rosenbrock(Tensor x)
    {
        Tensor left = x.Slice(0, 0, -1), right = x.Slice(0, 1);
        return ((100 * (right - left.Square()).Square()) + (1 - left).Square()).Sum();
    }

    /// <summary>½ Σ (i+1)·x[i]² + Σ x[i]; smallest at x[i] = −1/(i+1).</summary>
    public static Tensor Quadratic(Tensor x)
    {
        Tensor weights = new(NDArray.Arange(1, x.Count + 1).To(x.DType));
        return (0.5 * weights * x * x).Sum() + x.Sum();
    }

    /// <summary>(1.5 − a + ab)² + (2.25 − a + ab²)² + (2.625 − a + ab³)²; 0 at (3, ½).</summary>
    public static Tensor Beale(Tensor x)
    {
        (Tensor a, Tensor b) = (x.Select(0, 0), x.Select(0, 1));
        return (1.5 - a + (a * b)).Square() + (2.25 - a + (a * b * b)).Square() + (2.625 - a + (a * b * b * b)).Square();
    }

    /// <summary>(a² + b − 11)² + (a + b² − 7)²; 0 at (3, 2) and three more points.</summary>
    public static Tensor Himmelblau(Tensor x)
    {
        (Tensor a, Tensor b) = (x.Select(0, 0), x.Select(0, 1));
        return ((a * a) + b - 11).Square() + (a + (b * b) - 7).Square();
    }

    /// <summary>(a + 2b − 7)² + (2a + b − 5)²; 0 at (1, 3).</summary>
    public static Tensor Booth(Tensor x)
    {
        (Tensor a, Tensor b) = (x.Select(0, 0), x.Select(0, 1));
        return (a + (2 * b) - 7).Square() + ((2 * a) + b - 5).Square();
    }

    /// <summary>Clears the gradient of the optimizer's parameters, evaluates and differentiates.</summary>
    public static Func<Tensor> Closure(MiniTorch.Optim.Optimizer optimizer, Func<Tensor> loss) => () =>
    {
        optimizer.ZeroGrad();
        Tensor value = loss();
        value.Backward();
        return value;
    };
}
