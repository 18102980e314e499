using System.Globalization;

namespace MiniTorch;

/// <summary>What <c>Autograd.GradCheck</c> or <c>Autograd.GradGradCheck</c> found; as text, a report.</summary>
public sealed class GradCheckResult
{
    internal GradCheckResult(string report, GradCheckElement? worst, bool passed)
    {
        Report = report;
        Worst = worst;
        Passed = passed;
    }

    /// <summary>Whether all derivatives agree and backward is deterministic.</summary>
    public bool Passed { get; }

    /// <summary>
    /// The derivative that is furthest off, measured by what is allowed; null if none was compared by itself, as when fast mode passes.
    /// </summary>
    public GradCheckElement? Worst { get; }

    private string Report { get; }

    /// <summary>One line if all is well, else what is wrong and the whole of the worst element.</summary>
    public override string ToString() => Report;
}

/// <summary>One derivative: of an element of an output with respect to an element of an input.</summary>
/// <param name="Output">Which output: 0 for a function's result; for second derivatives, the gradient of which of the checked inputs.</param>
/// <param name="OutputIndex">The position in the output.</param>
/// <param name="Input">Which input; for second derivatives the gradients of the outputs come last.</param>
/// <param name="InputIndex">The position in the input.</param>
/// <param name="Analytical">What backward computed.</param>
/// <param name="Numerical">The central difference.</param>
/// <param name="Allowed">How far apart they may be.</param>
public sealed record GradCheckElement(
    int Output, IReadOnlyList<int> OutputIndex, int Input, IReadOnlyList<int> InputIndex, double Analytical, double Numerical, double Allowed)
{
    /// <inheritdoc/>
    public override string ToString() => string.Create(
        CultureInfo.InvariantCulture,
        $"d output {Output} [{string.Join(", ", OutputIndex)}] / d input {Input} [{string.Join(", ", InputIndex)}]: analytical {Analytical:R}, numerical {Numerical:R}, allowed {Allowed:G3}");
}
