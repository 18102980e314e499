using MiniTorch.Curvature;

namespace MiniTorch.Optim;

/// <summary>Vectors of float64 and words that the optimizers which know curvature share.</summary>
internal static class SecondOrder
{
    /// <summary>The reason of a status before the first step.</summary>
    public const string NoStep = "no step was taken yet";

    /// <summary>A copy of the values as float64.</summary>
    public static double[] Numbers(Tensor tensor) => tensor.Value.To(DType.Float64).ToArray<double>();

    /// <summary>A vector of shape [n], rounded to a type.</summary>
    public static Tensor Vector(double[] values, DType dtype) => new(NDArray.From(values, [values.Length]).To(dtype));

    /// <summary>2⁻⁵² or 2⁻²³: how far apart numbers beside 1 are.</summary>
    public static double Epsilon(DType dtype) => dtype == DType.Float32 ? 1 / (double)(1 << 23) : double.BitIncrement(1) - 1;

    public static double Dot(ReadOnlySpan<double> a, ReadOnlySpan<double> b)
    {
        double even = 0, odd = 0;
        int i = 0;
        for (; i < a.Length - 1; i += 2)
        {
            even += a[i] * b[i];
            odd += a[i + 1] * b[i + 1];
        }

        return i < a.Length ? even + odd + (a[i] * b[i]) : even + odd;
    }

    /// <summary>max |aᵢ|; NaN where there is one.</summary>
    public static double Largest(ReadOnlySpan<double> a)
    {
        double largest = 0;
        foreach (double value in a)
        {
            largest = Math.Max(largest, Math.Abs(value));
        }

        return largest;
    }

    /// <summary>‖a‖₂, also where the squares would overflow or vanish.</summary>
    public static double Norm(ReadOnlySpan<double> a)
    {
        double largest = Largest(a);
        if (largest == 0 || !double.IsFinite(largest))
        {
            return largest;
        }

        double sum = 0;
        foreach (double value in a)
        {
            double share = value / largest;
            sum += share * share;
        }

        return largest * Math.Sqrt(sum);
    }

    /// <summary>max |dᵢ|/|xᵢ|, with 0/0 as 0: infinite where a step leaves a zero.</summary>
    public static double LargestShare(ReadOnlySpan<double> d, ReadOnlySpan<double> x)
    {
        double largest = 0;
        for (int i = 0; i < d.Length; i++)
        {
            largest = d[i] == 0 ? largest : Math.Max(largest, Math.Abs(d[i] / x[i]));
        }

        return largest;
    }

    /// <summary>
    /// Lengths along a direction, from a hundredth of 1 or of the numbers that it moves down to the root of their rounding, each with both signs: at
    /// which a lower point close by is looked for.
    /// </summary>
    public static IEnumerable<double> Ladder(double[] x, double[] d, DType dtype)
    {
        const int rungs = 6;
        double norm = Norm(d), moved = norm == 0 ? 0 : Norm([.. x.Zip(d, (value, part) => value * (part / norm))]);
        double top = 1e-2 * Math.Max(1, moved), bottom = Math.Sqrt(Epsilon(dtype)) * (moved > 0 ? Math.Min(1, moved) : 1);
        for (int rung = 0; norm > 0 && rung < rungs; rung++)
        {
            double length = top * Math.Pow(bottom / top, rung / (rungs - 1.0)) / norm;
            yield return length;
            yield return -length;
        }
    }

    /// <summary>A scalar function and ‖∇f‖₂ where its parameters are.</summary>
    public static (double Loss, double GradientNorm) Measure(Func<Tensor> closure, Tensor[] parameters)
    {
        var f = new Objective(closure, parameters);
        return (f.Value, Norm(Numbers(f.Gradient())));
    }

    /// <summary>x + td.</summary>
    public static double[] Along(ReadOnlySpan<double> x, ReadOnlySpan<double> d, double t)
    {
        double[] moved = new double[x.Length];
        for (int i = 0; i < moved.Length; i++)
        {
            moved[i] = x[i] + (t * d[i]);
        }

        return moved;
    }
}
