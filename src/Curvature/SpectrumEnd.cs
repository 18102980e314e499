namespace MiniTorch.Curvature;

/// <summary>Which eigenvalues are wanted. SciPy: <c>which</c> of <c>scipy.sparse.linalg.eigsh</c>.</summary>
public enum SpectrumEnd
{
    /// <summary>The largest in magnitude, of either sign: <c>"LM"</c>.</summary>
    LargestMagnitude,

    /// <summary>The largest: <c>"LA"</c>.</summary>
    Largest,

    /// <summary>The smallest, negative ones first: <c>"SA"</c>.</summary>
    Smallest,
}
