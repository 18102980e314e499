namespace MiniTorch;

public sealed partial class NDArray
{
    /// <summary>y[…, k, …] = this[…, index[…, k, …], …] along a dimension. PyTorch: <c>torch.gather</c>.</summary>
    /// <param name="dim">The dimension, from 0.</param>
    /// <param name="index">int64, of this shape except in <paramref name="dim"/>.</param>
    internal NDArray Gather(int dim, NDArray index)
    {
        NDArray x = Contiguous();
        NDArray y = Empty(index.Shape, DType);
        int inner = Shape.Of(Shape.AsSpan()[(dim + 1)..]).Count;
        index = index.Contiguous();
        switch (DType)
        {
            case DType.Float32: Kernels.Gather.Take<float>(x, index, Shape[dim], inner, y); break;
            case DType.Float64: Kernels.Gather.Take<double>(x, index, Shape[dim], inner, y); break;
            default: return Throw.DType<NDArray>("gather", DType);
        }

        return y;
    }

    /// <summary>Zeros of a shape to which this is added: y[…, index[…, k, …], …] += this[…, k, …]. PyTorch: <c>zeros.scatter_add(dim, index, x)</c>.</summary>
    /// <param name="shape">Of the result.</param>
    /// <param name="dim">The dimension, from 0, in which this shape may be another.</param>
    /// <param name="index">int64, of this shape.</param>
    internal NDArray ScatterAdd(Shape shape, int dim, NDArray index)
    {
        NDArray x = Contiguous();
        NDArray y = Zeros(shape, DType);
        int inner = Shape.Of(shape.AsSpan()[(dim + 1)..]).Count;
        index = index.Contiguous();
        switch (DType)
        {
            case DType.Float32: Kernels.Gather.Add<float>(x, index, shape[dim], inner, y); break;
            case DType.Float64: Kernels.Gather.Add<double>(x, index, shape[dim], inner, y); break;
            default: return Throw.DType<NDArray>("scatter_add", DType);
        }

        return y;
    }
}
