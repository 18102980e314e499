using System.Globalization;

namespace MiniTorch;

/// <summary>Compares derivatives, counts, and keeps the worst of each kind of mistake for the message.</summary>
internal sealed partial class GradCheckReport(GradCheckSettings settings, Func<int, string> outputName, Func<int, string> inputName)
{
    private GradCheckElement? _worst;
    private double _worstRatio = -1;
    private int _count;
    private int _wrong;
    private string? _unsteady;
    private double _unsteadyBy;
    private string? _notZero;
    private string? _layout;

    /// <summary>The derivative of an element of an output for an element of an input.</summary>
    public void Compare(ElementRange output, int column, ElementRange input, int row, double analytical, double numerical)
    {
        double allowed = settings.Allowed(numerical);
        double ratio = GradCheckSettings.Ratio(analytical, numerical, allowed);
        _count++;
        _wrong += ratio > 1 ? 1 : 0;
        if (ratio > _worstRatio)
        {
            _worstRatio = ratio;
            _worst = new GradCheckElement(
                output.Tensor, output.Position(column), input.Tensor, input.Position(row), analytical, numerical, allowed);
        }
    }

    /// <summary>
    /// Two backward passes through the same graph gave these, from a gradient of 1 for one element of the output, or from one of random
    /// numbers if that is null.
    /// </summary>
    public void Repeat(ElementRange output, int? column, ElementRange input, int row, double first, double second)
    {
        double difference = first.Equals(second) || first == second ? 0 : Math.Abs(first - second);
        if (!(difference <= settings.NondetTol) && !(difference <= _unsteadyBy))
        {
            string what = column is { } at ? $"the derivative of {Name(outputName(output.Tensor), output.Position(at))}" : $"from random numbers for {outputName(output.Tensor)}, the gradient";
            _unsteadyBy = difference;
            _unsteady = string.Create(
                CultureInfo.InvariantCulture,
                $"backward is not deterministic: run twice over the same graph, {what} for {Name(inputName(input.Tensor), input.Position(row))} was {first:R}, then {second:R}; nondetTol is {settings.NondetTol:G3}");
        }
    }

    /// <summary>The gradient of an input that backward made from a gradient of zero.</summary>
    public void Zero(ElementRange output, ElementRange input, double[] gradient)
    {
        if (_notZero is null && gradient.FirstOrDefault(static x => x != 0) is not 0 and double value)
        {
            _notZero = string.Create(
                CultureInfo.InvariantCulture,
                $"backward does not multiply by the gradient it is given: from a gradient of zero for {outputName(output.Tensor)} it made {value:R} for {inputName(input.Tensor)}");
        }
    }

    /// <summary>The gradients of an input that backward made from the same numbers, once lying in another way.</summary>
    public void Layout(ElementRange output, ElementRange input, NDArray laid, double[] expected, double[] actual)
    {
        for (int row = 0; _layout is null && row < expected.Length; row++)
        {
            double allowed = settings.Allowed(expected[row]) + settings.NondetTol;
            if (!actual[row].Equals(expected[row]) && GradCheckSettings.Ratio(actual[row], expected[row], allowed) > 1)
            {
                _layout = string.Create(
                    CultureInfo.InvariantCulture,
                    $"backward depends on how the gradient it is given lies in memory: from one with strides {Shape.Describe(laid.Strides)} for {outputName(output.Tensor)} it made {actual[row]:R} for {Name(inputName(input.Tensor), input.Position(row))}, from a contiguous one of the same numbers {expected[row]:R}");
            }
        }
    }

    public GradCheckResult Result()
    {
        string[] mistakes = [.. new[] { WrongProduct(), _wrong > 0 ? Elements() : null, _unsteady, _notZero, _layout }.OfType<string>()];
        bool passed = mistakes.Length == 0;
        string outcome = !passed ? string.Join(Environment.NewLine, mistakes)
            : _products > 0 ? $"in fast mode, {_products} products vᵀJu; the furthest off is that {_worstProduct.Text}"
            : Elements();
        return new GradCheckResult($"{settings.Name} {(passed ? "passed" : "failed")}: {outcome}", (_found ?? this)._worst, passed);
    }

    private string Elements()
    {
        string worst = _worst is null ? "" : Describe(_worst);
        return _wrong > 0 ? $"{_wrong} of {_count} derivatives are wrong; the worst is that {worst}"
            : _worst is null ? $"{_count} derivatives"
            : $"{_count} derivatives; the furthest off is that {worst}";
    }

    private string Describe(GradCheckElement element) => string.Create(
        CultureInfo.InvariantCulture,
        $"of {Name(outputName(element.Output), element.OutputIndex)} for {Name(inputName(element.Input), element.InputIndex)}: {Numbers(element.Analytical, element.Numerical, element.Allowed)}");

    private static string Numbers(double analytical, double numerical, double allowed) => string.Create(
        CultureInfo.InvariantCulture,
        $"analytical {analytical:R}, numerical {numerical:R}, off by {Math.Abs(analytical - numerical):G3}, allowed {allowed:G3}");

    private static string Name(string name, IReadOnlyList<int> index) => $"{name} at [{string.Join(", ", index)}]";
}
