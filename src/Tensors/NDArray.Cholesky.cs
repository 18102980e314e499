using MiniTorch.Kernels;

namespace MiniTorch;

public partial class NDArray
{
    /// <summary>
    /// The lower triangular L with L·Lᵀ = A for each symmetric positive definite matrix A of […, n, n], or the upper U with Uᵀ·U = A. Only the lower
    /// triangle of A is read, for U only the upper. PyTorch: <c>torch.linalg.cholesky</c>.
    /// </summary>
    /// <param name="upper">Whether the result is U.</param>
    /// <exception cref="ArgumentException">The matrices are not square, or one is not positive definite.</exception>
    /// <exception cref="NotSupportedException">The type is not floating-point.</exception>
    public NDArray Cholesky(bool upper = false)
    {
        CheckMatrices("cholesky", this, isSquare: true);
        NDArray factor = Factor(upper, out int matrix, out int pivot);
        if (pivot > 0)
        {
            Throw.Argument("cholesky", $"the matrices must be positive definite; the leading minor of order {pivot} is not, {Place(Shape, matrix)}");
        }

        return upper ? factor : factor.Transpose(-2, -1).Clone();
    }

    /// <summary>The upper U with Uᵀ·U = A of one matrix, or null if it is not positive definite.</summary>
    internal NDArray? TryCholesky()
    {
        CheckMatrices("cholesky", this, isSquare: true);
        NDArray factor = Factor(upper: true, out _, out int pivot);
        return pivot == 0 ? factor : null;
    }

    /// <summary>
    /// The X with A·X = B, or X·A = B, for triangular matrices A of […, n, n], this, and B of […, n, m]; batches broadcast. The other triangle of A is
    /// not read. Where A has a 0 on its diagonal X is not finite. PyTorch: <c>torch.linalg.solve_triangular</c>.
    /// </summary>
    /// <param name="b">B: […, n, m], or […, m, n] if A stands on the right.</param>
    /// <param name="upper">Whether A is upper triangular.</param>
    /// <param name="left">Whether A stands on the left of X.</param>
    /// <param name="unitriangular">Whether the diagonal of A is taken for 1, and not read.</param>
    /// <exception cref="ArgumentException">The shapes do not fit, or the types differ.</exception>
    /// <exception cref="NotSupportedException">The type is not floating-point.</exception>
    public NDArray SolveTriangular(NDArray b, bool upper, bool left = true, bool unitriangular = false)
    {
        CheckSystem("solve_triangular", this, b, left);
        if (!left)
        {
            return Transpose(-2, -1).SolveTriangular(b.Transpose(-2, -1), !upper, left: true, unitriangular).Transpose(-2, -1).Clone();
        }

        (int n, int m) = (b.Shape[-2], b.Shape[-1]);
        Shape batch = BroadcastBatches("solve_triangular", this, b);
        NDArray result = b.ExpandBatch(batch).Clone();
        NDArray factors = ExpandBatch(batch).Contiguous();
        MatrixBatch.Run(new TriangularSolve(n, m, upper, unitriangular), factors, result, null, (long)n * n * m);
        return result;
    }

    private NDArray Factor(bool upper, out int matrix, out int pivot)
    {
        int n = Shape[-1];
        NDArray factor = (upper ? this : Transpose(-2, -1)).Clone();
        (matrix, pivot) = MatrixBatch.Run(new CholeskyFactorisation(n), factor, null, null, Cube(n));
        return factor;
    }

    private static void CheckSystem(string op, NDArray a, NDArray b, bool left)
    {
        CheckMatrices(op, a, isSquare: true);
        CheckDTypes(op, a, b);
        CheckMatrices(op, b, isSquare: false);
        if (a.Shape[-1] != b.Shape[left ? -2 : -1])
        {
            string place = left ? "the second-to-last size" : "the last size";
            Throw.Argument(op, $"{place} of the right-hand side must equal the size of the matrices; got {a.Shape} and {b.Shape}");
        }
    }
}
