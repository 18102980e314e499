namespace MiniTorch.Kernels;

/// <summary>y &gt; 0 ? g : 0.</summary>
internal readonly struct ReluBackward : IFloatBinaryOp
{
    public static string Name => "relu_backward";

    public static void Row<T>(ReadOnlySpan<T> a, ReadOnlySpan<T> b, Span<T> y)
        where T : unmanaged, System.Numerics.IFloatingPointIeee754<T> => VectorMath.ReluBackward(a, b, y);
}

/// <summary>g·(1 − y²).</summary>
internal readonly struct TanhBackward : IFloatBinaryOp
{
    public static string Name => "tanh_backward";

    public static void Row<T>(ReadOnlySpan<T> a, ReadOnlySpan<T> b, Span<T> y)
        where T : unmanaged, System.Numerics.IFloatingPointIeee754<T> => VectorMath.TanhBackward(a, b, y);
}

/// <summary>g·y·(1 − y).</summary>
internal readonly struct SigmoidBackward : IFloatBinaryOp
{
    public static string Name => "sigmoid_backward";

    public static void Row<T>(ReadOnlySpan<T> a, ReadOnlySpan<T> b, Span<T> y)
        where T : unmanaged, System.Numerics.IFloatingPointIeee754<T> => VectorMath.SigmoidBackward(a, b, y);
}

/// <summary>g·(Φ(x) + x·φ(x)).</summary>
internal readonly struct GeluBackward : IFloatBinaryOp
{
    public static string Name => "gelu_backward";

    public static void Row<T>(ReadOnlySpan<T> a, ReadOnlySpan<T> b, Span<T> y)
        where T : unmanaged, System.Numerics.IFloatingPointIeee754<T> => VectorMath.GeluBackward(a, b, y);
}

/// <summary>The same of the approximation.</summary>
internal readonly struct GeluTanhBackward : IFloatBinaryOp
{
    public static string Name => "gelu_backward";

    public static void Row<T>(ReadOnlySpan<T> a, ReadOnlySpan<T> b, Span<T> y)
        where T : unmanaged, System.Numerics.IFloatingPointIeee754<T> => VectorMath.GeluTanhBackward(a, b, y);
}

/// <summary>a ≤ 0 ? b·factor·exp(rate·a) : b·scale. The third row is not read.</summary>
internal readonly struct ExponentialBackward(double factor, double scale, double rate) : ITernaryOp
{
    public static string Name => "elu_backward";

    public void Row<T>(ReadOnlySpan<T> a, ReadOnlySpan<T> b, ReadOnlySpan<T> c, Span<T> y)
        where T : unmanaged, System.Numerics.INumber<T> => VectorMath.MapTernary(
            new VectorMath.ExponentialGradient<T>(T.CreateTruncating(factor), T.CreateTruncating(scale), T.CreateTruncating(rate)), a, b, c, y);
}
