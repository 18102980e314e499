using System.Globalization;

namespace MiniTorch.NN;

/// <summary>Settings as Python prints them.</summary>
internal static class Repr
{
    public static string Of(string name, int value) => string.Create(CultureInfo.InvariantCulture, $"{name}={value}");

    public static string Of(string name, double value) => $"{name}={Of(value)}";

    public static string Of(string name, double? value) => value is { } number ? Of(name, number) : $"{name}=None";

    public static string Of(string name, bool value) => $"{name}={(value ? "True" : "False")}";

    /// <summary>1.0, 0.25, 1e-05, inf.</summary>
    public static string Of(double value)
    {
        if (!double.IsFinite(value))
        {
            return double.IsNaN(value) ? "nan" : value > 0 ? "inf" : "-inf";
        }

        string text = value.ToString(CultureInfo.InvariantCulture).Replace('E', 'e');
        return text.AsSpan().ContainsAny('.', 'e') ? text : $"{text}.0";
    }

    /// <summary>Sizes as a tuple.</summary>
    public static string Of(Shape shape) => $"({string.Join(", ", shape)}{(shape.Rank == 1 ? "," : "")})";
}
