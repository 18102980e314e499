namespace MiniTorch;

public sealed partial class Tensor
{
    /// <summary>
    /// Sums of products over the last <paramref name="dims"/> dimensions of this and the first of the other; with 0 all products. Types as in
    /// <see cref="MatMul"/>. PyTorch: <c>torch.tensordot(a, b, dims)</c>.
    /// </summary>
    /// <exception cref="ArgumentException">There are not so many dimensions, their sizes differ, or the types do.</exception>
    public Tensor Tensordot(Tensor other, int dims = 2)
    {
        if (dims < 0 || dims > Rank || dims > other.Rank)
        {
            Throw.Argument("tensordot", $"dims must be at least 0 and no more than both operands have; got {dims} for {Shape} and {other.Shape}");
        }

        return Tensordot(other, [.. Enumerable.Range(Rank - dims, dims)], [.. Enumerable.Range(0, dims)]);
    }

    /// <summary>
    /// Sums of products over pairs of dimensions; the result has those that remain of this, then those of the other. A size of 1 broadcasts.
    /// PyTorch: <c>torch.tensordot(a, b, dims=(dims, otherDims))</c>.
    /// </summary>
    /// <param name="other">The other operand.</param>
    /// <param name="dims">Dimensions of this.</param>
    /// <param name="otherDims">As many of the other, which belong to them in order.</param>
    /// <exception cref="ArgumentException">The lists differ in length, a dimension is named twice, sizes of a pair differ, or the types do.</exception>
    public Tensor Tensordot(Tensor other, ReadOnlySpan<int> dims, ReadOnlySpan<int> otherDims)
    {
        if (dims.Length != otherDims.Length)
        {
            Throw.Argument("tensordot", $"both lists of dimensions must have one length; got {Shape.Describe(dims)} and {Shape.Describe(otherDims)}");
        }

        // Every dimension has a label; those of a pair have the same one.
        int[] labels = [.. Enumerable.Range(0, Rank)];
        int[] otherLabels = [.. Enumerable.Range(Rank, other.Rank)];
        var named = new HashSet<int>();
        for (int i = 0; i < dims.Length; i++)
        {
            int dim = Shape.Dim(dims[i], "tensordot");
            int otherDim = other.Shape.Dim(otherDims[i], "tensordot");
            if (!named.Add(dim) || !named.Add(Rank + otherDim))
            {
                Throw.Argument("tensordot", $"a dimension may be named once; got {Shape.Describe(dims)} and {Shape.Describe(otherDims)}");
            }

            (int size, int otherSize) = (Shape[dim], other.Shape[otherDim]);
            if (size != otherSize && size != 1 && otherSize != 1)
            {
                Throw.Argument("tensordot", $"the sizes of a pair of dimensions must be equal or 1; got {size} and {otherSize} for {dim} of {Shape} and {otherDim} of {other.Shape}");
            }

            otherLabels[otherDim] = dim;
        }

        HashSet<int> kept = [.. labels, .. otherLabels];
        kept.ExceptWith(labels.Intersect(otherLabels));
        LabelledTensor left = new(this, labels), right = new(other, otherLabels);
        return left.Dropping(label => IsPairedWithMore(right, label)).Contract(right.Dropping(label => IsPairedWithMore(left, label)), kept, "tensordot").Tensor;

        static bool IsPairedWithMore(LabelledTensor partner, int label)
        {
            int at = Array.IndexOf(partner.Labels, label);
            return at >= 0 && partner.Tensor.Shape[at] != 1;
        }
    }

    /// <summary>
    /// The Kronecker product: every element of this times the whole other, in blocks; the smaller rank is filled up with ones in front. PyTorch:
    /// <c>torch.kron</c>.
    /// </summary>
    /// <exception cref="ArgumentException">The result would be too large.</exception>
    public Tensor Kron(Tensor other)
    {
        int rank = Math.Max(Rank, other.Rank);
        int[] left = new int[2 * rank], right = new int[2 * rank], sizes = new int[rank];
        for (int i = 1; i <= rank; i++)
        {
            int size = i <= Rank ? Shape[-i] : 1;
            int otherSize = i <= other.Rank ? other.Shape[-i] : 1;
            (left[^(2 * i)], left[^((2 * i) - 1)]) = (size, 1);
            (right[^(2 * i)], right[^((2 * i) - 1)]) = (1, otherSize);
            if ((long)size * otherSize > int.MaxValue)
            {
                Throw.Argument("kron", $"a dimension of the result has at most {int.MaxValue} elements; got {Shape} and {other.Shape}");
            }

            sizes[^i] = size * otherSize;
        }

        return (Reshape(left) * other.Reshape(right)).Reshape(sizes);
    }

    /// <summary>The cross product of the vectors of three elements along one dimension; the others broadcast. PyTorch: <c>torch.linalg.cross</c>.</summary>
    /// <exception cref="ArgumentException">The ranks differ, the dimension has another size than 3, or the types differ.</exception>
    public Tensor Cross(Tensor other, int dim = -1)
    {
        CheckOneType("cross", this, other);
        if (Rank != other.Rank)
        {
            Throw.Argument("cross", $"both operands must have as many dimensions; got {Shape} and {other.Shape}");
        }

        int at = Shape.Dim(dim, "cross");
        if (Shape[at] != 3 || other.Shape[at] != 3)
        {
            Throw.Argument("cross", $"dimension {dim} must have size 3 in both operands; got {Shape} and {other.Shape}");
        }

        _ = Shape.Broadcast(Shape, other.Shape, "cross");
        return Stack([Component(this, other, at, 1), Component(this, other, at, 2), Component(this, other, at, 0)], at);

        static Tensor Component(Tensor a, Tensor b, int dim, int i)
        {
            int next = (i + 1) % 3;
            return (a.Select(dim, i) * b.Select(dim, next)) - (a.Select(dim, next) * b.Select(dim, i));
        }
    }

    /// <summary>The sum of a matrix' diagonal, shape []; integers are summed as int64. PyTorch: <c>torch.trace</c>.</summary>
    /// <inheritdoc cref="NDArray.Trace"/>
    public Tensor Trace() => Op.Record(
        "trace", Value.Trace(), Shape, save: [], (this, static (s, g) => DiagonalBackward(g.Expand([Math.Min(s.State[0], s.State[1])]), (s.State, 0, 0, 1))));
}
