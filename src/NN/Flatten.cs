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
