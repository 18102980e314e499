using System.Text;

namespace MiniTorch.Serialization;

/// <summary>The element types of the format, and which of them MiniTorch has.</summary>
internal static class SafeTensorsTypes
{
    // In the format's order, by which a file is sorted from the last to the first: wider types come earlier, so that all are aligned.
    private static readonly (string Name, int Bits, string Common, DType? DType)[] Known =
    [
        ("BOOL", 8, "bool", DType.Bool),
        ("F4", 4, "float4_e2m1", null),
        ("F6_E2M3", 6, "float6_e2m3", null),
        ("F6_E3M2", 6, "float6_e3m2", null),
        ("U8", 8, "uint8", DType.UInt8),
        ("I8", 8, "int8", null),
        ("F8_E5M2", 8, "float8_e5m2", null),
        ("F8_E4M3", 8, "float8_e4m3", null),
        ("F8_E8M0", 8, "float8_e8m0", null),
        ("I16", 16, "int16", null),
        ("U16", 16, "uint16", null),
        ("F16", 16, "float16", null),
        ("BF16", 16, "bfloat16", null),
        ("I32", 32, "int32", DType.Int32),
        ("U32", 32, "uint32", null),
        ("F32", 32, "float32", DType.Float32),
        ("C64", 64, "complex64", null),
        ("F64", 64, "float64", DType.Float64),
        ("I64", 64, "int64", DType.Int64),
        ("U64", 64, "uint64", null),
    ];

    /// <summary>The size of an element in bits, or null if the format has no such type.</summary>
    public static int? Bits(string name)
    {
        int index = Array.FindIndex(Known, type => type.Name == name);
        return index < 0 ? null : Known[index].Bits;
    }

    /// <summary>MiniTorch's type of a tensor in a file.</summary>
    /// <exception cref="InvalidDataException">MiniTorch does not have it.</exception>
    public static DType DTypeOf(string path, HeaderEntry entry)
    {
        (string name, _, string common, DType? dtype) = Array.Find(Known, type => type.Name == entry.Type);
        if (dtype is null)
        {
            Throw.Content(
                path,
                $"tensor '{entry.Name}' is {common} ({name}), which MiniTorch does not have; save it as float32, float64, int64, int32, uint8 or bool");
        }

        return dtype.Value;
    }

    /// <summary>MiniTorch's shape of a tensor in a file.</summary>
    /// <exception cref="InvalidDataException">It is beyond what MiniTorch's shapes hold.</exception>
    public static Shape ShapeOf(string path, HeaderEntry entry)
    {
        try
        {
            return Shape.Of([.. entry.Shape.Select(static size => checked((int)size))]);
        }
        catch (Exception error) when (error is ArgumentException or OverflowException)
        {
            Throw.Content(
                path,
                $"tensor '{entry.Name}' of shape [{string.Join(", ", entry.Shape)}] is larger than a tensor can be: 64 dimensions and {Array.MaxLength} elements",
                error);
            throw;
        }
    }

    /// <summary>Where tensors will stand in a file: wider types first, then by name as UTF-8 orders it.</summary>
    public static List<HeaderEntry> Plan(StateDict state)
    {
        List<HeaderEntry> entries = [];
        ulong end = 0;
        foreach ((string name, Tensor tensor) in state
            .OrderByDescending(static item => Rank(item.Value.DType))
            .ThenBy(static item => item.Key, Utf8Order.Instance))
        {
            ulong begin = end;
            end += (ulong)tensor.Count * (ulong)tensor.DType.Size();
            entries.Add(new HeaderEntry(name, Known[Rank(tensor.DType)].Name, [.. tensor.Shape.Select(static size => (ulong)size)], begin, end));
        }

        return entries;
    }

    private static int Rank(DType dtype) => Array.FindIndex(Known, type => type.DType == dtype);

    /// <summary>By code points. Halves of surrogate pairs sort below some that they should sort above, so ordinal comparison would not do.</summary>
    private sealed class Utf8Order : IComparer<string>
    {
        public static readonly Utf8Order Instance = new();

        public int Compare(string? x, string? y) => Encoding.UTF8.GetBytes(x!).AsSpan().SequenceCompareTo(Encoding.UTF8.GetBytes(y!));
    }
}
