using System.Globalization;
using System.Net;
using System.Text;

namespace MiniTorch.Examples.Optimization;

/// <summary>
/// A piece of a page. Whatever stands in the holes of <c>Add($"…{text}…")</c> is escaped, unless it is such a piece itself: no text can become markup.
/// </summary>
internal sealed class Html
{
    private readonly StringBuilder _text = new();

    public static Html Of(FormattableString markup) => new Html().Add(markup);

    /// <summary>Text that is markup, style or script already.</summary>
    public static Html Verbatim(string markup)
    {
        var html = new Html();
        html._text.Append(markup);
        return html;
    }

    public static Html Join(IEnumerable<Html> parts)
    {
        var html = new Html();
        foreach (Html part in parts)
        {
            html._text.Append(part._text);
        }

        return html;
    }

    public Html Add(FormattableString markup)
    {
        _text.AppendFormat(Escaping.Instance, markup.Format, markup.GetArguments()).Append('\n');
        return this;
    }

    public override string ToString() => _text.ToString();

    private sealed class Escaping : IFormatProvider, ICustomFormatter
    {
        public static readonly Escaping Instance = new();

        public object? GetFormat(Type? formatType) => formatType == typeof(ICustomFormatter) ? this : null;

        public string Format(string? format, object? arg, IFormatProvider? formatProvider) => arg switch
        {
            Html html => html.ToString(),
            IFormattable value => WebUtility.HtmlEncode(value.ToString(format, CultureInfo.InvariantCulture)),
            _ => WebUtility.HtmlEncode(arg?.ToString() ?? ""),
        };
    }
}
