using MiniTorch.Kernels;

namespace MiniTorch;

public partial class NDArray
{
    /// <summary>The slices of a dimension at the indices, in their order: y[…, k, …] = this[…, index[k], …]. PyTorch: <c>torch.index_select</c>.</summary>
    /// <param name="dim">The dimension; negative counts from the end.</param>
    /// <param name="index">int64 or int32 of rank 1, or of rank 0 for one index.</param>
    /// <exception cref="ArgumentException">The index has another type or rank, or is out of range; negative ones are.</exception>
    public NDArray IndexSelect(int dim, NDArray index)
    {
        const string Name = "index_select";
        (NDArray along, Shape shape, dim) = Along(Name, dim, index);
        if (Rank == 0 && index.Count != 1)
        {
            Throw.Argument(Name, $"a tensor of shape [] has one slice to select; got indices {index.Shape}");
        }

        NDArray y = Allocate(Name, Rank == 0 ? Shape : shape, DType);
        Transfer<Taking>(Name, AtLeast1D(this), dim, along, AtLeast1D(y));
        return y;
    }

    /// <summary>
    /// This, with alpha·source added to the slices at the indices, in their order: y[…, index[k], …] += alpha·source[…, k, …]; bools by "or".
    /// PyTorch: <c>torch.index_add</c>.
    /// </summary>
    /// <param name="dim">The dimension; negative counts from the end.</param>
    /// <param name="index">int64 or int32 of rank 1, or of rank 0 for one index.</param>
    /// <param name="source">Of this type and shape, but with as many slices in the dimension as there are indices.</param>
    /// <param name="alpha">A factor of the source; 1 if null.</param>
    /// <param name="destination">Where to write, perhaps this array; a new array if null.</param>
    /// <exception cref="ArgumentException">The index has another type or rank, or is out of range; negative ones are. The source does not fit, or integers
    /// are given a real factor.</exception>
    public NDArray IndexAdd(int dim, NDArray index, NDArray source, Scalar? alpha = null, NDArray? destination = null)
    {
        const string Name = "index_add";
        CheckSourceType(Name, source);
        if (alpha is { } factor)
        {
            if (DTypes.Promote(DType, factor) != DType)
            {
                Throw.Argument(Name, $"alpha must be a number of the tensor's type, {DType.Name()}; got {factor}");
            }

            source = source.Multiply(factor);
        }

        return DType == DType.Bool ? Indexed<Raising>(Name, dim, index, source, destination) : Indexed<Adding>(Name, dim, index, source, destination);
    }

    /// <summary>This, with the slices at the indices replaced: y[…, index[k], …] = source[…, k, …]; of several the last stays. PyTorch: <c>torch.index_copy</c>.</summary>
    /// <param name="dim">The dimension; negative counts from the end.</param>
    /// <param name="index">int64 or int32 of rank 1, or of rank 0 for one index.</param>
    /// <param name="source">Of this type and shape, but with as many slices in the dimension as there are indices.</param>
    /// <param name="destination">Where to write, perhaps this array; a new array if null.</param>
    /// <exception cref="ArgumentException">The index has another type or rank, or is out of range; negative ones are. The source does not fit.</exception>
    public NDArray IndexCopy(int dim, NDArray index, NDArray source, NDArray? destination = null)
    {
        CheckSourceType("index_copy", source);
        return Indexed<Putting>("index_copy", dim, index, source, destination);
    }

    /// <summary>This, with the slices at the indices filled: y[…, index[k], …] = value. PyTorch: <c>torch.index_fill</c>.</summary>
    /// <param name="dim">The dimension; negative counts from the end.</param>
    /// <param name="index">int64 or int32 of rank 1, or of rank 0 for one index; negative ones count from the end.</param>
    /// <param name="value">A number that this type holds; a fraction is cut by integers.</param>
    /// <param name="destination">Where to write, perhaps this array; a new array if null.</param>
    /// <exception cref="ArgumentException">The index has another type or rank, or is out of range, or the value does not fit the type.</exception>
    public NDArray IndexFill(int dim, NDArray index, Scalar value, NDArray? destination = null) =>
        IndexFilled(dim, index, Number("index_fill", value, DType), destination);

    /// <inheritdoc cref="IndexFill(int, NDArray, Scalar, NDArray?)"/>
    public NDArray IndexFill(int dim, NDArray index, NDArray value, NDArray? destination = null)
    {
        CheckSingle("index_fill", value);
        return IndexFilled(dim, index, value.To(DType), destination);
    }

    private static void CheckSingle(string op, NDArray value)
    {
        if (value.Rank != 0)
        {
            Throw.Argument(op, $"the value must be a single number, of shape []; got {value.DType.Name()} {value.Shape}");
        }
    }

    private NDArray IndexFilled(int dim, NDArray index, NDArray value, NDArray? destination)
    {
        const string Name = "index_fill";
        (_, Shape shape, int at) = Along(Name, dim, index);
        NDArray positive = Wrapped(Name, AtLeast1D(index.To(DType.Int64)), AtLeast1D(this).Shape, at);
        return Indexed<Putting>(Name, dim, positive, value.Expand(shape), destination);
    }

    private NDArray Indexed<TTransfer>(string op, int dim, NDArray index, NDArray source, NDArray? destination)
        where TTransfer : struct, ITransfer
    {
        (NDArray along, Shape shape, dim) = Along(op, dim, index);
        NDArray few = source.Rank == 0 ? source.Unsqueeze(0) : source;
        if (few.Shape != shape)
        {
            Throw.Argument(op, $"the source must have shape {shape} for {index.Count} indices in dimension {dim} of {Shape}; got {source.Shape}");
        }

        NDArray y = Begin(op, destination, ref few, ref along);
        Transfer<TTransfer>(op, AtLeast1D(y), dim, along, few);
        return y;
    }

    // The indices repeated over the other dimensions, and the shape that results.
    private (NDArray Index, Shape Shape, int Dim) Along(string op, int dim, NDArray index)
    {
        Shape shape = Rank == 0 ? [1] : Shape;
        dim = shape.Dim(dim, op);
        index = AsIndices(op, index);
        if (index.Rank > 1)
        {
            Throw.Argument(op, $"indices must have rank 1 or 0; got {index.Shape}");
        }

        shape = shape.With(dim, (long)index.Count, op);
        Span<int> strides = stackalloc int[shape.Rank];
        strides.Clear();
        strides[dim] = index.Rank == 0 ? 1 : index.Strides[0];
        return (index.View(shape, strides, index.Offset), shape, dim);
    }

    // A copy in which negative indices have become positive ones.
    private static NDArray Wrapped(string op, NDArray index, Shape shape, int dim)
    {
        NDArray result = index.Clone();
        WrapInPlace(op, result.Elements<long>(), shape, dim);
        GC.KeepAlive(result);
        return result;
    }

    internal static void WrapInPlace(string op, Span<long> indices, Shape shape, int dim)
    {
        int size = shape[dim];
        for (int i = 0; i < indices.Length; i++)
        {
            long index = indices[i] < 0 ? indices[i] + size : indices[i];
            if ((ulong)index >= (ulong)size)
            {
                Throw.Argument(op, $"index {indices[i]} is out of range for dimension {dim} of shape {shape}");
            }

            indices[i] = index;
        }
    }
}
