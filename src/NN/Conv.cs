using MiniTorch.Kernels;

namespace MiniTorch.NN;

/// <summary>What the layers of convolutions share.</summary>
internal static class Conv
{
    /// <summary>The weight's first values are uniform in ± this, PyTorch's <c>kaiming_uniform_(a=√5)</c>, and the bias's.</summary>
    public static double Bound(Shape weight)
    {
        int fanIn = Shape.Of(weight.AsSpan()[1..]).Count;
        return fanIn == 0 ? 0 : 1 / Math.Sqrt(fanIn);
    }

    /// <summary>Refuses what no input fits.</summary>
    public static void Check(in ConvolutionOptions options, int inChannels, int outChannels, (int Rows, int Columns) kernel)
    {
        options.Check();
        if (inChannels < 0 || outChannels < 0 || inChannels % options.Groups != 0 || outChannels % options.Groups != 0)
        {
            Throw.Argument(options.Name, $"the numbers of channels must be multiples of the number of groups and not negative; got {inChannels} in, {outChannels} out and {options.Groups} groups");
        }

        if (Math.Min(kernel.Rows, kernel.Columns) < 1)
        {
            Throw.Argument(options.Name, $"the kernel must have at least one element; got {options.Text(kernel)}");
        }
    }

    /// <summary>The input with what a mode other than zeros puts around it.</summary>
    public static Tensor Pad(Tensor input, in ConvolutionOptions options, (int Rows, int Columns) kernel, PadMode mode)
    {
        if (input.Rank < options.Dims)
        {
            return input;
        }

        (int Rows, int Columns) before, after;
        if (options.Padding is { } padding)
        {
            (before, after) = (padding, padding);
        }
        else
        {
            (int rows, int columns) = ((kernel.Rows - 1) * options.Dilation.Rows, (kernel.Columns - 1) * options.Dilation.Columns);
            before = (rows / 2, columns / 2);
            after = (rows - before.Rows, columns - before.Columns);
        }

        return options.Dims == 1
            ? input.Pad([before.Columns, after.Columns], mode)
            : input.Pad([before.Columns, after.Columns, before.Rows, after.Rows], mode);
    }

    /// <summary>Those of each element of the result: one for each weight of its channel, and the bias's as torchinfo counts it.</summary>
    public static long MultiplyAdds(Tensor weight, Tensor? bias, Tensor output) =>
        output.Count * ((long)Shape.Of(weight.Shape.AsSpan()[1..]).Count + (bias is null ? 0 : 1));

    /// <summary>The settings as PyTorch prints them: what is usual is left out.</summary>
    public static string Repr(in ConvolutionOptions options, int inChannels, int outChannels, (int Rows, int Columns) kernel, bool bias, PadMode mode)
    {
        string text = $"{inChannels}, {outChannels}, kernel_size={Tuple(options, kernel)}, stride={Tuple(options, options.Stride)}";
        if (options.Padding is not { } padding)
        {
            text += ", padding=same";
        }
        else if (padding != (0, 0))
        {
            text += $", padding={Tuple(options, padding)}";
        }

        text += options.Dilation == (1, 1) ? "" : $", dilation={Tuple(options, options.Dilation)}";
        text += options.Groups == 1 ? "" : $", groups={options.Groups}";
        text += bias ? "" : ", bias=False";
        return mode switch
        {
            PadMode.Reflect => text + ", padding_mode=reflect",
            PadMode.Replicate => text + ", padding_mode=replicate",
            PadMode.Circular => text + ", padding_mode=circular",
            _ => text,
        };
    }

    private static string Tuple(in ConvolutionOptions options, (int Rows, int Columns) pair) =>
        options.Dims == 1 ? $"({pair.Columns},)" : $"({pair.Rows}, {pair.Columns})";
}
