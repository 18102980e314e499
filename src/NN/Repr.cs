using System.Globalization;

namespace MiniTorch.NN;

/// <summary>Settings as Python prints them.</summary>
internal static class Repr
{
    public static string Of(string name, int value) => string.Create(CultureInfo.InvariantCulture, $"{name}={value}");

    public static string Of(string name, double value) => string.Create(CultureInfo.InvariantCulture, $"{name}={value}");

    public static string Of(string name, bool value) => $"{name}={(value ? "True" : "False")}";
}
