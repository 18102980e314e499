namespace MiniTorch.Curvature;

public sealed partial class SymmetricEigen
{
    /// <summary>What the signs of the eigenvalues say.</summary>
    /// <param name="tolerance">Up to which |λ| an eigenvalue counts as 0; by default 10·n·ε·|λ|max with ε the precision of <see cref="MatrixDType"/>, about what the
    /// rounding of a matrix and of this decomposition can move it. A Hessian that is itself inexact needs a larger one.</param>
    /// <exception cref="ArgumentException">The tolerance is negative or NaN.</exception>
    public DefinitenessResult Definiteness(double? tolerance = null)
    {
        if (!(tolerance is null or >= 0))
        {
            Throw.Argument("definiteness", $"the tolerance must be 0 or positive; got {DenseMatrix.Text(tolerance.Value)}");
        }

        double zero = tolerance ?? 10.0 * Size * DenseMatrix.Precision(MatrixDType) * DenseMatrix.Largest(_values);
        int negative = _values.Count(value => value < -zero), positive = _values.Count(value => value > zero);
        return new DefinitenessResult(Kind(negative, positive), negative, Size - negative - positive, positive, zero);
    }

    private Definiteness Kind(int negative, int positive) =>
        positive == Size ? Curvature.Definiteness.PositiveDefinite
        : negative == Size ? Curvature.Definiteness.NegativeDefinite
        : (negative, positive) switch
        {
            (0, 0) => Curvature.Definiteness.Zero,
            (0, _) => Curvature.Definiteness.PositiveSemidefinite,
            (_, 0) => Curvature.Definiteness.NegativeSemidefinite,
            _ => Curvature.Definiteness.Indefinite,
        };
}
