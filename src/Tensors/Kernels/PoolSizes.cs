namespace MiniTorch.Kernels;

/// <summary>What is asked of a pooling over the last two dimensions.</summary>
internal readonly record struct PoolOptions(
    string Name, (int Rows, int Columns) Kernel, (int Rows, int Columns) Stride, (int Rows, int Columns) Padding, (int Rows, int Columns) Dilation, bool CeilMode)
{
    /// <summary>Refuses what no input fits.</summary>
    public void Check()
    {
        if (Math.Min(Kernel.Rows, Kernel.Columns) < 1)
        {
            Throw.Argument(Name, $"the kernel must have at least one element; got {Kernel}");
        }

        if (Math.Min(Stride.Rows, Stride.Columns) < 1)
        {
            Throw.Argument(Name, $"the stride must be positive; got {Stride}");
        }

        if (Math.Min(Dilation.Rows, Dilation.Columns) < 1)
        {
            Throw.Argument(Name, $"the dilation must be positive; got {Dilation}");
        }

        if (Math.Min(Padding.Rows, Padding.Columns) < 0 || Padding.Rows > Kernel.Rows / 2 || Padding.Columns > Kernel.Columns / 2)
        {
            Throw.Argument(Name, $"the padding must be from 0 to half the kernel; got padding {Padding} for kernel {Kernel}");
        }
    }
}

/// <summary>The sizes of a pooling with windows that are all alike.</summary>
/// <param name="Output">The input's shape with the places in the last two dimensions.</param>
/// <param name="Planes">Channels of all images.</param>
/// <param name="Rows">The second-to-last dimension.</param>
/// <param name="Columns">The last dimension.</param>
internal sealed record PoolSizes(Shape Output, int Planes, Axis Rows, Axis Columns)
{
    /// <summary>Elements of a channel of the input.</summary>
    public int Plane => Rows.Input * Columns.Input;

    /// <summary>Elements of a channel of the output.</summary>
    public int Places => Rows.Output * Columns.Output;

    /// <summary>The sizes, if the input fits the options.</summary>
    public static PoolSizes Of(in PoolOptions options, Shape input)
    {
        options.Check();
        CheckInput(options.Name, input);
        (int height, int width) = (input[-2], input[-1]);
        if (height == 0 || width == 0)
        {
            Throw.Argument(options.Name, $"height and width of the input must not be 0; got {input}");
        }

        long rows = PlacesOf(height, options.Kernel.Rows, options.Stride.Rows, options.Padding.Rows, options.Dilation.Rows, options.CeilMode);
        long columns = PlacesOf(width, options.Kernel.Columns, options.Stride.Columns, options.Padding.Columns, options.Dilation.Columns, options.CeilMode);
        if (rows < 1 || columns < 1)
        {
            (long, long) extent = (Extent(options.Kernel.Rows, options.Dilation.Rows), Extent(options.Kernel.Columns, options.Dilation.Columns));
            (long, long) padded = (height + (2L * options.Padding.Rows), width + (2L * options.Padding.Columns));
            Throw.Argument(options.Name, $"the window must fit into the padded input; got a window of {extent} for a padded input of {padded}, from input {input}");
        }

        PoolSizes sizes = new(
            input.With(input.Rank - 2, (int)rows).With(input.Rank - 1, (int)columns),
            PlanesOf(input),
            new(height, options.Kernel.Rows, options.Stride.Rows, options.Padding.Rows, options.Dilation.Rows, (int)rows),
            new(width, options.Kernel.Columns, options.Stride.Columns, options.Padding.Columns, options.Dilation.Columns, (int)columns));
        if (HasEmptyWindow(sizes.Rows) || HasEmptyWindow(sizes.Columns))
        {
            Throw.Argument(options.Name, $"every window must have an element of the input, but with dilation {options.Dilation} and padding {options.Padding} some elements of a kernel of {options.Kernel} pass by input {input}");
        }

        return sizes;
    }

    public static void CheckInput(string name, Shape input)
    {
        if (input.Rank is not (3 or 4))
        {
            Throw.Argument(name, $"the input must have shape [batch, channels, height, width] or [channels, height, width]; got {input}");
        }
    }

    public static int PlanesOf(Shape input) => Shape.Of(input.AsSpan()[..^2]).Count;

    private static long Extent(int taps, int dilation) => ((taps - 1L) * dilation) + 1;

    // A window that begins behind the input does not count, though the last one may reach beyond the padding.
    private static long PlacesOf(int input, int kernel, int stride, int padding, int dilation, bool ceil)
    {
        long room = input + (2L * padding) - Extent(kernel, dilation) + (ceil ? stride - 1L : 0);
        long places = room < 0 ? 0 : (room / stride) + 1;
        return ceil && (places - 1) * stride >= (long)input + padding ? places - 1 : places;
    }

    // With steps between its elements, a window may have one in the padding and the next beyond the input.
    private static bool HasEmptyWindow(Axis axis)
    {
        bool isEmpty = false;
        for (int place = 0; place < axis.Output && (place * (long)axis.Stride) < axis.Padding; place++)
        {
            int before = axis.Padding - (place * axis.Stride);
            long tap = Tiling.DivideUp(before, axis.Dilation);
            isEmpty |= tap >= axis.Kernel || (tap * axis.Dilation) - before >= axis.Input;
        }

        return isEmpty;
    }
}

/// <summary>The windows of one dimension whose elements are averaged.</summary>
/// <param name="Input">Size of the dimension.</param>
/// <param name="Starts">Their first elements.</param>
/// <param name="Ends">Behind their last elements.</param>
/// <param name="Divisors">What a sum over a window is divided by.</param>
internal sealed record MeanWindows(int Input, int[] Starts, int[] Ends, int[] Divisors)
{
    public int Count => Starts.Length;

    /// <summary>Windows that are all alike, but for what padding they have in them.</summary>
    /// <param name="axis">Without dilation.</param>
    /// <param name="countsPadding">Whether padding adds to the divisor; what lies behind the padding never does.</param>
    /// <param name="divisor">The divisor, if it is given.</param>
    public static MeanWindows Sliding(Axis axis, bool countsPadding, int? divisor)
    {
        MeanWindows windows = new(axis.Input, new int[axis.Output], new int[axis.Output], new int[axis.Output]);
        for (int i = 0; i < axis.Output; i++)
        {
            int start = (i * axis.Stride) - axis.Padding;
            int end = (int)Math.Min((long)start + axis.Kernel, (long)axis.Input + axis.Padding);
            windows.Starts[i] = Math.Max(start, 0);
            windows.Ends[i] = Math.Min(end, axis.Input);
            windows.Divisors[i] = divisor ?? (countsPadding ? end - start : windows.Ends[i] - windows.Starts[i]);
        }

        return windows;
    }

    /// <summary>So many windows that cover the dimension: window i from ⌊i·n/count⌋ to ⌈(i + 1)·n/count⌉.</summary>
    public static MeanWindows Adaptive(int input, int count)
    {
        MeanWindows windows = new(input, new int[count], new int[count], new int[count]);
        for (int i = 0; i < count; i++)
        {
            windows.Starts[i] = (int)((long)i * input / count);
            windows.Ends[i] = (int)((((i + 1L) * input) + count - 1) / count);
            windows.Divisors[i] = windows.Ends[i] - windows.Starts[i];
        }

        return windows;
    }
}

/// <summary>The sizes of a pooling by means, which its derivative shares.</summary>
internal sealed record MeanSizes(string Name, Shape Input, Shape Output, MeanWindows Rows, MeanWindows Columns);
