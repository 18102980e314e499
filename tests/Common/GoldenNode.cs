using System.Globalization;
using System.Text.Json;

namespace MiniTorch.Tests;

/// <summary>A part of a golden file: a case, an argument, a tensor. Its path is in every error.</summary>
public readonly struct GoldenNode(string path, JsonElement element)
{
    /// <summary>Whether the file has null here.</summary>
    public bool IsNull => element.ValueKind == JsonValueKind.Null;

    /// <summary>Whether this is a tensor: an object of shape, dtype and data.</summary>
    public bool IsTensor => element.ValueKind == JsonValueKind.Object && element.TryGetProperty("data", out _) && element.TryGetProperty("shape", out _);

    /// <summary>What kind of value stands here.</summary>
    public JsonValueKind Kind => element.ValueKind;

    /// <summary>A real number; also NaN and the infinities.</summary>
    public double Double => element.ValueKind == JsonValueKind.String ? Special(element.GetString()!) : element.GetDouble();

    /// <summary>A whole number.</summary>
    public int Int => element.GetInt32();

    /// <inheritdoc cref="Int"/>
    public long Long => element.GetInt64();

    /// <summary>A truth value.</summary>
    public bool Bool => element.GetBoolean();

    /// <summary>A text.</summary>
    public string String => element.GetString()!;

    /// <summary>A list of whole numbers; a single one is a list of one.</summary>
    public int[] Ints => element.ValueKind == JsonValueKind.Number ? [Int] : [.. Items.Select(static item => item.Int)];

    /// <summary>A list of real numbers.</summary>
    public double[] Doubles => [.. Items.Select(static item => item.Double)];

    /// <summary>Number of entries of a list.</summary>
    public int Count => element.GetArrayLength();

    /// <summary>The entries of a list.</summary>
    public IEnumerable<GoldenNode> Items
    {
        get
        {
            string parent = path;
            return element.EnumerateArray().Select((item, index) => new GoldenNode($"{parent}[{index}]", item));
        }
    }

    /// <summary>The entries of an object, in the file's order.</summary>
    public IEnumerable<(string Key, GoldenNode Value)> Entries
    {
        get
        {
            string parent = path;
            return element.EnumerateObject().Select(entry => (entry.Name, new GoldenNode($"{parent}.{entry.Name}", entry.Value)));
        }
    }

    /// <summary>The values of a tensor in the file's type; null where the file has null.</summary>
    public NDArray? Array => IsNull ? null : Values();

    /// <summary>An entry of an object.</summary>
    public GoldenNode this[string key] => element.TryGetProperty(key, out JsonElement value)
        ? new GoldenNode($"{path}.{key}", value)
        : throw new KeyNotFoundException($"golden {path}: there is no '{key}'");

    /// <summary>An entry of a list.</summary>
    public GoldenNode this[int index] => new($"{path}[{index}]", element[index]);

    /// <summary>Whether an object has an entry.</summary>
    public bool Has(string key) => element.TryGetProperty(key, out _);

    /// <summary>A tensor of a file's values; null where the file has null.</summary>
    /// <param name="requiresGrad">Whether it is to collect gradients.</param>
    public Tensor? Tensor(bool requiresGrad = false) => IsNull ? null : new Tensor(Values(), requiresGrad);

    /// <summary>As the file writes it.</summary>
    public override string ToString() => element.GetRawText();

    private static double Special(string text) => text switch
    {
        "inf" or "Infinity" => double.PositiveInfinity,
        "-inf" or "-Infinity" => double.NegativeInfinity,
        "nan" or "NaN" => double.NaN,
        _ => double.Parse(text, CultureInfo.InvariantCulture),
    };

    private NDArray Values()
    {
        Shape shape = Shape.Of(this["shape"].Ints);
        GoldenNode data = this["data"];
        string dtype = this["dtype"].String;
        return dtype switch
        {
            "float64" => NDArray.From(data.Doubles, shape),
            "float32" => NDArray.From(data.Doubles, shape).To(DType.Float32),
            "int64" => NDArray.From<long>([.. data.Items.Select(static item => item.Long)], shape),
            "int32" => NDArray.From(data.Ints, shape),
            "uint8" => NDArray.From(data.Ints, shape).To(DType.UInt8),
            "bool" => NDArray.From<bool>([.. data.Items.Select(static item => item.Bool)], shape),
            _ => throw new NotSupportedException($"golden {path}: there is no dtype '{dtype}'"),
        };
    }
}
