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
