namespace MiniTorch.Optim;

/// <summary>What <see cref="LevenbergMarquardt"/> keeps between steps: the trust region.</summary>
internal sealed class LevenbergMarquardtState(Tensor parameter, int group, int count) : SecondOrderState(parameter, group)
{
    /// <summary>The diagonal of D; null before the first step.</summary>
    public double[]? Scale { get; private set; }

    public TrustRegion Region { get; set; }

    /// <summary>Δ; 0 before the first step.</summary>
    public double Radius => Region.Radius;

    /// <summary>Where the search for the next λ begins.</summary>
    public double Damping => Region.Damping;

    protected override string[] OwnKeys => ["scale", "radius", "damping"];

    /// <summary>The running maxima of a scale; where a column never was anything but 0 it is 1.</summary>
    public static double[] Widened(double[]? scale, double[] norms)
    {
        double[] widened = new double[norms.Length];
        for (int j = 0; j < norms.Length; j++)
        {
            widened[j] = scale is null ? norms[j] : Math.Max(scale[j], norms[j]);
            widened[j] = widened[j] == 0 ? 1 : widened[j];
        }

        return widened;
    }

    /// <summary>Takes over the norms of J's columns where they are larger.</summary>
    public double[] Widen(double[] norms) => Scale = Widened(Scale, norms);

    protected override void SaveOwn(MapState saved)
    {
        if (Scale is not null)
        {
            saved["scale"] = new Tensor(NDArray.From(Scale, [Scale.Length]));
            (saved["radius"], saved["damping"]) = (Radius, Damping);
        }
    }

    protected override void LoadOwn(MapState saved, string label)
    {
        if (!saved.TryGetValue("scale", out _))
        {
            return;
        }

        Tensor scale = Saved.Entry(saved, "scale", label, static node => node.As<TensorState>().Value);
        if (scale.Shape != [count])
        {
            Throw.Invalid(label, $"scale: the saved tensor must have the shape [{count}], of all parameters end to end; got {scale.Shape}");
        }

        Scale = SecondOrder.Numbers(scale);
        Region = new TrustRegion(Number("radius"), Number("damping"));
        if (!Array.TrueForAll(Scale, static value => value > 0 && double.IsFinite(value)))
        {
            Throw.Invalid(label, "in the saved state, scale must be finite and above 0");
        }

        double Number(string key)
        {
            double number = Saved.Entry(saved, key, label, Saved.Number);
            if (!(number >= 0 && double.IsFinite(number)))
            {
                Throw.Invalid(label, FormattableString.Invariant($"in the saved state, {key} must be a finite number of at least 0; got {number}"));
            }

            return number;
        }
    }
}
