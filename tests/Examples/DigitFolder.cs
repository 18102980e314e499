using System.Buffers.Binary;
using System.IO.Compression;

namespace MiniTorch.Tests.Examples;

/// <summary>
/// A folder, gone afterwards, with a small data set in MNIST's four files: class c is a bright cell at place c of a noisy image, which is
/// easily learned.
/// </summary>
internal sealed class DigitFolder : IDisposable
{
    public const string TrainImages = "train-images-idx3-ubyte", TrainLabels = "train-labels-idx1-ubyte";
    public const string TestImages = "t10k-images-idx3-ubyte", TestLabels = "t10k-labels-idx1-ubyte";

    public DigitFolder(int train = 200, int test = 50, int rows = 8, int columns = 8)
    {
        WriteImages(TrainImages, train, rows, columns);
        WriteLabels(TrainLabels, train);
        WriteImages(TestImages, test, rows, columns);
        WriteLabels(TestLabels, test);
    }

    public string Path { get; } = Directory.CreateTempSubdirectory("minitorch-examples-").FullName;

    public string File(string name) => System.IO.Path.Combine(Path, name);

    public void WriteLabels(string name, int count) => Write(name, [(uint)count], [.. Enumerable.Range(0, count).Select(Label)]);

    public void Write(string name, uint[] sizes, byte[] data)
    {
        byte[] header = new byte[4 + (4 * sizes.Length)];
        header[2] = 0x08; // uint8
        header[3] = (byte)sizes.Length;
        for (int i = 0; i < sizes.Length; i++)
        {
            BinaryPrimitives.WriteUInt32BigEndian(header.AsSpan(4 + (4 * i)), sizes[i]);
        }

        System.IO.File.WriteAllBytes(File(name), [.. header, .. data]);
    }

    /// <summary>Changes a file's bytes.</summary>
    public void Change(string name, Func<byte[], byte[]> change) =>
        System.IO.File.WriteAllBytes(File(name), change(System.IO.File.ReadAllBytes(File(name))));

    /// <summary>Puts the compressed file in place of the plain one.</summary>
    public void Compress(string name)
    {
        using (FileStream compressed = System.IO.File.Create(File(name + ".gz")))
        using (GZipStream gzip = new(compressed, CompressionLevel.Fastest))
        {
            gzip.Write(System.IO.File.ReadAllBytes(File(name)));
        }

        System.IO.File.Delete(File(name));
    }

    public void Dispose() => Directory.Delete(Path, recursive: true);

    private void WriteImages(string name, int count, int rows, int columns)
    {
        byte[] pixels = new byte[count * rows * columns];
        for (int i = 0; i < pixels.Length; i++)
        {
            pixels[i] = (byte)((uint)i * 2654435761u >> 26); // noise of 0 to 63: Knuth's multiplicative hash
        }

        for (int i = 0; i < count; i++)
        {
            pixels[(i * rows * columns) + (Label(i) * 5)] = 255;
        }

        Write(name, [(uint)count, (uint)rows, (uint)columns], pixels);
    }

    private static byte Label(int image) => (byte)(image * 7 % 10);
}
