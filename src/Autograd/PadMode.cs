namespace MiniTorch;

/// <summary>What <see cref="Tensor.Pad"/> puts around a tensor.</summary>
public enum PadMode
{
    /// <summary>A value: a b c → 0 0 a b c 0.</summary>
    Constant,

    /// <summary>The elements inside, mirrored at the first and the last: a b c → c b a b c b.</summary>
    Reflect,

    /// <summary>The first and the last: a b c → a a a b c c.</summary>
    Replicate,

    /// <summary>The elements from the other end: a b c → b c a b c a.</summary>
    Circular,
}
