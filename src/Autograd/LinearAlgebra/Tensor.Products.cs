namespace MiniTorch;

public sealed partial class Tensor
{
    /// <summary>The product of two matrices, [m, k] · [k, n] → [m, n]; nothing broadcasts. PyTorch: <c>torch.mm</c>.</summary>
    /// <exception cref="ArgumentException">An operand is not a matrix, the inner sizes differ, or the types do.</exception>
    public Tensor Mm(Tensor other)
    {
        CheckProduct("mm", this, 2, other, 2);
        return MatMul(other);
    }

    /// <summary>A matrix times a vector, [m, k] · [k] → [m]. PyTorch: <c>torch.mv</c>.</summary>
    /// <exception cref="ArgumentException">The ranks are others, the inner sizes differ, or the types do.</exception>
    public Tensor Mv(Tensor vector)
    {
        CheckProduct("mv", this, 2, vector, 1);
        return MatMul(vector);
    }

    /// <summary>The products of two batches of matrices, [b, m, k] · [b, k, n] → [b, m, n]; nothing broadcasts. PyTorch: <c>torch.bmm</c>.</summary>
    /// <exception cref="ArgumentException">An operand has not three dimensions, the batches or the inner sizes differ, or the types do.</exception>
    public Tensor Bmm(Tensor other)
    {
        CheckProduct("bmm", this, 3, other, 3);
        return MatMul(other);
    }

    /// <summary>Σ aᵢ·bᵢ of two vectors of one size, shape []. PyTorch: <c>torch.dot</c>.</summary>
    /// <exception cref="ArgumentException">An operand is not a vector, the sizes differ, or the types do.</exception>
    public Tensor Dot(Tensor other)
    {
        CheckProduct("dot", this, 1, other, 1);
        return MatMul(other);
    }

    /// <summary>
    /// Sums of products over the last dimension of both, [m…, k], [n…, k] → [m…, n…]; with a scalar the elementwise product. PyTorch: <c>torch.inner</c>.
    /// </summary>
    /// <exception cref="ArgumentException">The last sizes differ, or the types do.</exception>
    public Tensor Inner(Tensor other)
    {
        if (Rank == 0 || other.Rank == 0)
        {
            return this * other;
        }

        CheckOneType("inner", this, other);
        if (Shape[-1] != other.Shape[-1])
        {
            Throw.Argument("inner", $"the last sizes of both operands must be equal; got {Shape} and {other.Shape}");
        }

        return Tensordot(other, [-1], [-1]);
    }

    /// <summary>All products of two vectors' elements, [m], [n] → [m, n]; the types meet as in <c>a * b</c>. PyTorch: <c>torch.outer</c>.</summary>
    /// <exception cref="ArgumentException">An operand is not a vector.</exception>
    public Tensor Outer(Tensor other)
    {
        CheckRanks("outer", this, 1, other, 1);
        return Unsqueeze(1) * other;
    }

    /// <summary>Σ aᵢ·bᵢ along one dimension of two tensors that broadcast; of floating-point types. PyTorch: <c>torch.linalg.vecdot</c>.</summary>
    /// <param name="other">The other operand.</param>
    /// <param name="dim">The dimension of the broadcast shape; negative counts from the end.</param>
    /// <exception cref="ArgumentException">The shapes do not broadcast, or the types differ.</exception>
    /// <exception cref="NotSupportedException">The type is not floating-point.</exception>
    public Tensor Vecdot(Tensor other, int dim = -1)
    {
        Throw.UnlessFloat("vecdot", DType);
        CheckOneType("vecdot", this, other);
        _ = Shape.Broadcast(Shape, other.Shape, "vecdot").Dim(dim, "vecdot");
        return (this * other).Sum(dim);
    }

    private static void CheckProduct(string op, Tensor a, int rank, Tensor b, int otherRank)
    {
        CheckRanks(op, a, rank, b, otherRank);
        CheckOneType(op, a, b);
        if (a.Shape[-1] != b.Shape[otherRank == 1 ? -1 : -2])
        {
            string place = otherRank == 1 ? "size" : "second-to-last";
            Throw.Argument(op, $"the last size of the first operand must equal the {place} of the second; got {a.Shape} and {b.Shape}");
        }

        if (rank == 3 && a.Shape[0] != b.Shape[0])
        {
            Throw.Argument(op, $"both batches must have one size; got {a.Shape} and {b.Shape}");
        }
    }

    private static void CheckRanks(string op, Tensor a, int rank, Tensor b, int otherRank)
    {
        if (a.Rank != rank || b.Rank != otherRank)
        {
            Throw.Argument(op, $"the operands must have {rank} and {otherRank} dimension{(otherRank == 1 ? "" : "s")}; got {a.Shape} and {b.Shape}");
        }
    }

    private static void CheckOneType(string op, Tensor a, Tensor b)
    {
        if (a.DType != b.DType)
        {
            Throw.Argument(op, $"both operands must have one dtype; got {a.DType.Name()} and {b.DType.Name()}");
        }
    }
}
