namespace MiniTorch;

// Random numbers depend on nothing before: from then on the gradient for what was there is 0.
public sealed partial class Tensor
{
    /// <summary>this ← uniform random numbers in [low, high). PyTorch: <c>x.uniform_(low, high)</c>.</summary>
    /// <inheritdoc cref="NDArray.UniformInPlace"/>
    /// <inheritdoc cref="AddInPlace(Tensor)"/>
    public Tensor UniformInPlace(double low = 0, double high = 1, Generator? generator = null) =>
        DrawInPlace("uniform", "Tensor.Uniform", value => value.UniformInPlace(low, high, generator));

    /// <summary>this ← normally distributed random numbers. PyTorch: <c>x.normal_(mean, std)</c>.</summary>
    /// <inheritdoc cref="NDArray.NormalInPlace"/>
    /// <inheritdoc cref="AddInPlace(Tensor)"/>
    public Tensor NormalInPlace(double mean = 0, double std = 1, Generator? generator = null) =>
        DrawInPlace("normal", "Tensor.Normal", value => value.NormalInPlace(mean, std, generator));

    /// <summary>
    /// this ← random numbers of the normal distribution of mean and std given that they lie in [a, b].
    /// PyTorch: <c>torch.nn.init.trunc_normal_(x, mean, std, a, b)</c>.
    /// </summary>
    /// <inheritdoc cref="NDArray.TruncatedNormalInPlace"/>
    /// <inheritdoc cref="AddInPlace(Tensor)"/>
    public Tensor TruncatedNormalInPlace(double mean = 0, double std = 1, double a = -2, double b = 2, Generator? generator = null) =>
        DrawInPlace("trunc_normal", "Tensor.TruncatedNormal", value => value.TruncatedNormalInPlace(mean, std, a, b, generator));

    /// <summary>this ← exponentially distributed random numbers, of density rate · e^(−rate·x). PyTorch: <c>x.exponential_(rate)</c>.</summary>
    /// <inheritdoc cref="NDArray.ExponentialInPlace"/>
    /// <inheritdoc cref="AddInPlace(Tensor)"/>
    public Tensor ExponentialInPlace(double rate = 1, Generator? generator = null) =>
        DrawInPlace("exponential", "Tensor.Exponential", value => value.ExponentialInPlace(rate, generator));

    /// <summary>Each element ← 1 with probability <paramref name="p"/>, else 0. PyTorch: <c>x.bernoulli_(p)</c>.</summary>
    /// <inheritdoc cref="NDArray.BernoulliInPlace(double, Generator?)"/>
    /// <inheritdoc cref="AddInPlace(Tensor)"/>
    public Tensor BernoulliInPlace(double p = 0.5, Generator? generator = null) =>
        DrawInPlace("bernoulli", "Tensor.Bernoulli", value => value.BernoulliInPlace(p, generator));

    /// <summary>Each element ← 1 with its own probability, else 0; the probabilities are broadcast. PyTorch: <c>x.bernoulli_(p)</c>.</summary>
    /// <inheritdoc cref="NDArray.BernoulliInPlace(NDArray, Generator?)"/>
    /// <inheritdoc cref="AddInPlace(Tensor)"/>
    public Tensor BernoulliInPlace(Tensor p, Generator? generator = null) =>
        DrawInPlace("bernoulli", "Tensor.Bernoulli", value => value.BernoulliInPlace(p.Value, generator));

    /// <summary>this ← uniform random integers in [low, high). PyTorch: <c>x.random_(low, high)</c>.</summary>
    /// <inheritdoc cref="NDArray.RandIntInPlace"/>
    /// <inheritdoc cref="AddInPlace(Tensor)"/>
    public Tensor RandIntInPlace(long low, long high, Generator? generator = null) =>
        DrawInPlace("randint", "Tensor.RandInt", value => value.RandIntInPlace(low, high, generator));

    private Tensor DrawInPlace(string name, string instead, Action<NDArray> draw) => InPlace(name, instead, x =>
    {
        draw(Value);
        return Op.Record(name, Value, save: [], (x, static (s, g) => ZerosLike(g)));
    });
}
