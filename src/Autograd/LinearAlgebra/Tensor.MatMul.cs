namespace MiniTorch;

public sealed partial class Tensor
{
    /// <summary>
    /// The matrix product. [m, k] · [k, n] → [m, n]; vectors and batches as in PyTorch. PyTorch: <c>torch.matmul</c>.
    /// </summary>
    /// <inheritdoc cref="NDArray.MatMul(NDArray)"/>
    public Tensor MatMul(Tensor other) => Op.Record(
        "matmul",
        Value.MatMul(other.Value),
        save: [this, other],
        (this, static (s, g) => MatMulBackward.First(s[0], s[1], g)),
        (other, static (s, g) => MatMulBackward.Second(s[0], s[1], g)));
}
