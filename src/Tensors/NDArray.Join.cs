namespace MiniTorch;

public sealed partial class NDArray
{
    /// <summary>Arrays of one shape side by side along a new dimension, as a copy in the type that they promote to. PyTorch: <c>torch.stack</c>.</summary>
    /// <param name="arrays">At least one.</param>
    /// <param name="dim">Where the new dimension stands in the result, from −(rank + 1) to rank.</param>
    /// <exception cref="ArgumentException">There is no array, the shapes differ, or the dimension is out of range.</exception>
    public static NDArray Stack(ReadOnlySpan<NDArray> arrays, int dim = 0)
    {
        if (arrays.IsEmpty)
        {
            Throw.Argument("stack", "at least one tensor is needed; got none");
        }

        Shape shape = arrays[0].Shape;
        DType dtype = arrays[0].DType;
        foreach (NDArray array in arrays)
        {
            if (array.Shape != shape)
            {
                Throw.Argument("stack", $"all tensors must have the same shape; got {string.Join(", ", arrays.ToArray().Select(static array => array.Shape))}");
            }

            dtype = DTypes.Promote(dtype, array.DType);
        }

        int at = dim < 0 ? dim + shape.Rank + 1 : dim;
        if ((uint)at > (uint)shape.Rank)
        {
            Throw.Argument("stack", $"dimension {dim} is out of range for tensors of shape {shape}; it may be {-shape.Rank - 1} to {shape.Rank}");
        }

        ReadOnlySpan<int> sizes = shape.AsSpan();
        NDArray result = Empty([.. sizes[..at], arrays.Length, .. sizes[at..]], dtype);
        for (int i = 0; i < arrays.Length; i++)
        {
            result.Select(at, i).CopyFrom(arrays[i]);
        }

        return result;
    }
}
