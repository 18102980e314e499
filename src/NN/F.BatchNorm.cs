using MiniTorch.Kernels;

namespace MiniTorch.NN;

public static partial class F
{
    /// <summary>
    /// (x − mean)/√(variance + ε)·w + b for each channel. In training mean and biased variance are those of the batch, and the running ones, if given,
    /// move towards them: r ← (1 − momentum)·r + momentum·batch, with the unbiased variance; else they are the running ones. Ioffe and Szegedy 2015.
    /// PyTorch: <c>F.batch_norm</c>.
    /// </summary>
    /// <param name="input">x, [n, c] or [n, c, …].</param>
    /// <param name="runningMean">Of the channels, [c]; changed in training, without a record. Null where only the batch counts.</param>
    /// <param name="runningVar">Likewise; given or null together.</param>
    /// <param name="weight">w, [c]; null for 1.</param>
    /// <param name="bias">b, [c]; null for 0.</param>
    /// <param name="training">Whether the batch's own mean and variance count.</param>
    /// <param name="momentum">The share of the batch in the new running values, from 0 to 1.</param>
    /// <param name="eps">ε, which keeps equal elements from being divided by 0.</param>
    /// <exception cref="ArgumentException">
    /// Shapes or types do not fit each other; the batch has but one value a channel in training, so that nothing would be left of it; there are no running
    /// values in evaluation; or an option is out of range.
    /// </exception>
    public static Tensor BatchNorm(
        Tensor input,
        Tensor? runningMean,
        Tensor? runningVar,
        Tensor? weight = null,
        Tensor? bias = null,
        bool training = false,
        double momentum = 0.1,
        double eps = 1e-5)
    {
        Normalization of = OfChannels(input, runningMean, runningVar, weight, bias, training, momentum, eps);
        if (!training)
        {
            NDArray moments = NDArray.Stack([runningMean!.Value.To(DType.Float64), runningVar!.Value.To(DType.Float64)], 0);
            return Normalized(of with { IsFixed = true }, input, new Tensor(moments), weight, bias);
        }

        if (of.Of.Size == 1)
        {
            Throw.Argument(of.Name, $"expected more than 1 value per channel when training; got input {input.Shape}: take a larger batch, or switch to Eval()");
        }

        NDArray value = input.Value.Normalize(of.Of, weight?.Value, bias?.Value, of.IsPerGroup, eps, of.IsCentered, out NDArray batch);
        if (runningMean is not null && of.Of.Size > 0)
        {
            double unbiased = of.Of.Size / (of.Of.Size - 1.0);
            Move(runningMean.Value, batch.Select(0, 0), 1 - momentum, momentum);
            Move(runningVar!.Value, batch.Select(0, 1), 1 - momentum, momentum * unbiased);
        }

        return Recorded(of, value, input, new Tensor(batch), weight, bias);
    }

    internal static void CheckMomentum(double momentum) => CheckProbability("batch_norm", "momentum", momentum);

    private static void Move(NDArray running, NDArray batch, double keep, double take) =>
        running.CopyFrom(running.To(DType.Float64).Multiply(keep).Add(batch.Multiply(take)));

    private static Normalization OfChannels(
        Tensor input, Tensor? runningMean, Tensor? runningVar, Tensor? weight, Tensor? bias, bool training, double momentum, double eps)
    {
        const string Name = "batch_norm";
        CheckFloatingPoint(Name, input);
        CheckEpsilon(Name, eps);
        CheckMomentum(momentum);
        if (input.Rank < 2)
        {
            Throw.Argument(Name, $"the input must have shape [n, c] or [n, c, …]; got {input.Shape}");
        }

        Shape channels = [input.Shape[1]];
        if ((runningMean is null) != (runningVar is null) || (runningMean is null && !training))
        {
            Throw.Argument(Name, $"running mean and variance must be given together, and in evaluation they must be; got {Given(runningMean)} and {Given(runningVar)}");
        }

        foreach ((string what, Tensor? running) in (ReadOnlySpan<(string, Tensor?)>)[("mean", runningMean), ("variance", runningVar)])
        {
            if (running is not null && running.Shape != channels)
            {
                Throw.Argument(Name, $"the running {what} must have one entry a channel, shape {channels}; got {running.Shape} for an input of shape {input.Shape}");
            }
        }

        CheckWeights(Name, "one entry a channel", channels, input, weight, bias);
        int inner = Shape.Of(input.Shape.AsSpan()[2..]).Count;
        var of = new Grouping(input.Shape[0], input.Shape[1], inner);
        return new Normalization(Name, of, [0, .. Enumerable.Range(2, input.Rank - 2)], eps, IsPerGroup: true);

        static string Given(Tensor? tensor) => tensor is null ? "none" : tensor.Shape.ToString();
    }
}
