using System.Globalization;
using System.Text;

namespace MiniTorch.Data;

/// <summary>What a file holds, as messages show it: short and in one line.</summary>
internal static class CsvText
{
    private const int MaxShown = 40;
    private const int MaxListed = 20;

    public static string Quote(ReadOnlySpan<byte> text) => Quote(Encoding.UTF8.GetString(text[..Math.Min(text.Length, 4 * (MaxShown + 1))]));

    public static string Quote(string text)
    {
        var shown = new StringBuilder("'");
        foreach (char c in text.AsSpan(0, Math.Min(text.Length, MaxShown)))
        {
            _ = c switch
            {
                '\n' => shown.Append("\\n"),
                '\r' => shown.Append("\\r"),
                '\t' => shown.Append("\\t"),
                _ when char.IsControl(c) || c is '\u2028' or '\u2029' => shown.Append(CultureInfo.InvariantCulture, $"\\u{(int)c:X4}"),
                _ => shown.Append(c),
            };
        }

        return shown.Append(text.Length > MaxShown ? "…'" : "'").ToString();
    }

    public static string List(IReadOnlyList<string> texts)
    {
        string listed = string.Join(", ", texts.Take(MaxListed).Select(Quote));
        return texts.Count <= MaxListed ? listed : $"{listed} and {texts.Count - MaxListed} more";
    }

    public static string Column(string name, int number) => $"column {Quote(name)} ({number})";

    public static string Number(double value) => value.ToString("G6", CultureInfo.InvariantCulture);
}
