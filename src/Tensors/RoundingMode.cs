namespace MiniTorch;

/// <summary>How a quotient becomes whole. PyTorch: <c>rounding_mode</c> of <c>torch.div</c>.</summary>
public enum RoundingMode
{
    /// <summary>Towards zero, as C# divides integers. PyTorch: <c>"trunc"</c>.</summary>
    Trunc,

    /// <summary>Down, as Python divides integers. PyTorch: <c>"floor"</c>.</summary>
    Floor,
}
