namespace MiniTorch.Data;

/// <summary>
/// Transforms of a sample's input, for <c>dataset.Map</c>. An image is [..., rows, columns]: with channels first, or without channels.
/// PyTorch: <c>torchvision.transforms</c>.
/// </summary>
public static class Transforms
{
    /// <summary>(x − mean) / std of each channel: the first dimension of the input, or all of it for a single mean.</summary>
    /// <param name="mean">One number, or one a channel.</param>
    /// <param name="std">As many, each positive.</param>
    /// <exception cref="ArgumentException">The numbers are not as many, not finite, or a deviation is not positive. When called: the input is
    /// not floating-point or does not have as many channels.</exception>
    public static Func<Tensor, Tensor> Normalize(ReadOnlySpan<double> mean, ReadOnlySpan<double> std)
    {
        double[] means = mean.ToArray(), deviations = std.ToArray();
        if (means.Length == 0 || means.Length != deviations.Length || !means.All(double.IsFinite) || !deviations.All(static x => x > 0 && double.IsFinite(x)))
        {
            Throw.Argument(
                "normalize",
                FormattableString.Invariant(
                    $"there must be as many finite means as positive deviations, at least one; got [{string.Join(", ", means)}] and [{string.Join(", ", deviations)}]"));
        }

        return input =>
        {
            if (!input.DType.IsFloatingPoint() || (means.Length > 1 && (input.Rank == 0 || input.Shape[0] != means.Length)))
            {
                Throw.Argument(
                    "normalize", $"the input must be floating-point, its first dimension the {means.Length} channel(s); got {input.DType.Name()} {input.Shape}");
            }

            // One number for each first index, the same along all other dimensions.
            Shape shape = Shape.Of([.. Enumerable.Range(0, input.Rank).Select(dim => dim == 0 ? means.Length : 1)]);
            Tensor centre = Tensor.From(means.AsSpan(), shape).To(input.DType), scale = Tensor.From(deviations.AsSpan(), shape).To(input.DType);
            return (input - centre) / scale;
        };
    }

    /// <summary>Mirrors the columns of an image with probability <paramref name="p"/>.</summary>
    /// <exception cref="ArgumentException"><paramref name="p"/> is not between 0 and 1. When called: the input is a scalar.</exception>
    public static Func<Tensor, Generator, Tensor> RandomHorizontalFlip(double p = 0.5)
    {
        if (!(p is >= 0 and <= 1))
        {
            Throw.Argument("random horizontal flip", FormattableString.Invariant($"p must be between 0 and 1; got {p}"));
        }

        return (input, generator) =>
        {
            if (input.Rank == 0)
            {
                Throw.Argument("random horizontal flip", "the input must have columns, its last dimension; got a scalar");
            }

            return generator.NextDouble() < p ? input.Flip(-1) : input;
        };
    }

    /// <summary>A part of an image, any of its places equally likely.</summary>
    /// <param name="rows">Rows of the part.</param>
    /// <param name="columns">Columns of the part.</param>
    /// <param name="padding">How many rows and columns of zeros are put on each side first.</param>
    /// <exception cref="ArgumentException">A size is not positive, or the padding is negative. When called: the padded image is smaller than
    /// the part.</exception>
    public static Func<Tensor, Generator, Tensor> RandomCrop(int rows, int columns, int padding = 0)
    {
        if (rows <= 0 || columns <= 0 || padding < 0)
        {
            Throw.Argument("random crop", $"sizes must be positive and the padding not negative; got {rows} × {columns}, padding {padding}");
        }

        return (input, generator) =>
        {
            int down = input.Rank < 2 ? -1 : input.Shape[-2] + (2 * padding) - rows;
            int right = input.Rank < 2 ? -1 : input.Shape[-1] + (2 * padding) - columns;
            if (down < 0 || right < 0)
            {
                Throw.Argument("random crop", $"an image [..., rows, columns] of {rows} × {columns} at least is needed; got {input.Shape} with padding {padding}");
            }

            Tensor padded = padding == 0 ? input : input.Pad([padding, padding, padding, padding]);
            int top = (int)generator.NextInt64(0, down + 1), left = (int)generator.NextInt64(0, right + 1);
            return padded.Narrow(-2, top, rows).Narrow(-1, left, columns);
        };
    }
}
