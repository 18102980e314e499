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
        int start = 0;
        foreach (int part in parts)
        {
            (Shape shape, DType dtype) = results[part];
            int end = start + shape.Count;
            into[part] = parts.Length == 1 ? packed : packed.Slice(0, start, end).Reshape(shape.AsSpan()).To(dtype);
            start = end;
        }
    }

    /// <summary>One gradient a result, zeros for one without a derivative.</summary>
    public Tensor[] Gradients(Tensor packed)
    {
        var gradients = new Tensor[results.Length];
        for (int i = 0; i < gradients.Length; i++)
        {
            gradients[i] = parts.Contains(i) ? packed : Tensor.Zeros(results[i].Shape, results[i].DType);
        }

        Unpack(packed, gradients);
        return gradients;
    }

    /// <summary>Which of the results with a derivative a tensor is, or −1.</summary>
    public int PartOf(Tensor saved, Tensor[] values)
    {
        int part = Array.FindIndex(values, value => ReferenceEquals(value, saved));
        return parts.Contains(part) ? part : -1;
    }

    /// <summary>One part of the value.</summary>
    public Tensor Part(Tensor packed, int part)
    {
        var all = new Tensor[results.Length];
        Unpack(packed, all);
        return all[part];
    }
}
