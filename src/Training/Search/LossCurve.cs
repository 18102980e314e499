namespace MiniTorch.Training;

/// <summary>Losses as the rate rises, smoothed, and what follows from them.</summary>
internal sealed class LossCurve(double smoothing, double divergence, LrRangeMode mode)
{
    private readonly List<double> _rates = [];
    private readonly List<double> _losses = [];
    private readonly List<double> _smoothed = [];
    private double _average;
    private double _best = double.PositiveInfinity;
    private string? _end;

    public bool HasEnded => _end is not null;

    public void Add(double rate, double loss)
    {
        _rates.Add(rate);
        _losses.Add(loss);
        _average = (smoothing * _average) + ((1 - smoothing) * loss);
        double smoothed = _average / (1 - Math.Pow(smoothing, _losses.Count));
        _smoothed.Add(smoothed);
        if (!double.IsFinite(smoothed))
        {
            _end = FormattableString.Invariant($"the loss became {loss} at rate {rate:G3}");
        }
        else if (_losses.Count > 1 && smoothed > _best + ((divergence - 1) * Math.Abs(_best)))
        {
            // Of a positive minimum, that many times it; losses may be negative too.
            _end = FormattableString.Invariant($"the smoothed loss rose to {smoothed:G4} at rate {rate:G3}, its minimum is {_best:G4}");
        }

        _best = Math.Min(_best, smoothed);
    }

    public LrRangeTestResult Result()
    {
        (double? suggestion, string reason) = Suggest();
        return new LrRangeTestResult([.. _rates], [.. _losses], [.. _smoothed], suggestion, reason, _end);
    }

    // Where the smoothed loss falls most for a step of the rate, or of its logarithm, up to its minimum: later falls are recoveries from an
    // explosion. By central differences.
    private (double? Rate, string Reason) Suggest()
    {
        int finite = _smoothed.FindIndex(static loss => !double.IsFinite(loss));
        finite = finite < 0 ? _smoothed.Count : finite;
        if (finite < 3)
        {
            return (null, $"a slope needs three finite losses; got {finite}: start lower");
        }

        int steepest = -1, lowest = _smoothed.IndexOf(_smoothed.Take(finite).Min());
        double least = 0;
        for (int i = 1; i <= Math.Min(lowest, finite - 2); i++)
        {
            double slope = (_smoothed[i + 1] - _smoothed[i - 1]) / (Place(_rates[i + 1]) - Place(_rates[i - 1]));
            if (slope < least)
            {
                (steepest, least) = (i, slope);
            }
        }

        return steepest < 0
            ? (null, FormattableString.Invariant($"the smoothed loss never fell between rates {_rates[0]:G3} and {_rates[finite - 1]:G3}: the range lies too high, or nothing is learned"))
            : (_rates[steepest], FormattableString.Invariant($"the smoothed loss falls fastest at rate {_rates[steepest]:G3}"));
    }

    private double Place(double rate) => mode == LrRangeMode.Exponential ? Math.Log(rate) : rate;
}
