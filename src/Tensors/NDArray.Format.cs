using System.Globalization;
using System.Text;

namespace MiniTorch;

public sealed partial class NDArray
{
    // torch.set_printoptions: threshold, edgeitems, precision.
    private const int Threshold = 1000;
    private const int EdgeItems = 3;
    private const int Precision = 4;

    /// <summary>The values as PyTorch prints them: four digits, aligned, only the edges of more than 1000 elements, the type if it is no default.</summary>
    public override string ToString() => ToString(requiresGrad: false);

    internal string ToString(bool requiresGrad)
    {
        const string Start = "tensor(";
        NDArray shown = To(DType.IsFloatingPoint() ? DType.Float64 : DType);
        bool summarize = Count > Threshold;
        var texts = new List<string>();
        Collect(shown, summarize, texts, Formatter(shown, summarize));
        int width = texts.Count == 0 ? 0 : texts.Max(static text => text.Length);
        var builder = new StringBuilder(Start);
        int next = 0;
        Write(builder, shown, 0, Start.Length, summarize, () => texts[next++].PadLeft(Rank == 0 ? 0 : width));
        bool isDefault = DType is DType.Float32 or DType.Int64 or DType.Bool && Count > 0;
        if (Count == 0 && Rank > 1)
        {
            builder.Append(CultureInfo.InvariantCulture, $", size={Shape}");
        }

        if (!isDefault && !(Count == 0 && DType == DType.Float32))
        {
            builder.Append(CultureInfo.InvariantCulture, $", dtype={DType.Name()}");
        }

        return builder.Append(requiresGrad ? ", requires_grad=true)" : ")").ToString();
    }

    // Dimensions that are shown: all, or the first and last few.
    private static IEnumerable<int> Shown(int size, bool summarize)
    {
        bool cut = summarize && size > 2 * EdgeItems;
        for (int i = 0; i < size; i++)
        {
            if (cut && i == EdgeItems)
            {
                yield return -1;
                i = size - EdgeItems;
            }

            yield return i;
        }
    }

    private static void Collect(NDArray x, bool summarize, List<string> texts, Func<NDArray, string> format)
    {
        if (x.Rank == 0)
        {
            texts.Add(format(x));
            return;
        }

        foreach (int i in Shown(x.Shape[0], summarize))
        {
            if (i >= 0)
            {
                Collect(x.Select(0, i), summarize, texts, format);
            }
        }
    }

    private static Func<NDArray, string> Formatter(NDArray x, bool summarize)
    {
        if (x.DType == DType.Bool)
        {
            return static element => element.Item<bool>() ? "true" : "false";
        }

        if (!x.DType.IsFloatingPoint())
        {
            return static element => element.Item<long>().ToString(CultureInfo.InvariantCulture);
        }

        var finite = new List<double>();
        Collect(x, summarize, [], element =>
        {
            double value = element.Item<double>();
            if (double.IsFinite(value) && value != 0)
            {
                finite.Add(Math.Abs(value));
            }

            return "";
        });
        bool whole = finite.TrueForAll(static value => value == Math.Floor(value));
        double max = finite.Count == 0 ? 0 : finite.Max();
        double min = finite.Count == 0 ? 0 : finite.Min();
        string format = max > 1e8 || max / Math.Max(min, double.Epsilon) > 1000 && !whole || (!whole && min < 1e-4)
            ? "0." + new string('0', Precision) + "e+00"
            : whole ? "0'.'" : "0." + new string('0', Precision);
        return element => Text(element.Item<double>(), format);

        static string Text(double value, string format) => value switch
        {
            double.NaN => "nan",
            double.PositiveInfinity => "inf",
            double.NegativeInfinity => "-inf",
            _ => value.ToString(format, CultureInfo.InvariantCulture),
        };
    }

    private static void Write(StringBuilder builder, NDArray x, int depth, int indent, bool summarize, Func<string> next)
    {
        if (x.Rank == 0)
        {
            builder.Append(next());
            return;
        }

        builder.Append('[');
        bool first = true;
        foreach (int i in Shown(x.Shape[0], summarize))
        {
            if (!first)
            {
                builder.Append(',');
                builder.Append(x.Rank == 1 ? " " : new string('\n', x.Rank - 1) + new string(' ', indent + depth + 1));
            }

            first = false;
            if (i < 0)
            {
                builder.Append("...");
            }
            else
            {
                Write(builder, x.Select(0, i), depth + 1, indent, summarize, next);
            }
        }

        builder.Append(']');
    }
}
