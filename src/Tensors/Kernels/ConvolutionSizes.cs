namespace MiniTorch.Kernels;

/// <summary>One dimension over which a window slides: tap t of place p is at p·<see cref="Stride"/> − <see cref="Padding"/> + t·<see cref="Dilation"/>.</summary>
/// <param name="Input">Size of the input.</param>
/// <param name="Kernel">Taps of the window.</param>
/// <param name="Stride">Elements from one place to the next.</param>
/// <param name="Padding">Elements before the input.</param>
/// <param name="Dilation">Elements from one tap to the next.</param>
/// <param name="Output">Places.</param>
internal readonly record struct Axis(int Input, int Kernel, int Stride, int Padding, int Dilation, int Output)
{
    /// <summary>Whether a place is an element, each in its turn.</summary>
    public bool IsPointwise => Kernel == 1 && Stride == 1 && Padding == 0;

    /// <summary>The first place whose tap is not before the input.</summary>
    public int First(int tap) => Places(Padding - (tap * Dilation));

    /// <summary>The first place whose tap is beyond the input.</summary>
    public int End(int tap) => Places(Input + Padding - (tap * Dilation));

    // The places that begin before an element.
    private int Places(int element) => element <= 0 ? 0 : Math.Min(Output, Tiling.DivideUp(element, Stride));
}

/// <summary>What is asked of a convolution, over one dimension or two; of one, the first number of each pair is that of a dimension of size 1.</summary>
/// <param name="Name">The operation, for errors.</param>
/// <param name="Dims">1 or 2.</param>
/// <param name="Stride">Rows, columns.</param>
/// <param name="Padding">Zeros on either side; null for as many as make the result as large as the input, the odd one behind.</param>
/// <param name="Dilation">Rows, columns.</param>
/// <param name="Groups">Into how many the channels are cut.</param>
internal readonly record struct ConvolutionOptions(string Name, int Dims, (int Rows, int Columns) Stride, (int Rows, int Columns)? Padding, (int Rows, int Columns) Dilation, int Groups)
{
    /// <summary>A pair as a user of so many dimensions wrote it.</summary>
    public string Text((long Rows, long Columns) pair) => Dims == 1 ? $"{pair.Columns}" : $"({pair.Rows}, {pair.Columns})";

    /// <summary>Refuses what no input fits.</summary>
    public void Check()
    {
        if (Math.Min(Stride.Rows, Stride.Columns) < 1)
        {
            Throw.Argument(Name, $"the stride must be positive; got {Text(Stride)}");
        }

        if (Math.Min(Dilation.Rows, Dilation.Columns) < 1)
        {
            Throw.Argument(Name, $"the dilation must be positive; got {Text(Dilation)}");
        }

        if (Padding is { } padding && Math.Min(padding.Rows, padding.Columns) < 0)
        {
            Throw.Argument(Name, $"the padding must not be negative; got {Text(padding)}");
        }

        if (Padding is null && Stride != (1, 1))
        {
            Throw.Argument(Name, $"padding that keeps the size needs a stride of 1; got stride {Text(Stride)}");
        }

        if (Groups < 1)
        {
            Throw.Argument(Name, $"the number of groups must be positive; got {Groups}");
        }
    }
}

/// <summary>The sizes of a convolution, which its derivatives share.</summary>
/// <param name="Name">The operation, for the graph.</param>
/// <param name="Input">[batch, groups·channels, …], perhaps without the batch.</param>
/// <param name="Weight">[groups·outputs, channels, …].</param>
/// <param name="Output">[batch, groups·outputs, …], without the batch if the input has none.</param>
/// <param name="Batch">Images.</param>
/// <param name="Groups">Groups of channels.</param>
/// <param name="Rows">The second-to-last dimension; of size 1 if there is none.</param>
/// <param name="Columns">The last dimension.</param>
internal sealed record ConvolutionSizes(string Name, Shape Input, Shape Weight, Shape Output, int Batch, int Groups, Axis Rows, Axis Columns)
{
    /// <summary>Channels of the input in a group.</summary>
    public int Channels => Weight[1];

    /// <summary>Channels of the output in a group.</summary>
    public int Outputs => Weight[0] / Groups;

    /// <summary>Elements of a patch: terms of a sum.</summary>
    public int Depth => Channels * Rows.Kernel * Columns.Kernel;

    /// <summary>Elements of a channel of the input.</summary>
    public int Plane => Rows.Input * Columns.Input;

    /// <summary>Elements of a channel of the output.</summary>
    public int Places => Rows.Output * Columns.Output;

    /// <summary>The sizes, if input and weight fit the options and each other.</summary>
    public static ConvolutionSizes Of(in ConvolutionOptions options, Shape input, Shape weight)
    {
        options.Check();
        int dims = options.Dims, groups = options.Groups;
        string places = dims == 1 ? "length" : "height, width";
        if (weight.Rank != dims + 2)
        {
            Throw.Argument(options.Name, $"the weight must have shape [out, in / groups, {places}]; got {weight}");
        }

        if (input.Rank != dims + 2 && input.Rank != dims + 1)
        {
            Throw.Argument(options.Name, $"the input must have shape [batch, channels, {places}] or [channels, {places}]; got {input} for weight {weight}");
        }

        if (weight[0] % groups != 0)
        {
            Throw.Argument(options.Name, $"the channels of the output must be a multiple of the {groups} groups; got weight {weight}");
        }

        long channels = (long)weight[1] * groups;
        if (input[-dims - 1] != channels)
        {
            Throw.Argument(options.Name, $"the input must have {channels} channels{(groups == 1 ? "" : $", {weight[1]} for each of {groups} groups")}; got {input[-dims - 1]} in input {input} for weight {weight}");
        }

        (int rowTaps, int columnTaps) = (dims == 1 ? 1 : weight[-2], weight[-1]);
        if (Math.Min(rowTaps, columnTaps) < 1)
        {
            Throw.Argument(options.Name, $"the kernel must have at least one element; got weight {weight}");
        }

        (int Rows, int Columns) sizes = (dims == 1 ? 1 : input[-2], input[-1]);
        (long Rows, long Columns) extent = (Extent(rowTaps, options.Dilation.Rows), Extent(columnTaps, options.Dilation.Columns));
        (long Rows, long Columns) around = options.Padding is { } padding
            ? (2L * padding.Rows, 2L * padding.Columns)
            : (extent.Rows - 1, extent.Columns - 1);
        (long Rows, long Columns) padded = (sizes.Rows + around.Rows, sizes.Columns + around.Columns);
        if (extent.Rows > padded.Rows || extent.Columns > padded.Columns || Math.Max(padded.Rows, padded.Columns) > int.MaxValue)
        {
            Throw.Argument(options.Name, $"the kernel must fit into the padded input; got a kernel of {options.Text((rowTaps, columnTaps))}, {options.Text(extent)} with its dilation, for a padded input of {options.Text(padded)}, from input {input}");
        }

        var rows = new Axis(
            sizes.Rows, rowTaps, options.Stride.Rows, (int)(around.Rows / 2), options.Dilation.Rows, (int)((padded.Rows - extent.Rows) / options.Stride.Rows) + 1);
        var columns = new Axis(
            sizes.Columns, columnTaps, options.Stride.Columns, (int)(around.Columns / 2), options.Dilation.Columns, (int)((padded.Columns - extent.Columns) / options.Stride.Columns) + 1);
        ReadOnlySpan<int> leading = input.AsSpan()[..^(dims + 1)];
        Shape output = dims == 1 ? [.. leading, weight[0], columns.Output] : [.. leading, weight[0], rows.Output, columns.Output];
        return new ConvolutionSizes(options.Name, input, weight, output, leading.Length == 0 ? 1 : leading[0], groups, rows, columns);
    }

    private static long Extent(int taps, int dilation) => ((taps - 1L) * dilation) + 1;
}
