using System.Globalization;
using System.Text.RegularExpressions;

namespace MiniTorch.Nist;

/// <summary>A problem of NIST's StRD: a model, data, two starts, and the parameters that fit best, certified to 11 digits.</summary>
internal sealed partial class NistProblem
{
    // As many as are certified.
    private const double MostDigits = 11;

    private readonly Tensor[] _x;
    private readonly Tensor _y;

    private NistProblem(string name, string[] lines)
    {
        Name = name;
        double[][] parameters = [.. lines.Select(static line => Parameter().Match(line)).Where(static match => match.Success)
            .Select(static match => Numbers(match.Groups["numbers"].Value))];
        (Starts, Certified) = ([Column(parameters, 0), Column(parameters, 1)], Column(parameters, 2));
        string sum = lines.First(static line => line.StartsWith("Residual Sum of Squares:", StringComparison.Ordinal));
        SumOfSquares = Numbers(sum[(sum.IndexOf(':', StringComparison.Ordinal) + 1)..])[0];
        int header = Array.FindLastIndex(lines, static line => line.StartsWith("Data:", StringComparison.Ordinal));
        double[][] data = [.. lines[(header + 1)..].Where(static line => line.Length > 0).Select(Numbers)];
        Tensor y = Tensor.From((ReadOnlySpan<double>)Column(data, 0));
        _y = NistModels.Response(name, y);
        _x = [.. Enumerable.Range(1, data[0].Length - 1).Select(i => Tensor.From((ReadOnlySpan<double>)Column(data, i)))];
    }

    /// <summary>The names, in NIST's order: easy ones first.</summary>
    public static IReadOnlyList<string> Names => NistModels.Names;

    public string Name { get; }

    /// <summary>The two starts; the second is nearer.</summary>
    public IReadOnlyList<double[]> Starts { get; }

    public IReadOnlyList<double> Certified { get; }

    /// <summary>‖r‖² at the certified parameters.</summary>
    public double SumOfSquares { get; }

    public static NistProblem Read(string name)
    {
        using Stream stream = typeof(NistProblem).Assembly.GetManifestResourceStream($"Nist/{name}.dat")
            ?? throw new ArgumentException($"there is no problem '{name}'", nameof(name));
        using var reader = new StreamReader(stream);
        return new NistProblem(name, [.. reader.ReadToEnd().Split('\n').Select(static line => line.TrimEnd())]);
    }

    /// <summary>The parameters at a start, of shape [n].</summary>
    /// <param name="start">0 or 1.</param>
    public Tensor Begin(int start) => Tensor.From((ReadOnlySpan<double>)Starts[start], requiresGrad: true);

    /// <summary>Model minus data.</summary>
    public Tensor Residuals(Tensor b) =>
        NistModels.Model(Name, [.. Enumerable.Range(0, b.Count).Select(i => b.Select(0, i))], _x) - _y;

    /// <summary>The smallest −log₁₀ of a parameter's relative error; what is no number has none.</summary>
    public double Digits(IReadOnlyList<double> b)
    {
        double largest = 0;
        for (int i = 0; i < b.Count; i++)
        {
            // Math.Max hands NaN on.
            largest = Math.Max(largest, Math.Abs((b[i] - Certified[i]) / Certified[i]));
        }

        return double.IsNaN(largest) ? double.NegativeInfinity : Math.Min(MostDigits, -Math.Log10(largest));
    }

    private static double[] Numbers(string text) =>
        [.. text.Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(static word => double.Parse(word, CultureInfo.InvariantCulture))];

    private static double[] Column(double[][] rows, int column) => [.. rows.Select(row => row[column])];

    // "  b1 =   500         250           2.3894212918E+02  2.7070075241E+00"
    [GeneratedRegex(@"^ +b\d+ = +(?<numbers>\S.*)$", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Parameter();
}
