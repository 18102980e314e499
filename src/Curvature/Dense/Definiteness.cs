namespace MiniTorch.Curvature;

/// <summary>What the signs of a symmetric matrix' eigenvalues say of xᵀAx.</summary>
public enum Definiteness
{
    /// <summary>All eigenvalues are positive: xᵀAx &gt; 0 for every x but 0. So is a matrix without elements.</summary>
    PositiveDefinite,

    /// <summary>None is negative, some are 0.</summary>
    PositiveSemidefinite,

    /// <summary>All are 0.</summary>
    Zero,

    /// <summary>None is positive, some are 0.</summary>
    NegativeSemidefinite,

    /// <summary>All are negative.</summary>
    NegativeDefinite,

    /// <summary>Some are negative and some positive; some may be 0.</summary>
    Indefinite,
}

/// <summary>A matrix' definiteness, and what decided it.</summary>
/// <param name="Kind">The verdict.</param>
/// <param name="Negative">How many eigenvalues are below −<paramref name="Tolerance"/>.</param>
/// <param name="Zero">How many are 0 within the tolerance.</param>
/// <param name="Positive">How many are above it.</param>
/// <param name="Tolerance">Up to which |λ| an eigenvalue counts as 0.</param>
public sealed record DefinitenessResult(Definiteness Kind, int Negative, int Zero, int Positive, double Tolerance)
{
    /// <summary>The verdict and its grounds: "Indefinite: 1 negative, 0 zero, 2 positive eigenvalues, where |λ| ≤ 1.8E-14 is zero".</summary>
    public override string ToString() =>
        $"{Kind}: {Negative} negative, {Zero} zero, {Positive} positive eigenvalues, where |λ| ≤ {DenseMatrix.Text(Tolerance)} is zero";
}
