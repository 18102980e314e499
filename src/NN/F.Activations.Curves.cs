namespace MiniTorch.NN;

// Activations of curves, and those along a dimension.
public static partial class F
{
    // Of Klambauer et al. 2017: activations of mean 0 and variance 1 keep them.
    private const double SeluAlpha = 1.6732632423543772848170429916717;
    private const double SeluScale = 1.0507009873554804934193349852946;

    /// <summary>x above 0, α(eˣ − 1) at 0 and below, where the derivative is α·eˣ (Clevert et al. 2016). PyTorch: <c>F.elu</c>.</summary>
    /// <param name="input">x, of a floating-point type.</param>
    /// <param name="alpha">α: −α is the limit towards −∞.</param>
    /// <exception cref="ArgumentException">The type is not floating-point.</exception>
    public static Tensor Elu(Tensor input, double alpha = 1) => Exponential("elu", input, alpha, scale: 1, rate: 1);

    /// <summary>
    /// s·x above 0, s·α(eˣ − 1) at 0 and below, with α = 1.6733 and s = 1.0507 (Klambauer et al. 2017). PyTorch: <c>F.selu</c>.
    /// </summary>
    /// <exception cref="ArgumentException">The type is not floating-point.</exception>
    public static Tensor Selu(Tensor input) => Exponential("selu", input, SeluAlpha, SeluScale, rate: 1);

    /// <summary>x above 0, α(exp(x/α) − 1) at 0 and below: with a continuous derivative for any α (Barron 2017). PyTorch: <c>F.celu</c>.</summary>
    /// <param name="input">x, of a floating-point type.</param>
    /// <param name="alpha">α, other than 0.</param>
    /// <exception cref="ArgumentException"><paramref name="alpha"/> is 0, or the type is not floating-point.</exception>
    public static Tensor Celu(Tensor input, double alpha = 1)
    {
        CheckAlpha(alpha);
        return Exponential("celu", input, alpha, scale: 1, 1 / alpha);
    }

    /// <summary>x·Φ(x), Φ the distribution function of the standard normal distribution (Hendrycks and Gimpel 2016). PyTorch: <c>F.gelu</c>.</summary>
    /// <inheritdoc cref="Tensor.Gelu"/>
    /// <param name="input">x.</param>
    /// <param name="approximate">Whether to compute x·(1 + tanh(√(2/π)·(x + 0.044715·x³))) / 2 instead.</param>
    public static Tensor Gelu(Tensor input, GeluApproximation approximate = GeluApproximation.None) => input.Gelu(approximate);

    /// <summary>x·σ(x), also called swish (Elfwing et al. 2018). PyTorch: <c>F.silu</c>.</summary>
    /// <exception cref="ArgumentException">The type is not floating-point.</exception>
    public static Tensor Silu(Tensor input)
    {
        CheckFloatingPoint("silu", input);
        NDArray y = input.Value.Sigmoid();
        return Op.Record("silu", y.Multiply(input.Value, y), save: [input], (input, static (s, g) => g * SiluDerivative(s[0])));
    }

    /// <summary>x·tanh(ln(1 + eˣ)) (Misra 2020). PyTorch: <c>F.mish</c>.</summary>
    /// <exception cref="ArgumentException">The type is not floating-point.</exception>
    public static Tensor Mish(Tensor input)
    {
        CheckFloatingPoint("mish", input);

        // ln σ(−x) = −ln(1 + eˣ), so that both factors have the other sign.
        NDArray negative = input.Value.Negate();
        NDArray y = negative.LogSigmoid();
        return Op.Record("mish", y.Tanh(y).Multiply(negative, y), save: [input], (input, static (s, g) => g * MishDerivative(s[0])));
    }

    /// <summary>ln σ(x), which does not overflow. PyTorch: <c>F.logsigmoid</c>.</summary>
    /// <inheritdoc cref="Tensor.LogSigmoid"/>
    public static Tensor LogSigmoid(Tensor input) => input.LogSigmoid();

    /// <summary>ln(1 + e^βx) / β, a smooth <see cref="Relu"/>; x itself where βx is above the threshold. PyTorch: <c>F.softplus</c>.</summary>
    /// <param name="input">x, of a floating-point type.</param>
    /// <param name="beta">β, other than 0: the greater, the sharper the bend.</param>
    /// <param name="threshold">Above which the function is taken to be linear.</param>
    /// <exception cref="ArgumentException"><paramref name="beta"/> is 0.</exception>
    /// <exception cref="NotSupportedException">The type is not floating-point.</exception>
    public static Tensor Softplus(Tensor input, double beta = 1, double threshold = 20)
    {
        CheckSharpness(beta);
        return input.Softplus(beta, threshold);
    }

    /// <summary>x / (1 + |x|). PyTorch: <c>F.softsign</c>.</summary>
    /// <exception cref="ArgumentException">The type is not floating-point.</exception>
    public static Tensor Softsign(Tensor input)
    {
        CheckFloatingPoint("softsign", input);
        NDArray y = input.Value.Abs();
        y.Add(1, y);
        return Op.Record("softsign", input.Value.Divide(y, y), save: [input], (input, static (s, g) => g / (s[0].Abs() + 1).Square()));
    }

    /// <summary>x − tanh x. PyTorch: <c>F.tanhshrink</c>.</summary>
    /// <exception cref="ArgumentException">The type is not floating-point.</exception>
    public static Tensor Tanhshrink(Tensor input)
    {
        CheckFloatingPoint("tanhshrink", input);
        NDArray y = input.Value.Tanh();
        return Op.Record("tanhshrink", input.Value.Subtract(y, y), save: [input], (input, static (s, g) => g * s[0].Tanh().Square()));
    }

    /// <summary>
    /// x·min(max(x + 3, 0), 6) / 6; the derivative is 1 from 3 on and −½ at −3 (Howard et al. 2019). PyTorch: <c>F.hardswish</c>.
    /// </summary>
    /// <exception cref="ArgumentException">The type is not floating-point.</exception>
    public static Tensor Hardswish(Tensor input)
    {
        CheckFloatingPoint("hardswish", input);
        NDArray y = input.Value.Add(3);
        y.Clamp(0, 6, y).Divide(6, y).Multiply(input.Value, y);
        return Op.Record("hardswish", y, save: [input], (input, static (s, g) => g * HardswishDerivative(s[0])));
    }

    /// <summary>exp(−x) / Σ exp(−x) along a dimension. PyTorch: <c>F.softmin</c>.</summary>
    public static Tensor Softmin(Tensor input, int dim) => input.Softmin(dim);

    /// <summary>a·σ(b), where a and b are the first and the second half of a dimension (Dauphin et al. 2017). PyTorch: <c>F.glu</c>.</summary>
    /// <param name="input">a and b, of a floating-point type.</param>
    /// <param name="dim">The dimension, of an even size, of which half remains; negative counts from the end.</param>
    /// <exception cref="ArgumentException">The dimension does not exist or has an odd size, or the type is not floating-point.</exception>
    public static Tensor Glu(Tensor input, int dim = -1)
    {
        const string Name = "glu";
        CheckFloatingPoint(Name, input);
        int at = input.Shape.Dim(dim, Name);
        if (input.Shape[at] % 2 != 0)
        {
            Throw.Argument(Name, $"a dimension of an even size is needed, which is halved; got dimension {dim} of shape {input.Shape}");
        }

        int half = input.Shape[at] / 2;
        NDArray gates = input.Value.Narrow(at, half, half).Sigmoid();
        return Op.Record(
            Name,
            gates.Multiply(input.Value.Narrow(at, 0, half), gates),
            at,
            save: [input],
            (input, static (s, g) => GluBackward(s[0], s.State, g)));
    }

    internal static void CheckAlpha(double alpha)
    {
        if (alpha == 0 || double.IsNaN(alpha))
        {
            Throw.Argument("celu", FormattableString.Invariant($"alpha must be a number other than 0; got {alpha}"));
        }
    }

    internal static void CheckSharpness(double beta)
    {
        if (beta == 0 || double.IsNaN(beta))
        {
            Throw.Argument("softplus", FormattableString.Invariant($"beta must be a number other than 0; got {beta}"));
        }
    }

    // scale·x above 0, scale·α(exp(rate·x) − 1) at 0 and below.
    private static Tensor Exponential(string op, Tensor input, double alpha, double scale, double rate)
    {
        CheckFloatingPoint(op, input);
        NDArray x = input.Value;
        NDArray below = x.Multiply(rate);
        below.Expm1(below).Multiply(alpha * scale, below);
        return Op.Record(
            op,
            NDArray.Where(x.Gt(0), scale == 1 ? x : x.Multiply(scale), below),
            (Factor: alpha * scale * rate, Scale: scale, Rate: rate),
            save: [input],
            (input, static (s, g) => ExponentialBackward(s[0], g, s.State.Factor, s.State.Scale, s.State.Rate)));
    }

    // x ≤ 0 ? gradient·factor·exp(rate·x) : gradient·scale. Its derivative is of the same form.
    private static Tensor ExponentialBackward(Tensor x, Tensor gradient, double factor, double scale, double rate) => Op.Record(
        "elu_backward",
        x.Value.ExponentialBackward(gradient.Value, factor, scale, rate),
        (Factor: factor, Scale: scale, Rate: rate),
        save: [x, gradient],
        (x, static (s, h) => ExponentialBackward(s[0], h * s[1], s.State.Factor * s.State.Rate, 0, s.State.Rate)),
        (gradient, static (s, h) => ExponentialBackward(s[0], h, s.State.Factor, s.State.Scale, s.State.Rate)));

    private static Tensor SiluDerivative(Tensor x)
    {
        Tensor sigmoid = x.Sigmoid();
        return sigmoid * ((x * (1 - sigmoid)) + 1);
    }

    private static Tensor MishDerivative(Tensor x)
    {
        Tensor tanh = (-(-x).LogSigmoid()).Tanh();
        return tanh + (x * x.Sigmoid() * (1 - tanh.Square()));
    }

    private static Tensor HardswishDerivative(Tensor x) => Tensor.Where(x.Ge(3), 1, Tensor.Where(x.Lt(-3), 0, (x / 3) + 0.5));

    private static Tensor GluBackward(Tensor input, int dim, Tensor gradient)
    {
        int half = input.Shape[dim] / 2;
        Tensor gates = input.Narrow(dim, half, half).Sigmoid();
        return Tensor.Cat([gradient * gates, Tensor.SigmoidBackward(gates, gradient * input.Narrow(dim, 0, half))], dim);
    }
}
