using System.Diagnostics.CodeAnalysis;
using CsvHelper;

namespace MiniTorch.Data;

/// <summary>One pass over the rows of a CSV file. A cell is valid until the next row is read.</summary>
internal sealed partial class CsvRows : IDisposable
{
    private const int BufferSize = 1 << 18;
    private const int MaxRowBytes = 1 << 26;

    private readonly CsvMeter _meter;
    private readonly CsvReader _reader;
    private readonly CsvOptions _options;
    private CsvMalformedReason? _malformed;
    private bool _isPending;

    public CsvRows(string path, CsvOptions options, CsvMeter meter)
    {
        Path = path;
        _options = options;
        _meter = meter;
        (_tokens, _tokenStarts) = Tokens(options.MissingTokens);
        _format = System.Globalization.NumberFormatInfo.GetInstance(options.Culture);
        _isPlain = _format is { NumberDecimalSeparator: ".", NegativeSign: "-", PositiveSign: "+" };
        _reader = CsvReader.Create(Open(path, options, meter), ReaderOptions(options));
        try
        {
            ReadNames();
        }
        catch
        {
            _reader.Dispose();
            throw;
        }
    }

    public string Path { get; }

    /// <summary>The names of the columns: those of the first row, or c1, c2, ….</summary>
    public string[] Names { get; private set; } = [];

    /// <summary>The line of the file on which the row begins, from 1.</summary>
    public long Line => _reader.LineNumber;

    public ReadOnlySpan<byte> this[int column] => _reader.GetSpan(column);

    /// <summary>Goes on to the next row, which has a cell for each column.</summary>
    /// <exception cref="InvalidDataException">It has not, or it cannot be cut into cells.</exception>
    public bool Read()
    {
        if (_isPending)
        {
            _isPending = false;
        }
        else if (!ReadRecord())
        {
            return false;
        }

        if (_reader.FieldCount != Names.Length)
        {
            Throw.Content(Path, $"line {Line}: expected {Names.Length} cells, as in the first row; got {_reader.FieldCount}");
        }

        _meter.Rows++;
        return true;
    }

    [DoesNotReturn]
    public void Refuse(int column, string message) => Throw.Content(Path, $"line {Line}, {CsvText.Column(Names[column], column + 1)}: {message}");

    public void Dispose() => _reader.Dispose();

    private static CsvInput Open(string path, CsvOptions options, CsvMeter meter)
    {
        if (!File.Exists(path))
        {
            Throw.NoFile(path, Directory.Exists(path) ? "is a folder, not a file" : "there is no such file");
        }

        var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read, bufferSize: 0, FileOptions.SequentialScan);
        if (!file.CanSeek)
        {
            file.Dispose();
            Throw.Content(path, "is a stream, which can be read once; the table is read twice: save it as a file");
        }

        meter.Begin(file.Length);
        bool isWide = options.Encoding is not null && options.Encoding.GetByteCount("a") > 1;
        return new CsvInput(path, file, isWide, meter.Add, meter.Cancellation);
    }

    private CsvReaderOptions ReaderOptions(CsvOptions options) => new()
    {
        Separator = options.Delimiter,
        HasHeader = false,
        Quote = options.Quote,
        Encoding = options.Encoding,
        TrimWhitespace = true,
        TrackLineNumbers = true,
        MaxRecordSize = MaxRowBytes,
        BufferSize = BufferSize,
        OnMalformedRecord = record => _malformed ??= record.Reason,
    };

    private bool ReadRecord()
    {
        bool isRow = false;
        try
        {
            isRow = _reader.Read();
        }
        catch (CsvFormatException exception)
        {
            Throw.Content(
                Path,
                $"line {exception.LineNumber}: the row that begins here is longer than {MaxRowBytes >> 20} MB; is a quote not closed?",
                exception);
        }

        switch (_malformed)
        {
            case CsvMalformedReason.UnterminatedQuote:
                Throw.Content(Path, $"line {Line}: a quote is opened in the row that begins here and never closed");
                break;
            case CsvMalformedReason.TextAfterClosingQuote:
                Throw.Content(Path, $"line {Line}: text follows a closing quote; a quote within quotes is written twice");
                break;
        }

        _malformed = null;
        return isRow;
    }

    private void ReadNames()
    {
        if (!ReadRecord())
        {
            Throw.Content(Path, "the file is empty");
        }

        CheckDelimiter();
        Names = new string[_reader.FieldCount];
        _isPending = _options.Header switch
        {
            CsvHeader.Present => false,
            CsvHeader.None => true,
            _ => HasNumber(),
        };
        for (int i = 0; i < Names.Length; i++)
        {
            Names[i] = $"c{i + 1}";
            Names[i] = _isPending ? Names[i] : Text(i).ToString();
        }
    }

    private void CheckDelimiter()
    {
        if (_options.Delimiter is null && _reader.FieldCount > 1 && _format.NumberDecimalSeparator == _reader.Separator.ToString())
        {
            Throw.Content(Path, $"the delimiter seems to be '{_reader.Separator}', which is the decimal separator too; give the delimiter");
        }
    }

    private bool HasNumber()
    {
        for (int i = 0; i < _reader.FieldCount; i++)
        {
            if (TryNumber(i, out _))
            {
                return true;
            }
        }

        return false;
    }
}
