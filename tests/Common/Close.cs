using System.Globalization;
using Xunit.Sdk;

namespace MiniTorch.Tests;

/// <summary>
/// Whether values agree: |actual − expected| ≤ atol + rtol·|expected|, as torch.allclose; NaN agrees with NaN and an infinity with itself.
/// Shape and type must be the same. The message shows the element that is furthest off.
/// </summary>
public static class Close
{
    /// <summary>Fails unless the arrays agree.</summary>
    /// <param name="expected">The reference.</param>
    /// <param name="actual">What is tested.</param>
    /// <param name="rtol">Relative tolerance.</param>
    /// <param name="atol">Absolute tolerance.</param>
    /// <param name="what">What is compared, for the message.</param>
    public static void Assert(NDArray? expected, NDArray? actual, double rtol = 1e-10, double atol = 1e-12, string what = "values")
    {
        if (expected is null || actual is null)
        {
            if (expected is not null || actual is not null)
            {
                throw new XunitException($"{what}: expected {Describe(expected)}, got {Describe(actual)}");
            }

            return;
        }

        if (expected.Shape != actual.Shape || expected.DType != actual.DType)
        {
            throw new XunitException($"{what}: expected {Describe(expected)}, got {Describe(actual)}");
        }

        Assert(Doubles(expected), Doubles(actual), expected.Shape, rtol, atol, what);
    }

    /// <inheritdoc cref="Assert(NDArray?, NDArray?, double, double, string)"/>
    public static void Assert(Tensor? expected, Tensor? actual, double rtol = 1e-10, double atol = 1e-12, string what = "values") =>
        Assert(expected?.Value, actual?.Value, rtol, atol, what);

    /// <inheritdoc cref="Assert(NDArray?, NDArray?, double, double, string)"/>
    public static void Assert(GoldenNode expected, Tensor? actual, double rtol = 1e-10, double atol = 1e-12, string what = "values") =>
        Assert(expected.Array, actual?.Value, rtol, atol, what);

    /// <inheritdoc cref="Assert(NDArray?, NDArray?, double, double, string)"/>
    public static void Assert(double expected, double actual, double rtol = 1e-10, double atol = 1e-12, string what = "value") =>
        Assert([expected], [actual], Shape.Scalar, rtol, atol, what);

    /// <inheritdoc cref="Assert(NDArray?, NDArray?, double, double, string)"/>
    public static void Assert(ReadOnlySpan<double> expected, ReadOnlySpan<double> actual, double rtol = 1e-10, double atol = 1e-12, string what = "values") =>
        Assert(expected, actual, Shape.Of(expected.Length), rtol, atol, what);

    private static void Assert(ReadOnlySpan<double> expected, ReadOnlySpan<double> actual, Shape shape, double rtol, double atol, string what)
    {
        if (expected.Length != actual.Length)
        {
            throw new XunitException($"{what}: expected {expected.Length} values, got {actual.Length}");
        }

        int worst = -1;
        int count = 0;
        double worstRatio = 0;
        for (int i = 0; i < expected.Length; i++)
        {
            double ratio = Ratio(expected[i], actual[i], rtol, atol);
            if (ratio > 1)
            {
                count++;
                if (ratio > worstRatio)
                {
                    (worst, worstRatio) = (i, ratio);
                }
            }
        }

        if (worst >= 0)
        {
            throw new XunitException(string.Create(
                CultureInfo.InvariantCulture,
                $"{what}: {count} of {expected.Length} values of shape {shape} differ; the worst is [{string.Join(", ", Indices.Of(worst, shape))}]: expected {expected[worst]:R}, got {actual[worst]:R}, off by {Math.Abs(expected[worst] - actual[worst]):G3}, allowed {atol + (rtol * Math.Abs(expected[worst])):G3}"));
        }
    }

    // How many times the allowed difference; infinite where no difference is allowed.
    private static double Ratio(double expected, double actual, double rtol, double atol)
    {
        if (expected.Equals(actual) || expected == actual)
        {
            return 0;
        }

        double difference = Math.Abs(actual - expected);
        double allowed = atol + (rtol * Math.Abs(expected));
        return !double.IsFinite(difference) ? double.PositiveInfinity : difference <= allowed ? 0 : difference / allowed;
    }

    private static double[] Doubles(NDArray array) => array.To(DType.Float64).ToArray<double>();

    private static string Describe(NDArray? array) => array is null ? "null" : $"{array.DType.Name()} {array.Shape}";
}
