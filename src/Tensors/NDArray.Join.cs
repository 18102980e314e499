using MiniTorch.Kernels;

namespace MiniTorch;

public partial class NDArray
{
    /// <summary>
    /// Arrays one behind the other along a dimension in which their sizes may differ, as a copy in the type that they promote to. One of shape [0] fits
    /// anything. PyTorch: <c>torch.cat</c>.
    /// </summary>
    /// <param name="arrays">At least one.</param>
    /// <param name="dim">The dimension.</param>
    /// <exception cref="ArgumentException">There is no array, one is a scalar, the shapes differ in another dimension, or the dimension does not exist.</exception>
    public static NDArray Cat(ReadOnlySpan<NDArray> arrays, int dim = 0) => Cat("cat", arrays, dim);

    /// <summary>Arrays of one shape side by side along a new dimension, as a copy in the type that they promote to. PyTorch: <c>torch.stack</c>.</summary>
    /// <param name="arrays">At least one.</param>
    /// <param name="dim">Where the new dimension stands in the result, from −(rank + 1) to rank.</param>
    /// <exception cref="ArgumentException">There is no array, the shapes differ, or the dimension is out of range.</exception>
    public static NDArray Stack(ReadOnlySpan<NDArray> arrays, int dim = 0)
    {
        DType dtype = Together("stack", arrays);
        Shape shape = arrays[0].Shape;
        foreach (NDArray array in arrays)
        {
            if (array.Shape != shape)
            {
                Throw.Argument("stack", $"all tensors must have the same shape; got {Shapes(arrays)}");
            }
        }

        int at = dim < 0 ? dim + shape.Rank + 1 : dim;
        if ((uint)at > (uint)shape.Rank)
        {
            Throw.Argument("stack", $"dimension {dim} is out of range for tensors of shape {shape}; it may be {-shape.Rank - 1} to {shape.Rank}");
        }

        NDArray result = Allocate("stack", shape.Insert(at, arrays.Length, "stack"), dtype);
        for (int i = 0; i < arrays.Length; i++)
        {
            result.Select(at, i).CopyFrom(arrays[i]);
        }

        return result;
    }

    /// <summary><see cref="Cat(ReadOnlySpan{NDArray}, int)"/> for an operation that says so in its errors.</summary>
    internal static NDArray Cat(string op, ReadOnlySpan<NDArray> arrays, int dim)
    {
        DType dtype = Together(op, arrays);
        NDArray? first = null;
        long size = 0;
        foreach (NDArray array in arrays)
        {
            if (array.Rank == 0)
            {
                Throw.Argument(op, $"a tensor of shape [] has no dimension to join along; got {Shapes(arrays)}");
            }

            if (array.IsNothing)
            {
                continue;
            }

            first ??= array;
            int at = first.Shape.Dim(dim, op);
            if (array.Rank != first.Rank || array.Shape.With(at, 0) != first.Shape.With(at, 0))
            {
                Throw.Argument(op, $"the shapes must be the same in all dimensions but {at}; got {Shapes(arrays)}");
            }

            size += array.Shape[at];
        }

        if (first is null)
        {
            return Empty([0], dtype);
        }

        dim = first.Shape.Dim(dim, op);
        NDArray result = Allocate(op, first.Shape.With(dim, size, op), dtype);
        if (Joining.Takes(arrays, dim, result))
        {
            switch (dtype.Size())
            {
                case 4: Joining.Run<int>(arrays, dim, result); break;
                case 8: Joining.Run<long>(arrays, dim, result); break;
                default: Joining.Run<byte>(arrays, dim, result); break;
            }

            return result;
        }

        int start = 0;
        foreach (NDArray array in arrays)
        {
            if (!array.IsNothing)
            {
                int end = start + array.Shape[dim];
                result.Slice(dim, start, end).CopyFrom(array);
                start = end;
            }
        }

        return result;
    }

    /// <summary>Whether this is of shape [0], which joins with anything: in PyTorch a tensor once began so.</summary>
    internal bool IsNothing => Rank == 1 && Count == 0;

    // The type of the result.
    private static DType Together(string op, ReadOnlySpan<NDArray> arrays)
    {
        if (arrays.IsEmpty)
        {
            Throw.Argument(op, "at least one tensor is needed; got none");
        }

        DType dtype = arrays[0].DType;
        foreach (NDArray array in arrays)
        {
            dtype = DTypes.Promote(dtype, array.DType);
        }

        return dtype;
    }

    private static string Shapes(ReadOnlySpan<NDArray> arrays) => string.Join(", ", arrays.ToArray().Select(static array => array.Shape));
}
