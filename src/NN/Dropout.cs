namespace MiniTorch.NN;

/// <summary>A layer that drops something with a probability in training and changes nothing in evaluation.</summary>
public abstract class DropoutLayer : Layer
{
    private protected DropoutLayer(string op, double p, Generator? generator)
    {
        F.CheckProbability(op, "p", p);
        P = p;
        Generator = generator;
    }

    /// <summary>The probability of being dropped.</summary>
    public double P { get; }

    /// <summary>Where the numbers come from; null for <see cref="Generator.Default"/> of the call.</summary>
    private protected Generator? Generator { get; }

    /// <inheritdoc/>
    protected override string ExtraRepr() => Repr.Of("p", P);
}

/// <summary>
/// In training sets each element to 0 with probability p and multiplies the others by 1/(1 − p); in evaluation changes nothing.
/// Srivastava et al. 2014. PyTorch: <c>nn.Dropout</c>.
/// </summary>
/// <param name="p">The probability of 0, from 0 to 1.</param>
/// <param name="generator">Where the numbers come from; <see cref="Generator.Default"/> of the call if null.</param>
/// <exception cref="ArgumentException"><paramref name="p"/> is no probability.</exception>
public sealed class Dropout(double p = 0.5, Generator? generator = null) : DropoutLayer("dropout", p, generator)
{
    /// <inheritdoc/>
    protected override Tensor ForwardCore(Tensor input) => F.Dropout(input, P, IsTraining, Generator);
}

/// <summary>Dropout of whole channels of [n, c, l] or [c, l]: see <see cref="F.Dropout1d"/>. PyTorch: <c>nn.Dropout1d</c>.</summary>
/// <inheritdoc cref="Dropout(double, Generator?)"/>
public sealed class Dropout1d(double p = 0.5, Generator? generator = null) : DropoutLayer("dropout1d", p, generator)
{
    /// <inheritdoc/>
    protected override Tensor ForwardCore(Tensor input) => F.Dropout1d(input, P, IsTraining, Generator);
}

/// <summary>Dropout of whole channels of [n, c, h, w]: see <see cref="F.Dropout2d"/>. PyTorch: <c>nn.Dropout2d</c>.</summary>
/// <inheritdoc cref="Dropout(double, Generator?)"/>
public sealed class Dropout2d(double p = 0.5, Generator? generator = null) : DropoutLayer("dropout2d", p, generator)
{
    /// <inheritdoc/>
    protected override Tensor ForwardCore(Tensor input) => F.Dropout2d(input, P, IsTraining, Generator);
}

/// <summary>
/// Dropout that keeps mean 0 and variance 1, for networks with <c>SELU</c>: see <see cref="F.AlphaDropout"/>. PyTorch: <c>nn.AlphaDropout</c>.
/// </summary>
/// <inheritdoc cref="Dropout(double, Generator?)"/>
public sealed class AlphaDropout(double p = 0.5, Generator? generator = null) : DropoutLayer("alpha_dropout", p, generator)
{
    /// <inheritdoc/>
    protected override Tensor ForwardCore(Tensor input) => F.AlphaDropout(input, P, IsTraining, Generator);
}
