namespace MiniTorch.NN;

/// <summary>Makes one dimension of several, by default of all but the batch: [n, 28, 28] → [n, 784]. PyTorch: <c>nn.Flatten</c>.</summary>
/// <param name="startDim">The first of the dimensions.</param>
/// <param name="endDim">The last of them; negative counts from the end.</param>
public sealed class Flatten(int startDim = 1, int endDim = -1) : Layer
{
    /// <inheritdoc/>
    protected override Tensor ForwardCore(Tensor input) => input.Flatten(startDim, endDim);

    /// <inheritdoc/>
    protected override string ExtraRepr() => $"{Repr.Of("start_dim", startDim)}, {Repr.Of("end_dim", endDim)}";
}

/// <summary>Makes several dimensions of one: <c>new Unflatten(1, 28, 28)</c>, [n, 784] → [n, 28, 28]. PyTorch: <c>nn.Unflatten</c>.</summary>
public sealed class Unflatten : Layer
{
    private readonly int _dim;
    private readonly int[] _sizes;

    /// <summary>An unflattening layer.</summary>
    /// <param name="dim">The dimension; negative counts from the end.</param>
    /// <param name="sizes">What it becomes; one may be −1 and is inferred.</param>
    public Unflatten(int dim, params ReadOnlySpan<int> sizes)
    {
        _dim = dim;
        _sizes = sizes.ToArray();
    }

    /// <inheritdoc/>
    protected override Tensor ForwardCore(Tensor input) => input.Unflatten(_dim, _sizes);

    /// <inheritdoc/>
    protected override string ExtraRepr() => $"{Repr.Of("dim", _dim)}, unflattened_size=({string.Join(", ", _sizes)}{(_sizes.Length == 1 ? "," : "")})";
}
