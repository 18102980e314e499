namespace MiniTorch;

public sealed partial class Tensor
{
    /// <inheritdoc cref="NDArray.Wrap{T}(T[], Shape?)"/>
    public static Tensor Wrap<T>(T[] values, Shape? shape = null, bool requiresGrad = false)
        where T : unmanaged => new(NDArray.Wrap(values, shape), requiresGrad);

    /// <inheritdoc cref="NDArray.Wrap{T}(Memory{T}, Shape?)"/>
    public static Tensor Wrap<T>(Memory<T> values, Shape? shape = null, bool requiresGrad = false)
        where T : unmanaged => new(NDArray.Wrap(values, shape), requiresGrad);

    /// <summary>A copy of the elements, in the span's shape. Without a copy, the other way: <c>x.Value.AsTensorSpan&lt;T&gt;()</c>.</summary>
    /// <inheritdoc cref="NDArray.From{T}(in System.Numerics.Tensors.ReadOnlyTensorSpan{T})"/>
    public static Tensor From<T>(in System.Numerics.Tensors.ReadOnlyTensorSpan<T> values)
        where T : unmanaged => new(NDArray.From(values));
}
