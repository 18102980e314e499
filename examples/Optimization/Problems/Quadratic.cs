namespace MiniTorch.Examples.Optimization;

/// <summary>f(x) = ½·xᵀAx with a symmetric A of given eigenvalues, in float64: its Hessian is A everywhere, its only critical point the origin.</summary>
internal sealed class Quadratic
{
    /// <param name="eigenvalues">λᵢ, along the coordinate axes.</param>
    public Quadratic(params double[] eigenvalues)
        : this(eigenvalues, Tensor.Eye(eigenvalues.Length, dtype: DType.Float64))
    {
    }

    /// <param name="eigenvalues">λᵢ.</param>
    /// <param name="axes">Orthogonal; column i is the direction of λᵢ.</param>
    public Quadratic(double[] eigenvalues, Tensor axes)
    {
        Eigenvalues = eigenvalues;
        Axes = axes;
        Matrix = (axes * Tensor.From(eigenvalues)).MatMul(axes.T);
    }

    public IReadOnlyList<double> Eigenvalues { get; }

    /// <summary>The eigenvectors, as columns.</summary>
    public Tensor Axes { get; }

    /// <summary>A.</summary>
    public Tensor Matrix { get; }

    /// <summary>Axes in a direction of chance: the orthogonal factor of a normal matrix.</summary>
    public static Quadratic Rotated(double[] eigenvalues, Generator generator) =>
        new(eigenvalues, Tensor.Randn([eigenvalues.Length, eigenvalues.Length], DType.Float64, generator: generator).Qr().Q);

    /// <summary>Axes of the plane turned by an angle, counter-clockwise.</summary>
    public static Quadratic Turned(double first, double second, double radians)
    {
        (double sin, double cos) = Math.SinCos(radians);
        return new([first, second], Tensor.From([cos, -sin, sin, cos], [2, 2]));
    }

    /// <summary>f.</summary>
    public Tensor Value(Tensor x) => x.Dot(Matrix.Mv(x)) * 0.5;
}
