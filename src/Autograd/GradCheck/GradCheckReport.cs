using System.Globalization;

namespace MiniTorch;

/// <summary>Compares derivatives, counts, and keeps the worst of each kind of mistake for the message.</summary>
internal sealed class GradCheckReport(
    string name, double atol, double rtol, double nondetTol, Func<int, string> outputName, Func<int, string> inputName)
{
    private GradCheckElement? _worst;
    private double _worstRatio = -1;
    private int _count;
    private int _wrong;
    private string? _unsteady;
    private double _unsteadyBy;
    private string? _notZero;

    public void Compare(int output, Shape outputShape, int input, Shape inputShape, double[,] analytical, double[,] numerical)
    {
        for (int row = 0; row < analytical.GetLength(0); row++)
        {
            for (int column = 0; column < analytical.GetLength(1); column++)
            {
                (double a, double n) = (analytical[row, column], numerical[row, column]);
                double ratio = a == n ? 0 : Math.Abs(a - n) / (atol + (rtol * Math.Abs(n)));
                bool isWrong = !(ratio <= 1);
                _count++;
                _wrong += isWrong ? 1 : 0;
                ratio = double.IsNaN(ratio) ? double.PositiveInfinity : ratio;
                if (ratio > _worstRatio)
                {
                    _worstRatio = ratio;
                    _worst = new GradCheckElement(output, Index(column, outputShape), input, Index(row, inputShape), a, n);
                }
            }
        }
    }

    /// <summary>Two backward passes through the same graph gave these.</summary>
    public void Repeat(int output, Shape outputShape, int column, int input, Shape inputShape, int row, double first, double second)
    {
        double difference = first.Equals(second) || first == second ? 0 : Math.Abs(first - second);
        if (!(difference <= nondetTol) && !(difference <= _unsteadyBy))
        {
            _unsteadyBy = difference;
            _unsteady = string.Create(
                CultureInfo.InvariantCulture,
                $"backward is not deterministic: run twice over the same graph, the derivative of {Name(outputName(output), Index(column, outputShape))} for {Name(inputName(input), Index(row, inputShape))} was {first:R}, then {second:R}; nondetTol is {nondetTol:G3}");
        }
    }

    /// <summary>The gradient of an input that backward made from a gradient of zero.</summary>
    public void Zero(int output, int input, double[]? gradient)
    {
        if (_notZero is null && gradient is not null && gradient.FirstOrDefault(static x => x != 0) is not 0 and double value)
        {
            _notZero = string.Create(
                CultureInfo.InvariantCulture,
                $"backward does not multiply by the gradient it is given: from a gradient of zero for {outputName(output)} it made {value:R} for {inputName(input)}");
        }
    }

    public GradCheckResult Result()
    {
        var mistakes = new List<string>();
        if (_wrong > 0)
        {
            mistakes.Add($"{_wrong} of {_count} derivatives are wrong; the worst is that {Describe(_worst!)}");
        }

        mistakes.AddRange(new[] { _unsteady, _notZero }.OfType<string>());
        if (mistakes.Count > 0)
        {
            return new GradCheckResult($"{name} failed: {string.Join(Environment.NewLine, mistakes)}", _worst, passed: false);
        }

        string furthest = _worst is null ? "" : $"; the furthest off is that {Describe(_worst)}";
        return new GradCheckResult($"{name} passed: {_count} derivatives{furthest}", _worst, passed: true);
    }

    private static string Name(string name, IReadOnlyList<int> index) => $"{name} at [{string.Join(", ", index)}]";

    private static int[] Index(int element, Shape shape)
    {
        int[] index = new int[shape.Rank];
        for (int dim = index.Length - 1; dim >= 0; dim--)
        {
            (element, index[dim]) = Math.DivRem(element, shape[dim]);
        }

        return index;
    }

    private string Describe(GradCheckElement element) => string.Create(
        CultureInfo.InvariantCulture,
        $"of {Name(outputName(element.Output), element.OutputIndex)} for {Name(inputName(element.Input), element.InputIndex)}: analytical {element.Analytical:R}, numerical {element.Numerical:R}, off by {Math.Abs(element.Analytical - element.Numerical):G3}, allowed {atol + (rtol * Math.Abs(element.Numerical)):G3}");
}
