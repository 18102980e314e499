using FsCheck;
using FsCheck.Fluent;
using MiniTorch.Data;

namespace MiniTorch.Tests;

public sealed class Crc32Tests
{
    // The check value of the catalogue of CRC algorithms.
    [Fact]
    public void The_check_value_is_the_published_one() => Assert.Equal(0xCBF43926u, Crc32.Append(0, "123456789"u8));

    [Fact]
    public void Every_length_agrees_with_the_bitwise_definition()
    {
        byte[] data = Idx.Pattern(257);
        for (int length = 0; length <= data.Length; length++)
        {
            Assert.Equal(Bitwise(data.AsSpan(0, length)), Crc32.Append(0, data.AsSpan(0, length)));
        }
    }

    [Fact]
    public void Parts_make_the_whole() =>
        Prop.ForAll<byte[], byte[]>((first, second) => Crc32.Append(Crc32.Append(0, first), second) == Crc32.Append(0, [.. first, .. second]))
            .Check(Config.QuickThrowOnFailure);

    private static uint Bitwise(ReadOnlySpan<byte> data)
    {
        uint crc = 0xFFFFFFFF;
        foreach (byte value in data)
        {
            crc ^= value;
            for (int bit = 0; bit < 8; bit++)
            {
                crc = (crc & 1) != 0 ? (crc >> 1) ^ 0xEDB88320 : crc >> 1;
            }
        }

        return ~crc;
    }
}
