using System.Runtime.CompilerServices;

namespace MiniTorch;

public partial class NDArray
{
    /// <summary>The numbers start, start + step, … below <paramref name="end"/>, as int64 or another type. PyTorch: <c>torch.arange</c>.</summary>
    /// <exception cref="ArgumentException">
    /// <paramref name="step"/> is 0 or leads away from <paramref name="end"/>, or the type does not hold the numbers.
    /// </exception>
    /// <exception cref="NotSupportedException">The type is bool.</exception>
    public static NDArray Arange(long start, long end, long step = 1, DType dtype = DType.Int64)
    {
        CheckNumber("arange", dtype);
        Int128 length = (Int128)end - start;
        if (step == 0 || length * Math.Sign(step) < 0)
        {
            Throw.Argument("arange", $"step must not be 0 and must lead from start to end; got start {start}, end {end}, step {step}");
        }

        Int128 count = (length + step - Math.Sign(step)) / step;
        if (count > Array.MaxLength)
        {
            Throw.Argument("arange", $"an array has at most {Array.MaxLength} elements; got start {start}, end {end}, step {step}");
        }

        if (count > 0)
        {
            CheckFits("arange", start, dtype);
            CheckFits("arange", (long)(start + ((count - 1) * step)), dtype);
        }

        NDArray result = Allocate("arange", [(int)count], DType.Int64);
        Span<long> values = result.Elements<long>();
        for (int i = 0; i < values.Length; i++)
        {
            values[i] = start + (i * step);
        }

        return result.To(dtype);
    }

    /// <summary>The numbers 0, 1, … below <paramref name="end"/>, as int64 or another type.</summary>
    /// <inheritdoc cref="Arange(long, long, long, DType)"/>
    [OverloadResolutionPriority(-1)] // Arange(-3, 0) means a start and an end: a literal 0 would pass for a type.
    public static NDArray Arange(long end, DType dtype = DType.Int64) => Arange(0, end, 1, dtype);

    /// <summary>
    /// The ⌈(end − start) / step⌉ numbers start + i·step, as float32 or another type; for integers the three are cut to whole numbers first.
    /// PyTorch: <c>torch.arange</c>.
    /// </summary>
    /// <exception cref="ArgumentException">
    /// <paramref name="step"/> is 0 or leads away from <paramref name="end"/>, or one of the three is not finite.
    /// </exception>
    /// <exception cref="NotSupportedException">The type is bool.</exception>
    public static NDArray Arange(double start, double end, double step = 1, DType dtype = DType.Float32)
    {
        CheckNumber("arange", dtype);
        if (!double.IsFinite(start) || !double.IsFinite(end) || !double.IsFinite(step) || step == 0 || (end - start) * Math.Sign(step) < 0)
        {
            Throw.Argument("arange", $"all must be finite, and step must not be 0 and must lead from start to end; got start {start}, end {end}, step {step}");
        }

        if (!dtype.IsFloatingPoint())
        {
            foreach (double value in (ReadOnlySpan<double>)[start, end, step])
            {
                CheckFits("arange", value, dtype);
            }

            if (Math.Abs(step) < 1)
            {
                Throw.Argument("arange", $"a step of {step} is 0 in {dtype.Name()}");
            }

            return Arange((long)start, (long)end, (long)step, dtype);
        }

        double count = Math.Ceiling((end - start) / step);
        if (count > Array.MaxLength)
        {
            Throw.Argument("arange", $"an array has at most {Array.MaxLength} elements; got start {start}, end {end}, step {step}");
        }

        CheckFits("arange", start, dtype);
        CheckFits("arange", end, dtype);
        NDArray result = Allocate("arange", [(int)count], DType.Float64);
        Span<double> values = result.Elements<double>();
        for (int i = 0; i < values.Length; i++)
        {
            values[i] = start + (step * i);
        }

        return result.To(dtype);
    }

    /// <summary>The numbers 0, 1, … below <paramref name="end"/>, as float32 or another type.</summary>
    /// <inheritdoc cref="Arange(double, double, double, DType)"/>
    [OverloadResolutionPriority(-1)]
    public static NDArray Arange(double end, DType dtype = DType.Float32) => Arange(0.0, end, 1.0, dtype);

    /// <summary>
    /// So many numbers at equal distances, the first <paramref name="start"/>, the last <paramref name="end"/>; integers are cut.
    /// PyTorch: <c>torch.linspace</c>.
    /// </summary>
    /// <exception cref="ArgumentException"><paramref name="steps"/> is negative, or the type does not hold the numbers.</exception>
    /// <exception cref="NotSupportedException">The type is bool.</exception>
    public static NDArray Linspace(double start, double end, int steps, DType dtype = DType.Float32)
    {
        CheckNumber("linspace", dtype);
        CheckFits("linspace", start, dtype);
        CheckFits("linspace", end, dtype);
        return Spaced("linspace", start, end, steps).To(dtype);
    }

    /// <summary>
    /// So many powers of <paramref name="base"/>, the exponents at equal distances from <paramref name="start"/> to <paramref name="end"/>.
    /// PyTorch: <c>torch.logspace</c>.
    /// </summary>
    /// <exception cref="ArgumentException"><paramref name="steps"/> is negative, or a type of integers does not hold the numbers.</exception>
    /// <exception cref="NotSupportedException">The type is bool.</exception>
    public static NDArray Logspace(double start, double end, int steps, double @base = 10, DType dtype = DType.Float32)
    {
        CheckNumber("logspace", dtype);
        NDArray result = Spaced("logspace", start, end, steps);
        foreach (ref double value in result.Elements<double>())
        {
            value = Math.Pow(@base, value);
            if (!dtype.IsFloatingPoint())
            {
                CheckFits("logspace", value, dtype);
            }
        }

        return result.To(dtype);
    }

    /// <summary>Ones where row and column are the same, else zeros. PyTorch: <c>torch.eye</c>.</summary>
    /// <param name="n">Number of rows.</param>
    /// <param name="m">Number of columns; as many as rows if null.</param>
    /// <param name="dtype">The element type.</param>
    /// <exception cref="ArgumentException">A size is negative, or the elements would take more than 2 GB.</exception>
    public static NDArray Eye(int n, int? m = null, DType dtype = DType.Float32)
    {
        int columns = m ?? n;
        if (n < 0 || columns < 0)
        {
            Throw.Argument("eye", $"sizes must not be negative; got [{n}, {columns}]");
        }

        NDArray result = Allocate("eye", [n, columns], dtype).FillCast(0);
        int diagonal = Math.Min(n, columns);
        if (diagonal > 0)
        {
            result.View([diagonal], [columns + 1], 0).FillCast(1);
        }

        return result;
    }

    // Each half counts from its own end, so that the last number is exact.
    private static NDArray Spaced(string op, double start, double end, int steps)
    {
        if (steps < 0)
        {
            Throw.Argument(op, $"the number of steps must not be negative; got {steps}");
        }

        NDArray result = Allocate(op, [steps], DType.Float64);
        Span<double> values = result.Elements<double>();
        double step = (end - start) / Math.Max(steps - 1, 1);
        for (int i = 0; i < values.Length; i++)
        {
            values[i] = i < steps / 2 || i == 0 ? start + (step * i) : end - (step * (steps - 1 - i));
        }

        return result;
    }

    private static void CheckNumber(string op, DType dtype)
    {
        if (dtype == DType.Bool)
        {
            Throw.DType<NDArray>(op, dtype);
        }
    }
}
