namespace MiniTorch;

public sealed partial class Tensor
{
    /// <inheritdoc cref="NDArray.Gather"/>
    internal Tensor Gather(int dim, Tensor index) => Op.Record(
        "gather", Value.Gather(dim, index.Value), (Shape, dim), save: [index], (this, static (s, g) => g.ScatterAdd(s.State.Shape, s.State.dim, s[0])));

    /// <inheritdoc cref="NDArray.ScatterAdd"/>
    internal Tensor ScatterAdd(Shape shape, int dim, Tensor index) => Op.Record(
        "scatter_add", Value.ScatterAdd(shape, dim, index.Value), dim, save: [index], (this, static (s, g) => g.Gather(s.State, s[0])));
}
