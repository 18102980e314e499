using MiniTorch.Kernels;

namespace MiniTorch.NN;

public static partial class F
{
    /// <summary>
    /// (x − mean)/√(variance + ε)·w + b, where mean and biased variance are those of the last dimensions, those of <paramref name="normalizedShape"/>.
    /// Ba et al. 2016. PyTorch: <c>F.layer_norm</c>.
    /// </summary>
    /// <param name="input">x, [..., normalizedShape].</param>
    /// <param name="normalizedShape">The sizes of the last dimensions.</param>
    /// <param name="weight">w, of the normalised shape; null for 1.</param>
    /// <param name="bias">b, of the normalised shape; null for 0.</param>
    /// <param name="eps">ε, which keeps equal elements from being divided by 0.</param>
    /// <exception cref="ArgumentException">Shapes or types do not fit each other, or <paramref name="eps"/> is negative.</exception>
    public static Tensor LayerNorm(Tensor input, Shape normalizedShape, Tensor? weight = null, Tensor? bias = null, double eps = 1e-5) =>
        Normalized(OfLastDimensions("layer_norm", input, normalizedShape, weight, bias, eps), input, weight, bias);

    /// <summary>
    /// x/√(mean(x²) + ε)·w, with the mean over the last dimensions, those of <paramref name="normalizedShape"/>. Zhang and Sennrich 2019. PyTorch:
    /// <c>F.rms_norm</c>.
    /// </summary>
    /// <param name="input">x, [..., normalizedShape].</param>
    /// <param name="normalizedShape">The sizes of the last dimensions.</param>
    /// <param name="weight">w, of the normalised shape; null for 1.</param>
    /// <param name="eps">ε; the distance from 1 to the next number of the input's type if null: 2⁻²³ or 2⁻⁵².</param>
    /// <exception cref="ArgumentException">Shapes or types do not fit each other, or <paramref name="eps"/> is negative.</exception>
    public static Tensor RmsNorm(Tensor input, Shape normalizedShape, Tensor? weight = null, double? eps = null)
    {
        double epsilon = eps ?? (input.DType == DType.Float64 ? double.BitIncrement(1) - 1 : float.BitIncrement(1) - 1);
        Normalization of = OfLastDimensions("rms_norm", input, normalizedShape, weight, null, epsilon);
        return Normalized(of with { IsCentered = false }, input, weight, null);
    }

    /// <summary>
    /// (x − mean)/√(variance + ε)·w + b, where mean and biased variance are those of each sample's groups of neighbouring channels. Wu and He 2018.
    /// PyTorch: <c>F.group_norm</c>.
    /// </summary>
    /// <param name="input">x, [n, c, …].</param>
    /// <param name="numGroups">The number of groups, which divides c.</param>
    /// <param name="weight">w, [c]; null for 1.</param>
    /// <param name="bias">b, [c]; null for 0.</param>
    /// <param name="eps">ε, which keeps equal elements from being divided by 0.</param>
    /// <exception cref="ArgumentException">
    /// Shapes or types do not fit each other, the channels cannot be divided so, each of the groups of a single sample is one value, or
    /// <paramref name="eps"/> is negative.
    /// </exception>
    public static Tensor GroupNorm(Tensor input, int numGroups, Tensor? weight = null, Tensor? bias = null, double eps = 1e-5)
    {
        const string Name = "group_norm";
        CheckFloatingPoint(Name, input);
        CheckEpsilon(Name, eps);
        if (input.Rank < 2)
        {
            Throw.Argument(Name, $"the input must have shape [n, c, …]; got {input.Shape}");
        }

        int channels = input.Shape[1];
        CheckGroups(numGroups, channels);
        CheckWeights(Name, "one entry a channel", [channels], input, weight, bias);
        int rows = input.Shape[0] * numGroups;
        int perGroup = Shape.Of([channels / numGroups, .. input.Shape.AsSpan()[2..]]).Count;
        if (input.Shape[0] * perGroup == 1)
        {
            Throw.Argument(Name, $"expected more than 1 value per group, else the result is 0 whatever the input; got input {input.Shape} in {numGroups} groups");
        }

        var of = new Normalization(Name, new Grouping(1, rows, perGroup), [1], eps);
        Tensor y = Normalized(of, input.Reshape(rows, perGroup), null, null).Reshape(input.Shape.AsSpan());
        Shape beside = [channels, .. Enumerable.Repeat(1, input.Rank - 2)];
        Tensor? factor = weight?.Reshape(beside.AsSpan()), shift = bias?.Reshape(beside.AsSpan());
        return (factor, shift) switch
        {
            (null, null) => y,
            (null, _) => y + shift,
            (_, null) => y * factor,
            _ => Op.RecordMany(
                "group_norm_affine",
                shift.Value.Addcmul(y.Value, factor.Value),
                default(None),
                save: [y, factor],
                (y, static (s, g) => g * s[1]),
                (factor, static (s, g) => g * s[0]),
                (shift, static (s, g) => g)),
        };
    }

    internal static void CheckGroups(int groups, int channels)
    {
        if (groups <= 0 || channels % groups != 0)
        {
            Throw.Argument("group_norm", $"the number of groups must be positive and divide the number of channels; got {groups} groups of {channels} channels");
        }
    }

    internal static void CheckNormalizedShape(string op, Shape shape)
    {
        if (shape.Rank == 0)
        {
            Throw.Argument(op, "the normalized shape needs at least one dimension; got []");
        }
    }

    private static Normalization OfLastDimensions(string op, Tensor input, Shape shape, Tensor? weight, Tensor? bias, double eps)
    {
        CheckFloatingPoint(op, input);
        CheckEpsilon(op, eps);
        CheckNormalizedShape(op, shape);
        int leading = input.Rank - shape.Rank;
        if (leading < 0 || Shape.Of(input.Shape.AsSpan()[leading..]) != shape)
        {
            Throw.Argument(op, $"the last dimensions of the input must be {shape}, the normalized shape; got input {input.Shape}");
        }

        CheckWeights(op, "the normalized shape", shape, input, weight, bias);
        var of = new Grouping(1, Shape.Of(input.Shape.AsSpan()[..leading]).Count, shape.Count);
        return new Normalization(op, of, [.. Enumerable.Range(leading, shape.Rank)], eps);
    }
}
