namespace MiniTorch.Curvature;

/// <summary>
/// The second-order Taylor model of a function at a point, f(x + s) ≈ f + gᵀs + ½sᵀHs, which along the gradient is f(x − εg) ≈ f − εgᵀg + ½ε²gᵀHg. One gradient
/// and one product with the Hessian make it, a further product predicts any other step; only <see cref="NewtonStep"/> needs the Hessian itself.
/// Goodfellow and others, "Deep Learning", 4.3.1.
/// </summary>
public sealed class TaylorModel
{
    private const string Op = "taylor_model";

    private readonly Objective _objective;

    private TaylorModel(Objective objective)
    {
        (_objective, Point, Value, Gradient) = (objective, objective.Point, objective.Value, objective.Gradient());
        Tensor product = objective.HessianVectorProduct(Gradient);
        GradientSquared = Direction.Dot(Gradient, Gradient);
        GradientCurvature = Direction.Dot(Gradient, product);
        if (!double.IsFinite(Value) || !double.IsFinite(GradientSquared) || !double.IsFinite(GradientCurvature))
        {
            Throw.Invalid(
                Op,
                $"value, gradient and curvature must be finite; f = {DenseMatrix.Text(Value)}, gᵀg = {DenseMatrix.Text(GradientSquared)}, gᵀHg = {DenseMatrix.Text(GradientCurvature)}");
        }

        double zero = 10 * DenseMatrix.Precision(objective.DType) * Direction.Norm(Gradient) * Direction.Norm(product);
        string curvature = $"gᵀHg = {DenseMatrix.Text(GradientCurvature)}";
        (BestRate, Reason) = (GradientSquared, GradientCurvature) switch
        {
            (0, _) => ((double?)null, "the gradient is 0: there is no way down"),
            (_, var c) when c > zero => (GradientSquared / c, $"{curvature} is positive: gᵀg/gᵀHg is the model's minimum along −g"),
            (_, var c) when c < -zero => (null, $"{curvature} is negative: along −g the model falls faster and faster"),
            _ => (null, $"{curvature} is 0 within {DenseMatrix.Text(zero)}: along −g the model falls for ever"),
        };
    }

    /// <summary>x, of shape [n].</summary>
    public Tensor Point { get; }

    /// <summary>f(x).</summary>
    public double Value { get; }

    /// <summary>g = ∇f(x), of shape [n].</summary>
    public Tensor Gradient { get; }

    /// <summary>gᵀg: how fast f falls along −g.</summary>
    public double GradientSquared { get; }

    /// <summary>gᵀHg: by how much that changes on the way.</summary>
    public double GradientCurvature { get; }

    /// <summary>The ε at which the model is lowest along −g, gᵀg/gᵀHg; null where gᵀHg is not positive, for the reason that <see cref="Reason"/> names.</summary>
    public double? BestRate { get; }

    /// <summary>Why this rate is the best, or why there is none.</summary>
    public string Reason { get; }

    /// <summary>The model where a function is: one gradient and one product.</summary>
    /// <param name="objective">The function at the point.</param>
    /// <exception cref="InvalidOperationException">Value, gradient or curvature are not finite.</exception>
    public static TaylorModel At(Objective objective)
    {
        ArgumentNullException.ThrowIfNull(objective);
        return new TaylorModel(objective);
    }

    /// <summary>The step −εg of gradient descent: what the model predicts and what happens. Takes one value of f.</summary>
    /// <param name="rate">ε.</param>
    /// <exception cref="ArgumentException">The rate is not finite.</exception>
    public TaylorStep GradientStep(double rate)
    {
        if (!double.IsFinite(rate))
        {
            Throw.Argument(Op, $"the rate must be finite; got {DenseMatrix.Text(rate)}");
        }

        double linear = -rate * GradientSquared;
        return new TaylorStep(linear, linear + (0.5 * rate * rate * GradientCurvature), ActualChange(Gradient.Value.Multiply(-rate)));
    }

    /// <summary>Any step: what the model predicts and what happens. Takes one product and one value of f.</summary>
    /// <param name="step">s, of shape [n].</param>
    /// <exception cref="ArgumentException">s has another shape or type.</exception>
    /// <exception cref="InvalidOperationException">The function has been moved away from <see cref="Point"/>.</exception>
    public TaylorStep Step(Tensor step)
    {
        CheckPoint();
        double curvature = Direction.Dot(step, _objective.HessianVectorProduct(step)), linear = Direction.Dot(Gradient, step);
        return new TaylorStep(linear, linear + (0.5 * curvature), ActualChange(step.Value));
    }

    /// <summary>
    /// −H⁻¹g, the step to the critical point of the model: its minimum if H is positive definite, else a saddle or a maximum, towards which the step then may well
    /// lead. By the eigenvalues of the dense Hessian: n products and O(n³).
    /// </summary>
    /// <returns>Of shape [n] and the function's type.</returns>
    /// <exception cref="ArgumentException">The Hessian is not finite or not symmetric.</exception>
    /// <exception cref="InvalidOperationException">An eigenvalue is 0 within the tolerance of <see cref="SymmetricEigen.Definiteness"/>, or the function has been moved.</exception>
    public Tensor NewtonStep()
    {
        CheckPoint();
        var eigen = SymmetricEigen.Of(_objective.Hessian());
        DefinitenessResult definiteness = eigen.Definiteness();
        if (definiteness.Zero > 0)
        {
            Throw.Invalid(
                Op, $"the Hessian must be invertible for a Newton step; {definiteness.Zero} of {eigen.Size} eigenvalues are 0 within {DenseMatrix.Text(definiteness.Tolerance)}");
        }

        return new Tensor(eigen.Apply(static value => -1 / value, Gradient).Value.To(_objective.DType));
    }

    /// <summary>The model along −g, and the best rate: "f(x − εg) ≈ 1 - ε·4 + ½ε²·8; best ε = 0.5 (…)".</summary>
    public override string ToString() =>
        $"f(x − εg) ≈ {DenseMatrix.Text(Value)} - ε·{DenseMatrix.Text(GradientSquared)} {(GradientCurvature < 0 ? "-" : "+")} ½ε²·{DenseMatrix.Text(Math.Abs(GradientCurvature))}; "
        + $"{(BestRate is { } rate ? $"best ε = {DenseMatrix.Text(rate)}" : "no best ε")} ({Reason})";

    private double ActualChange(NDArray step) => _objective.ValueAt(new Tensor(Point.Value.Add(step))) - Value;

    private void CheckPoint()
    {
        if (!_objective.Point.Value.Eq(Point.Value).All().Item<bool>())
        {
            Throw.Invalid(Op, "the function has been moved since the model was made; make another with TaylorModel.At");
        }
    }
}
