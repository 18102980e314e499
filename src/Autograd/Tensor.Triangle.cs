namespace MiniTorch;

public sealed partial class Tensor
{
    /// <summary>The lower triangle of a matrix, or of each of a batch: elements above a diagonal are 0. PyTorch: <c>torch.tril</c>.</summary>
    /// <inheritdoc cref="NDArray.Tril"/>
    public Tensor Tril(int diagonal = 0) => Op.Record("tril", Value.Tril(diagonal), diagonal, save: [], (this, static (s, g) => g.Tril(s.State)));

    /// <summary>The upper triangle of a matrix, or of each of a batch: elements below a diagonal are 0. PyTorch: <c>torch.triu</c>.</summary>
    /// <inheritdoc cref="NDArray.Triu"/>
    public Tensor Triu(int diagonal = 0) => Op.Record("triu", Value.Triu(diagonal), diagonal, save: [], (this, static (s, g) => g.Triu(s.State)));

    /// <inheritdoc cref="NDArray.TrilIndices"/>
    public static Tensor TrilIndices(int rows, int columns, int offset = 0) => new(NDArray.TrilIndices(rows, columns, offset));

    /// <inheritdoc cref="NDArray.TriuIndices"/>
    public static Tensor TriuIndices(int rows, int columns, int offset = 0) => new(NDArray.TriuIndices(rows, columns, offset));
}
