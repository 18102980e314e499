namespace MiniTorch.Curvature;

/// <summary>An approximate eigenvalue and eigenvector of a symmetric operator A.</summary>
/// <param name="Value">λ = vᵀAv, the best eigenvalue for this vector.</param>
/// <param name="Vector">v, of shape [n] and of the operator's type, of length 1.</param>
/// <param name="Residual">‖Av − λv‖, measured by a product of its own. A has an eigenvalue that is no farther from λ than this.</param>
/// <param name="Converged">Whether the residual is within tolerance·|λ|, or, where λ is next to nothing beside ‖A‖, within the rounding of a product.</param>
public sealed record RitzPair(double Value, Tensor Vector, double Residual, bool Converged);

/// <summary>What <see cref="Lanczos.Eigenvalues"/> found.</summary>
/// <param name="Pairs">The wanted pairs, the most extreme first.</param>
/// <param name="Products">The products with the operator that were used, those for the residuals included.</param>
/// <param name="BasisSize">The most vectors held at a time, each of n float64 numbers.</param>
/// <param name="Complete">
/// Whether the search for eigenvalues that one starting vector cannot show came to its end and found no more (see
/// <see cref="Lanczos.Eigenvalues"/>). If not, each pair is still what its residual says, but one that belongs among them may be missing.
/// </param>
public sealed record LanczosResult(IReadOnlyList<RitzPair> Pairs, int Products, int BasisSize, bool Complete)
{
    /// <summary>The eigenvalues, the most extreme first.</summary>
    public double[] Values => [.. Pairs.Select(static pair => pair.Value)];

    /// <summary>Whether every wanted pair converged.</summary>
    public bool Converged => Pairs.All(static pair => pair.Converged);
}
