using System.Globalization;

namespace MiniTorch;

/// <summary>How PyTorch writes the elements of one array: as whole numbers, with decimals, or in scientific form; in one width.</summary>
internal sealed class NumberFormat
{
    private readonly int _precision;
    private readonly bool _isWhole = true;
    private readonly bool _isScientific;

    /// <param name="x">The elements that are shown, and that alone decide the form.</param>
    /// <param name="options">Digits, and the form if it is forced.</param>
    public NumberFormat(NDArray x, PrintOptions options)
    {
        _precision = options.Precision;
        if (!x.DType.IsFloatingPoint())
        {
            Texts = x.DType == DType.Bool
                ? Array.ConvertAll(x.ToArray<bool>(), static value => value ? "True" : "False")
                : Array.ConvertAll(x.To(DType.Int64).ToArray<long>(), static value => value.ToString(CultureInfo.InvariantCulture));
            Width = Texts.Max(static text => text.Length);
        }
        else
        {
            double[] values = x.To(DType.Float64).ToArray<double>();

            // NaN, the infinities and 0 have no say in the form.
            double[] telling = Array.FindAll(values, static v => double.IsFinite(v) && v != 0);
            double max = telling.Select(Math.Abs).DefaultIfEmpty(1).Max();
            double min = telling.Select(Math.Abs).DefaultIfEmpty(1).Min();
            _isWhole = Array.TrueForAll(telling, static v => v == Math.Ceiling(v));
            _isScientific = telling.Length > 0 && (max / min > 1000 || max > 1e8 || (!_isWhole && min < 1e-4));
            Width = telling.Select(v => Real(v).Length).DefaultIfEmpty(1).Max();

            // As in PyTorch, which measures before it asks what is forced.
            _isScientific = options.SciMode ?? _isScientific;
            Texts = Array.ConvertAll(values, Real);
        }

        Texts = Array.ConvertAll(Texts, text => text.PadLeft(Width));
    }

    /// <summary>The length that shorter texts are filled up to.</summary>
    public int Width { get; }

    /// <summary>The elements in row-major order.</summary>
    public string[] Texts { get; }

    private string Real(double value)
    {
        if (!double.IsFinite(value))
        {
            return double.IsNaN(value) ? "nan" : value > 0 ? "inf" : "-inf";
        }

        if (!_isScientific)
        {
            return _isWhole ? Digits(value, 'F', 0) + "." : Digits(value, 'F', _precision);
        }

        string[] parts = Digits(value, 'E', _precision).Split('E');
        int exponent = int.Parse(parts[1], CultureInfo.InvariantCulture);
        return string.Create(CultureInfo.InvariantCulture, $"{parts[0]}e{(exponent < 0 ? '-' : '+')}{Math.Abs(exponent):00}");
    }

    // C rounds a tie to the even digit, .NET away from zero.
    private static string Digits(double value, char format, int precision)
    {
        string exact = value.ToString(string.Create(CultureInfo.InvariantCulture, $"{format}{precision + 20}"), CultureInfo.InvariantCulture);
        int point = exact.IndexOf('.', StringComparison.Ordinal), last = precision == 0 ? point - 1 : point + precision;
        bool roundsDown = exact.AsSpan(point + precision + 1, 20).TrimEnd('0') is "5" && (exact[last] - '0') % 2 == 0;
        double nudged = !roundsDown ? value : value > 0 ? Math.BitDecrement(value) : Math.BitIncrement(value);
        return nudged.ToString(string.Create(CultureInfo.InvariantCulture, $"{format}{precision}"), CultureInfo.InvariantCulture);
    }
}
