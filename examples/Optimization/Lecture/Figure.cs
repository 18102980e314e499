using System.Globalization;

namespace MiniTorch.Examples.Optimization;

/// <summary>Numbers as people read them: four significant digits, whole numbers in full.</summary>
internal static class Figure
{
    private const double Large = 1e6;
    private const double Small = 1e-4;

    public static string Text(double figure) => figure switch
    {
        _ when !double.IsFinite(figure) => double.IsNaN(figure) ? "not a number" : figure > 0 ? "∞" : "−∞",
        0 => "0",
        _ when Math.Abs(figure) is >= Large or < Small => Signed(figure, "0.###e-0"),
        _ when figure == Math.Round(figure) => Signed(figure, "N0"),
        _ => Signed(figure, Math.Abs(figure) >= 1000 ? "N0" : "G4"),
    };

    // With the minus sign of the formulas around it.
    private static string Signed(double figure, string format) => figure.ToString(format, CultureInfo.InvariantCulture).Replace('-', '−');
}
