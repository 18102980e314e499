using MiniTorch.Kernels;

namespace MiniTorch;

public partial class NDArray
{
    /// <summary>
    /// The X with A·X = B for the invertible matrices A of […, n, n], this, by LU decomposition with partial pivoting; or X·A = B. B is […, n, m], whose
    /// batch broadcasts with A's, or vectors: of shape [n], or of A's shape without its last dimension. PyTorch: <c>torch.linalg.solve</c>.
    /// </summary>
    /// <param name="b">B: […, n, m], or […, m, n] if A stands on the right, or vectors.</param>
    /// <param name="left">Whether A stands on the left of X; vectors need it.</param>
    /// <exception cref="ArgumentException">The shapes do not fit, the types differ, or a matrix is singular.</exception>
    /// <exception cref="NotSupportedException">The type is not floating-point.</exception>
    public NDArray Solve(NDArray b, bool left = true)
    {
        CheckMatrices("solve", this, isSquare: true);
        if (HasVectors(b))
        {
            if (!left)
            {
                Throw.Argument("solve", $"vectors stand on the right of the matrices, so that left: must be true; got {Shape} and {b.Shape}");
            }

            b = b.Unsqueeze(-1);
            CheckSystem("solve", this, b, left);
            return Solve(b, isChecked: true, "solve").Squeeze(-1).AsWhole();
        }

        CheckSystem("solve", this, b, left);
        if (!left)
        {
            return Transpose(-2, -1).Solve(b.Transpose(-2, -1), isChecked: true, "solve").Transpose(-2, -1).Clone();
        }

        return Solve(b, isChecked: true, "solve");
    }

    /// <summary>The inverse of each matrix of […, n, n]. PyTorch: <c>torch.linalg.inv</c>.</summary>
    /// <exception cref="ArgumentException">The matrices are not square, or one is singular.</exception>
    /// <exception cref="NotSupportedException">The type is not floating-point.</exception>
    public NDArray Inverse() => Inverse(isChecked: true);

    /// <summary>The determinant of each matrix of […, n, n]; 0 for singular ones, 1 for those of size 0. PyTorch: <c>torch.linalg.det</c>.</summary>
    /// <exception cref="ArgumentException">The matrices are not square.</exception>
    /// <exception cref="NotSupportedException">The type is not floating-point.</exception>
    public NDArray Det()
    {
        CheckMatrices("det", this, isSquare: true);
        NDArray result = Empty(Shape.Of(Shape.AsSpan()[..^2]), DType);
        Determinants(result, isLogarithm: false);
        return result;
    }

    /// <summary>
    /// The sign of each matrix' determinant, −1, 0 or 1, and the logarithm of its magnitude, which is finite even where the
    /// determinant is too great or too small for the type; for singular matrices 0 and −∞. PyTorch: <c>torch.linalg.slogdet</c>.
    /// </summary>
    /// <inheritdoc cref="Det"/>
    public (NDArray Sign, NDArray LogAbsDet) Slogdet()
    {
        CheckMatrices("slogdet", this, isSquare: true);
        NDArray both = Empty(Shape.Of([.. Shape.AsSpan()[..^2], 2]), DType);
        Determinants(both, isLogarithm: true);
        return (both.Select(-1, 0).Clone(), both.Select(-1, 1).Clone());
    }

    /// <summary>Whether <see cref="Solve(NDArray, bool)"/> takes an operand for vectors.</summary>
    internal bool HasVectors(NDArray b) => b.Rank == 1 || (b.Rank == Rank - 1 && b.Shape.AsSpan().SequenceEqual(Shape.AsSpan()[..^1]));

    /// <summary>The inverse, with elements that are not finite where a matrix is singular and that is no error.</summary>
    internal NDArray Inverse(bool isChecked)
    {
        CheckMatrices("inverse", this, isSquare: true);
        return Solve(Eye(Shape[-1], dtype: DType), isChecked, "inverse");
    }

    private NDArray Solve(NDArray b, bool isChecked, string op)
    {
        (int n, int m) = (b.Shape[-2], b.Shape[-1]);
        Shape batch = BroadcastBatches(op, this, b);
        NDArray factors = ExpandBatch(batch).Clone();
        NDArray result = b.ExpandBatch(batch).Clone();
        (int matrix, int pivot) = MatrixBatch.Run(new LinearSolve(n, m), factors, result, Pivots(batch, n), Cube(n) + ((long)n * n * m));
        if (pivot > 0 && isChecked)
        {
            Throw.Argument(op, $"the matrices must not be singular; pivot {pivot} is 0, {Place(factors.Shape, matrix)}");
        }

        return result;
    }

    private void Determinants(NDArray result, bool isLogarithm)
    {
        int n = Shape[-1];
        NDArray pivots = Pivots(Shape.Of(Shape.AsSpan()[..^2]), n);
        MatrixBatch.Run(new Determinant(n, isLogarithm), Clone(), result, pivots, Cube(n));
    }

    private static NDArray Pivots(Shape batch, int n) => Empty(Shape.Of([.. batch, n]), DType.Int32);
}
