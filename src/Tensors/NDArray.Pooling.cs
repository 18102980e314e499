using System.Numerics;
using MiniTorch.Kernels;

namespace MiniTorch;

public partial class NDArray
{
    /// <summary>The greatest element of every window, and if wanted where it is: its number in its plane, as int64.</summary>
    internal (NDArray Values, NDArray? Indices) MaxPool(PoolSizes sizes, bool withIndices)
    {
        NDArray values = Empty(sizes.Output, DType);
        NDArray? indices = withIndices ? Empty(sizes.Output, DType.Int64) : null;
        if (DType == DType.Float32)
        {
            MaxPool<float>(sizes, Contiguous(), values, indices);
        }
        else
        {
            MaxPool<double>(sizes, Contiguous(), values, indices);
        }

        return (values, indices);
    }

    /// <summary>The mean of every window.</summary>
    internal NDArray MeanPool(MeanSizes sizes)
    {
        NDArray result = Allocate(sizes.Name, sizes.Output, DType);
        MeanPool(sizes, Contiguous(), result, isBackward: false);
        return result;
    }

    /// <summary>This as the gradient of <see cref="MeanPool(MeanSizes)"/>: that of its input.</summary>
    internal NDArray MeanPoolBackward(MeanSizes sizes)
    {
        NDArray result = Empty(sizes.Input, DType);
        MeanPool(sizes, result, Contiguous(), isBackward: true);
        return result;
    }

    private static unsafe void MaxPool<T>(PoolSizes sizes, NDArray input, NDArray values, NDArray? indices)
        where T : unmanaged, INumber<T>
    {
        long none = 0;
        fixed (T* px = &input.Ref<T>(), py = &values.Ref<T>())
        fixed (long* pi = &(indices is null ? ref none : ref indices.Ref<long>()))
        {
            MaxPooling.Run(sizes, px, py, indices is null ? null : pi);
        }

        GC.KeepAlive(input);
        GC.KeepAlive(values);
        GC.KeepAlive(indices);
    }

    private static void MeanPool(MeanSizes sizes, NDArray input, NDArray output, bool isBackward)
    {
        if (input.DType == DType.Float32)
        {
            MeanPool<float>(sizes, input, output, isBackward);
        }
        else
        {
            MeanPool<double>(sizes, input, output, isBackward);
        }
    }

    private static unsafe void MeanPool<T>(MeanSizes sizes, NDArray input, NDArray output, bool isBackward)
        where T : unmanaged, INumber<T>
    {
        fixed (T* px = &input.Ref<T>(), py = &output.Ref<T>())
        {
            MeanPooling.Run(sizes, PoolSizes.PlanesOf(sizes.Input), px, py, isBackward);
        }

        GC.KeepAlive(input);
        GC.KeepAlive(output);
    }
}
