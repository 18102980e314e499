namespace MiniTorch.NN;

// Losses between the probability of one of two classes, or its logit, and how much it should have been.
public static partial class F
{
    /// <summary>
    /// The binary cross entropy −(y·ln x + (1 − y)·ln(1 − x)) of a probability x, its logarithms not below −100. For logits
    /// <see cref="BinaryCrossEntropyWithLogits"/> is more precise. PyTorch: <c>F.binary_cross_entropy</c>.
    /// </summary>
    /// <param name="input">x, probabilities from 0 to 1.</param>
    /// <param name="target">y, of the same shape, from 0 to 1.</param>
    /// <param name="reduction">Mean, sum, or the single losses.</param>
    /// <param name="weight">Factors of the single losses, of a shape that broadcasts to the input's; the mean still divides by their number.</param>
    /// <returns>A scalar, or the shape of the input under <see cref="Reduction.None"/>.</returns>
    /// <exception cref="ArgumentException">The shapes do not fit, an input is not from 0 to 1, or neither type is floating-point.</exception>
    public static Tensor BinaryCrossEntropy(Tensor input, Tensor target, Reduction reduction = Reduction.Mean, Tensor? weight = null)
    {
        const string Name = "binary_cross_entropy";
        (input, target) = Pair(Name, input, target, reduction);
        CheckProbabilities(Name, input.Value);
        if (weight is not null)
        {
            CheckExpands(Name, "weight", weight, input);
            return Reduce(BinaryCrossEntropy(input, target, Reduction.None) * weight.To(input.DType), reduction);
        }

        NDArray yes = input.Value.Log(), no = input.Value.Negate();
        yes.Clamp(min: LeastLog, destination: yes);
        no.Log1p(no).Clamp(min: LeastLog, destination: no);
        NDArray losses = no.Lerp(yes, target.Value);
        return Op.Record(
            Name,
            Reduce(losses.Negate(losses), reduction),
            Part(losses, reduction),
            save: [input, target],
            (input, static (s, g) => (s[0] - s[1]) / ((1 - s[0]) * s[0]).Clamp(min: 1e-12) * (g * s.State)),
            (target, static (s, g) => ((-s[0]).Log1p().Clamp(min: LeastLog) - s[0].Log().Clamp(min: LeastLog)) * (g * s.State)));
    }

    /// <summary>
    /// The binary cross entropy −(p·y·ln σ(x) + (1 − y)·ln(1 − σ(x))) of a logit x, precise for logits of any size. PyTorch:
    /// <c>F.binary_cross_entropy_with_logits</c>.
    /// </summary>
    /// <param name="input">x, logits.</param>
    /// <param name="target">y, of the same shape, from 0 to 1.</param>
    /// <param name="reduction">Mean, sum, or the single losses.</param>
    /// <param name="weight">Factors of the single losses, of a shape that broadcasts to the input's; the mean still divides by their number.</param>
    /// <param name="posWeight">p, how much more the positive examples count, of a shape that broadcasts to the input's; 1 if null.</param>
    /// <returns>A scalar, or the shape of the input under <see cref="Reduction.None"/>.</returns>
    /// <exception cref="ArgumentException">The shapes do not fit, or neither type is floating-point.</exception>
    public static Tensor BinaryCrossEntropyWithLogits(
        Tensor input, Tensor target, Reduction reduction = Reduction.Mean, Tensor? weight = null, Tensor? posWeight = null)
    {
        const string Name = "binary_cross_entropy_with_logits";
        (input, target) = Pair(Name, input, target, reduction);
        if (posWeight is not null)
        {
            CheckExpands(Name, "pos_weight", posWeight, input);
            posWeight = posWeight.To(input.DType);
        }

        if (weight is not null)
        {
            CheckExpands(Name, "weight", weight, input);
            return Reduce(BinaryCrossEntropyWithLogits(input, target, Reduction.None, null, posWeight) * weight.To(input.DType), reduction);
        }

        return posWeight is null ? FromLogits(Name, input, target, reduction) : FromLogits(Name, input, target, reduction, posWeight);
    }

    // (1 − y)·x − min(x, 0) − ln σ(|x|): what is large cancels before what is small is added.
    private static Tensor FromLogits(string op, Tensor input, Tensor target, Reduction reduction)
    {
        NDArray x = input.Value, rest = x.Abs();
        NDArray losses = target.Value.SubtractFrom(1);
        losses.Multiply(x, losses).Subtract(x.Clamp(max: 0), losses).Subtract(rest.LogSigmoid(rest), losses);
        return Op.Record(
            op,
            Reduce(losses, reduction),
            Part(losses, reduction),
            save: [input, target],
            (input, static (s, g) => (s[0].Sigmoid() - s[1]) * (g * s.State)),
            (target, static (s, g) => s[0] * -(g * s.State)));
    }

    // With q = 1 + (p − 1)·y: (1 − y)·x − q·min(x, 0) − q·ln σ(|x|).
    private static Tensor FromLogits(string op, Tensor input, Tensor target, Reduction reduction, Tensor posWeight)
    {
        NDArray x = input.Value, rest = x.Abs(), held = x.Clamp(max: 0);
        NDArray factor = target.Value.Multiply(posWeight.Value.Subtract(1));
        factor.Add(1, factor);
        NDArray losses = target.Value.SubtractFrom(1);
        losses.Multiply(x, losses).Subtract(held.Multiply(factor, held), losses);
        losses.Subtract(rest.LogSigmoid(rest).Multiply(factor, rest), losses);
        return Op.RecordMany(
            op,
            Reduce(losses, reduction),
            Part(losses, reduction),
            save: [input, target, posWeight],
            (input, static (s, g) => ((((s[2] - 1) * s[1]) + 1) * s[0].Sigmoid() - (s[2] * s[1])) * (g * s.State)),
            (target, static (s, g) => (s[0] + ((s[2] - 1) * s[0].LogSigmoid())) * -(g * s.State)),
            (posWeight, static (s, g) => s[1] * s[0].LogSigmoid() * -(g * s.State)));
    }

    private const double LeastLog = -100;

    private static void CheckProbabilities(string op, NDArray input)
    {
        if (input.Count == 0)
        {
            return;
        }

        (NDArray min, NDArray max) = input.Aminmax();
        double low = min.To(DType.Float64).Item<double>(), high = max.To(DType.Float64).Item<double>();
        if (!(low >= 0 && high <= 1))
        {
            Throw.Argument(op, FormattableString.Invariant($"the input must be probabilities, from 0 to 1; got {low} to {high} in shape {input.Shape}: use binary_cross_entropy_with_logits for logits"));
        }
    }

    private static void CheckExpands(string op, string name, Tensor weight, Tensor input)
    {
        if (Shape.TryBroadcast(weight.Shape, input.Shape) != input.Shape)
        {
            Throw.Argument(op, $"the {name} must broadcast to the input's shape {input.Shape}; got {weight.Shape}");
        }
    }
}
