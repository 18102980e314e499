namespace MiniTorch.Curvature;

/// <summary>By how much a step changes f: as <see cref="TaylorModel"/> predicts it, and really.</summary>
/// <param name="Linear">gᵀs: predicted by the gradient alone.</param>
/// <param name="Quadratic">gᵀs + ½sᵀHs: predicted with the curvature.</param>
/// <param name="Actual">f(x + s) − f(x), in float32 with the rounding of the two values.</param>
public sealed record TaylorStep(double Linear, double Quadratic, double Actual)
{
    /// <summary>Actual / Quadratic, by which trust-region methods judge the model: 1 if it is right.</summary>
    public double Ratio => Actual / Quadratic;

    /// <summary>The three: "predicted -0.4 by the gradient, -0.2 with curvature; actual -0.19".</summary>
    public override string ToString() =>
        $"predicted {DenseMatrix.Text(Linear)} by the gradient, {DenseMatrix.Text(Quadratic)} with curvature; actual {DenseMatrix.Text(Actual)}";
}
