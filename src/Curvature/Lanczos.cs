namespace MiniTorch.Curvature;

/// <summary>
/// The Lanczos method: eigenvalues of a symmetric operator from its products with vectors alone, where the matrix itself would not fit.
/// </summary>
public static class Lanczos
{
    private const string Op = "lanczos";

    /// <summary>
    /// The k most extreme eigenvalues with their vectors, by Lanczos with full reorthogonalisation and thick restarts (Wu and Simon 2000;
    /// Golub and Van Loan, ch. 10). It stops as soon as every wanted pair has ‖Av − λv‖ ≤ <paramref name="tolerance"/>·|λ|, measured, or after
    /// <paramref name="maxProducts"/> products; which of the two, the result says. SciPy: <c>scipy.sparse.linalg.eigsh</c>.
    /// </summary>
    /// <remarks>
    /// <para>
    /// The products with one starting vector show one vector to each eigenvalue, however many it has: the Hessian of a linear layer's squared error
    /// has each eigenvalue once for every output. After the wanted pairs have converged the method therefore goes on from a new random vector
    /// orthogonal to the basis, until nothing more turns up: for so many steps that an eigenvalue which was overlooked, and is among the wanted by more than a
    /// tenth of the spread of the spectrum, stays so with a probability below 1 % (Kuczyński and Woźniakowski 1992), and longer while anything closer is unsettled.
    /// That costs about 20 products; <paramref name="checkCopies"/> turns it off.
    /// </para>
    /// <para>
    /// Memory: <see cref="LanczosResult.BasisSize"/>·n float64 numbers, at most <paramref name="maxBasis"/>·n, and the k vectors. A smaller basis is
    /// restarted more often and needs more products. The result has the same bits for any number of threads.
    /// </para>
    /// </remarks>
    /// <param name="op">A: an <see cref="Objective"/>, for its Hessian, or any other symmetric operator.</param>
    /// <param name="k">How many eigenvalues, at least 1 and at most n.</param>
    /// <param name="which">Which.</param>
    /// <param name="tolerance">The residual wanted, relative to |λ|. The error of λ is of the order of its square.</param>
    /// <param name="maxProducts">The most products with A, at least 2k: k are used to measure the residuals.</param>
    /// <param name="maxBasis">The most basis vectors held, at least k + 3 (or n); 64 or 3k, whichever is more, if null.</param>
    /// <param name="checkCopies">Whether to search for further eigenvalues from new starting vectors.</param>
    /// <param name="generator">Draws the starting vectors; the default one if null.</param>
    /// <exception cref="ArgumentException">An argument is out of its range.</exception>
    /// <exception cref="InvalidOperationException">A product is not finite, or the operator is not symmetric.</exception>
    public static LanczosResult Eigenvalues(
        SymmetricOperator op,
        int k = 1,
        SpectrumEnd which = SpectrumEnd.LargestMagnitude,
        double tolerance = 0.01,
        int maxProducts = 200,
        int? maxBasis = null,
        bool checkCopies = true,
        Generator? generator = null)
    {
        ArgumentNullException.ThrowIfNull(op);
        int n = op.Count;
        if (k < 1 || k > n)
        {
            Throw.Argument(Op, $"k must be at least 1 and at most n, the number of eigenvalues; got k = {k}, n = {n}");
        }

        if (!Enum.IsDefined(which))
        {
            Throw.Argument(Op, $"which must be one of {string.Join(", ", Enum.GetNames<SpectrumEnd>())}; got {which}");
        }

        if (!(tolerance > 0) || !double.IsFinite(tolerance))
        {
            Throw.Argument(Op, FormattableString.Invariant($"tolerance must be above 0 and finite; got {tolerance}"));
        }

        if (maxProducts < 2 * (long)k)
        {
            Throw.Argument(Op, $"maxProducts must be at least 2k, k for the vectors and k for their residuals; got {maxProducts}, k = {k}");
        }

        int least = (int)Math.Min(n, k + 3L);
        if (maxBasis < least)
        {
            Throw.Argument(Op, $"maxBasis must be at least {least}, for k = {k} of n = {n}; got {maxBasis}");
        }

        // No more than the products that may be used.
        int capacity = (int)Math.Min(Math.Min(n, maxBasis ?? Math.Max(64, 3L * k)), Math.Max(least, maxProducts));
        return new LanczosSearch(new LanczosProcess(op, capacity, generator), op, k, which, tolerance, maxProducts, checkCopies).Run();
    }
}
