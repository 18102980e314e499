using MiniTorch.Kernels;

namespace MiniTorch.NN;

public static partial class F
{
    /// <summary>
    /// y[n, o, p] = b[o] + Σ_c Σ_k W[o, c, k] · x[n, c, p·stride − padding + k·dilation], x being 0 outside: a cross-correlation, as everywhere
    /// in deep learning. The length becomes ⌊(length + 2·padding − dilation·(kernel − 1) − 1) / stride⌋ + 1. PyTorch: <c>F.conv1d</c>.
    /// </summary>
    /// <param name="input">x, [batch, channels, length] or [channels, length].</param>
    /// <param name="weight">W, [out, channels / groups, kernel].</param>
    /// <param name="bias">b, [out], or null.</param>
    /// <param name="stride">Elements from one place to the next.</param>
    /// <param name="padding">Zeros on either side, one number; or <see cref="ConvPadding.Same"/>.</param>
    /// <param name="dilation">Elements from one of the kernel to the next.</param>
    /// <param name="groups">Into how many the channels are cut: each group of outputs sees its group of inputs.</param>
    /// <exception cref="ArgumentException">Shapes or types do not fit each other, the kernel is larger than the padded input, or a number is
    /// out of range.</exception>
    public static Tensor Conv1d(
        Tensor input, Tensor weight, Tensor? bias = null, int stride = 1, ConvPadding padding = default, int dilation = 1, int groups = 1) =>
        Convolve(Conv1dOptions(stride, padding, dilation, groups), input, weight, bias);

    /// <summary>
    /// y[n, o, p, q] = b[o] + Σ_c Σ_k Σ_l W[o, c, k, l] · x[n, c, p·stride − padding + k·dilation, q·stride − padding + l·dilation], x being 0
    /// outside: a cross-correlation, as everywhere in deep learning. A size becomes ⌊(size + 2·padding − dilation·(kernel − 1) − 1) / stride⌋ + 1.
    /// PyTorch: <c>F.conv2d</c>.
    /// </summary>
    /// <param name="input">x, [batch, channels, height, width] or [channels, height, width].</param>
    /// <param name="weight">W, [out, channels / groups, kernel height, kernel width].</param>
    /// <param name="bias">b, [out], or null.</param>
    /// <param name="stride">Elements from one place to the next; 1 if null.</param>
    /// <param name="padding">Zeros on either side; or <see cref="ConvPadding.Same"/>.</param>
    /// <param name="dilation">Elements from one of the kernel to the next; 1 if null.</param>
    /// <param name="groups">Into how many the channels are cut: each group of outputs sees its group of inputs.</param>
    /// <exception cref="ArgumentException">Shapes or types do not fit each other, the kernel is larger than the padded input, or a number is
    /// out of range.</exception>
    public static Tensor Conv2d(
        Tensor input, Tensor weight, Tensor? bias = null, Size2d? stride = null, ConvPadding padding = default, Size2d? dilation = null, int groups = 1) =>
        Convolve(Conv2dOptions(stride, padding, dilation, groups), input, weight, bias);

    internal static ConvolutionOptions Conv1dOptions(int stride, ConvPadding padding, int dilation, int groups)
    {
        if (padding.Size.Height != padding.Size.Width)
        {
            Throw.Argument("conv1d", $"the padding must be one number; got {padding}");
        }

        return new("conv1d", 1, (1, stride), padding.IsSame ? null : (0, padding.Size.Width), (1, dilation), groups);
    }

    internal static ConvolutionOptions Conv2dOptions(Size2d? stride, ConvPadding padding, Size2d? dilation, int groups) =>
        new("conv2d", 2, (stride ?? 1).Pair, padding.IsSame ? null : padding.Size.Pair, (dilation ?? 1).Pair, groups);

    private static Tensor Convolve(in ConvolutionOptions options, Tensor input, Tensor weight, Tensor? bias)
    {
        ConvolutionSizes sizes = ConvolutionSizes.Of(options, input.Shape, weight.Shape);
        CheckBias(options.Name, "the channels of the output", weight, bias);
        CheckOneType(options.Name, "input, weight and bias", bias, input, weight);

        if (bias is null)
        {
            return Convolve(input, weight, sizes);
        }

        return Op.RecordMany(
            sizes.Name,
            input.Value.Convolve(weight.Value, bias.Value, sizes),
            sizes,
            save: [input, weight],
            (input, static (s, g) => ConvolutionBackwardInput(g, s[1], s.State)),
            (weight, static (s, g) => ConvolutionBackwardWeight(s[0], g, s.State)),
            (bias, static (s, g) => g.Sum(g.Rank == s.State.Weight.Rank ? [0, .. Enumerable.Range(2, g.Rank - 2)] : [.. Enumerable.Range(1, g.Rank - 1)])));
    }

    // The convolution and its two derivatives are linear in each operand, and each is made of the other two's: y of x and W, the gradient of x
    // of that of y and W, the gradient of W of x and that of y.
    private static Tensor Convolve(Tensor input, Tensor weight, ConvolutionSizes sizes) => Op.Record(
        sizes.Name,
        input.Value.Convolve(weight.Value, null, sizes),
        sizes,
        save: [input, weight],
        (input, static (s, g) => ConvolutionBackwardInput(g, s[1], s.State)),
        (weight, static (s, g) => ConvolutionBackwardWeight(s[0], g, s.State)));

    private static Tensor ConvolutionBackwardInput(Tensor gradient, Tensor weight, ConvolutionSizes sizes) => Op.Record(
        "convolution_backward_input",
        gradient.Value.ConvolveBackwardInput(weight.Value, sizes),
        sizes,
        save: [gradient, weight],
        (gradient, static (s, g) => Convolve(g, s[1], s.State)),
        (weight, static (s, g) => ConvolutionBackwardWeight(g, s[0], s.State)));

    private static Tensor ConvolutionBackwardWeight(Tensor input, Tensor gradient, ConvolutionSizes sizes) => Op.Record(
        "convolution_backward_weight",
        gradient.Value.ConvolveBackwardWeight(input.Value, sizes),
        sizes,
        save: [input, gradient],
        (input, static (s, g) => ConvolutionBackwardInput(s[1], g, s.State)),
        (gradient, static (s, g) => Convolve(s[0], g, s.State)));
}
