using System.Runtime.InteropServices;

namespace MiniTorch.Serialization;

/// <summary>
/// Files of named tensors in the safetensors format: a header in JSON and the plain values, nothing that could be run. What is written is
/// what the reference implementation writes, byte for byte. PyTorch: <c>safetensors.torch</c>; format:
/// https://github.com/huggingface/safetensors.
/// <code>
/// SafeTensors.Save("model.safetensors", model.StateDict());
/// model.LoadStateDict(SafeTensors.Load("model.safetensors"));
/// </code>
/// </summary>
public static class SafeTensors
{
    // So many elements are moved at once: the bytes of a span must be countable by an int.
    private const int Piece = 1 << 20;

    /// <summary>
    /// Writes tensors into a file, views gathered and a shared tensor under each of its keys. The file is written beside the old one under
    /// a temporary name, flushed to the disk and then renamed: whoever reads sees the old file or the new one, never a part.
    /// PyTorch: <c>save_file</c>.
    /// </summary>
    /// <param name="path">The file.</param>
    /// <param name="state">Tensors by name.</param>
    /// <param name="metadata">Texts to keep with them, as <c>"format" → "pt"</c>.</param>
    /// <exception cref="ArgumentException">A tensor is called <c>__metadata__</c>, a text is not valid Unicode, or the header exceeds 100
    /// MB.</exception>
    /// <exception cref="IOException">The file cannot be written; the old one is still there.</exception>
    public static void Save(string path, StateDict state, IReadOnlyDictionary<string, string>? metadata = null)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        ArgumentNullException.ThrowIfNull(state);
        List<HeaderEntry> entries = SafeTensorsTypes.Plan(state);
        byte[] header = SafeTensorsHeader.Write(entries, metadata);
        AtomicFile.Write(path, stream =>
        {
            stream.Write(header);
            foreach (HeaderEntry entry in entries)
            {
                WriteValues(stream, state[entry.Name].Value);
            }
        });
    }

    /// <summary>Reads the tensors of a file, as copies that outlive every <see cref="TensorScope"/>, in the order of their values in it.
    /// PyTorch: <c>load_file</c>.</summary>
    /// <param name="path">The file.</param>
    /// <exception cref="FileNotFoundException">There is no such file.</exception>
    /// <exception cref="InvalidDataException">The file is not valid, or holds a tensor of a type or size that MiniTorch does not have; the
    /// message says which and why.</exception>
    public static StateDict Load(string path) => LoadWithTexts(path, out _);

    /// <summary>The same with the texts that are kept with the tensors, both of one and the same file.</summary>
    internal static StateDict LoadWithTexts(string path, out IReadOnlyDictionary<string, string> metadata)
    {
        using FileStream stream = Open(path);
        SafeTensorsHeader header = SafeTensorsHeader.Read(path, stream);
        metadata = header.Metadata;
        var shapes = new Dictionary<string, (Shape Shape, DType DType)>();
        foreach (HeaderEntry entry in header.Entries)
        {
            // All are looked at before memory is taken for any.
            shapes[entry.Name] = (SafeTensorsTypes.ShapeOf(path, entry), SafeTensorsTypes.DTypeOf(path, entry));
        }

        var state = new StateDict();
        foreach (HeaderEntry entry in header.Entries)
        {
            NDArray values = NDArray.Empty(shapes[entry.Name].Shape, shapes[entry.Name].DType);
            BufferScope.Escape(values);
            try
            {
                ReadValues(stream, values);
            }
            catch (EndOfStreamException error)
            {
                Throw.Content(path, $"the file became shorter while it was read; it ends in tensor '{entry.Name}'", error);
            }

            CheckTruths(path, entry, values);
            state[entry.Name] = new Tensor(values);
        }

        return state;
    }

    /// <summary>Reads the texts that are kept with the tensors of a file; none if there are none. PyTorch: <c>safe_open(…).metadata()</c>.</summary>
    /// <inheritdoc cref="Load"/>
    public static IReadOnlyDictionary<string, string> LoadMetadata(string path)
    {
        using FileStream stream = Open(path);
        return SafeTensorsHeader.Read(path, stream).Metadata;
    }

    private static FileStream Open(string path)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        if (!File.Exists(path))
        {
            Throw.NoFile(path, Directory.Exists(path) ? "is a folder, not a file" : "there is no such file");
        }

        return File.OpenRead(path);
    }

    // Another byte in a bool would be true to some operations and not to others.
    private static void CheckTruths(string path, HeaderEntry entry, NDArray values)
    {
        if (values.DType != DType.Bool)
        {
            return;
        }

        ReadOnlySpan<byte> bytes = MemoryMarshal.AsBytes(values.AsReadOnlySpan<bool>());
        int wrong = bytes.IndexOfAnyExceptInRange((byte)0, (byte)1);
        if (wrong >= 0)
        {
            Throw.Content(path, $"tensor '{entry.Name}': a BOOL is 0 or 1; element {wrong} is {bytes[wrong]}");
        }
    }

    private static void WriteValues(Stream stream, NDArray values)
    {
        switch (values.DType)
        {
            case DType.Float32: WriteValues(stream, values.ToArray<float>()); break;
            case DType.Float64: WriteValues(stream, values.ToArray<double>()); break;
            case DType.Int64: WriteValues(stream, values.ToArray<long>()); break;
            case DType.Int32: WriteValues(stream, values.ToArray<int>()); break;
            case DType.UInt8: WriteValues(stream, values.ToArray<byte>()); break;
            default: WriteValues(stream, values.ToArray<bool>()); break;
        }
    }

    private static void WriteValues<T>(Stream stream, ReadOnlySpan<T> values)
        where T : unmanaged
    {
        for (; !values.IsEmpty; values = values[Math.Min(values.Length, Piece)..])
        {
            stream.Write(MemoryMarshal.AsBytes(values[..Math.Min(values.Length, Piece)]));
        }
    }

    private static void ReadValues(Stream stream, NDArray values)
    {
        switch (values.DType)
        {
            case DType.Float32: ReadValues(stream, values.AsSpan<float>()); break;
            case DType.Float64: ReadValues(stream, values.AsSpan<double>()); break;
            case DType.Int64: ReadValues(stream, values.AsSpan<long>()); break;
            case DType.Int32: ReadValues(stream, values.AsSpan<int>()); break;
            case DType.UInt8: ReadValues(stream, values.AsSpan<byte>()); break;
            default: ReadValues(stream, values.AsSpan<bool>()); break;
        }
    }

    private static void ReadValues<T>(Stream stream, Span<T> values)
        where T : unmanaged
    {
        for (; !values.IsEmpty; values = values[Math.Min(values.Length, Piece)..])
        {
            stream.ReadExactly(MemoryMarshal.AsBytes(values[..Math.Min(values.Length, Piece)]));
        }
    }
}
