namespace MiniTorch;

/// <summary>What a check is called in messages, how far its central differences step and what it allows.</summary>
internal readonly record struct GradCheckSettings(string Name, double Eps, double Atol, double Rtol, double NondetTol)
{
    /// <summary>How far a derivative may be from the numerical one; a sum of derivatives weighted by <paramref name="weight"/> in all may be off by more.</summary>
    public double Allowed(double numerical, double weight = 1) => (Atol * weight) + (Rtol * Math.Abs(numerical));

    /// <summary>The difference as a multiple of what is allowed: above 1 it is a mistake, and infinite if either is not a number.</summary>
    public static double Ratio(double analytical, double numerical, double allowed)
    {
        double ratio = analytical == numerical ? 0 : Math.Abs(analytical - numerical) / allowed;
        return double.IsNaN(ratio) ? double.PositiveInfinity : ratio;
    }
}
