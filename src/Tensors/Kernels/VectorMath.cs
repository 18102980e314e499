namespace MiniTorch.Kernels;

/// <summary>
/// Elementwise functions of contiguous rows of float or double. The destination may be the source itself. An element's bits depend on
/// its value alone, not on its place or the length of the row: the last, partial vector runs the same instructions.
/// </summary>
internal static partial class VectorMath
{
    /// <summary>eˣ within 2 ulp, denormal results included.</summary>
    internal static void Exp<T>(ReadOnlySpan<T> x, Span<T> y)
        where T : unmanaged => Map<Exponential, T>(x, y);

    /// <summary>ln x within 2 ulp; −∞ at zero, NaN below.</summary>
    internal static void Log<T>(ReadOnlySpan<T> x, Span<T> y)
        where T : unmanaged => Map<Logarithm, T>(x, y);

    /// <summary>tanh x within 4 ulp, odd to the bit.</summary>
    internal static void Tanh<T>(ReadOnlySpan<T> x, Span<T> y)
        where T : unmanaged => Map<HyperbolicTangent, T>(x, y);

    /// <summary>1 / (1 + e⁻ˣ) within 4 ulp, denormal results included.</summary>
    internal static void Sigmoid<T>(ReadOnlySpan<T> x, Span<T> y)
        where T : unmanaged => Map<LogisticSigmoid, T>(x, y);
}
