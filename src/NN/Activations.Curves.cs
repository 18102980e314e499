namespace MiniTorch.NN;

/// <summary>x above 0, α(eˣ − 1) at 0 and below (Clevert et al. 2016). PyTorch: <c>nn.ELU</c>.</summary>
/// <param name="alpha">α: −α is the limit towards −∞.</param>
public sealed class ELU(double alpha = 1) : Layer
{
    /// <inheritdoc/>
    protected override Tensor ForwardCore(Tensor input) => F.Elu(input, alpha);

    /// <inheritdoc/>
    protected override string ExtraRepr() => Repr.Of("alpha", alpha);
}

/// <summary>
/// s·x above 0, s·α(eˣ − 1) at 0 and below, with α = 1.6733 and s = 1.0507, for weights of LeCun's initialisation (Klambauer et al. 2017).
/// PyTorch: <c>nn.SELU</c>.
/// </summary>
public sealed class SELU : Layer
{
    /// <inheritdoc/>
    protected override Tensor ForwardCore(Tensor input) => F.Selu(input);
}

/// <summary>x above 0, α(exp(x/α) − 1) at 0 and below (Barron 2017). PyTorch: <c>nn.CELU</c>.</summary>
public sealed class CELU : Layer
{
    private readonly double _alpha;

    /// <summary>An exponential unit with a continuous derivative.</summary>
    /// <param name="alpha">α, other than 0.</param>
    /// <exception cref="ArgumentException"><paramref name="alpha"/> is 0.</exception>
    public CELU(double alpha = 1)
    {
        F.CheckAlpha(alpha);
        _alpha = alpha;
    }

    /// <inheritdoc/>
    protected override Tensor ForwardCore(Tensor input) => F.Celu(input, _alpha);

    /// <inheritdoc/>
    protected override string ExtraRepr() => Repr.Of("alpha", _alpha);
}

/// <summary>
/// x·Φ(x), Φ the distribution function of the standard normal distribution (Hendrycks and Gimpel 2016). PyTorch: <c>nn.GELU</c>.
/// </summary>
/// <param name="approximate">Whether to compute x·(1 + tanh(√(2/π)·(x + 0.044715·x³))) / 2 instead.</param>
public sealed class GELU(GeluApproximation approximate = GeluApproximation.None) : Layer
{
    /// <inheritdoc/>
    protected override Tensor ForwardCore(Tensor input) => F.Gelu(input, approximate);

    /// <inheritdoc/>
    protected override string ExtraRepr() => $"approximate='{(approximate == GeluApproximation.Tanh ? "tanh" : "none")}'";
}

/// <summary>x·σ(x), also called swish (Elfwing et al. 2018). PyTorch: <c>nn.SiLU</c>.</summary>
public sealed class SiLU : Layer
{
    /// <inheritdoc/>
    protected override Tensor ForwardCore(Tensor input) => F.Silu(input);
}

/// <summary>x·tanh(ln(1 + eˣ)) (Misra 2020). PyTorch: <c>nn.Mish</c>.</summary>
public sealed class Mish : Layer
{
    /// <inheritdoc/>
    protected override Tensor ForwardCore(Tensor input) => F.Mish(input);
}

/// <summary>ln σ(x). PyTorch: <c>nn.LogSigmoid</c>.</summary>
public sealed class LogSigmoid : Layer
{
    /// <inheritdoc/>
    protected override Tensor ForwardCore(Tensor input) => F.LogSigmoid(input);
}

/// <summary>ln(1 + e^βx) / β, a smooth ReLU; x itself where βx is above the threshold. PyTorch: <c>nn.Softplus</c>.</summary>
public sealed class Softplus : Layer
{
    private readonly double _beta;
    private readonly double _threshold;

    /// <summary>A smooth ReLU.</summary>
    /// <param name="beta">β, other than 0: the greater, the sharper the bend.</param>
    /// <param name="threshold">Above which the function is taken to be linear.</param>
    /// <exception cref="ArgumentException"><paramref name="beta"/> is 0.</exception>
    public Softplus(double beta = 1, double threshold = 20)
    {
        F.CheckSharpness(beta);
        _beta = beta;
        _threshold = threshold;
    }

    /// <inheritdoc/>
    protected override Tensor ForwardCore(Tensor input) => F.Softplus(input, _beta, _threshold);

    /// <inheritdoc/>
    protected override string ExtraRepr() => $"{Repr.Of("beta", _beta)}, {Repr.Of("threshold", _threshold)}";
}

/// <summary>x / (1 + |x|). PyTorch: <c>nn.Softsign</c>.</summary>
public sealed class Softsign : Layer
{
    /// <inheritdoc/>
    protected override Tensor ForwardCore(Tensor input) => F.Softsign(input);
}

/// <summary>x − tanh x. PyTorch: <c>nn.Tanhshrink</c>.</summary>
public sealed class Tanhshrink : Layer
{
    /// <inheritdoc/>
    protected override Tensor ForwardCore(Tensor input) => F.Tanhshrink(input);
}

/// <summary>x·min(max(x + 3, 0), 6) / 6 (Howard et al. 2019). PyTorch: <c>nn.Hardswish</c>.</summary>
public sealed class Hardswish : Layer
{
    /// <inheritdoc/>
    protected override Tensor ForwardCore(Tensor input) => F.Hardswish(input);
}

/// <summary>exp(−x) / Σ exp(−x) along a dimension. PyTorch: <c>nn.Softmin</c>.</summary>
/// <param name="dim">The dimension whose entries sum to 1; negative counts from the end.</param>
public sealed class Softmin(int dim) : Layer
{
    /// <inheritdoc/>
    protected override Tensor ForwardCore(Tensor input) => F.Softmin(input, dim);

    /// <inheritdoc/>
    protected override string ExtraRepr() => Repr.Of("dim", dim);
}

/// <summary>a·σ(b), where a and b are the first and the second half of a dimension (Dauphin et al. 2017). PyTorch: <c>nn.GLU</c>.</summary>
/// <param name="dim">The dimension, of an even size, of which half remains; negative counts from the end.</param>
public sealed class GLU(int dim = -1) : Layer
{
    /// <inheritdoc/>
    protected override Tensor ForwardCore(Tensor input) => F.Glu(input, dim);

    /// <inheritdoc/>
    protected override string ExtraRepr() => Repr.Of("dim", dim);
}
