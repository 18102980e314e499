namespace MiniTorch.Data;

/// <summary>
/// The bytes of a CSV file on their way to the parser: counts and reports them, hears of a cancellation, and refuses what is not text.
/// </summary>
internal sealed class CsvInput(string path, FileStream file, bool mayHoldZeros, Action<int> onBytes, CancellationToken cancellation) : Stream
{
    private long _position;
    private bool _isWide = mayHoldZeros;

    public override bool CanRead => true;

    public override bool CanSeek => false;

    public override bool CanWrite => false;

    public override long Length => file.Length;

    public override long Position
    {
        get => _position;
        set => throw new NotSupportedException();
    }

    public override int Read(byte[] buffer, int offset, int count) => Read(buffer.AsSpan(offset, count));

    public override int Read(Span<byte> buffer)
    {
        cancellation.ThrowIfCancellationRequested();
        int count = file.Read(buffer);
        ReadOnlySpan<byte> bytes = buffer[..count];
        if (_position == 0)
        {
            CheckBeginning(bytes);
        }

        int zero = _isWide ? -1 : bytes.IndexOf((byte)0);
        if (zero >= 0)
        {
            Throw.Content(
                path, $"not a text file: byte {_position + zero} is NUL (UTF-16 without a byte order mark needs its encoding given)");
        }

        _position += count;
        onBytes(count);
        return count;
    }

    public override void Flush()
    {
    }

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            file.Dispose();
        }

        base.Dispose(disposing);
    }

    private void CheckBeginning(ReadOnlySpan<byte> bytes)
    {
        switch (bytes)
        {
            case [0xFF, 0xFE, ..] or [0xFE, 0xFF, ..] or [0, 0, 0xFE, 0xFF, ..]:
                _isWide = true;
                break;
            case [0x1F, 0x8B, ..]:
                Throw.Content(path, "not a text file but gzip; unpack it first");
                break;
            case [(byte)'P', (byte)'K', 3, 4, ..]:
                Throw.Content(path, "not a text file but a zip archive, as .xlsx is; unpack it, or save the sheet as CSV, first");
                break;
        }
    }
}
