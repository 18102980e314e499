namespace MiniTorch;

/// <summary>Which dimension of a grid belongs to which of the tensors of <see cref="Tensor.Meshgrid(MeshgridIndexing, ReadOnlySpan{Tensor})"/>.</summary>
public enum MeshgridIndexing
{
    /// <summary>Rows first, as the indices of a matrix: dimension i to tensor i.</summary>
    IJ,

    /// <summary>Across first, as coordinates of a plane: dimension 1 to the first tensor and dimension 0 to the second.</summary>
    XY,
}
