namespace MiniTorch;

public sealed partial class Tensor
{
    /// <summary>
    /// Aⁿ of the square matrices of […, m, m], by repeated squaring; A⁰ is the identity, a negative power that of the inverse. PyTorch:
    /// <c>torch.linalg.matrix_power</c>.
    /// </summary>
    /// <exception cref="ArgumentException">The matrices are not square, or one is singular and <paramref name="n"/> negative.</exception>
    public Tensor MatrixPower(int n)
    {
        if (Rank < 2 || Shape[-1] != Shape[-2])
        {
            Throw.Argument("matrix_power", $"the matrices must be square, their last two sizes equal; got {Shape}");
        }

        if (n is 0 or 1)
        {
            return n == 0 ? Eye(Shape[-1], dtype: DType).Expand(Shape).Clone() : Clone();
        }

        Tensor square = n < 0 ? Inverse() : this;
        Tensor? result = null;
        for (uint rest = (uint)Math.Abs((long)n); rest > 0; rest >>= 1)
        {
            if ((rest & 1) == 1)
            {
                result = result is null ? square : result.MatMul(square);
            }

            square = rest > 1 ? square.MatMul(square) : square;
        }

        return result!;
    }

    /// <summary>
    /// The product of several matrices, in the order of least cost; the first may be a row vector [k], the last a column vector. PyTorch:
    /// <c>torch.linalg.multi_dot</c>.
    /// </summary>
    /// <param name="tensors">At least two.</param>
    /// <exception cref="ArgumentException">There are too few, one has a wrong rank, inner sizes differ, or the types do.</exception>
    public static Tensor MultiDot(params ReadOnlySpan<Tensor> tensors)
    {
        if (tensors.Length < 2)
        {
            Throw.Argument("multi_dot", $"at least two tensors are needed; got {tensors.Length}");
        }

        Tensor[] matrices = tensors.ToArray();
        for (int i = 0; i < matrices.Length; i++)
        {
            bool isEnd = i == 0 || i == matrices.Length - 1;
            if (matrices[i].Rank != 2 && !(isEnd && matrices[i].Rank == 1))
            {
                Throw.Argument("multi_dot", $"tensors must be matrices, the first and the last may be vectors; got {matrices[i].Shape} at {i}");
            }

            CheckOneType("multi_dot", matrices[0], matrices[i]);
        }

        matrices[0] = matrices[0].Rank == 1 ? matrices[0].Unsqueeze(0) : matrices[0];
        matrices[^1] = matrices[^1].Rank == 1 ? matrices[^1].Unsqueeze(1) : matrices[^1];
        for (int i = 1; i < matrices.Length; i++)
        {
            CheckProduct("multi_dot", matrices[i - 1], 2, matrices[i], 2);
        }

        Tensor product = Chain(matrices, CheapestCuts(matrices), 0, matrices.Length - 1);
        product = tensors[0].Rank == 1 ? product.Squeeze(0) : product;
        return tensors[^1].Rank == 1 ? product.Squeeze(-1) : product;

        static Tensor Chain(Tensor[] matrices, int[,] cuts, int first, int last) => first == last
            ? matrices[first]
            : Chain(matrices, cuts, first, cuts[first, last]).MatMul(Chain(matrices, cuts, cuts[first, last] + 1, last));
    }

    /// <summary>The powers xʲ, j from 0 to n − 1, of every element in a new last dimension. PyTorch: <c>torch.linalg.vander</c>.</summary>
    /// <param name="n">How many powers, at least 2; the size of the last dimension if null.</param>
    /// <exception cref="ArgumentException"><paramref name="n"/> is less than 2.</exception>
    /// <exception cref="NotSupportedException">The type is bool.</exception>
    public Tensor Vander(int? n = null)
    {
        if (DType == DType.Bool)
        {
            Throw.DType<Tensor>("vander", DType, DType.Int64);
        }

        if (n < 2)
        {
            Throw.Argument("vander", $"n must be at least 2; got {n}");
        }

        Tensor x = Rank == 0 ? Reshape(1) : this;
        int count = n ?? x.Shape[-1];
        Tensor isFirst = Arange(count).Eq(0);
        return Where(isFirst, 1, x.Unsqueeze(-1)).Cumprod(-1);
    }

    /// <summary>
    /// The distance, in the norm of order p, of every row of this to every row of the other, [b…, n, k], [b…, m, k] → [b…, n, m]; batches broadcast. The
    /// derivative of a distance that is 0 is 0. PyTorch: <c>torch.cdist</c>.
    /// </summary>
    /// <exception cref="ArgumentException">p is negative, the rows differ in size, an operand has less than two dimensions, or the types differ.</exception>
    /// <exception cref="NotSupportedException">The type is not floating-point.</exception>
    public Tensor Cdist(Tensor other, double p = 2)
    {
        Throw.UnlessFloat("cdist", DType);
        CheckOneType("cdist", this, other);
        if (Rank < 2 || other.Rank < 2 || Shape[-1] != other.Shape[-1])
        {
            Throw.Argument("cdist", $"both operands must have rows of one size, and at least two dimensions; got {Shape} and {other.Shape}");
        }

        if (!(p >= 0))
        {
            Throw.Argument("cdist", FormattableString.Invariant($"the order must be at least 0; got {p}"));
        }

        return Shape[-1] == 0 ? (Unsqueeze(-2) - other.Unsqueeze(-3)).Sum(-1) : (Unsqueeze(-2) - other.Unsqueeze(-3)).Norm(p, -1);
    }

    /// <summary>
    /// The norm of each matrix of […, m, n]: without an order Frobenius' √Σx²; of order 1 the greatest sum of a column's magnitudes, of ∞ the greatest of a
    /// row's, of −1 and −∞ the smallest. Those of order 2 and −2, which need singular values, are missing. PyTorch: <c>torch.linalg.matrix_norm</c>.
    /// </summary>
    /// <param name="order">1, −1, ∞, −∞ or null.</param>
    /// <param name="keepDim">Whether the two dimensions stay, with size 1.</param>
    /// <exception cref="ArgumentException">There are less than two dimensions, or it is another order.</exception>
    /// <exception cref="NotSupportedException">The type is not floating-point.</exception>
    public Tensor MatrixNorm(double? order = null, bool keepDim = false)
    {
        Throw.UnlessFloat("matrix_norm", DType);
        if (Rank < 2)
        {
            Throw.Argument("matrix_norm", $"at least two dimensions are needed, the rows and columns of matrices; got {Shape}");
        }

        if (order is null)
        {
            return Norm(2, [-2, -1], keepDim);
        }

        if (Math.Abs(order.Value) is not (1 or double.PositiveInfinity))
        {
            Throw.Argument("matrix_norm", FormattableString.Invariant($"the order must be 1, -1, ∞, -∞ or none; got {order}"));
        }

        (int summed, int searched) = Math.Abs(order.Value) == 1 ? (-2, -1) : (-1, -2);
        Tensor sums = Abs().Sum(summed, keepDim: true);
        Tensor norm = order > 0 ? sums.Amax([searched], keepDim: true) : sums.Amin([searched], keepDim: true);
        return keepDim ? norm : norm.Squeeze(-1).Squeeze(-1);
    }

    // For every stretch of the product the last multiplication, by dynamic programming over the stretches' lengths.
    private static int[,] CheapestCuts(Tensor[] matrices)
    {
        int count = matrices.Length;
        var cuts = new int[count, count];
        var costs = new double[count, count];
        for (int length = 2; length <= count; length++)
        {
            for (int first = 0, last = length - 1; last < count; first++, last++)
            {
                costs[first, last] = double.PositiveInfinity;
                for (int cut = first; cut < last; cut++)
                {
                    double cost = costs[first, cut] + costs[cut + 1, last]
                        + ((double)matrices[first].Shape[0] * matrices[cut].Shape[1] * matrices[last].Shape[1]);
                    if (cost < costs[first, last])
                    {
                        (costs[first, last], cuts[first, last]) = (cost, cut);
                    }
                }
            }
        }

        return cuts;
    }
}
