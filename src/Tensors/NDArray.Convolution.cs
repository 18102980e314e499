using System.Numerics;
using MiniTorch.Kernels;

namespace MiniTorch;

// A convolution and its derivatives, which are linear in each of their two operands and are each other's derivatives: each computes one of
// input, weight and output from the others.
public partial class NDArray
{
    /// <summary>This as the input: the sum over the elements of a patch, each times its weight, (+ bias), at every place.</summary>
    internal NDArray Convolve(NDArray weight, NDArray? bias, ConvolutionSizes sizes)
    {
        NDArray result = Allocate(sizes.Name, sizes.Output, DType);
        Convolve(sizes, ConvolutionPass.Output, Contiguous(), weight.Contiguous(), bias?.Contiguous(), result, null);
        return result;
    }

    /// <summary>This as the gradient of the output: that of the input.</summary>
    internal NDArray ConvolveBackwardInput(NDArray weight, ConvolutionSizes sizes)
    {
        NDArray result = Empty(sizes.Input, DType);
        Convolve(sizes, ConvolutionPass.Input, result, weight.Contiguous(), null, Contiguous(), null);
        return result;
    }

    /// <summary>This as the gradient of the output: that of the weight.</summary>
    internal NDArray ConvolveBackwardWeight(NDArray input, ConvolutionSizes sizes)
    {
        int chunks = Convolution.Chunks(sizes, ConvolutionPass.Weight, DType.Size());
        bool isTransposed = Convolution.IsTransposed(sizes);
        NDArray sums = Empty(
            isTransposed ? [chunks, sizes.Groups, sizes.Depth, sizes.Outputs] : [chunks, sizes.Groups, sizes.Outputs, sizes.Depth], DType);
        Convolve(sizes, ConvolutionPass.Weight, input.Contiguous(), null, null, Contiguous(), sums);
        NDArray sum = chunks == 1 ? sums.Squeeze(0) : sums.Sum(0);
        return (isTransposed ? sum.Transpose(1, 2) : sum).Contiguous().Reshape(sizes.Weight.AsSpan()).AsWhole();
    }

    private static void Convolve(
        ConvolutionSizes sizes, ConvolutionPass pass, NDArray input, NDArray? weight, NDArray? bias, NDArray output, NDArray? weightSums)
    {
        if (output.DType == DType.Float32)
        {
            Convolve<float>(sizes, pass, input, weight, bias, output, weightSums);
        }
        else
        {
            Convolve<double>(sizes, pass, input, weight, bias, output, weightSums);
        }
    }

    private static unsafe void Convolve<T>(
        ConvolutionSizes sizes, ConvolutionPass pass, NDArray input, NDArray? weight, NDArray? bias, NDArray output, NDArray? weightSums)
        where T : unmanaged, INumber<T>
    {
        T none = default;
        fixed (T* px = &input.Ref<T>(), py = &output.Ref<T>())
        fixed (T* pw = &(weight is null ? ref none : ref weight.Ref<T>()))
        fixed (T* pb = &(bias is null ? ref none : ref bias.Ref<T>()))
        fixed (T* ps = &(weightSums is null ? ref none : ref weightSums.Ref<T>()))
        {
            ConvolutionOperands<T> operands = new() { Input = px, Weight = pw, Bias = bias is null ? null : pb, Output = py, WeightSums = ps };
            Convolution.Run(sizes, pass, operands);
        }

        GC.KeepAlive(input);
        GC.KeepAlive(weight);
        GC.KeepAlive(bias);
        GC.KeepAlive(output);
        GC.KeepAlive(weightSums);
    }
}
