namespace MiniTorch.NN;

/// <summary>
/// In training sets each element to 0 with probability p and multiplies the others by 1/(1 − p); in evaluation changes nothing.
/// Srivastava et al. 2014. PyTorch: <c>nn.Dropout</c>.
/// </summary>
public sealed class Dropout : Layer
{
    private readonly Generator? _generator;

    /// <summary>A dropout layer.</summary>
    /// <param name="p">The probability of 0, from 0 to 1.</param>
    /// <param name="generator">Where the numbers come from; <see cref="Generator.Default"/> of the call if null.</param>
    /// <exception cref="ArgumentException"><paramref name="p"/> is no probability.</exception>
    public Dropout(double p = 0.5, Generator? generator = null)
    {
        F.CheckProbability("dropout", "p", p);
        P = p;
        _generator = generator;
    }

    /// <summary>The probability of 0.</summary>
    public double P { get; }

    /// <inheritdoc/>
    protected override Tensor ForwardCore(Tensor input) => F.Dropout(input, P, IsTraining, _generator);

    /// <inheritdoc/>
    protected override string ExtraRepr() => Repr.Of("p", P);
}
