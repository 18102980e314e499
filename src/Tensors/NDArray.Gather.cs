using MiniTorch.Kernels;

namespace MiniTorch;

public partial class NDArray
{
    /// <summary>y[…, k, …] = this[…, index[…, k, …], …] along a dimension. PyTorch: <c>torch.gather</c>.</summary>
    /// <param name="dim">The dimension; negative counts from the end.</param>
    /// <param name="index">int64 or int32, of this rank and in no other dimension larger than this.</param>
    /// <returns>An array of the indices' shape.</returns>
    /// <exception cref="ArgumentException">The index has another type, rank or size, or is out of range; negative ones are.</exception>
    public NDArray Gather(int dim, NDArray index) => Gather("gather", dim, index);

    /// <summary>This, with y[…, index[…, k, …], …] = source[…, k, …]; of several for one place the last stays. PyTorch: <c>torch.scatter</c>.</summary>
    /// <param name="dim">The dimension; negative counts from the end.</param>
    /// <param name="index">int64 or int32, of this rank and in no other dimension larger than this.</param>
    /// <param name="source">Of this type and in no dimension smaller than the indices.</param>
    /// <param name="destination">Where to write, perhaps this array; a new array if null.</param>
    /// <exception cref="ArgumentException">The index has another type, rank or size, or is out of range; negative ones are. The source does not fit.</exception>
    public NDArray Scatter(int dim, NDArray index, NDArray source, NDArray? destination = null) =>
        Scattered<Putting>("scatter", dim, index, source, destination);

    /// <summary>This, with y[…, index[…, k, …], …] = value. PyTorch: <c>torch.scatter</c>.</summary>
    /// <inheritdoc cref="Scatter(int, NDArray, NDArray, NDArray?)"/>
    public NDArray Scatter(int dim, NDArray index, Scalar value, NDArray? destination = null) =>
        Scattered<Putting>("scatter", dim, index, Number("scatter", value, DType).Expand(index.Shape), destination);

    /// <summary>
    /// This, with y[…, index[…, k, …], …] += source[…, k, …], added in the order of k; bools by "or". PyTorch: <c>torch.scatter_add</c>.
    /// </summary>
    /// <inheritdoc cref="Scatter(int, NDArray, NDArray, NDArray?)"/>
    public NDArray ScatterAdd(int dim, NDArray index, NDArray source, NDArray? destination = null) => DType == DType.Bool
        ? Scattered<Raising>("scatter_add", dim, index, source, destination)
        : Scattered<Adding>("scatter_add", dim, index, source, destination);

    /// <summary>
    /// This at the indices along a dimension, where both are broadcast in the other dimensions; without a dimension, of all elements in
    /// row-major order. PyTorch: <c>torch.take_along_dim</c>.
    /// </summary>
    /// <param name="indices">int64 or int32, of this rank.</param>
    /// <param name="dim">The dimension; negative counts from the end.</param>
    /// <inheritdoc cref="Gather(int, NDArray)"/>
    public NDArray TakeAlongDim(NDArray indices, int? dim = null)
    {
        if (dim is not { } given)
        {
            return Reshape(-1).Gather("take_along_dim", 0, indices.Reshape(-1));
        }

        (Shape source, Shape index) = AlongDim(Shape, indices.Shape, given);
        return Expand(source).Gather("take_along_dim", given, indices.Expand(index));
    }

    /// <summary><see cref="Gather(int, NDArray)"/> for an operation that says so in its errors.</summary>
    internal NDArray Gather(string op, int dim, NDArray index)
    {
        NDArray x = AtLeast1D(this);
        dim = x.Shape.Dim(dim, op);
        index = AsIndices(op, index);
        NDArray y = Allocate(op, index.Shape, DType);
        index = AtLeast1D(index);
        if (index.Count > 0)
        {
            CheckIndexSizes(op, x.Shape, dim, index.Shape);
            Transfer<Taking>(op, x, dim, index, AtLeast1D(y));
        }

        return y;
    }

    /// <summary>What <see cref="TakeAlongDim"/> broadcasts both to.</summary>
    internal static (Shape Source, Shape Index) AlongDim(Shape source, Shape index, int dim)
    {
        const string Name = "take_along_dim";
        int at = source.Dim(dim, Name);
        if (source.Rank != index.Rank)
        {
            Throw.Argument(Name, $"tensor and indices must have the same number of dimensions; got {source} and {index}");
        }

        Shape both = Shape.Broadcast(source.With(at, 1), index.With(at, 1), Name);
        return (both.With(at, source[at]), both.With(at, index[at]));
    }

    /// <summary>Zeros of a shape to which this is added: y[…, index[…, k, …], …] += this[…, k, …]. PyTorch: <c>zeros.scatter_add(dim, index, x)</c>.</summary>
    /// <param name="shape">Of the result.</param>
    /// <param name="dim">The dimension in which this shape may be another.</param>
    /// <param name="index">int64, of this shape.</param>
    internal NDArray ScatterAdd(Shape shape, int dim, NDArray index)
    {
        NDArray y = Zeros(shape, DType);
        return y.ScatterAdd(dim, index, this, y);
    }

    private NDArray Scattered<TTransfer>(string op, int dim, NDArray index, NDArray source, NDArray? destination)
        where TTransfer : struct, ITransfer
    {
        CheckSourceType(op, source);
        NDArray few = AtLeast1D(source);
        index = AtLeast1D(AsIndices(op, index));
        Shape shape = Rank == 0 ? [1] : Shape;
        dim = shape.Dim(dim, op);
        if (index.Count == 0)
        {
            return Begin(op, destination, ref few, ref index);
        }

        CheckIndexSizes(op, shape, dim, index.Shape);
        bool fits = few.Rank == index.Rank;
        for (int i = 0; fits && i < index.Rank; i++)
        {
            fits = few.Shape[i] >= index.Shape[i];
            few = fits ? few.Slice(i, 0, index.Shape[i]) : few;
        }

        if (!fits)
        {
            Throw.Argument(op, $"the source must have the indices' rank and be no smaller in any dimension; got source {source.Shape} for indices {index.Shape}");
        }

        NDArray y = Begin(op, destination, ref few, ref index);
        Transfer<TTransfer>(op, AtLeast1D(y), dim, index, few);
        return y;
    }

    // The array to change: a copy of this, or the destination with this in it. What else lies in the destination's memory is copied before.
    private NDArray Begin(string op, NDArray? destination, ref NDArray few, ref NDArray index)
    {
        if (destination is null)
        {
            return Clone();
        }

        CheckDestination(op, Shape, DType, destination);
        few = few.SharesStorageWith(destination) ? few.Clone() : few;
        index = index.SharesStorageWith(destination) ? index.Clone() : index;
        return ReferenceEquals(destination, this) ? this : destination.CopyFrom(this);
    }

    private static NDArray AtLeast1D(NDArray x) => x.Rank == 0 ? x.Unsqueeze(0) : x;

    internal static NDArray AsIndices(string op, NDArray index)
    {
        if (index.DType is not (DType.Int64 or DType.Int32))
        {
            Throw.Argument(op, $"indices must be int64 or int32; got {index.DType.Name()} {index.Shape}");
        }

        return index.DType == DType.Int64 ? index : Allocate(op, index.Shape, DType.Int64).CopyFrom(index);
    }

    private static NDArray Number(string op, Scalar value, DType dtype)
    {
        CheckFits(op, value, dtype);
        return Full(Shape.Scalar, value, dtype);
    }

    private static void CheckIndexSizes(string op, Shape shape, int dim, Shape index)
    {
        bool fits = shape.Rank == index.Rank;
        for (int i = 0; fits && i < shape.Rank; i++)
        {
            fits = i == dim || index[i] <= shape[i];
        }

        if (!fits)
        {
            Throw.Argument(op, $"indices must have the tensor's rank and be no larger in any dimension but {dim}; got indices {index} for shape {shape}");
        }
    }

    private void CheckSourceType(string op, NDArray source)
    {
        if (source.DType != DType)
        {
            Throw.Argument(op, $"the source must have the tensor's type, {DType.Name()}; got {source.DType.Name()} {source.Shape}");
        }
    }

    // Along a dimension of the whole, by indices of the shape of the few.
    private static void Transfer<TTransfer>(string op, NDArray whole, int dim, NDArray index, NDArray few)
        where TTransfer : struct, ITransfer => Transfer<TTransfer>(op, whole, whole.Strides, whole.Strides[dim], whole.Shape[dim], index, few, dim);

    private static void Transfer<TTransfer>(
        string op, NDArray whole, ReadOnlySpan<int> steps, int dimStep, long size, NDArray index, NDArray few, int dim)
        where TTransfer : struct, ITransfer
    {
        switch (whole.DType)
        {
            case DType.Float32: Kernels.Gather.Run<TTransfer, float>(op, whole, steps, dimStep, size, index, few, dim); break;
            case DType.Float64: Kernels.Gather.Run<TTransfer, double>(op, whole, steps, dimStep, size, index, few, dim); break;
            case DType.Int64: Kernels.Gather.Run<TTransfer, long>(op, whole, steps, dimStep, size, index, few, dim); break;
            case DType.Int32: Kernels.Gather.Run<TTransfer, int>(op, whole, steps, dimStep, size, index, few, dim); break;
            default: Kernels.Gather.Run<TTransfer, byte>(op, whole, steps, dimStep, size, index, few, dim); break;
        }
    }
}
