using MiniTorch.Kernels;

namespace MiniTorch;

public partial class NDArray
{
    /// <summary>The error function, 2/√π · ∫₀ˣ exp(−t²) dt. Integers give <see cref="DTypes.Default"/>. PyTorch: <c>torch.erf</c>.</summary>
    /// <inheritdoc cref="Negate"/>
    public NDArray Erf(NDArray? destination = null) => FloatUnary<Erf>(this, destination);

    /// <summary>1 − erf x, precise where erf x is almost 1. Integers give <see cref="DTypes.Default"/>. PyTorch: <c>torch.erfc</c>.</summary>
    /// <inheritdoc cref="Negate"/>
    public NDArray Erfc(NDArray? destination = null) => FloatUnary<Erfc>(this, destination);

    /// <summary>The number whose erf is x; ±∞ at ±1, NaN beyond. Integers give <see cref="DTypes.Default"/>. PyTorch: <c>torch.erfinv</c>.</summary>
    /// <inheritdoc cref="Negate"/>
    public NDArray Erfinv(NDArray? destination = null) => FloatUnary<Erfinv>(this, destination);

    /// <summary>ln |Γ(x)|; ∞ at 0 and the negative integers. Integers give <see cref="DTypes.Default"/>. PyTorch: <c>torch.lgamma</c>.</summary>
    /// <inheritdoc cref="Negate"/>
    public NDArray Lgamma(NDArray? destination = null) => FloatUnary<ByElement<Lgamma>>(this, destination);

    /// <summary>The derivative of ln Γ; ∓∞ at ±0, NaN at the negative integers. Integers give <see cref="DTypes.Default"/>. PyTorch: <c>torch.digamma</c>.</summary>
    /// <inheritdoc cref="Negate"/>
    public NDArray Digamma(NDArray? destination = null) => FloatUnary<ByElement<Digamma>>(this, destination);

    /// <summary>sin(πx) / πx, 1 at 0. Integers give <see cref="DTypes.Default"/>. PyTorch: <c>torch.sinc</c>.</summary>
    /// <inheritdoc cref="Negate"/>
    public NDArray Sinc(NDArray? destination = null) => FloatUnary<ByElement<Sinc>>(this, destination);

    /// <summary>
    /// The derivative of order n of <see cref="Digamma"/>, precise to every order; at 0 and the negative integers ∞, of even orders −∞.
    /// Integers give <see cref="DTypes.Default"/>. PyTorch: <c>torch.polygamma</c>.
    /// </summary>
    /// <param name="n">The order, 0 to 170.</param>
    /// <param name="destination">Where to write; a new array if null. It has the result's shape and type.</param>
    /// <exception cref="ArgumentException">The order is out of range.</exception>
    public NDArray Polygamma(int n, NDArray? destination = null)
    {
        if (n is < 0 or > GammaFunctions.MaxOrder)
        {
            Throw.Argument("polygamma", $"the order must lie in 0 to {GammaFunctions.MaxOrder}, whose factorial is the greatest that float64 has; got {n}");
        }

        return FloatWithNumber<FamilyByElement<Polygamma>>(this, n, destination);
    }

    /// <summary>
    /// ln(x / (1 − x)), the inverse of <see cref="Sigmoid"/>; ∓∞ at 0 and 1, NaN beyond. Integers give <see cref="DTypes.Default"/>. PyTorch: <c>torch.logit</c>.
    /// </summary>
    /// <param name="eps">If given, x is first held within [eps, 1 − eps].</param>
    /// <param name="destination">Where to write; a new array if null. It has the result's shape and type.</param>
    public NDArray Logit(double? eps = null, NDArray? destination = null) =>
        FloatUnary<ByElement<Logit>>(eps is { } bound ? Clamp(bound, 1 - bound) : this, destination);

    /// <summary>
    /// ln(1 + e^βx) / β, a smooth <see cref="Relu"/>; x itself where βx is above the threshold. PyTorch: <c>torch.nn.functional.softplus</c>.
    /// </summary>
    /// <param name="beta">β: the greater, the sharper the bend.</param>
    /// <param name="threshold">Above which the function is taken to be linear.</param>
    /// <exception cref="NotSupportedException">The type is not floating-point.</exception>
    public NDArray Softplus(double beta = 1, double threshold = 20)
    {
        Throw.UnlessFloat("softplus", DType);
        NDArray scaled = Multiply(beta);
        return Where(scaled.Gt(threshold), this, FloatUnary<Softplus>(scaled, null).Divide(beta));
    }

    /// <summary>ln(1 / (1 + e⁻ˣ)), which does not overflow. PyTorch: <c>torch.nn.functional.logsigmoid</c>.</summary>
    /// <inheritdoc cref="Negate"/>
    /// <exception cref="NotSupportedException">The type is not floating-point.</exception>
    public NDArray LogSigmoid(NDArray? destination = null)
    {
        Throw.UnlessFloat("log_sigmoid", DType);
        return FloatUnary<LogSigmoid>(this, destination);
    }

    /// <summary>
    /// x·Φ(x), Φ the distribution function of the standard normal distribution; 0 at −∞, where PyTorch has NaN. PyTorch: <c>torch.nn.functional.gelu</c>.
    /// </summary>
    /// <param name="approximate">Whether to compute x·(1 + tanh(√(2/π)·(x + 0.044715·x³))) / 2 instead.</param>
    /// <param name="destination">Where to write; a new array if null. It has the result's shape and type.</param>
    /// <exception cref="ArgumentException">The destination does not fit.</exception>
    /// <exception cref="NotSupportedException">The type is not floating-point.</exception>
    public NDArray Gelu(GeluApproximation approximate = GeluApproximation.None, NDArray? destination = null)
    {
        Throw.UnlessFloat(Kernels.Gelu.Name, DType);
        return approximate == GeluApproximation.Tanh ? FloatUnary<GeluTanh>(this, destination) : FloatUnary<Gelu>(this, destination);
    }

    /// <summary>The derivative of <see cref="Sinc"/> of an order from 0, at 0 too.</summary>
    internal NDArray SincDerivative(int order) => FloatWithNumber<FamilyByElement<SincDerivative>>(this, order, null);
}
