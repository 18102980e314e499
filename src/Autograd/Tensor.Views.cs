namespace MiniTorch;

public sealed partial class Tensor
{
    /// <summary>The matrix with rows and columns exchanged, a view; a vector or a number is itself. PyTorch: <c>x.T</c>.</summary>
    /// <inheritdoc cref="NDArray.T"/>
    public Tensor T => Op.Record("t", Value.T, save: [], (this, static (s, g) => g.T));

    /// <summary>The last two dimensions exchanged, a view: a matrix, or each of a batch, transposed. PyTorch: <c>x.mT</c>.</summary>
    /// <inheritdoc cref="NDArray.MT"/>
    public Tensor MT => Op.Record("mt", Value.MT, save: [], (this, static (s, g) => g.MT));

    /// <summary>A view with two dimensions exchanged. PyTorch: <c>x.transpose</c>.</summary>
    public Tensor Transpose(int dim0, int dim1) => Op.Record(
        "transpose", Value.Transpose(dim0, dim1), (dim0, dim1), save: [], (this, static (s, g) => g.Transpose(s.State.dim0, s.State.dim1)));

    /// <summary>A view with the dimensions in the given order. PyTorch: <c>x.permute</c>.</summary>
    /// <inheritdoc cref="NDArray.Permute"/>
    public Tensor Permute(params ReadOnlySpan<int> dims)
    {
        NDArray value = Value.Permute(dims);
        var inverse = new int[dims.Length];
        for (int i = 0; i < dims.Length; i++)
        {
            inverse[Shape.Dim(dims[i], "permute")] = i;
        }

        return Op.Record("permute", value, inverse, save: [], (this, static (s, g) => g.Permute(s.State)));
    }

    /// <summary>A view with one dimension moved to another place; the others keep their order. PyTorch: <c>x.movedim</c>.</summary>
    /// <inheritdoc cref="NDArray.MoveDim(int, int)"/>
    public Tensor MoveDim(int source, int destination) => MoveDim([source], [destination]);

    /// <summary>A view with several dimensions moved, each to its own place; the others keep their order. PyTorch: <c>x.movedim</c>.</summary>
    /// <inheritdoc cref="NDArray.MoveDim(ReadOnlySpan{int}, ReadOnlySpan{int})"/>
    public Tensor MoveDim(ReadOnlySpan<int> source, ReadOnlySpan<int> destination) => Permute(Shape.Moved(source, destination));

    /// <summary>A view without the dimensions of size 1. PyTorch: <c>x.squeeze()</c>.</summary>
    public Tensor Squeeze() => Op.Record("squeeze", Value.Squeeze(), Shape, save: [], (this, static (s, g) => g.Reshape(s.State)));

    /// <summary>A view without those of the given dimensions that have size 1; the others of them stay. PyTorch: <c>x.squeeze(dims)</c>.</summary>
    /// <inheritdoc cref="NDArray.Squeeze(ReadOnlySpan{int})"/>
    public Tensor Squeeze(params ReadOnlySpan<int> dims) =>
        Op.Record("squeeze", Value.Squeeze(dims), Shape, save: [], (this, static (s, g) => g.Reshape(s.State)));

    /// <summary>A view with a dimension of size 1 inserted before <paramref name="dim"/>. PyTorch: <c>x.unsqueeze</c>.</summary>
    /// <inheritdoc cref="NDArray.Unsqueeze"/>
    public Tensor Unsqueeze(int dim) =>
        Op.Record("unsqueeze", Value.Unsqueeze(dim), Shape, save: [], (this, static (s, g) => g.Reshape(s.State)));

    /// <summary>A view in which dimensions of size 1 are repeated without copying; −1 keeps a size. PyTorch: <c>x.expand</c>.</summary>
    /// <inheritdoc cref="NDArray.Expand"/>
    public Tensor Expand(params ReadOnlySpan<int> sizes) => Op.Record("expand", Value.Expand(sizes), save: [], (this, static (s, g) => g));

    /// <summary>A view in another tensor's shape in which dimensions of size 1 are repeated without copying. PyTorch: <c>x.expand_as</c>.</summary>
    /// <inheritdoc cref="NDArray.Expand"/>
    public Tensor ExpandAs(Tensor other) => Expand(other.Shape);

    /// <summary>Views of all tensors in the one shape that they broadcast to. PyTorch: <c>torch.broadcast_tensors</c>.</summary>
    /// <exception cref="ArgumentException">Two sizes differ and neither is 1.</exception>
    public static Tensor[] BroadcastTensors(params ReadOnlySpan<Tensor> tensors)
    {
        Shape shape = [];
        foreach (Tensor tensor in tensors)
        {
            shape = Shape.Broadcast(shape, tensor.Shape, "broadcast_tensors");
        }

        var views = new Tensor[tensors.Length];
        for (int i = 0; i < views.Length; i++)
        {
            views[i] = tensors[i].Expand(shape);
        }

        return views;
    }

    /// <summary>This tensor if it has a dimension, else a view of shape [1]. PyTorch: <c>torch.atleast_1d</c>.</summary>
    public Tensor AtLeast1D() => Rank == 0 ? View(1) : this;

    /// <summary>This tensor if it has two dimensions, else a view of shape [1, n]. PyTorch: <c>torch.atleast_2d</c>.</summary>
    public Tensor AtLeast2D() => Rank < 2 ? View(1, Count) : this;

    /// <summary>This tensor if it has three dimensions, else a view of shape [m, n, 1]; a vector is [1, n, 1]. PyTorch: <c>torch.atleast_3d</c>.</summary>
    public Tensor AtLeast3D() => Rank < 3 ? AtLeast2D().Unsqueeze(-1) : this;
}
