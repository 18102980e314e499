using MiniTorch.Kernels;

namespace MiniTorch.NN;

// What layer, group, root-mean-square and batch normalisation have in common: x̂·w + b in one pass, where x̂ = (x − mean)·r and
// r = 1/√(variance + ε) are those of each group of elements.
public static partial class F
{
    /// <param name="Name">The operation's, for the graph.</param>
    /// <param name="Of">How the elements form groups.</param>
    /// <param name="Dims">The dimensions of a group.</param>
    /// <param name="Epsilon">ε.</param>
    /// <param name="IsPerGroup">Whether there is a weight a group, else one for each place in a group.</param>
    /// <param name="IsCentered">Whether the mean is taken away, or the mean square taken for the variance.</param>
    /// <param name="IsFixed">Whether the moments are given, and so do not depend on x.</param>
    /// <param name="HasWeight">Whether a weight is the last of what an operation saved.</param>
    private readonly record struct Normalization(
        string Name, Grouping Of, int[] Dims, double Epsilon, bool IsPerGroup = false, bool IsCentered = true, bool IsFixed = false, bool HasWeight = false)
    {
        public Normalization Weighted(Tensor? weight) => this with { HasWeight = weight is not null };
    }

    private static Tensor Normalized(Normalization of, Tensor x, Tensor? weight, Tensor? bias)
    {
        NDArray value = x.Value.Normalize(of.Of, weight?.Value, bias?.Value, of.IsPerGroup, of.Epsilon, of.IsCentered, out NDArray moments);
        return Recorded(of, value, x, new Tensor(moments), weight, bias);
    }

    private static Tensor Normalized(Normalization of, Tensor x, Tensor moments, Tensor? weight, Tensor? bias) =>
        Recorded(of, x.Value.Normalize(of.Of, weight?.Value, bias?.Value, of.IsPerGroup, of.Epsilon, moments.Value), x, moments, weight, bias);

    private static Tensor Recorded(Normalization of, NDArray value, Tensor x, Tensor moments, Tensor? weight, Tensor? bias)
    {
        of = of.Weighted(weight);
        return (weight, bias) switch
        {
            (null, null) => Op.Record(of.Name, value, of, save: [x, moments], (x, NormalizedInput)),
            (null, not null) => Op.Record(of.Name, value, of, save: [x, moments], (x, NormalizedInput), (bias, NormalizedBias)),
            (not null, null) => Op.Record(of.Name, value, of, save: [x, moments, weight], (x, NormalizedInput), (weight, NormalizedWeight)),
            _ => Op.RecordMany(
                of.Name, value, of, save: [x, moments, weight], (x, NormalizedInput), (weight, NormalizedWeight), (bias, NormalizedBias)),
        };
    }

    private static Tensor NormalizedInput(Saved<Normalization> s, Tensor gradient) =>
        InputGradient(s.State, gradient, s[0], s[1], s.State.HasWeight ? s[2] : null);

    private static Tensor NormalizedWeight(Saved<Normalization> s, Tensor gradient) => WeightGradient(s.State, gradient, s[0], s[1]);

    private static Tensor NormalizedBias(Saved<Normalization> s, Tensor gradient) => OfWeight(s.State, gradient);

    // B(u) = r·(u − mean(u) − x̂·mean(u·x̂)) with u = g·w. B is linear in u and equal to its adjoint.
    private static Tensor InputGradient(Normalization of, Tensor gradient, Tensor x, Tensor moments, Tensor? weight)
    {
        if (of.IsFixed)
        {
            return gradient * (weight is null ? Scale(of, x, moments) : Scale(of, x, moments) * Beside(of, x, weight));
        }

        NDArray value = x.Value.NormalizeBackward(of.Of, moments.Value, gradient.Value, weight?.Value, of.IsPerGroup, of.Epsilon, of.IsCentered);
        of = of.Weighted(weight);
        string name = $"{of.Name}_backward";
        return weight is null
            ? Op.Record(name, value, of, save: [gradient, x, moments], (gradient, OfGradient), (x, OfInput))
            : Op.RecordMany(name, value, of, save: [gradient, x, moments, weight], (gradient, OfGradient), (x, OfInput), (weight, OfWeight));

        static Tensor OfGradient(Saved<Normalization> s, Tensor h)
        {
            Tensor b = InputGradient(s.State, h, s[1], s[2], null);
            return s.State.HasWeight ? b * Beside(s.State, s[1], s[3]) : b;
        }

        static Tensor OfWeight(Saved<Normalization> s, Tensor h) => F.OfWeight(s.State, s[0] * InputGradient(s.State, h, s[1], s[2], null));

        // −r·(x̂·mean(u·B(h)) + B(h·mean(u·x̂) + u·mean(h·x̂))): the first part is by r, the second by both x̂.
        static Tensor OfInput(Saved<Normalization> s, Tensor h)
        {
            Normalization of = s.State;
            Tensor x = s[1], moments = s[2];
            Tensor u = of.HasWeight ? s[0] * Beside(of, x, s[3]) : s[0];
            Tensor z = Normalized(of, x, moments, null, null);
            Tensor byScale = z * (u * InputGradient(of, h, x, moments, null)).Mean(of.Dims, keepDim: true);
            Tensor both = (h * (u * z).Mean(of.Dims, keepDim: true)) + (u * (h * z).Mean(of.Dims, keepDim: true));
            return -Scale(of, x, moments) * (byScale + InputGradient(of, both, x, moments, null));
        }
    }

    // Σ g·x̂.
    private static Tensor WeightGradient(Normalization of, Tensor gradient, Tensor x, Tensor moments)
    {
        NDArray value = x.Value.NormalizeWeightBackward(of.Of, moments.Value, gradient.Value, of.IsPerGroup, of.Epsilon);
        value = of.IsPerGroup ? value : value.Reshape([.. of.Dims.Select(dim => x.Shape[dim])]).AsWhole();
        return Op.Record(
            $"{of.Name}_weight_backward",
            value,
            of,
            save: [gradient, x, moments],
            (gradient, static (s, h) => Beside(s.State, s[1], h) * Normalized(s.State, s[1], s[2], null, null)),
            (x, static (s, h) => InputGradient(s.State, Beside(s.State, s[1], h) * s[0], s[1], s[2], null)));
    }

    // r, which has a history of its own unless the moments are given.
    private static Tensor Scale(Normalization of, Tensor x, Tensor moments)
    {
        if (of.IsFixed)
        {
            return Beside(of, x, (moments.Select(0, 1) + of.Epsilon).Rsqrt().To(x.DType));
        }

        Tensor variance = of.IsCentered ? x.Var(of.Dims, keepDim: true, correction: 0) : x.Square().Mean(of.Dims, keepDim: true);
        return (variance + of.Epsilon).Rsqrt();
    }

    // What there is one of for each group, in a shape that broadcasts to x; what there is for each place does already.
    private static Tensor Beside(Normalization of, Tensor x, Tensor weight) =>
        !of.IsPerGroup || x.Rank == 2 ? weight : weight.Reshape([-1, .. Enumerable.Repeat(1, x.Rank - 2)]);

    // The sums that belong to each weight; over further dimensions in front the engine sums.
    private static Tensor OfWeight(Normalization of, Tensor elements) => of.IsPerGroup ? elements.Sum(of.Dims) : elements;

    private static void CheckWeights(string op, string rule, Shape shape, Tensor input, Tensor? weight, Tensor? bias)
    {
        foreach ((string what, Tensor? tensor) in (ReadOnlySpan<(string, Tensor?)>)[("weight", weight), ("bias", bias)])
        {
            if (tensor is not null && tensor.Shape != shape)
            {
                Throw.Argument(op, $"the {what} must have shape {shape}, {rule}; got {tensor.Shape} for an input of shape {input.Shape}");
            }

            if (tensor is not null && tensor.DType != input.DType)
            {
                Throw.Argument(op, $"input, weight and bias must have one floating-point type; got an input of {input.DType.Name()} and a {what} of {tensor.DType.Name()}");
            }
        }
    }

    internal static void CheckEpsilon(string op, double epsilon)
    {
        if (!(epsilon >= 0) || !double.IsFinite(epsilon))
        {
            Throw.Argument(op, FormattableString.Invariant($"eps must be finite and not negative; got {epsilon}"));
        }
    }
}
