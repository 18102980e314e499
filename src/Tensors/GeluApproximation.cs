namespace MiniTorch;

/// <summary>How <see cref="NDArray.Gelu"/> is computed. PyTorch: <c>approximate</c> of <c>torch.nn.functional.gelu</c>.</summary>
public enum GeluApproximation
{
    /// <summary>By the normal distribution. PyTorch: <c>"none"</c>.</summary>
    None,

    /// <summary>By the hyperbolic tangent of a cubic polynomial, as the first publications had it. PyTorch: <c>"tanh"</c>.</summary>
    Tanh,
}
