namespace MiniTorch;

public sealed partial class Tensor
{
    /// <summary>The same elements in another shape; one size may be −1. A view where the strides allow it. PyTorch: <c>x.reshape</c>.</summary>
    /// <inheritdoc cref="NDArray.Reshape"/>
    public Tensor Reshape(params ReadOnlySpan<int> sizes) =>
        Op.Record("reshape", Value.Reshape(sizes), Shape, save: [], (this, static (s, g) => g.Reshape(s.State)));

    /// <summary>The same elements in another tensor's shape. PyTorch: <c>x.reshape_as</c>.</summary>
    /// <inheritdoc cref="NDArray.Reshape"/>
    public Tensor ReshapeAs(Tensor other) => Reshape(other.Shape);

    /// <summary>The same elements in another shape, always a view; one size may be −1. PyTorch: <c>x.view</c>.</summary>
    /// <inheritdoc cref="NDArray.View(ReadOnlySpan{int})"/>
    public Tensor View(params ReadOnlySpan<int> sizes) =>
        Op.Record("view", Value.View(sizes), Shape, save: [], (this, static (s, g) => g.Reshape(s.State)));

    /// <summary>The same elements in another tensor's shape, always a view. PyTorch: <c>x.view_as</c>.</summary>
    /// <inheritdoc cref="NDArray.View(ReadOnlySpan{int})"/>
    public Tensor ViewAs(Tensor other) => View(other.Shape);

    /// <summary>All dimensions from <paramref name="startDim"/> to <paramref name="endDim"/> as one. PyTorch: <c>torch.flatten</c>.</summary>
    /// <inheritdoc cref="NDArray.Flatten"/>
    public Tensor Flatten(int startDim = 0, int endDim = -1) => Reshape(Shape.Flatten(startDim, endDim));

    /// <summary>One dimension as several, whose sizes multiply to its own; one may be −1. A view. PyTorch: <c>torch.unflatten</c>.</summary>
    /// <inheritdoc cref="NDArray.Unflatten"/>
    public Tensor Unflatten(int dim, params ReadOnlySpan<int> sizes) => View(Shape.Unflatten(dim, sizes));

    /// <summary>This tensor if its elements lie in row-major order without gaps, else a copy that does. PyTorch: <c>x.contiguous()</c>.</summary>
    public Tensor Contiguous() => Value.IsContiguous ? this : Clone();

    /// <summary>A contiguous copy; gradients flow through it. PyTorch: <c>x.clone()</c>.</summary>
    public Tensor Clone() => Op.Record("clone", Value.Clone(), save: [], (this, static (s, g) => g));

    /// <summary>This tensor if it has the type, else a copy in it; gradients flow between the floating-point types. PyTorch: <c>x.to(dtype)</c>.</summary>
    /// <inheritdoc cref="NDArray.To"/>
    public Tensor To(DType dtype) => dtype == DType ? this : Op.Record("to", Value.To(dtype), save: [], (this, static (s, g) => g));
}
