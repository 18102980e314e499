namespace MiniTorch;

public sealed partial class Tensor
{
    private const double TwoOverRootPi = 1.1283791670955126;

    /// <summary>The error function, 2/√π · ∫₀ˣ exp(−t²) dt. PyTorch: <c>torch.erf</c>.</summary>
    public Tensor Erf() => Erf(this);

    /// <summary>1 − erf x, precise where erf x is almost 1. PyTorch: <c>torch.erfc</c>.</summary>
    public Tensor Erfc() => Erfc(this);

    /// <summary>The number whose erf is x; ±∞ at ±1, NaN beyond. PyTorch: <c>torch.erfinv</c>.</summary>
    public Tensor Erfinv() => Erfinv(this);

    /// <summary>ln |Γ(x)|; ∞ at 0 and the negative integers. PyTorch: <c>torch.lgamma</c>.</summary>
    public Tensor Lgamma() => Lgamma(this);

    /// <summary>The derivative of ln Γ; ∓∞ at ±0, NaN at the negative integers. PyTorch: <c>torch.digamma</c>.</summary>
    public Tensor Digamma() => Digamma(this);

    /// <summary>sin(πx) / πx, 1 at 0. PyTorch: <c>torch.sinc</c>.</summary>
    public Tensor Sinc() => Sinc(this);

    /// <summary>The derivative of order n of <see cref="Digamma()"/>; its own is that of order n + 1. PyTorch: <c>torch.polygamma</c>.</summary>
    /// <inheritdoc cref="NDArray.Polygamma"/>
    public Tensor Polygamma(int n) => Polygamma(this, n);

    /// <summary>
    /// ln(x / (1 − x)), the inverse of <see cref="Sigmoid()"/>; ∓∞ at 0 and 1, NaN beyond. PyTorch: <c>torch.logit</c>.
    /// </summary>
    /// <param name="eps">If given, x is first held within [eps, 1 − eps]; beyond, the derivative is 0.</param>
    public Tensor Logit(double? eps = null) => Logit(this, eps);

    /// <summary>
    /// ln(1 + e^βx) / β, a smooth <see cref="Relu()"/>; x itself where βx is above the threshold. PyTorch: <c>torch.nn.functional.softplus</c>.
    /// </summary>
    /// <inheritdoc cref="NDArray.Softplus"/>
    public Tensor Softplus(double beta = 1, double threshold = 20) => Op.Record(
        "softplus",
        Value.Softplus(beta, threshold),
        (beta, threshold),
        save: [this],
        (this, static (s, g) => SoftplusBackward(s[0] * s.State.beta, s.State.threshold, g)));

    /// <summary>ln(1 / (1 + e⁻ˣ)), which does not overflow. PyTorch: <c>torch.nn.functional.logsigmoid</c>.</summary>
    /// <exception cref="NotSupportedException">The type is not floating-point.</exception>
    public Tensor LogSigmoid() => Op.Record("log_sigmoid", Value.LogSigmoid(), save: [this], (this, static (s, g) => g * (-s[0]).Sigmoid()));

    /// <summary>
    /// x·Φ(x), Φ the distribution function of the standard normal distribution; 0 at −∞, where PyTorch has NaN. PyTorch: <c>torch.nn.functional.gelu</c>.
    /// </summary>
    /// <param name="approximate">Whether to compute x·(1 + tanh(√(2/π)·(x + 0.044715·x³))) / 2 instead.</param>
    /// <exception cref="NotSupportedException">The type is not floating-point.</exception>
    public Tensor Gelu(GeluApproximation approximate = GeluApproximation.None) => Op.Record(
        "gelu",
        Value.Gelu(approximate),
        approximate,
        save: [this],
        (this, static (s, g) => GeluBackward(s[0], g, s.State)));

    private static Tensor Erf(Tensor x, NDArray? destination = null) =>
        Op.Record("erf", x.Value.Erf(destination), save: [x], (x, static (s, g) => g * ((-s[0].Square()).Exp() * TwoOverRootPi)));

    private static Tensor Erfc(Tensor x, NDArray? destination = null) =>
        Op.Record("erfc", x.Value.Erfc(destination), save: [x], (x, static (s, g) => g * ((-s[0].Square()).Exp() * -TwoOverRootPi)));

    private static Tensor Erfinv(Tensor x, NDArray? destination = null) =>
        Op.Record("erfinv", x.Value.Erfinv(destination), save: [Op.Output], (x, static (s, g) => g * (s[0].Square().Exp() / TwoOverRootPi)));

    private static Tensor Lgamma(Tensor x, NDArray? destination = null) =>
        Op.Record("lgamma", x.Value.Lgamma(destination), save: [x], (x, static (s, g) => g * s[0].Digamma()));

    private static Tensor Digamma(Tensor x, NDArray? destination = null) =>
        Op.Record("digamma", x.Value.Digamma(destination), save: [x], (x, static (s, g) => g * s[0].Polygamma(1)));

    private static Tensor Sinc(Tensor x, NDArray? destination = null) =>
        Op.Record("sinc", x.Value.Sinc(destination), save: [x], (x, static (s, g) => g * SincDerivative(s[0], 1)));

    private static Tensor Polygamma(Tensor x, int n, NDArray? destination = null) =>
        Op.Record("polygamma", x.Value.Polygamma(n, destination), n, save: [x], (x, static (s, g) => g * s[0].Polygamma(s.State + 1)));

    // The clamp is an operation of its own, whose derivative knows what lies beyond the bounds.
    private static Tensor Logit(Tensor x, double? eps, NDArray? destination = null)
    {
        x = eps is { } bound ? x.Clamp(bound, 1 - bound) : x;
        return Op.Record("logit", x.Value.Logit(null, destination), save: [x], (x, static (s, g) => LogitBackward(s[0], g)));
    }

    private static Tensor LogitBackward(Tensor x, Tensor gradient) =>
        Where(x.Lt(0), double.NaN, Where(x.Gt(1), double.NaN, gradient / (x * (1 - x))));

    private static Tensor SoftplusBackward(Tensor scaled, double threshold, Tensor gradient) =>
        Where(scaled.Gt(threshold), gradient, gradient * scaled.Sigmoid());

    private static Tensor SincDerivative(Tensor x, int order) => Op.Record(
        "sinc_derivative", x.Value.SincDerivative(order), order, save: [x], (x, static (s, g) => g * SincDerivative(s[0], s.State + 1)));
}
