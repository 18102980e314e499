using System.Globalization;
using System.Text;

namespace MiniTorch;

public sealed partial class NDArray
{
    // torch.set_printoptions: threshold, edgeitems, linewidth; the precision of 4 is in NumberFormat.
    private const int Threshold = 1000;
    private const int EdgeItems = 3;
    private const int LineWidth = 80;
    private const string Prefix = "tensor(";

    /// <summary>
    /// The values to the letter as PyTorch prints them: four digits, aligned, lines of 80 columns, only the edges of more than 1000
    /// elements, the type if it is no default.
    /// </summary>
    public override string ToString() => ToString(requiresGrad: false);

    internal string ToString(bool requiresGrad)
    {
        var builder = new StringBuilder(Prefix);
        if (Count == 0)
        {
            builder.Append("[]");
        }
        else
        {
            bool summarize = Count > Threshold;
            NDArray shown = summarize ? Edges(this) : this;
            Write(builder, shown, new NumberFormat(shown), summarize ? Shape.AsSpan() : default, Prefix.Length);
        }

        int column = builder.Length - builder.ToString().LastIndexOf('\n') + 1;
        if (Count == 0 && Rank != 1)
        {
            Suffix($"size=({string.Join(", ", Shape)})");
        }

        if (DType != DTypes.Default && (Count == 0 || DType is not (DType.Int64 or DType.Bool)))
        {
            Suffix($"dtype=torch.{DType.Name()}");
        }

        if (requiresGrad)
        {
            Suffix("requires_grad=True");
        }

        return builder.Append(')').ToString();

        void Suffix(string text)
        {
            bool fits = column + text.Length + 2 <= LineWidth;
            builder.Append(fits ? ", " : ",\n" + new string(' ', Prefix.Length)).Append(text);
            column = fits ? column + text.Length + 2 : Prefix.Length + text.Length;
        }
    }

    // The first and last few of every long dimension, joined.
    private static NDArray Edges(NDArray x)
    {
        for (int dim = 0; dim < x.Rank; dim++)
        {
            if (x.Shape[dim] > 2 * EdgeItems)
            {
                NDArray joined = Empty(x.Shape.With(dim, 2 * EdgeItems), x.DType);
                joined.Slice(dim, 0, EdgeItems).CopyFrom(x.Slice(dim, 0, EdgeItems));
                joined.Slice(dim, EdgeItems).CopyFrom(x.Slice(dim, -EdgeItems));
                x = joined;
            }
        }

        return x;
    }

    // The full sizes, if any, say where a summary leaves something out.
    private static void Write(StringBuilder builder, NDArray x, NumberFormat format, ReadOnlySpan<int> fullSizes, int indent)
    {
        if (x.Rank == 0)
        {
            builder.Append(format.Text(x));
            return;
        }

        bool cut = !fullSizes.IsEmpty && fullSizes[0] > 2 * EdgeItems;
        builder.Append('[');
        if (x.Rank == 1)
        {
            WriteRow(builder, x, format, cut, indent);
        }
        else
        {
            string separator = "," + new string('\n', x.Rank - 1) + new string(' ', indent + 1);
            for (int i = 0; i < x.Shape[0]; i++)
            {
                builder.Append(i > 0 ? separator : "");
                builder.Append(cut && i == EdgeItems ? "..." + separator : "");
                Write(builder, x.Select(0, i), format, fullSizes.IsEmpty ? default : fullSizes[1..], indent + 1);
            }
        }

        builder.Append(']');
    }

    private static void WriteRow(StringBuilder builder, NDArray row, NumberFormat format, bool cut, int indent)
    {
        var texts = new List<string>();
        for (int i = 0; i < row.Count; i++)
        {
            texts.Add(format.Text(row.Select(0, i)));
        }

        if (cut)
        {
            texts.Insert(EdgeItems, " ...");
        }

        int perLine = Math.Max(1, (LineWidth - indent) / (format.Width + 2));
        builder.AppendJoin(",\n" + new string(' ', indent + 1), texts.Chunk(perLine).Select(static line => string.Join(", ", line)));
    }

    /// <summary>How PyTorch writes the elements of one array: as whole numbers, with four decimals, or in scientific form; in one width.</summary>
    private sealed class NumberFormat
    {
        private readonly bool _isFloat;
        private readonly bool _isWhole;
        private readonly bool _isScientific;

        public NumberFormat(NDArray x)
        {
            _isFloat = x.DType.IsFloatingPoint();
            if (!_isFloat)
            {
                Width = Elements(x).Max(element => Text(element).Length);
                return;
            }

            // NaN and the infinities have no say in the width.
            double[] values = [.. Elements(x).Select(static element => element.Item<double>()).Where(static v => double.IsFinite(v) && v != 0)];
            double max = values.Select(Math.Abs).DefaultIfEmpty(1).Max();
            double min = values.Select(Math.Abs).DefaultIfEmpty(1).Min();
            _isWhole = values.All(static v => v == Math.Ceiling(v));
            _isScientific = max / min > 1000 || max > 1e8 || (!_isWhole && min < 1e-4);
            Width = values.Select(v => Real(v).Length).DefaultIfEmpty(1).Max();
        }

        public int Width { get; }

        public string Text(NDArray element) => (
            _isFloat ? Real(element.Item<double>())
            : element.DType == DType.Bool ? element.Item<bool>().ToString()
            : element.Item<long>().ToString(CultureInfo.InvariantCulture)).PadLeft(Width);

        private static IEnumerable<NDArray> Elements(NDArray x)
        {
            NDArray flat = x.Reshape(-1);
            return Enumerable.Range(0, flat.Count).Select(i => flat.Select(0, i));
        }

        private string Real(double value)
        {
            if (!double.IsFinite(value))
            {
                return double.IsNaN(value) ? "nan" : value > 0 ? "inf" : "-inf";
            }

            if (!_isScientific)
            {
                return _isWhole ? value.ToString("F0", CultureInfo.InvariantCulture) + "." : FourDecimals(value, 'F');
            }

            string[] parts = FourDecimals(value, 'E').Split('E');
            int exponent = int.Parse(parts[1], CultureInfo.InvariantCulture);
            return string.Create(CultureInfo.InvariantCulture, $"{parts[0]}e{(exponent < 0 ? '-' : '+')}{Math.Abs(exponent):00}");
        }

        // C rounds a tie to the even digit, .NET away from zero.
        private static string FourDecimals(double value, char format)
        {
            string exact = value.ToString(format + "24", CultureInfo.InvariantCulture);
            int last = exact.IndexOf('.', StringComparison.Ordinal) + 4;
            bool roundsDown = exact.AsSpan(last + 1, 20).TrimEnd('0') is "5" && (exact[last] - '0') % 2 == 0;
            double nudged = !roundsDown ? value : value > 0 ? Math.BitDecrement(value) : Math.BitIncrement(value);
            return nudged.ToString(format + "4", CultureInfo.InvariantCulture);
        }
    }
}
