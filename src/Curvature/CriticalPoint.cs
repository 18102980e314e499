namespace MiniTorch.Curvature;

/// <summary>What a point is to a function.</summary>
public enum CriticalPointKind
{
    /// <summary>A local minimum: the gradient is 0 and every direction curves upwards.</summary>
    Minimum,

    /// <summary>A local maximum: the gradient is 0 and every direction curves downwards.</summary>
    Maximum,

    /// <summary>The gradient is 0, some directions curve upwards and some downwards.</summary>
    Saddle,

    /// <summary>The gradient is 0, but in some direction there is no curvature and in none the opposite one: derivatives of higher order decide.</summary>
    Inconclusive,

    /// <summary>The gradient is not 0.</summary>
    NotCritical,
}

/// <summary>
/// A point by its gradient and the eigenvalues of its Hessian, the second-derivative test: positive definite is a minimum, negative definite a maximum, indefinite a
/// saddle, and where an eigenvalue is 0 and the others have one sign nothing follows. Goodfellow and others, "Deep Learning", 4.3.1.
/// </summary>
/// <param name="Kind">The verdict.</param>
/// <param name="Value">f there.</param>
/// <param name="GradientNorm">‖∇f‖.</param>
/// <param name="GradientTolerance">Up to which norm the gradient counts as 0.</param>
/// <param name="Eigen">The Hessian's eigenvalues and vectors.</param>
/// <param name="Definiteness">How many of them are negative, 0 and positive, and up to which magnitude one counts as 0.</param>
public sealed record CriticalPoint(
    CriticalPointKind Kind, double Value, double GradientNorm, double GradientTolerance, SymmetricEigen Eigen, DefinitenessResult Definiteness)
{
    private const string Op = "critical_point";

    /// <summary>Classifies the point where a function is, by its dense Hessian: n products and O(n³).</summary>
    /// <param name="objective">The function at the point.</param>
    /// <param name="gradientTolerance">Up to which norm the gradient counts as 0; by default √ε·|λ|max·max(1, ‖x‖): what
    /// the gradient changes by over √ε of x, 3.5e-4 in float32 and 1.5e-8 in float64, so that the unit of f makes no difference; where H is zero √ε·|f|.</param>
    /// <param name="curvatureTolerance">Up to which magnitude an eigenvalue counts as 0; by default as in <see cref="SymmetricEigen.Definiteness"/>.</param>
    /// <exception cref="ArgumentException">A tolerance is negative or NaN, or the Hessian is not finite or not symmetric.</exception>
    /// <exception cref="InvalidOperationException">The gradient is not finite.</exception>
    public static CriticalPoint Classify(Objective objective, double? gradientTolerance = null, double? curvatureTolerance = null)
    {
        ArgumentNullException.ThrowIfNull(objective);
        if (!(gradientTolerance is null or >= 0))
        {
            Throw.Argument(Op, $"the tolerance of the gradient must be 0 or positive; got {DenseMatrix.Text(gradientTolerance.Value)}");
        }

        double value = objective.Value, norm = Direction.Norm(objective.Gradient());
        if (!double.IsFinite(norm))
        {
            Throw.Invalid(Op, $"the gradient must be finite; its norm is {DenseMatrix.Text(norm)}, where the value is {DenseMatrix.Text(value)}");
        }

        var eigen = SymmetricEigen.Of(objective.Hessian());
        double largest = eigen.Values.ToArray<double>().Max(Math.Abs);
        double size = largest > 0 ? largest * Math.Max(1, Direction.Norm(objective.Point)) : Math.Abs(value);
        double tolerance = gradientTolerance ?? Math.Sqrt(DenseMatrix.Precision(objective.DType)) * size;
        DefinitenessResult definiteness = eigen.Definiteness(curvatureTolerance);
        return new CriticalPoint(norm > tolerance ? CriticalPointKind.NotCritical : KindOf(definiteness.Kind), value, norm, tolerance, eigen, definiteness);
    }

    /// <summary>
    /// The verdict and its grounds: "Saddle: ‖∇f‖ = 0 ≤ 2.98E-08; 1 negative, 0 zero, 1 positive eigenvalues, where |λ| ≤ 8.882E-15 is zero (-2, 2)".
    /// </summary>
    public override string ToString() =>
        $"{Kind}: ‖∇f‖ = {DenseMatrix.Text(GradientNorm)} {(GradientNorm > GradientTolerance ? ">" : "≤")} {DenseMatrix.Text(GradientTolerance)}; "
        + $"{Definiteness.Negative} negative, {Definiteness.Zero} zero, {Definiteness.Positive} positive eigenvalues, "
        + $"where |λ| ≤ {DenseMatrix.Text(Definiteness.Tolerance)} is zero ({DenseMatrix.List(Array.ConvertAll(Eigen.Values.ToArray<double>(), DenseMatrix.Text))})";

    private static CriticalPointKind KindOf(Definiteness kind) => kind switch
    {
        Curvature.Definiteness.PositiveDefinite => CriticalPointKind.Minimum,
        Curvature.Definiteness.NegativeDefinite => CriticalPointKind.Maximum,
        Curvature.Definiteness.Indefinite => CriticalPointKind.Saddle,
        _ => CriticalPointKind.Inconclusive,
    };
}
