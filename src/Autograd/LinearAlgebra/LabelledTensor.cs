namespace MiniTorch;

/// <summary>A tensor whose dimensions have labels, all different: what sums of products over shared labels are made of.</summary>
internal sealed record LabelledTensor(Tensor Tensor, int[] Labels)
{
    /// <summary>Without the dimensions of size 1 that the condition names: they broadcast, and what has no dimension does so by itself.</summary>
    public LabelledTensor Dropping(Func<int, bool> condition)
    {
        LabelledTensor result = this;
        for (int dim = Labels.Length - 1; dim >= 0; dim--)
        {
            if (Tensor.Shape[dim] == 1 && condition(Labels[dim]))
            {
                int label = Labels[dim];
                result = new LabelledTensor(result.Tensor.Squeeze(dim), [.. result.Labels.Where(other => other != label)]);
            }
        }

        return result;
    }

    /// <summary>Summed over the labels that are not kept.</summary>
    public LabelledTensor SumExcept(Func<int, bool> isKept)
    {
        int[] dims = [.. Enumerable.Range(0, Labels.Length).Where(dim => !isKept(Labels[dim]))];
        return dims.Length == 0 ? this : new LabelledTensor(Tensor.Sum(dims), [.. Labels.Where(isKept)]);
    }

    /// <summary>With the dimensions in the order of the labels, all of which it has.</summary>
    public Tensor InOrder(ReadOnlySpan<int> labels)
    {
        int[] order = new int[labels.Length];
        for (int i = 0; i < order.Length; i++)
        {
            order[i] = Array.IndexOf(Labels, labels[i]);
        }

        return Labels.AsSpan().SequenceEqual(labels) ? Tensor : Tensor.Permute(order);
    }

    /// <summary>
    /// The products of both, summed over the labels that are not kept: what only one operand has is summed first, what both have becomes the inner
    /// dimension of a matrix product, whose batch is what both have and is kept. The result has the batch, then this operand's labels, then the other's.
    /// </summary>
    public LabelledTensor Contract(LabelledTensor other, HashSet<int> kept, string op)
    {
        // The sum of integers is int64; as part of a product it has the product's type.
        LabelledTensor a = SumExcept(label => kept.Contains(label) || other.Labels.Contains(label)).To(Tensor.DType);
        LabelledTensor b = other.SumExcept(label => kept.Contains(label) || Labels.Contains(label)).To(other.Tensor.DType);
        int[] batch = [.. a.Labels.Where(label => kept.Contains(label) && b.Labels.Contains(label))];
        int[] inner = [.. a.Labels.Where(label => !kept.Contains(label) && b.Labels.Contains(label))];
        int[] rows = [.. a.Labels.Except(b.Labels)], columns = [.. b.Labels.Except(a.Labels)];
        int[] labels = [.. batch, .. rows, .. columns];
        if (inner.Length == 0)
        {
            return new LabelledTensor(a.Spread(labels) * b.Spread(labels), labels);
        }

        if (a.Tensor.DType != b.Tensor.DType)
        {
            Throw.Argument(op, $"operands that are multiplied and summed must have one dtype; got {a.Tensor.DType.Name()} and {b.Tensor.DType.Name()}");
        }

        int[] outer = batch.Length == 0 ? [] : [a.Size(batch)];
        Tensor left = a.InOrder([.. batch, .. rows, .. inner]).Reshape([.. outer, a.Size(rows), a.Size(inner)]);
        Tensor right = b.InOrder([.. batch, .. inner, .. columns]).Reshape([.. outer, b.Size(inner), b.Size(columns)]);
        return new LabelledTensor(left.MatMul(right).Reshape([.. a.Sizes(batch), .. a.Sizes(rows), .. b.Sizes(columns)]), labels);
    }

    private LabelledTensor To(DType dtype) => new(Tensor.To(dtype), Labels);

    // With a dimension of size 1 where a label is not this tensor's.
    private Tensor Spread(int[] labels)
    {
        Tensor own = InOrder([.. labels.Where(Labels.Contains)]);
        return own.Reshape([.. labels.Select(label => Labels.Contains(label) ? Tensor.Shape[Array.IndexOf(Labels, label)] : 1)]);
    }

    private int[] Sizes(int[] labels) => [.. labels.Select(label => Tensor.Shape[Array.IndexOf(Labels, label)])];

    private int Size(int[] labels) => Shape.Of(Sizes(labels)).Count;
}
