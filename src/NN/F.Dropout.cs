namespace MiniTorch.NN;

public static partial class F
{
    /// <summary>
    /// In training each channel is 0 as a whole with probability p, the others are multiplied by 1/(1 − p); else the input itself. Tompson et al. 2015.
    /// PyTorch: <c>F.dropout1d</c>.
    /// </summary>
    /// <param name="input">[n, c, l], or [c, l] for a single sample.</param>
    /// <param name="p">The probability of 0, from 0 to 1.</param>
    /// <param name="training">Whether anything is dropped.</param>
    /// <param name="generator">Where the numbers come from; <see cref="Generator.Default"/> if null.</param>
    /// <exception cref="ArgumentException"><paramref name="p"/> is no probability, or the input's shape or type does not fit.</exception>
    public static Tensor Dropout1d(Tensor input, double p = 0.5, bool training = true, Generator? generator = null)
    {
        if (input.Rank is not (2 or 3))
        {
            Throw.Argument("dropout1d", $"the input must have shape [n, c, l] or [c, l]; got {input.Shape}");
        }

        return DropChannels("dropout1d", input, [.. input.Shape.AsSpan()[..^1], 1], p, training, generator);
    }

    /// <summary>
    /// In training each channel is 0 as a whole with probability p, the others are multiplied by 1/(1 − p); else the input itself. Tompson et al. 2015.
    /// PyTorch: <c>F.dropout2d</c>.
    /// </summary>
    /// <param name="input">[n, c, h, w]. Three dimensions are refused: PyTorch takes them for [n, c, l], although users may mean [c, h, w].</param>
    /// <param name="p">The probability of 0, from 0 to 1.</param>
    /// <param name="training">Whether anything is dropped.</param>
    /// <param name="generator">Where the numbers come from; <see cref="Generator.Default"/> if null.</param>
    /// <exception cref="ArgumentException"><paramref name="p"/> is no probability, or the input's shape or type does not fit.</exception>
    public static Tensor Dropout2d(Tensor input, double p = 0.5, bool training = true, Generator? generator = null)
    {
        if (input.Rank != 4)
        {
            Throw.Argument("dropout2d", $"the input must have shape [n, c, h, w]; got {input.Shape}: use Unsqueeze(0) for [c, h, w], and dropout1d for [n, c, l]");
        }

        return DropChannels("dropout2d", input, [.. input.Shape.AsSpan()[..2], 1, 1], p, training, generator);
    }

    /// <summary>
    /// In training each element becomes α' = −1.7581, the limit of SELU, with probability p, and all are then mapped by a line such that mean 0 and variance 1
    /// stay; else the input itself. Klambauer et al. 2017. PyTorch: <c>F.alpha_dropout</c>.
    /// </summary>
    /// <param name="input">Values of a floating-point type.</param>
    /// <param name="p">The probability of α', from 0 to 1; with 1 the result is 0.</param>
    /// <param name="training">Whether anything is dropped; as in PyTorch not by default, unlike the other dropouts.</param>
    /// <param name="generator">Where the numbers come from; <see cref="Generator.Default"/> if null.</param>
    /// <exception cref="ArgumentException"><paramref name="p"/> is no probability, or the input is not of a floating-point type.</exception>
    public static Tensor AlphaDropout(Tensor input, double p = 0.5, bool training = false, Generator? generator = null)
    {
        const string Name = "alpha_dropout";
        const double Limit = -1.7580993408473766;
        CheckProbability(Name, "p", p);
        if (!training || p == 0)
        {
            return input;
        }

        CheckFloatingPoint(Name, input);
        double scale = p == 1 ? 0 : 1 / Math.Sqrt(((Limit * Limit * p) + 1) * (1 - p));
        NDArray factors = NDArray.Bernoulli(1 - p, input.Shape, input.DType, generator);
        NDArray shifts = factors.Multiply(-scale * Limit).Add(scale * Limit * (1 - p));
        factors.Multiply(scale, factors);
        NDArray value = input.Value.Multiply(factors);
        return Op.Record(Name, value.Add(shifts, value), save: [new Tensor(factors)], (input, static (s, g) => g * s[0]));
    }

    private static Tensor DropChannels(string op, Tensor input, Shape channels, double p, bool training, Generator? generator)
    {
        CheckProbability(op, "p", p);
        if (!training || p == 0)
        {
            return input;
        }

        CheckFloatingPoint(op, input);
        var mask = new Tensor(p == 1 ? NDArray.Zeros(channels, input.DType) : NDArray.DropoutMask(channels, p, input.DType, generator));
        return Op.Record(op, input.Value.Multiply(mask.Value), save: [mask], (input, static (s, g) => g * s[0]));
    }
}
