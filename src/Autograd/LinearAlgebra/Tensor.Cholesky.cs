namespace MiniTorch;

public sealed partial class Tensor
{
    /// <inheritdoc cref="NDArray.Cholesky"/>
    /// <remarks>The gradient is symmetric, half of it in each triangle, as if both had been read.</remarks>
    public Tensor Cholesky(bool upper = false) => Op.Record(
        "cholesky", Value.Cholesky(upper), upper, save: [Op.Output], (this, static (s, g) => CholeskyBackward(s[0], s.State, g)));

    /// <summary>
    /// The X with A·X = B, […, n, m], where this is the Cholesky factor of A, […, n, n]: L with A = L·Lᵀ, or U with A = Uᵀ·U. Batches broadcast. PyTorch:
    /// <c>torch.cholesky_solve(B, L, upper)</c>, in which B stands first.
    /// </summary>
    /// <param name="b">B.</param>
    /// <param name="upper">Whether this is U.</param>
    /// <exception cref="ArgumentException">The shapes do not fit, or the types differ.</exception>
    /// <exception cref="NotSupportedException">The type is not floating-point.</exception>
    public Tensor CholeskySolve(Tensor b, bool upper = false)
    {
        Tensor first = upper ? Transpose(-2, -1) : this;
        return first.Transpose(-2, -1).SolveTriangular(first.SolveTriangular(b, upper: false), upper: true);
    }

    /// <summary>A⁻¹, where this is the Cholesky factor of A, […, n, n]. PyTorch: <c>torch.cholesky_inverse</c>.</summary>
    /// <inheritdoc cref="CholeskySolve"/>
    public Tensor CholeskyInverse(bool upper = false)
    {
        if (Rank < 2 || Shape[-1] != Shape[-2])
        {
            Throw.Argument("cholesky_inverse", $"the matrices must be square, their last two sizes equal; got {Shape}");
        }

        return CholeskySolve(Eye(Shape[-1], dtype: DType), upper);
    }

    /// <inheritdoc cref="NDArray.SolveTriangular"/>
    public Tensor SolveTriangular(Tensor b, bool upper, bool left = true, bool unitriangular = false) => Op.Record(
        "solve_triangular",
        Value.SolveTriangular(b.Value, upper, left, unitriangular),
        (Upper: upper, Left: left, Unit: unitriangular),
        save: [this, Op.Output],
        (this, static (s, g) => Triangle(SystemBackward(Transposed(s[0], s.State, g), s[1], s.State.Left), s.State)),
        (b, static (s, g) => Transposed(s[0], s.State, g)));

    // The solution of the transposed system.
    private static Tensor Transposed(Tensor a, (bool Upper, bool Left, bool Unit) system, Tensor b) =>
        a.Transpose(-2, -1).SolveTriangular(b, !system.Upper, system.Left, system.Unit);

    // With P = Lᵀ·g the gradient is ½·L⁻ᵀ·(the symmetric matrix with the lower triangle of P)·L⁻¹.
    private static Tensor CholeskyBackward(Tensor factor, bool upper, Tensor gradient)
    {
        Tensor l = upper ? factor.Transpose(-2, -1) : factor;
        Tensor transposed = l.Transpose(-2, -1);
        Tensor middle = transposed.MatMul(upper ? gradient.Transpose(-2, -1) : gradient).SymmetricFromLower();
        return l.SolveTriangular(transposed.SolveTriangular(middle, upper: true), upper: false, left: false) / 2;
    }

    // The gradient of A from that of B and the solution X: −gᴮ·Xᵀ for A·X = B, −Xᵀ·gᴮ for X·A = B.
    private static Tensor SystemBackward(Tensor gradientOfB, Tensor x, bool left) =>
        -(left ? gradientOfB.MatMul(x.Transpose(-2, -1)) : x.Transpose(-2, -1).MatMul(gradientOfB));

    // What a triangular system reads of its matrix.
    private static Tensor Triangle(Tensor matrix, (bool Upper, bool Left, bool Unit) system) =>
        system.Upper ? matrix.Triu(system.Unit ? 1 : 0) : matrix.Tril(system.Unit ? -1 : 0);

    // The symmetric matrices with the lower triangles of these.
    private Tensor SymmetricFromLower() => Tril() + Tril(-1).Transpose(-2, -1);
}
