using System.Runtime.CompilerServices;

namespace MiniTorch;

public sealed partial class Tensor
{
    /// <inheritdoc cref="NDArray.Arange(long, long, long, DType)"/>
    public static Tensor Arange(long start, long end, long step = 1, DType dtype = DType.Int64) => new(NDArray.Arange(start, end, step, dtype));

    /// <inheritdoc cref="NDArray.Arange(long, DType)"/>
    [OverloadResolutionPriority(-1)]
    public static Tensor Arange(long end, DType dtype = DType.Int64) => new(NDArray.Arange(end, dtype));

    /// <summary>
    /// The ⌈(end − start) / step⌉ numbers start + i·step, as <see cref="DefaultDType"/> or another type; for integers the three are cut to whole
    /// numbers first. PyTorch: <c>torch.arange</c>.
    /// </summary>
    /// <inheritdoc cref="NDArray.Arange(double, double, double, DType)"/>
    public static Tensor Arange(double start, double end, double step = 1, DType? dtype = null, bool requiresGrad = false) =>
        new(NDArray.Arange(start, end, step, dtype ?? DefaultDType), requiresGrad);

    /// <summary>The numbers 0, 1, … below <paramref name="end"/>, as <see cref="DefaultDType"/> or another type.</summary>
    /// <inheritdoc cref="NDArray.Arange(double, double, double, DType)"/>
    [OverloadResolutionPriority(-1)]
    public static Tensor Arange(double end, DType? dtype = null, bool requiresGrad = false) => Arange(0.0, end, 1.0, dtype, requiresGrad);

    /// <inheritdoc cref="NDArray.Linspace"/>
    public static Tensor Linspace(double start, double end, int steps, DType? dtype = null, bool requiresGrad = false) =>
        new(NDArray.Linspace(start, end, steps, dtype ?? DefaultDType), requiresGrad);

    /// <inheritdoc cref="NDArray.Logspace"/>
    public static Tensor Logspace(double start, double end, int steps, double @base = 10, DType? dtype = null, bool requiresGrad = false) =>
        new(NDArray.Logspace(start, end, steps, @base, dtype ?? DefaultDType), requiresGrad);

    /// <inheritdoc cref="NDArray.Eye"/>
    public static Tensor Eye(int n, int? m = null, DType? dtype = null, bool requiresGrad = false) => new(NDArray.Eye(n, m, dtype ?? DefaultDType), requiresGrad);
}
