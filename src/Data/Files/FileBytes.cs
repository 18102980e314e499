using System.Buffers.Binary;
using System.IO.Compression;

namespace MiniTorch.Data;

/// <summary>
/// The contents of a file, read once from front to back, inflated on the way if the file is gzip's (it then begins with 1F 8B).
/// Every error names the file.
/// </summary>
/// <remarks>
/// Where the inflated data ends, its checksum and length are compared with the last eight bytes of the file: <see cref="GZipStream"/>
/// checks them only if they are there, and it passes over a file that was cut, and over anything that follows.
/// </remarks>
internal sealed class FileBytes : IDisposable
{
    private const int GzipTrailer = 8;
    private const int FirstPiece = 1 << 16;

    private readonly string _path;
    private readonly byte[] _file;
    private readonly Stream _stream;
    private uint _checksum;
    private uint _length;

    private FileBytes(string path, byte[] file)
    {
        _path = path;
        _file = file;
        IsGzip = file is [0x1F, 0x8B, ..];
        var stream = new MemoryStream(file, writable: false);
        _stream = IsGzip ? new GZipStream(stream, CompressionMode.Decompress) : stream;
    }

    public bool IsGzip { get; }

    /// <exception cref="FileNotFoundException">There is no such file, or it is a folder.</exception>
    /// <exception cref="InvalidDataException">The file is larger than an array can be.</exception>
    public static FileBytes Open(string path)
    {
        if (!File.Exists(path))
        {
            Throw.NoFile(path, Directory.Exists(path) ? "is a folder, not a file" : "there is no such file");
        }

        long length = new FileInfo(path).Length;
        if (length > Array.MaxLength)
        {
            Throw.Content(path, $"the file has {length} bytes; an array has at most 2 GB");
        }

        return new FileBytes(path, File.ReadAllBytes(path));
    }

    /// <summary>Fills the destination as far as the contents reach.</summary>
    /// <returns>The number of bytes read, less than asked for only at the end.</returns>
    /// <exception cref="InvalidDataException">The gzip file is corrupt or incomplete.</exception>
    public int Read(Span<byte> destination)
    {
        int filled = 0;
        while (filled < destination.Length)
        {
            int count = ReadSome(destination[filled..]);
            if (count == 0)
            {
                CheckTrailer();
                break;
            }

            filled += count;
        }

        return filled;
    }

    /// <summary>
    /// So many bytes, or all that there are if they are fewer. The memory grows with what arrives: a count that a file only claims
    /// costs nothing.
    /// </summary>
    public byte[] ReadArray(int count)
    {
        byte[] bytes = new byte[Math.Min(count, Math.Max(FirstPiece, _file.Length))];
        int filled = Read(bytes);
        while (filled == bytes.Length && filled < count)
        {
            Array.Resize(ref bytes, (int)Math.Min(count, 2L * filled));
            filled += Read(bytes.AsSpan(filled));
        }

        Array.Resize(ref bytes, filled);
        return bytes;
    }

    public void Dispose() => _stream.Dispose();

    private int ReadSome(Span<byte> destination)
    {
        try
        {
            int count = _stream.Read(destination);
            if (IsGzip)
            {
                _checksum = Crc32.Append(_checksum, destination[..count]);
                _length += (uint)count;
            }

            return count;
        }
        catch (Exception exception) when (exception is InvalidDataException or IOException)
        {
            Throw.Content(_path, "the gzip data is corrupt", exception);
            return 0;
        }
    }

    private void CheckTrailer()
    {
        if (!IsGzip)
        {
            return;
        }

        ReadOnlySpan<byte> trailer = _file.AsSpan(Math.Max(0, _file.Length - GzipTrailer));
        if (trailer.Length < GzipTrailer
            || BinaryPrimitives.ReadUInt32LittleEndian(trailer) != _checksum
            || BinaryPrimitives.ReadUInt32LittleEndian(trailer[4..]) != _length)
        {
            Throw.Content(_path, "the gzip file is corrupt or incomplete: the checksum and length at its end are not those of the data");
        }
    }
}
