using System.Globalization;
using System.Text;
using System.Text.Json;

namespace MiniTorch.Serialization;

// A map is an object, whose own keys get another $ in front if they begin with one; {"$tensor": path} is a tensor, {"$real": "NaN"} a number that JSON
// does not have. A real number has a point or an exponent, by which it is told from a whole one.
public static partial class StateFile
{
    // Two of JSON's levels for one of the tree's would be the worst; the reader must not run out of stack.
    private const int MaxDepth = 64;
    private const string TensorMark = "$tensor";
    private const string RealMark = "$real";

    private static readonly UTF8Encoding s_strict = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    private static void Write(Utf8JsonWriter json, StateNode node, string path, StateDict tensors, int depth)
    {
        if (depth >= MaxDepth - 1)
        {
            Throw.Argument("state file", $"a state must not be deeper than {MaxDepth - 1} nodes; it is at '{path}'");
        }

        switch (node)
        {
            case MapState map:
                json.WriteStartObject();
                foreach ((string key, StateNode value) in map)
                {
                    CheckText(key, path);
                    json.WritePropertyName(key.StartsWith('$') ? $"${key}" : key);
                    Write(json, value, $"{path}/{Escape(key)}", tensors, depth + 1);
                }

                json.WriteEndObject();
                break;
            case ListState list:
                json.WriteStartArray();
                foreach ((int index, StateNode item) in list.Index())
                {
                    Write(json, item, $"{path}/{index.ToString(CultureInfo.InvariantCulture)}", tensors, depth + 1);
                }

                json.WriteEndArray();
                break;
            case TensorState tensor:
                tensors[path] = tensor.Value;
                WriteMark(json, TensorMark, path);
                break;
            case IntegerState integer:
                json.WriteNumberValue(integer.Value);
                break;
            case RealState real when double.IsFinite(real.Value):
                string digits = real.Value.ToString("R", CultureInfo.InvariantCulture);
                json.WriteRawValue(digits.AsSpan().ContainsAny('.', 'E') ? digits : $"{digits}.0");
                break;
            case RealState real:
                WriteMark(json, RealMark, real.Value.ToString(CultureInfo.InvariantCulture));
                break;
            case BooleanState boolean:
                json.WriteBooleanValue(boolean.Value);
                break;
            case TextState text:
                CheckText(text.Value, path);
                json.WriteStringValue(text.Value);
                break;
            default:
                json.WriteNullValue();
                break;
        }
    }

    // The writer would put another character in its place.
    private static void CheckText(string text, string path)
    {
        try
        {
            _ = s_strict.GetByteCount(text);
        }
        catch (EncoderFallbackException error)
        {
            Throw.Argument("state file", $"a text or key at '{path}' is not valid Unicode: it has half of a surrogate pair", error);
        }
    }

    private static void WriteMark(Utf8JsonWriter json, string mark, string value)
    {
        json.WriteStartObject();
        json.WriteString(mark, value);
        json.WriteEndObject();
    }

    private static string Escape(string key) => key.Replace("~", "~0", StringComparison.Ordinal).Replace("/", "~1", StringComparison.Ordinal);

    private sealed class TreeReader(string file, StateDict tensors)
    {
        private readonly HashSet<string> _unused = [.. tensors.Keys];

        public StateNode Read(JsonElement element)
        {
            switch (element.ValueKind)
            {
                case JsonValueKind.Object: return ReadObject(element);
                case JsonValueKind.Array: return new ListState(element.EnumerateArray().Select(Read));
                case JsonValueKind.String: return element.GetString()!;
                case JsonValueKind.True: return true;
                case JsonValueKind.False: return false;
                case JsonValueKind.Number when IsReal(element) && element.GetDouble() is var real && double.IsFinite(real): return real;
                case JsonValueKind.Number when element.TryGetInt64(out long integer): return integer;
                case JsonValueKind.Null: return StateNode.Empty;
                default:
                    Throw.Content(file, $"the state holds a number that is out of range, {element.GetRawText()}");
                    return StateNode.Empty;
            }
        }

        public void CheckAllUsed()
        {
            if (_unused.Count > 0)
            {
                Throw.Content(file, $"the state has no place for tensor '{_unused.First()}'");
            }
        }

        private static bool IsReal(JsonElement number) => number.GetRawText().AsSpan().ContainsAny('.', 'E', 'e');

        private StateNode ReadObject(JsonElement element)
        {
            var map = new MapState();
            foreach (JsonProperty property in element.EnumerateObject())
            {
                if (property.Name is TensorMark or RealMark && element.GetPropertyCount() > 1)
                {
                    Throw.Content(file, $"the mark '{property.Name}' stands beside other keys, which would be lost");
                }

                switch (property.Name)
                {
                    case TensorMark: return Tensor(property.Value);
                    case RealMark: return Real(property.Value);
                    case ['$', '$', ..]: map[property.Name[1..]] = Read(property.Value); break;
                    case ['$', ..]: Throw.Content(file, $"the state has an unknown mark, '{property.Name}'"); break;
                    default: map[property.Name] = Read(property.Value); break;
                }
            }

            return map;
        }

        private StateNode Tensor(JsonElement path)
        {
            if (path.ValueKind != JsonValueKind.String || !tensors.TryGetValue(path.GetString()!, out Tensor? tensor))
            {
                Throw.Content(file, $"the state names a tensor that is not there, {path.GetRawText()}");
                return StateNode.Empty;
            }

            _unused.Remove(path.GetString()!);
            return tensor;
        }

        private StateNode Real(JsonElement text)
        {
            double value = 0;
            bool isReal = text.ValueKind == JsonValueKind.String
                && double.TryParse(text.GetString(), NumberStyles.Float, CultureInfo.InvariantCulture, out value)
                && !double.IsFinite(value);
            if (!isReal)
            {
                Throw.Content(file, $"the state holds {text.GetRawText()} where NaN or an infinity should be");
            }

            return value;
        }
    }
}
