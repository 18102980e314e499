using System.Globalization;
using System.Text.Json;
using System.Text.Unicode;

namespace MiniTorch.Serialization;

internal sealed partial class SafeTensorsHeader
{
    /// <summary>Checks the text of a header against the number of bytes that follow it.</summary>
    private static SafeTensorsHeader Parse(string path, ReadOnlySpan<byte> header, ulong dataLength)
    {
        if (header.IsEmpty || header[0] != '{')
        {
            Throw.Content(path, $"not a safetensors file: its header must begin with '{{'{(header.IsEmpty ? "; it is empty" : $", not with byte {header[0]}")}");
        }

        if (!Utf8.IsValid(header))
        {
            Throw.Content(path, "the header is not valid UTF-8");
        }

        List<HeaderEntry> entries = [];
        Dictionary<string, string> metadata = [];
        try
        {
            var json = new Utf8JsonReader(header);
            Next(ref json);
            ReadAll(path, ref json, entries, metadata);
            if (json.Read())
            {
                Fail($"has more behind its end: {json.TokenType}");
            }
        }
        catch (Exception error) when (error is JsonException or InvalidOperationException)
        {
            // GetString refuses half of a surrogate pair with the latter.
            Throw.Content(path, $"the header is not what safetensors asks for: {error.Message}", error);
        }

        entries.Sort(static (left, right) => (left.Begin, left.End).CompareTo((right.Begin, right.End)));
        CheckPlaces(path, entries, dataLength);
        return new SafeTensorsHeader(entries, metadata);
    }

    private static void ReadAll(string path, ref Utf8JsonReader json, List<HeaderEntry> entries, Dictionary<string, string> metadata)
    {
        HashSet<string> names = [];
        while (NextKey(ref json) is { } name)
        {
            if (!names.Add(name))
            {
                Fail($"key '{name}' occurs twice");
            }

            if (name == MetadataKey)
            {
                ReadMetadata(ref json, metadata);
            }
            else
            {
                entries.Add(ReadEntry(path, ref json, name));
            }
        }
    }

    private static void ReadMetadata(ref Utf8JsonReader json, Dictionary<string, string> metadata)
    {
        Expect(ref json, JsonTokenType.StartObject, MetadataKey);
        while (NextKey(ref json) is { } key)
        {
            Expect(ref json, JsonTokenType.String, $"{MetadataKey}, '{key}'");
            if (!metadata.TryAdd(key, json.GetString()!))
            {
                Fail($"key '{key}' of {MetadataKey} occurs twice");
            }
        }
    }

    private static HeaderEntry ReadEntry(string path, ref Utf8JsonReader json, string name)
    {
        string? type = null;
        ulong[]? shape = null, offsets = null;
        HashSet<string> fields = [];
        Expect(ref json, JsonTokenType.StartObject, $"tensor '{name}'");
        while (NextKey(ref json) is { } field)
        {
            if (!fields.Add(field))
            {
                Fail($"tensor '{name}': '{field}' occurs twice");
            }

            switch (field)
            {
                case "dtype":
                    Expect(ref json, JsonTokenType.String, $"tensor '{name}', dtype");
                    type = json.GetString();
                    break;
                case "shape":
                    shape = ReadNumbers(ref json, $"tensor '{name}', shape");
                    break;
                case "data_offsets":
                    offsets = ReadNumbers(ref json, $"tensor '{name}', data_offsets");
                    break;
                default:
                    Next(ref json);
                    json.Skip();
                    break;
            }
        }

        if (type is null || shape is null || offsets is null)
        {
            Fail($"tensor '{name}' needs dtype, shape and data_offsets; got {(fields.Count == 0 ? "none" : string.Join(", ", fields))}");
        }

        if (offsets!.Length != 2 || offsets[0] > offsets[1])
        {
            Throw.Content(path, $"tensor '{name}': data_offsets are where its bytes begin and end; got [{string.Join(", ", offsets)}]");
        }

        return new HeaderEntry(name, type!, shape!, offsets[0], offsets[1]);
    }

    private static ulong[] ReadNumbers(ref Utf8JsonReader json, string what)
    {
        Expect(ref json, JsonTokenType.StartArray, what);
        List<ulong> numbers = [];
        while (Next(ref json) != JsonTokenType.EndArray)
        {
            if (json.TokenType != JsonTokenType.Number || !json.TryGetUInt64(out ulong number))
            {
                Fail($"{what}: expected a whole number from 0 on, got {(json.TokenType == JsonTokenType.Number ? System.Text.Encoding.UTF8.GetString(json.ValueSpan) : json.TokenType.ToString())}");
                break;
            }

            numbers.Add(number);
        }

        return [.. numbers];
    }

    private static void CheckPlaces(string path, List<HeaderEntry> entries, ulong dataLength)
    {
        ulong end = 0;
        foreach (HeaderEntry entry in entries)
        {
            if (entry.Begin != end)
            {
                Throw.Content(
                    path,
                    $"tensor '{entry.Name}' {(entry.Begin < end ? "overlaps the one before it" : "leaves a hole before it")}: it begins at byte {entry.Begin}, and the tensors before it end at {end}");
            }

            end = entry.End;
            if (SafeTensorsTypes.Bits(entry.Type) is not { } bits)
            {
                Throw.Content(path, $"tensor '{entry.Name}' is of type '{entry.Type}', which the format does not have");
                return;
            }

            UInt128? size = Bytes(entry.Shape, bits);
            if (size != entry.End - entry.Begin)
            {
                Throw.Content(
                    path,
                    $"tensor '{entry.Name}': {entry.Type} of shape [{string.Join(", ", entry.Shape)}] takes {size?.ToString(CultureInfo.InvariantCulture) ?? "more bytes than can be counted"}; its offsets [{entry.Begin}, {entry.End}] are {entry.End - entry.Begin} bytes");
            }
        }

        if (end != dataLength)
        {
            Throw.Content(path, $"the tensors take {end} bytes behind the header, and {dataLength} follow: the file is {(end > dataLength ? "cut" : "too long")}");
        }
    }

    // Null if the size is beyond counting, or the type is packed and does not fill its last byte.
    private static UInt128? Bytes(ulong[] shape, int bits)
    {
        if (shape.Contains(0UL))
        {
            return 0;
        }

        UInt128 count = 1;
        foreach (ulong size in shape)
        {
            count *= size;
            if (count > ulong.MaxValue)
            {
                return null;
            }
        }

        UInt128 total = count * (UInt128)bits;
        return total % 8 == 0 ? total / 8 : null;
    }

    private static string? NextKey(ref Utf8JsonReader json)
    {
        if (Next(ref json) == JsonTokenType.EndObject)
        {
            return null;
        }

        return json.GetString();
    }

    private static void Expect(ref Utf8JsonReader json, JsonTokenType type, string what)
    {
        if (Next(ref json) != type)
        {
            Fail($"{what}: expected {type}, got {json.TokenType}");
        }
    }

    private static JsonTokenType Next(ref Utf8JsonReader json)
    {
        if (!json.Read())
        {
            Fail("it ends too early");
        }

        return json.TokenType;
    }

    private static void Fail(string message) => throw new JsonException(message);
}
