using System.Buffers.Binary;

namespace MiniTorch.Data;

/// <summary>
/// The checksum of gzip: CRC-32 of ISO 3309, reflected polynomial EDB88320. Eight bytes a round by eight tables ("slicing-by-8",
/// Kounavis and Berry 2005).
/// </summary>
internal static class Crc32
{
    private const uint Polynomial = 0xEDB88320;
    private const int Slices = 8;

    private static readonly uint[] Table = MakeTable();

    /// <summary>The checksum of data whose checksum is <paramref name="crc"/> (0 if there is none), followed by <paramref name="data"/>.</summary>
    public static uint Append(uint crc, ReadOnlySpan<byte> data)
    {
        ReadOnlySpan<uint> table = Table;
        crc = ~crc;
        for (; data.Length >= Slices; data = data[Slices..])
        {
            uint low = BinaryPrimitives.ReadUInt32LittleEndian(data) ^ crc;
            uint high = BinaryPrimitives.ReadUInt32LittleEndian(data[4..]);
            crc = table[0x700 + (int)(low & 0xFF)] ^ table[0x600 + (int)((low >> 8) & 0xFF)]
                ^ table[0x500 + (int)((low >> 16) & 0xFF)] ^ table[0x400 + (int)(low >> 24)]
                ^ table[0x300 + (int)(high & 0xFF)] ^ table[0x200 + (int)((high >> 8) & 0xFF)]
                ^ table[0x100 + (int)((high >> 16) & 0xFF)] ^ table[(int)(high >> 24)];
        }

        foreach (byte value in data)
        {
            crc = (crc >> 8) ^ table[(int)((crc ^ value) & 0xFF)];
        }

        return ~crc;
    }

    // Table k holds the checksum of a byte followed by k zero bytes.
    private static uint[] MakeTable()
    {
        var table = new uint[Slices * 256];
        for (int i = 0; i < table.Length; i++)
        {
            uint crc = i < 256 ? (uint)i : table[i - 256];
            for (int bit = 0; bit < 8; bit++)
            {
                crc = (crc >> 1) ^ (Polynomial & (0u - (crc & 1)));
            }

            table[i] = crc;
        }

        return table;
    }
}
