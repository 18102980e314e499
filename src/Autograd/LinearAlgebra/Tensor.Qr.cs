namespace MiniTorch;

public sealed partial class Tensor
{
    /// <inheritdoc cref="NDArray.Qr"/>
    /// <remarks>The gradient needs the first min(m, n) columns to be independent, as in PyTorch.</remarks>
    public (Tensor Q, Tensor R) Qr()
    {
        (NDArray q, NDArray r) = Value.Qr();
        if (Shape[-2] >= Shape[-1])
        {
            return Qr(this, q, r);
        }

        // Q and the square part of R from the first columns; the rest of R is Qᵀ times the other columns.
        (int m, int n) = (Shape[-2], Shape[-1]);
        (Tensor first, Tensor square) = Qr(Slice(-1, 0, m), q, r.Slice(-1, 0, m).Clone());
        Tensor rest = first.Transpose(-2, -1).MatMul(Slice(-1, m));
        Shape shape = Shape.Of([.. Shape.AsSpan()[..^2], m, n]);
        Tensor wide = SliceBackward(square, (shape, -1, 0, m, 1)) + SliceBackward(rest, (shape, -1, m, n, 1));
        return (first, wide);
    }

    /// <summary>
    /// The X with the least ‖A·X − B‖ for the matrices A of […, m, n], this, of full rank, and B of […, m, k]; where m is less than n the X of least norm
    /// among those with A·X = B. By QR; where A has not full rank X is not finite, or not exact. PyTorch: <c>torch.linalg.lstsq(A, B).solution</c>.
    /// </summary>
    /// <param name="b">B.</param>
    /// <exception cref="ArgumentException">The shapes do not fit, or the types differ.</exception>
    /// <exception cref="NotSupportedException">The type is not floating-point.</exception>
    public Tensor Lstsq(Tensor b)
    {
        Throw.UnlessFloat("lstsq", DType);
        CheckOneType("lstsq", this, b);
        if (Rank < 2 || b.Rank < 2 || Shape[-2] != b.Shape[-2])
        {
            Throw.Argument("lstsq", $"both operands must be matrices with as many rows; got {Shape} and {b.Shape}");
        }

        if (Shape[-2] >= Shape[-1])
        {
            (Tensor q, Tensor r) = Qr();
            return r.SolveTriangular(q.Transpose(-2, -1).MatMul(b), upper: true);
        }

        (Tensor columns, Tensor square) = Transpose(-2, -1).Qr();
        return columns.MatMul(square.Transpose(-2, -1).SolveTriangular(b, upper: false));
    }

    // Two nodes, one a result: what R is to A has Q = A·R⁻¹ in it, what Q is to A has R.
    private static (Tensor Q, Tensor R) Qr(Tensor x, NDArray q, NDArray r)
    {
        Tensor upper = Op.Record("qr_r", r, save: [x, Op.Output], (x, static (s, g) => UpperBackward(s[0], s[1], g)));
        Tensor columns = Op.Record("qr_q", q, save: [upper, Op.Output], (x, static (s, g) => OrthonormalBackward(s[1], s[0], g)));
        return (columns, upper);
    }

    // Q·S·R⁻ᵀ, S symmetric with the lower triangle of R·gᵀ.
    private static Tensor UpperBackward(Tensor x, Tensor r, Tensor gradient)
    {
        Tensor q = r.SolveTriangular(x, upper: true, left: false);
        return TimesInverse(q.MatMul(r.MatMul(gradient.Transpose(-2, -1)).SymmetricFromLower()), r);
    }

    // (g − Q·S)·R⁻ᵀ, S symmetric with the lower triangle of gᵀ·Q.
    private static Tensor OrthonormalBackward(Tensor q, Tensor r, Tensor gradient) =>
        TimesInverse(gradient - q.MatMul(gradient.Transpose(-2, -1).MatMul(q).SymmetricFromLower()), r);

    // x·R⁻ᵀ.
    private static Tensor TimesInverse(Tensor x, Tensor r) => r.Transpose(-2, -1).SolveTriangular(x, upper: false, left: false);
}
