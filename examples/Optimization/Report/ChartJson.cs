using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace MiniTorch.Examples.Optimization;

/// <summary>Charts as JSON that may stand inside a page: signs that could end a script are escaped, eight digits are enough for a picture.</summary>
internal static class ChartJson
{
    private static readonly JsonSerializerOptions _options = new()
    {
        PropertyNamingPolicy = JsonNamingPolicy.CamelCase,
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
        Converters = { new ShortNumber(), new JsonStringEnumConverter(JsonNamingPolicy.CamelCase) },
    };

    public static string Of(RaceData race) => JsonSerializer.Serialize(race, _options);

    public static string Of(Chart chart) => JsonSerializer.Serialize(chart, _options);

    private sealed class ShortNumber : JsonConverter<double>
    {
        public override double Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) => reader.GetDouble();

        public override void Write(Utf8JsonWriter writer, double value, JsonSerializerOptions options)
        {
            if (double.IsFinite(value))
            {
                writer.WriteRawValue(value.ToString("G8", CultureInfo.InvariantCulture));
            }
            else
            {
                writer.WriteNullValue(); // JSON has no infinity
            }
        }
    }
}
