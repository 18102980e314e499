using System.Buffers.Binary;
using System.Diagnostics.CodeAnalysis;
using System.Runtime.InteropServices;

namespace MiniTorch.Data;

/// <summary>
/// Files in the IDX format, the one of MNIST: two zero bytes, the element type, the number of dimensions, the sizes as big-endian
/// 32-bit numbers, then the elements in row-major order, big-endian.
/// </summary>
public static class IdxFile
{
    private const int MaxRank = 8;

    /// <summary>
    /// Reads a file of uint8, int32, float32 or float64 elements, plain or compressed by gzip; its content decides which. The array belongs
    /// to no scope.
    /// </summary>
    /// <param name="path">The file.</param>
    /// <returns>An array of the file's element type and sizes.</returns>
    /// <exception cref="FileNotFoundException">There is no such file, or it is a folder.</exception>
    /// <exception cref="InvalidDataException">
    /// The content is not what the format demands: another magic number, an element type or number of dimensions that is not supported,
    /// fewer or more data than the header announces, a corrupt or incomplete gzip file. The message is one line that begins with the path.
    /// Memory is taken for data that is there, never for data that is only announced.
    /// </exception>
    /// <exception cref="IOException">The file cannot be read.</exception>
    /// <exception cref="UnauthorizedAccessException">The file may not be read.</exception>
    public static NDArray Read(string path)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        using FileBytes file = FileBytes.Open(path);
        (DType dtype, int rank) = ReadMagic(path, file);
        uint[] sizes = ReadSizes(path, file, rank);
        int bytes = ByteCount(path, sizes, dtype);
        byte[] data = file.ReadArray(bytes);
        if (data.Length < bytes)
        {
            Throw.Content(path, $"the header announces {Describe(sizes, dtype)}, {bytes} bytes of data; the file holds {data.Length}");
        }

        if (file.Read(stackalloc byte[1]) != 0)
        {
            Throw.Content(path, $"data follows the {Describe(sizes, dtype)}, {bytes} bytes, that the header announces");
        }

        FromBigEndian(data, dtype);
        return new NDArray(Storage.Over(data), Shape.Of(Array.ConvertAll(sizes, static size => (int)size)), dtype);
    }

    private static (DType DType, int Rank) ReadMagic(string path, FileBytes file)
    {
        Span<byte> magic = stackalloc byte[4];
        if (file.Read(magic) < magic.Length)
        {
            EndsInHeader(path);
        }

        if (magic[0] != 0 || magic[1] != 0)
        {
            Throw.Content(
                path, $"not an IDX file: it must begin with 00 00, the element type and the number of dimensions; it begins with {Hex(magic)}");
        }

        DType dtype = ElementType(path, magic[2]);
        if (magic[3] is 0 or > MaxRank)
        {
            Throw.Content(path, $"the number of dimensions must be 1 to {MaxRank}; the header says {magic[3]}");
        }

        return (dtype, magic[3]);
    }

    private static DType ElementType(string path, byte code)
    {
        switch (code)
        {
            case 0x08: return DType.UInt8;
            case 0x0C: return DType.Int32;
            case 0x0D: return DType.Float32;
            case 0x0E: return DType.Float64;
            default:
                string name = code switch { 0x09 => "int8", 0x0B => "int16", _ => "unknown" };
                Throw.Content(
                    path, $"the element type must be uint8 (08), int32 (0C), float32 (0D) or float64 (0E); the header says {code:X2} ({name})");
                return default;
        }
    }

    private static uint[] ReadSizes(string path, FileBytes file, int rank)
    {
        Span<byte> header = stackalloc byte[rank * sizeof(uint)];
        if (file.Read(header) < header.Length)
        {
            EndsInHeader(path);
        }

        uint[] sizes = new uint[rank];
        for (int i = 0; i < rank; i++)
        {
            sizes[i] = BinaryPrimitives.ReadUInt32BigEndian(header[(i * sizeof(uint))..]);
        }

        return sizes;
    }

    // The limit holds for the sizes without the zeros too, so that every stride of the array is an int.
    private static int ByteCount(string path, uint[] sizes, DType dtype)
    {
        ulong extent = (ulong)dtype.Size();
        foreach (uint size in sizes)
        {
            extent *= Math.Max(size, 1);
            if (extent > (ulong)Array.MaxLength)
            {
                Throw.Content(path, $"the header announces {Describe(sizes, dtype)}; an array has at most 2 GB");
            }
        }

        return sizes.Contains(0u) ? 0 : (int)extent;
    }

    private static void FromBigEndian(Span<byte> data, DType dtype)
    {
        if (!BitConverter.IsLittleEndian)
        {
            return;
        }

        switch (dtype.Size())
        {
            case 4:
                Span<int> words = MemoryMarshal.Cast<byte, int>(data);
                BinaryPrimitives.ReverseEndianness(words, words);
                break;
            case 8:
                Span<long> longs = MemoryMarshal.Cast<byte, long>(data);
                BinaryPrimitives.ReverseEndianness(longs, longs);
                break;
        }
    }

    [DoesNotReturn]
    private static void EndsInHeader(string path) => Throw.Content(path, "not an IDX file: it ends within the header");

    private static string Describe(uint[] sizes, DType dtype) => $"[{string.Join(", ", sizes)}] of {dtype.Name()}";

    private static string Hex(ReadOnlySpan<byte> bytes) => BitConverter.ToString(bytes.ToArray()).Replace('-', ' ');
}
