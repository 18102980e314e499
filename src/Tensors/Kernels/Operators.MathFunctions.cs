using System.Numerics;

namespace MiniTorch.Kernels;

/// <summary>A function of one number that is computed in double precision, an element at a time.</summary>
internal interface IRealFunction
{
    static abstract string Name { get; }

    static abstract double Of(double x);
}

/// <summary>A function of one number with a parameter, likewise.</summary>
internal interface IRealFamily
{
    static abstract string Name { get; }

    static abstract double Of(int parameter, double x);
}

/// <summary>
/// The rows of such a function; float32 is rounded once, at the end. <c>TensorPrimitives</c> has other code for short rows, and so other bits.
/// </summary>
internal readonly struct ByElement<TFunction> : IFloatUnaryOp
    where TFunction : struct, IRealFunction
{
    public static string Name => TFunction.Name;

    public static void Row<T>(ReadOnlySpan<T> x, Span<T> y)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        for (int i = 0; i < y.Length; i++)
        {
            y[i] = T.CreateTruncating(TFunction.Of(double.CreateTruncating(x[i])));
        }
    }
}

/// <summary>Its rows, the parameter beside each element.</summary>
internal readonly struct FamilyByElement<TFamily> : IFloatBinaryOp
    where TFamily : struct, IRealFamily
{
    public static string Name => TFamily.Name;

    public static void Row<T>(ReadOnlySpan<T> a, ReadOnlySpan<T> b, Span<T> y)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        for (int i = 0; i < y.Length; i++)
        {
            y[i] = T.CreateTruncating(TFamily.Of(int.CreateTruncating(b[i]), double.CreateTruncating(a[i])));
        }
    }
}

internal readonly struct Log10 : IRealFunction
{
    public static string Name => "log10";

    public static double Of(double x) => Math.Log10(x);
}

internal readonly struct Tan : IRealFunction
{
    public static string Name => "tan";

    public static double Of(double x) => Math.Tan(x);
}

internal readonly struct Asin : IRealFunction
{
    public static string Name => "asin";

    public static double Of(double x) => Math.Asin(x);
}

internal readonly struct Acos : IRealFunction
{
    public static string Name => "acos";

    public static double Of(double x) => Math.Acos(x);
}

internal readonly struct Atan : IRealFunction
{
    public static string Name => "atan";

    public static double Of(double x) => Math.Atan(x);
}

internal readonly struct Asinh : IRealFunction
{
    public static string Name => "asinh";

    public static double Of(double x) => Math.Asinh(x);
}

internal readonly struct Acosh : IRealFunction
{
    public static string Name => "acosh";

    public static double Of(double x) => Math.Acosh(x);
}

internal readonly struct Atanh : IRealFunction
{
    public static string Name => "atanh";

    public static double Of(double x) => Math.Atanh(x);
}

internal readonly struct Sinc : IRealFunction
{
    public static string Name => "sinc";

    public static double Of(double x) => SincFunction.Sinc(x);
}

internal readonly struct SincDerivative : IRealFamily
{
    public static string Name => "sinc";

    public static double Of(int parameter, double x) => SincFunction.Derivative(parameter, x);
}

/// <summary>ln(x / (1 − x)), between ¼ and ¾ from 1 − 2x, which is exact there: near ½ the quotient is too close to 1.</summary>
internal readonly struct Logit : IRealFunction
{
    public static string Name => "logit";

    public static double Of(double x) => x is > 0.25 and < 0.75 ? 2 * Math.Atanh((2 * x) - 1) : Math.Log(x / (1 - x));
}

internal readonly struct Lgamma : IRealFunction
{
    public static string Name => "lgamma";

    public static double Of(double x) => GammaFunctions.LogGamma(x);
}

internal readonly struct Digamma : IRealFunction
{
    public static string Name => "digamma";

    public static double Of(double x) => GammaFunctions.Digamma(x);
}

internal readonly struct Polygamma : IRealFamily
{
    public static string Name => "polygamma";

    public static double Of(int parameter, double x) => GammaFunctions.Polygamma(parameter, x);
}
