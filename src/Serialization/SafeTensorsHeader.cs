using System.Buffers.Binary;
using System.Globalization;
using System.Text;

namespace MiniTorch.Serialization;

/// <summary>What a file says of one tensor.</summary>
/// <param name="Name">Its key.</param>
/// <param name="Type">Its element type in the format's words, as <c>F32</c>.</param>
/// <param name="Shape">Its sizes.</param>
/// <param name="Begin">Where its bytes begin, counted from the end of the header.</param>
/// <param name="End">Where they end.</param>
internal sealed record HeaderEntry(string Name, string Type, ulong[] Shape, ulong Begin, ulong End);

/// <summary>The header of a safetensors file: its length as eight bytes, little endian, and that many bytes of JSON.</summary>
internal sealed partial class SafeTensorsHeader
{
    /// <summary>The longest header that the format allows.</summary>
    public const int MaxLength = 100_000_000;

    private const int LengthBytes = 8;
    private const string MetadataKey = "__metadata__";

    private SafeTensorsHeader(IReadOnlyList<HeaderEntry> entries, IReadOnlyDictionary<string, string> metadata)
    {
        Entries = entries;
        Metadata = metadata;
    }

    /// <summary>The tensors in the order of their bytes.</summary>
    public IReadOnlyList<HeaderEntry> Entries { get; }

    /// <summary>The texts.</summary>
    public IReadOnlyDictionary<string, string> Metadata { get; }

    /// <summary>Reads and checks a header, and leaves the stream where the bytes of the tensors begin.</summary>
    /// <exception cref="InvalidDataException">The header is not valid, or is not that of a file of this length.</exception>
    public static SafeTensorsHeader Read(string path, Stream stream)
    {
        long length = stream.Length;
        if (length < LengthBytes)
        {
            Throw.Content(path, $"not a safetensors file: it has {length} bytes, and the length of the header alone takes {LengthBytes}");
        }

        Span<byte> prefix = stackalloc byte[LengthBytes];
        stream.ReadExactly(prefix);
        ulong headerLength = BinaryPrimitives.ReadUInt64LittleEndian(prefix);
        if (headerLength > MaxLength)
        {
            Throw.Content(path, $"not a safetensors file: a header has at most {MaxLength} bytes; this one claims {headerLength}");
        }

        if (headerLength > (ulong)(length - LengthBytes))
        {
            Throw.Content(path, $"the file is cut: its header claims {headerLength} bytes, and {length - LengthBytes} follow");
        }

        byte[] header = new byte[headerLength];
        stream.ReadExactly(header);
        return Parse(path, header, (ulong)(length - LengthBytes) - headerLength);
    }

    /// <summary>The header of a file with its length, filled up with spaces to a multiple of eight bytes.</summary>
    public static byte[] Write(IReadOnlyList<HeaderEntry> entries, IReadOnlyDictionary<string, string>? metadata)
    {
        var json = new StringBuilder("{");
        if (metadata is not null)
        {
            AppendText(json, MetadataKey).Append(":{");
            string separator = "";
            foreach ((string key, string value) in metadata.OrderBy(static item => item.Key, StringComparer.Ordinal))
            {
                AppendText(json.Append(separator), key).Append(':');
                AppendText(json, value);
                separator = ",";
            }

            json.Append(entries.Count > 0 ? "}," : "}");
        }

        for (int i = 0; i < entries.Count; i++)
        {
            HeaderEntry entry = entries[i];
            if (entry.Name == MetadataKey)
            {
                Throw.Argument("safetensors", $"no tensor may be called '{MetadataKey}', under which the format keeps texts; pass them as metadata:");
            }

            AppendText(json.Append(i > 0 ? "," : ""), entry.Name);
            json.Append(CultureInfo.InvariantCulture, $$""":{"dtype":"{{entry.Type}}","shape":[{{string.Join(',', entry.Shape)}}],"data_offsets":[{{entry.Begin}},{{entry.End}}]}""");
        }

        byte[] text = Encode(json.Append('}').ToString());
        int length = (text.Length + LengthBytes - 1) / LengthBytes * LengthBytes;
        if (length > MaxLength)
        {
            Throw.Argument("safetensors", $"a header has at most {MaxLength} bytes; that of {entries.Count} tensors would have {length}");
        }

        byte[] header = new byte[LengthBytes + length];
        BinaryPrimitives.WriteUInt64LittleEndian(header, (ulong)length);
        text.CopyTo(header, LengthBytes);
        header.AsSpan(LengthBytes + text.Length).Fill((byte)' ');
        return header;
    }

    private static byte[] Encode(string json)
    {
        try
        {
            return new UTF8Encoding(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true).GetBytes(json);
        }
        catch (EncoderFallbackException error)
        {
            Throw.Argument("safetensors", "a name or a text of the metadata is not valid Unicode: it has half of a surrogate pair", error);
            throw;
        }
    }

    // The reference escapes what it must and nothing else.
    private static StringBuilder AppendText(StringBuilder json, string text)
    {
        json.Append('"');
        foreach (char c in text)
        {
            _ = c switch
            {
                '"' => json.Append("\\\""),
                '\\' => json.Append(@"\\"),
                '\b' => json.Append(@"\b"),
                '\f' => json.Append(@"\f"),
                '\n' => json.Append(@"\n"),
                '\r' => json.Append(@"\r"),
                '\t' => json.Append(@"\t"),
                < ' ' => json.Append(CultureInfo.InvariantCulture, $@"\u{(int)c:x4}"),
                _ => json.Append(c),
            };
        }

        return json.Append('"');
    }
}
