using System.Text;

namespace MiniTorch;

public partial class NDArray
{
    private const string Prefix = "tensor(";

    /// <summary>
    /// The values to the letter as PyTorch prints them: four digits, aligned, lines of 80 columns, only the edges of more than 1000
    /// elements, the type if it is no default; or as <see cref="PrintOptions.Default"/> says.
    /// </summary>
    public override string ToString() => ToString(PrintOptions.Default);

    /// <summary>The values as PyTorch prints them, by given options.</summary>
    public string ToString(PrintOptions options) => ToString(options, history: null);

    /// <param name="options">Digits, widths, when to summarise.</param>
    /// <param name="history">What a tensor says of its gradient, or null.</param>
    internal string ToString(PrintOptions options, string? history)
    {
        ArgumentNullException.ThrowIfNull(options);
        var builder = new StringBuilder(Prefix);
        if (Count == 0)
        {
            builder.Append("[]");
        }
        else
        {
            bool summarize = Count > options.Threshold;
            NDArray shown = summarize ? Edges(this, options.EdgeItems) : this;
            new Layout(builder, new NumberFormat(shown, options), shown.Shape, summarize ? Shape : shown.Shape, options).Write(0, 0, Prefix.Length);
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

        if (history is not null)
        {
            Suffix(history);
        }

        return builder.Append(')').ToString();

        void Suffix(string text)
        {
            bool fits = column + text.Length + 2 <= options.LineWidth;
            builder.Append(fits ? ", " : ",\n" + new string(' ', Prefix.Length)).Append(text);
            column = fits ? column + text.Length + 2 : Prefix.Length + text.Length;
        }
    }

    // The first and last few of every long dimension, joined.
    private static NDArray Edges(NDArray x, int items)
    {
        for (int dim = 0; dim < x.Rank; dim++)
        {
            if (x.Shape[dim] > 2 * items)
            {
                NDArray joined = Empty(x.Shape.With(dim, 2 * items), x.DType);
                joined.Slice(dim, 0, items).CopyFrom(x.Slice(dim, 0, items));
                joined.Slice(dim, items).CopyFrom(x.Slice(dim, -items));
                x = joined;
            }
        }

        return x;
    }

    /// <summary>The brackets, lines and dots around the elements.</summary>
    /// <param name="builder">Where the text goes.</param>
    /// <param name="format">The elements that are shown.</param>
    /// <param name="shape">Their shape.</param>
    /// <param name="whole">The shape of all elements, which says where something is left out.</param>
    /// <param name="options">Widths.</param>
    private sealed class Layout(StringBuilder builder, NumberFormat format, Shape shape, Shape whole, PrintOptions options)
    {
        /// <summary>Part <paramref name="place"/> of those that the dimensions before <paramref name="dim"/> count.</summary>
        public void Write(int dim, int place, int indent)
        {
            if (dim == shape.Rank)
            {
                builder.Append(format.Texts[place]);
                return;
            }

            builder.Append('[');
            int size = shape[dim], deeper = shape.Rank - dim;
            bool cut = whole[dim] > size;
            if (deeper == 1)
            {
                WriteRow(format.Texts.AsSpan(place * size, size), cut, indent);
            }
            else
            {
                string separator = "," + new string('\n', deeper - 1) + new string(' ', indent + 1);
                for (int i = 0; i < size; i++)
                {
                    builder.Append(i > 0 ? separator : "");
                    builder.Append(cut && i == options.EdgeItems ? "..." + separator : "");
                    Write(dim + 1, (place * size) + i, indent + 1);
                }
            }

            builder.Append(']');
        }

        private void WriteRow(ReadOnlySpan<string> row, bool cut, int indent)
        {
            List<string> texts = [.. row];
            if (cut)
            {
                texts.Insert(options.EdgeItems, " ...");
            }

            int perLine = Math.Max(1, (options.LineWidth - indent) / (format.Width + 2));
            builder.AppendJoin(",\n" + new string(' ', indent + 1), texts.Chunk(perLine).Select(static line => string.Join(", ", line)));
        }
    }
}
