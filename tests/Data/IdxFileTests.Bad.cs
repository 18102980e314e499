using MiniTorch.Data;

namespace MiniTorch.Tests;

public sealed partial class IdxFileTests
{
    public static TheoryData<string, byte[], string> Refused() => new()
    {
        { "empty", [], "ends within the header" },
        { "three bytes", [0, 0, 8], "ends within the header" },
        { "no sizes", [0, 0, 8, 2, 0, 0, 0, 1, 0, 0], "ends within the header" },
        { "another format", [0x89, 0x50, 0x4E, 0x47, 1, 2, 3], "it begins with 89 50 4E 47" },
        { "second byte", [0, 1, 8, 1, 0, 0, 0, 0], "not an IDX file" },
        { "unknown type", Idx.File(0x42, [1], 0), "the header says 42 (unknown)" },
        { "int8", Idx.File(0x09, [1], 0), "the header says 09 (int8)" },
        { "int16", Idx.File(0x0B, [1], 0, 0), "the header says 0B (int16)" },
        { "no dimensions", Idx.File(Idx.UInt8, [], 1), "must be 1 to 8; the header says 0" },
        { "nine dimensions", Idx.File(Idx.UInt8, [1, 1, 1, 1, 1, 1, 1, 1, 1], 1), "must be 1 to 8; the header says 9" },
        { "one byte short", Idx.File(Idx.UInt8, [2, 3], 1, 2, 3, 4, 5), "announces [2, 3] of uint8, 6 bytes of data; the file holds 5" },
        { "half a number", Idx.File(Idx.Int32, [1], 1, 2), "4 bytes of data; the file holds 2" },
        { "one byte too many", Idx.File(Idx.UInt8, [2, 3], 1, 2, 3, 4, 5, 6, 7), "data follows the [2, 3] of uint8" },
        { "data after nothing", Idx.File(Idx.UInt8, [0], 1), "data follows the [0] of uint8" },
        { "a GB announced", Idx.File(Idx.UInt8, [1 << 30], 1, 2), "1073741824 bytes of data; the file holds 2" },
        { "beyond an array", Idx.File(Idx.UInt8, [0x80000000], 1, 2), "an array has at most 2 GB" },
        { "2^31 images", Idx.File(Idx.UInt8, [0x80000000, 28, 28], 1, 2), "[2147483648, 28, 28] of uint8" },
        { "product over 2^64", Idx.File(Idx.Float64, [uint.MaxValue, uint.MaxValue, uint.MaxValue], 1, 2), "an array has at most 2 GB" },
        { "product that is 0 modulo 2^64", Idx.File(Idx.UInt8, [0x80000000, 0x80000000, 4], 1, 2), "an array has at most 2 GB" },
        { "zero times much", Idx.File(Idx.UInt8, [0, uint.MaxValue, uint.MaxValue]), "an array has at most 2 GB" },
    };

    [Theory]
    [MemberData(nameof(Refused))]
    public void Wrong_content_is_refused_in_one_line_that_names_the_file(string name, byte[] content, string expected)
    {
        foreach (byte[] file in new[] { content, Idx.Gzip(content) })
        {
            string path = _folder.Write("bad file", file);
            long before = GC.GetAllocatedBytesForCurrentThread();

            InvalidDataException exception = Assert.Throws<InvalidDataException>(() => IdxFile.Read(path));

            Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 1 << 20);
            Assert.StartsWith($"{path}: ", exception.Message, StringComparison.Ordinal);
            Assert.Contains(expected, exception.Message, StringComparison.Ordinal);
            Assert.DoesNotContain('\n', exception.Message);
        }

        Assert.NotEmpty(name);
    }

    [Fact]
    public void A_flipped_bit_anywhere_in_a_compressed_file_is_found_or_harmless()
    {
        byte[] data = Idx.Pattern(600);
        byte[] good = Idx.Gzip(Idx.File(Idx.UInt8, [6, 10, 10], data));
        int refused = 0;
        for (int bit = 0; bit < 8 * good.Length; bit++)
        {
            byte[] bad = [.. good];
            bad[bit / 8] ^= (byte)(1 << (bit % 8));
            refused += IsRefused(bad, data) ? 1 : 0;
        }

        // The ten bytes of a gzip header hold the time, the operating system and other facts that do not matter.
        Assert.InRange(refused, 8 * (good.Length - 10), 8 * good.Length);
    }

    [Fact]
    public void A_file_larger_than_an_array_is_refused_by_name_before_it_is_read()
    {
        string path = Path.Combine(Path.GetTempPath(), Path.GetRandomFileName());
        try
        {
            using (FileStream file = File.Create(path))
            {
                file.SetLength(3L << 30);
            }

            Assert.Equal(
                $"{path}: the file has 3221225472 bytes; an array has at most 2 GB",
                Assert.Throws<InvalidDataException>(() => IdxFile.Read(path)).Message);
        }
        finally
        {
            File.Delete(path);
        }
    }

    [Fact]
    public void A_changed_byte_anywhere_in_the_compressed_labels_of_mnist_is_found_or_harmless()
    {
        string path = Path.Combine(Idx.MnistFolder, "t10k-labels-idx1-ubyte.gz");
        byte[] good = File.ReadAllBytes(path);
        byte[] data = IdxFile.Read(path).ToArray<byte>();
        for (int at = 0; at < good.Length; at += 7)
        {
            byte[] bad = [.. good];
            bad[at] ^= (byte)(1 + (at % 255));
            Assert.True(IsRefused(bad, data) || at < 10);
        }
    }

    [Fact]
    public void A_compressed_file_cut_anywhere_is_refused()
    {
        byte[] good = Idx.Gzip(Idx.File(Idx.UInt8, [6, 10, 10], Idx.Pattern(600)));
        for (int length = 0; length < good.Length; length++)
        {
            Assert.True(IsRefused(good[..length], []), $"cut to {length} of {good.Length} bytes");
        }
    }

    [Fact]
    public void A_plain_file_cut_anywhere_is_refused()
    {
        byte[] good = Idx.File(Idx.Int32, [2, 3, 4], Idx.Pattern(96));
        for (int length = 0; length < good.Length; length++)
        {
            Assert.True(IsRefused(good[..length], []), $"cut to {length} of {good.Length} bytes");
        }
    }

    [Fact]
    public void Bytes_after_the_compressed_data_are_refused()
    {
        byte[] good = Idx.Gzip(Idx.File(Idx.UInt8, [100], Idx.Pattern(100)));

        Assert.True(IsRefused([.. good, 0], []));
        Assert.True(IsRefused([.. good, .. "trailing garbage"u8], []));
        Assert.True(IsRefused([.. good, .. Idx.Gzip([1])], []));
        Assert.True(IsRefused([.. good, .. good], []));
    }

    // 50 KB that would inflate to 50 MB; the header announces ten bytes.
    [Fact]
    public void A_compressed_file_is_not_inflated_beyond_what_it_announces()
    {
        string path = _folder.Write("bomb", Idx.Gzip(Idx.File(Idx.UInt8, [10], new byte[50_000_000])));
        long before = GC.GetAllocatedBytesForCurrentThread();

        Assert.Throws<InvalidDataException>(() => IdxFile.Read(path));

        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 1 << 20);
    }

    [Fact]
    public void A_missing_file_is_named()
    {
        string path = Path.Combine(_folder.Path, "nowhere", "images");

        FileNotFoundException exception = Assert.Throws<FileNotFoundException>(() => IdxFile.Read(path));

        Assert.Equal($"{path}: there is no such file", exception.Message);
        Assert.Equal(path, exception.FileName);
    }

    [Fact]
    public void A_folder_in_place_of_a_file_is_named()
    {
        FileNotFoundException exception = Assert.Throws<FileNotFoundException>(() => IdxFile.Read(_folder.Path));

        Assert.Equal($"{_folder.Path}: is a folder, not a file", exception.Message);
    }

    private bool IsRefused(byte[] content, byte[] data)
    {
        string path = _folder.Write("maybe bad", content);
        try
        {
            Assert.Equal(data, IdxFile.Read(path).ToArray<byte>());
            return false;
        }
        catch (InvalidDataException exception)
        {
            Assert.StartsWith($"{path}: ", exception.Message, StringComparison.Ordinal);
            Assert.DoesNotContain('\n', exception.Message);
            return true;
        }
    }
}
