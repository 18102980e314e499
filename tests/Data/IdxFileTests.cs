using System.Buffers.Binary;
using FsCheck;
using FsCheck.Fluent;
using MiniTorch.Data;

namespace MiniTorch.Tests;

public sealed partial class IdxFileTests : IDisposable
{
    private readonly TempFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Bytes_are_read_plain_or_compressed_whatever_the_name(bool gzip)
    {
        byte[] data = Idx.Pattern(2 * 3 * 4);

        NDArray array = Read(Idx.File(Idx.UInt8, [2, 3, 4], data), gzip);

        Assert.Equal([2, 3, 4], array.Shape);
        Assert.Equal(data, array.ToArray<byte>());
    }

    [Fact]
    public void Numbers_of_every_type_are_turned_from_big_endian()
    {
        int[] ints = [0, 1, -2, int.MaxValue, int.MinValue];
        float[] floats = [0, 1.5f, -3e30f, float.NaN, float.Epsilon];
        double[] doubles = [0, 1.5, -3e300, double.NegativeInfinity, double.Epsilon];
        byte[] intBytes = new byte[20], floatBytes = new byte[20], doubleBytes = new byte[40];
        for (int i = 0; i < 5; i++)
        {
            BinaryPrimitives.WriteInt32BigEndian(intBytes.AsSpan(4 * i), ints[i]);
            BinaryPrimitives.WriteSingleBigEndian(floatBytes.AsSpan(4 * i), floats[i]);
            BinaryPrimitives.WriteDoubleBigEndian(doubleBytes.AsSpan(8 * i), doubles[i]);
        }

        Assert.Equal(ints, Read(Idx.File(Idx.Int32, [5], intBytes)).ToArray<int>());
        Assert.Equal(floats, Read(Idx.File(Idx.Float32, [5], floatBytes)).ToArray<float>());
        Assert.Equal(doubles, Read(Idx.File(Idx.Float64, [1, 5], doubleBytes)).ToArray<double>());
    }

    [Fact]
    public void Any_bytes_come_back_as_they_were_written()
    {
        Prop.ForAll<byte[], bool>((data, gzip) =>
        {
            byte[] file = Idx.File(Idx.UInt8, [(uint)data.Length], data);
            return Read(file, gzip).ToArray<byte>().AsSpan().SequenceEqual(data);
        }).Check(Config.QuickThrowOnFailure);
    }

    // Incompressible data of many sizes, so that the end of the compressed data falls everywhere in the pieces that are read.
    [Fact]
    public void Compressed_files_of_every_size_around_a_piece_are_read()
    {
        byte[] noise = new byte[70000];
        new Random(1).NextBytes(noise);
        foreach (int length in Enumerable.Range(8120, 90).Concat([16384, 65535, 65536, 65537, 70000]))
        {
            byte[] data = noise[..length];
            Assert.Equal(data, Read(Idx.File(Idx.UInt8, [(uint)length], data), gzip: true).ToArray<byte>());
        }
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void A_size_of_zero_gives_an_empty_array(bool gzip)
    {
        NDArray array = Read(Idx.File(Idx.UInt8, [0, 28, 28]), gzip);

        Assert.Equal([0, 28, 28], array.Shape);
        Assert.Empty(array.ToArray<byte>());
    }

    [Fact]
    public void What_was_read_outlives_the_scope_around_it()
    {
        NDArray array;
        using (BufferScope.Begin())
        {
            array = Read(Idx.File(Idx.UInt8, [10000], Idx.Pattern(10000)));
        }

        Assert.Equal(Idx.Pattern(10000), array.ToArray<byte>());
    }

    private NDArray Read(byte[] content, bool gzip = false) => IdxFile.Read(_folder.Write("file", gzip ? Idx.Gzip(content) : content));
}
