namespace MiniTorch;

public sealed partial class Tensor
{
    /// <summary>exp(x) / Σ exp(x) along a dimension. PyTorch: <c>torch.softmax</c>.</summary>
    public Tensor Softmax(int dim) => Rank == 0 ? Unsqueeze(0).Softmax(dim).Squeeze(0) : Op.Record(
        "softmax",
        Value.Softmax(dim),
        dim,
        save: [Op.Output],
        (this, static (s, g) => s[0] * (g - (g * s[0]).Sum(s.State, keepDim: true))));

    /// <summary>ln softmax(x) along a dimension. PyTorch: <c>torch.log_softmax</c>.</summary>
    public Tensor LogSoftmax(int dim) => Rank == 0 ? Unsqueeze(0).LogSoftmax(dim).Squeeze(0) : Op.Record(
        "log_softmax",
        Value.LogSoftmax(dim),
        dim,
        save: [Op.Output],
        (this, static (s, g) => g - (s[0].Exp() * g.Sum(s.State, keepDim: true))));

    /// <summary>exp(−x) / Σ exp(−x) along a dimension. PyTorch: <c>torch.nn.functional.softmin</c>.</summary>
    public Tensor Softmin(int dim) => (-this).Softmax(dim);
}
