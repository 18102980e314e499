namespace MiniTorch;

/// <summary>What <see cref="Tensor.Quantile(double, int?, bool, QuantileInterpolation)"/> gives where a quantile falls between two elements.</summary>
public enum QuantileInterpolation
{
    /// <summary>The point between them.</summary>
    Linear,

    /// <summary>The lower one.</summary>
    Lower,

    /// <summary>The higher one.</summary>
    Higher,

    /// <summary>Half of each.</summary>
    Midpoint,

    /// <summary>The nearer one; halfway, the one of even rank.</summary>
    Nearest,
}
