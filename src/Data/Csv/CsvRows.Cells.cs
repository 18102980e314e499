using System.Buffers;
using System.Globalization;
using System.Text;
using System.Text.Unicode;

namespace MiniTorch.Data;

// What a cell holds: nothing, a number, a text.
internal sealed partial class CsvRows
{
    private static readonly SearchValues<byte> s_plainNumber = SearchValues.Create("+-.0123456789Ee"u8);

    private readonly byte[][] _tokens;
    private readonly bool[] _tokenStarts;
    private readonly NumberFormatInfo _format;
    private readonly bool _isPlain;
    private char[] _text = new char[64];

    public bool IsMissing(int column)
    {
        ReadOnlySpan<byte> cell = this[column];
        if (!_tokenStarts[cell.IsEmpty ? 0 : cell[0]])
        {
            return false;
        }

        foreach (byte[] token in _tokens)
        {
            if (Ascii.EqualsIgnoreCase(cell, token) || cell.SequenceEqual(token))
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>
    /// Whether the cell is a number, be it infinite or NaN. The parser's own numbers may hold separators of thousands, so it gets only cells without.
    /// </summary>
    public bool TryNumber(int column, out double value)
    {
        ReadOnlySpan<byte> cell = this[column];
        if (_isPlain && !cell.ContainsAnyExcept(s_plainNumber))
        {
            return _reader.TryParse(column, out value) && !cell.IsEmpty;
        }

        if (double.TryParse(cell, NumberStyles.Float, _format, out value))
        {
            return true;
        }

        value = double.PositiveInfinity;
        return Ascii.EqualsIgnoreCase(cell.TrimStart("+-"u8), "inf"u8);
    }

    /// <summary>A number that float32 can hold.</summary>
    /// <exception cref="InvalidDataException">The cell holds something else.</exception>
    public double Number(int column)
    {
        if (!TryNumber(column, out double value) || !float.IsFinite((float)value))
        {
            Refuse(column, NoNumber(column));
        }

        return value;
    }

    /// <summary>Why a cell is no number that float32 can hold.</summary>
    public string NoNumber(int column)
    {
        string got = CsvText.Quote(this[column]);
        if (TryNumber(column, out _))
        {
            return $"expected a finite number within the range of float32; got {got}";
        }

        string other = _format.NumberDecimalSeparator == "," ? "." : ",";
        string swapped = Encoding.UTF8.GetString(this[column]).Replace(other, _format.NumberDecimalSeparator, StringComparison.Ordinal);
        bool isForeign = double.TryParse(swapped, NumberStyles.Float, _format, out _);
        return $"expected a number; got {got}{(isForeign ? $" (is '{other}' the decimal separator? set the culture)" : "")}";
    }

    /// <summary>The text of a cell, until the next is asked for.</summary>
    /// <exception cref="InvalidDataException">It is not UTF-8.</exception>
    public ReadOnlySpan<char> Text(int column)
    {
        ReadOnlySpan<byte> cell = this[column];
        if (_text.Length < cell.Length)
        {
            _text = new char[Math.Max(cell.Length, 2 * _text.Length)];
        }

        if (Utf8.ToUtf16(cell, _text, out _, out int length, replaceInvalidSequences: false) != OperationStatus.Done)
        {
            Refuse(column, $"the text is not UTF-8; give the encoding of the file, Latin-1 say; got {CsvText.Quote(cell)}");
        }

        return _text.AsSpan(0, length);
    }

    /// <summary>The one way in which a number is written as the name of a class: 1, 1.0 and 1e0 are the same.</summary>
    public static string ClassName(double value) => (value + 0.0).ToString("R", CultureInfo.InvariantCulture);

    private static (byte[][] Tokens, bool[] Starts) Tokens(IReadOnlyList<string> texts)
    {
        byte[][] tokens = [.. texts.Select(Encoding.UTF8.GetBytes)];
        bool[] starts = new bool[256];
        foreach (byte[] token in tokens)
        {
            byte first = token.Length == 0 ? (byte)0 : token[0];
            starts[first] = true;
            starts[char.IsAsciiLetter((char)first) ? first ^ 0x20 : first] = true;
        }

        return (tokens, starts);
    }
}
