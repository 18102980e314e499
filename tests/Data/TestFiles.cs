using System.Buffers.Binary;
using System.IO.Compression;

namespace MiniTorch.Tests;

/// <summary>A folder of its own for one test, gone afterwards.</summary>
internal sealed class TempFolder : IDisposable
{
    public string Path { get; } = Directory.CreateTempSubdirectory("minitorch-data-").FullName;

    public string Write(string name, byte[] content)
    {
        string path = System.IO.Path.Combine(Path, name);
        File.WriteAllBytes(path, content);
        return path;
    }

    public void Dispose() => Directory.Delete(Path, recursive: true);
}

/// <summary>IDX files, made by hand.</summary>
internal static class Idx
{
    public const byte UInt8 = 0x08, Int32 = 0x0C, Float32 = 0x0D, Float64 = 0x0E;

    public static readonly string MnistFolder = FindMnist();

    public static byte[] File(byte type, uint[] sizes, params byte[] data)
    {
        byte[] file = new byte[4 + (4 * sizes.Length) + data.Length];
        file[2] = type;
        file[3] = (byte)sizes.Length;
        for (int i = 0; i < sizes.Length; i++)
        {
            BinaryPrimitives.WriteUInt32BigEndian(file.AsSpan(4 + (4 * i)), sizes[i]);
        }

        data.CopyTo(file, file.Length - data.Length);
        return file;
    }

    /// <summary>Bytes that repeat enough to be compressed and differ enough to be told apart.</summary>
    public static byte[] Pattern(int length)
    {
        byte[] data = new byte[length];
        for (int i = 0; i < length; i++)
        {
            data[i] = (byte)((i % 7 * 31) ^ (i / 50));
        }

        return data;
    }

    public static byte[] Gzip(byte[] content)
    {
        using MemoryStream compressed = new();
        using (GZipStream gzip = new(compressed, CompressionLevel.Optimal))
        {
            gzip.Write(content);
        }

        return compressed.ToArray();
    }

    private static string FindMnist()
    {
        for (DirectoryInfo? folder = new(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            string path = Path.Combine(folder.FullName, "examples", "data", "mnist");
            if (Directory.Exists(path))
            {
                return path;
            }
        }

        throw new InvalidOperationException($"No examples/data/mnist above {AppContext.BaseDirectory}");
    }
}
