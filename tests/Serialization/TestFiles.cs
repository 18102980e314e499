using System.Buffers.Binary;
using System.Text;

namespace MiniTorch.Tests;

/// <summary>A folder of its own for one test, gone afterwards.</summary>
internal sealed class TempFolder : IDisposable
{
    public string Path { get; } = Directory.CreateTempSubdirectory("minitorch-serialization-").FullName;

    public string File(string name) => System.IO.Path.Combine(Path, name);

    public string Write(string name, byte[] content)
    {
        string path = File(name);
        System.IO.File.WriteAllBytes(path, content);
        return path;
    }

    public void Dispose() => Directory.Delete(Path, recursive: true);
}

/// <summary>Safetensors files, made by hand.</summary>
internal static class ByHand
{
    /// <summary>A header as it stands there, behind its true length, and bytes behind it.</summary>
    public static byte[] File(string header, params byte[] data) => File(Encoding.UTF8.GetBytes(header), data);

    /// <inheritdoc cref="File(string, byte[])"/>
    public static byte[] File(byte[] header, byte[] data) => [.. Length((ulong)header.Length), .. header, .. data];

    /// <summary>Eight bytes, little endian.</summary>
    public static byte[] Length(ulong value)
    {
        byte[] bytes = new byte[8];
        BinaryPrimitives.WriteUInt64LittleEndian(bytes, value);
        return bytes;
    }
}
