namespace MiniTorch;

/// <summary>How those results of a user's operation that have a derivative lie in one value.</summary>
internal sealed class Packing((Shape Shape, DType DType)[] results, int[] parts)
{
    /// <summary>The one value.</summary>
    public NDArray Pack(Tensor[] values)
    {
        if (parts.Length == 1)
        {
            return values[parts[0]].Value;
        }

        DType dtype = parts.Select(part => results[part].DType).Aggregate(DTypes.Promote);
        NDArray packed = NDArray.Empty([parts.Sum(part => results[part].Shape.Count)], dtype);
        int start = 0;
        foreach (int part in parts)
        {
            int end = start + results[part].Shape.Count;
            packed.Slice(0, start, end).CopyFrom(values[part].Value.Reshape(-1));
            start = end;
        }

        return packed;
    }

    /// <summary>Puts the parts into their places among the results.</summary>
    public void Unpack(Tensor packed, Tensor[] into)
    {
        foreach (int part in parts)
        {
            into[part] = Part(packed, part);
        }
    }

    /// <summary>One gradient a result, zeros for one without a derivative.</summary>
    public Tensor[] Gradients(Tensor packed) =>
        [.. results.Select((result, i) => parts.Contains(i) ? Part(packed, i) : Tensor.Zeros(result.Shape, result.DType))];

    /// <summary>Which of the results with a derivative a tensor is, or −1.</summary>
    public int PartOf(Tensor saved, Tensor[] values)
    {
        int part = Array.FindIndex(values, value => ReferenceEquals(value, saved));
        return parts.Contains(part) ? part : -1;
    }

    /// <summary>One of the results with a derivative.</summary>
    public Tensor Part(Tensor packed, int part)
    {
        if (parts.Length == 1)
        {
            return packed;
        }

        (Shape shape, DType dtype) = results[part];
        int start = parts.TakeWhile(before => before != part).Sum(before => results[before].Shape.Count);
        return packed.Slice(0, start, start + shape.Count).Reshape(shape.AsSpan()).To(dtype);
    }
}
