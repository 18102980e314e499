using MiniTorch.Kernels;

namespace MiniTorch;

public partial class NDArray
{
    /// <summary>
    /// A = Q·R for each matrix of […, m, n], with k = min(m, n) orthonormal columns of Q, […, m, k], and an upper triangular R, […, k, n]; by Householder's
    /// reflections. PyTorch: <c>torch.linalg.qr</c>, mode <c>reduced</c>.
    /// </summary>
    /// <exception cref="ArgumentException">There are less than two dimensions.</exception>
    /// <exception cref="NotSupportedException">The type is not floating-point.</exception>
    public (NDArray Q, NDArray R) Qr()
    {
        CheckMatrices("qr", this, isSquare: false);
        (int m, int n) = (Shape[-2], Shape[-1]);
        if (m < n)
        {
            // The first columns decide Q; R takes the rest along.
            (NDArray first, NDArray square) = Slice(-1, 0, m).Qr();
            NDArray wide = Empty(Shape, DType);
            wide.Slice(-1, 0, m).CopyFrom(square);
            wide.Slice(-1, m).CopyFrom(first.Transpose(-2, -1).MatMul(Slice(-1, m)));
            return (first, wide);
        }

        NDArray q = Clone();
        NDArray r = Empty(Shape.With(Rank - 2, n), DType);
        MatrixBatch.Run(new HouseholderQr(m, n), q, r, null, 2L * m * n * n);
        return (q, r);
    }
}
