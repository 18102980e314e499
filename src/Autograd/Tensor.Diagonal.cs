namespace MiniTorch;

public sealed partial class Tensor
{
    /// <summary>
    /// A view of the elements whose index in <paramref name="dim2"/> is that in <paramref name="dim1"/> plus <paramref name="offset"/>; the diagonal is a new last
    /// dimension in place of the two. PyTorch: <c>torch.diagonal</c>.
    /// </summary>
    /// <inheritdoc cref="NDArray.Diagonal"/>
    public Tensor Diagonal(int offset = 0, int dim1 = 0, int dim2 = 1) => Op.Record(
        "diagonal",
        Value.Diagonal(offset, dim1, dim2),
        (Shape, offset, dim1, dim2),
        save: [],
        (this, static (s, g) => DiagonalBackward(g, s.State)));

    /// <summary>Zeros with the last dimension as a diagonal of two new ones: [b, n] → [b, n, n]. PyTorch: <c>torch.diag_embed</c>.</summary>
    /// <inheritdoc cref="NDArray.DiagEmbed"/>
    public Tensor DiagEmbed(int offset = 0, int dim1 = -2, int dim2 = -1) => Op.Record(
        "diag_embed",
        Value.DiagEmbed(offset, dim1, dim2),
        (offset, dim1, dim2),
        save: [],
        (this, static (s, g) => g.Diagonal(s.State.offset, s.State.dim1, s.State.dim2)));

    /// <summary>
    /// Of a vector the matrix with it on a diagonal and zeros elsewhere; of a matrix a copy of its diagonal. <see cref="Diagonal"/> is a view, and takes batches.
    /// PyTorch: <c>torch.diag</c>.
    /// </summary>
    /// <param name="diagonal">0 is the main diagonal, positive ones lie above it, negative ones below.</param>
    /// <exception cref="ArgumentException">This is neither a vector nor a matrix, or has no such diagonal.</exception>
    public Tensor Diag(int diagonal = 0)
    {
        if (Rank is not (1 or 2))
        {
            Throw.Argument("diag", $"a vector or a matrix is needed; got {Shape}");
        }

        return Rank == 1 ? DiagEmbed(diagonal) : Diagonal(diagonal).Clone();
    }

    /// <summary>The matrix with all elements, in row-major order, on a diagonal and zeros elsewhere. PyTorch: <c>torch.diagflat</c>.</summary>
    /// <param name="offset">0 is the main diagonal, positive ones lie above it, negative ones below.</param>
    public Tensor DiagFlat(int offset = 0) => Reshape(-1).DiagEmbed(offset);

    private static Tensor DiagonalBackward(Tensor gradient, (Shape Shape, int Offset, int Dim1, int Dim2) diagonal) => Op.Record(
        "diagonal_backward",
        gradient.Value.DiagonalBackward(diagonal.Shape, diagonal.Offset, diagonal.Dim1, diagonal.Dim2),
        diagonal,
        save: [],
        (gradient, static (s, h) => h.Diagonal(s.State.Offset, s.State.Dim1, s.State.Dim2)));
}
