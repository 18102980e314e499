namespace MiniTorch.Optim;

/// <summary>A point along a direction, how far, the loss there, its slope, the largest magnitude in the gradient, and the gradient.</summary>
internal readonly record struct LinePoint(double T, double Loss, double Slope, double Largest, NDArray Gradient)
{
    public bool IsFinite => double.IsFinite(Loss) && double.IsFinite(Slope) && double.IsFinite(Largest);
}

/// <summary>A function along a direction.</summary>
internal interface ILine
{
    /// <summary>Evaluates at a distance; the gradients of two other points are still in use.</summary>
    LinePoint At(double t, NDArray inUse, NDArray alsoInUse);
}

/// <summary>
/// The line search of PyTorch's <c>_strong_wolfe</c>: brackets a step that satisfies the strong Wolfe conditions, then narrows the bracket.
/// Nocedal and Wright, algorithms 3.5 and 3.6, and formula 3.59. A point that is not finite counts as one of infinite loss.
/// </summary>
internal ref struct StrongWolfe(ILine line, LinePoint start, double largestDirection)
{
    private const double SufficientDecrease = 1e-4;
    private const double Curvature = 0.9;
    private const double SmallestBracket = 1e-9;
    private const int MaxIterations = 25;

    private int _iterations;
    private LinePoint _low;
    private LinePoint _high;
    private bool _isLowFirst;

    /// <summary>Number of points that were evaluated.</summary>
    public readonly int Evaluations => _iterations + 1;

    /// <param name="t">Where to begin.</param>
    public LinePoint Search(double t)
    {
        if (!Bracket(t))
        {
            Narrow();
        }

        return _low;
    }

    // Minimum of the cubic through two points with their slopes, within bounds. Where there is none, the middle.
    internal static double Cubic(in LinePoint a, in LinePoint b, double min, double max)
    {
        double d1 = a.Slope + b.Slope - (3 * (a.Loss - b.Loss) / (a.T - b.T));
        double square = (d1 * d1) - (a.Slope * b.Slope);
        if (square >= 0)
        {
            double d2 = Math.Sqrt(square);
            double at = a.T <= b.T
                ? b.T - ((b.T - a.T) * ((b.Slope + d2 - d1) / (b.Slope - a.Slope + (2 * d2))))
                : a.T - ((a.T - b.T) * ((a.Slope + d2 - d1) / (a.Slope - b.Slope + (2 * d2))));
            if (!double.IsNaN(at))
            {
                return Math.Min(Math.Max(at, min), max);
            }
        }

        return (min + max) / 2;
    }

    // Whether it came upon a point that satisfies the conditions, or gave up.
    private bool Bracket(double t)
    {
        LinePoint previous = start;
        LinePoint point = Evaluate(t, previous);
        for (; _iterations < MaxIterations; _iterations++)
        {
            if (!IsDescent(point) || (_iterations > 1 && point.Loss >= previous.Loss))
            {
                Order(previous, point);
                return false;
            }

            if (IsFlat(point))
            {
                _low = point;
                return true;
            }

            if (point.Slope >= 0)
            {
                Order(previous, point);
                return false;
            }

            t = Cubic(previous, point, point.T + (0.01 * (point.T - previous.T)), point.T * 10);
            previous = point;
            point = Evaluate(t, previous);
        }

        Order(start, point);
        return true;
    }

    private void Narrow()
    {
        bool wasNearEnd = false;
        while (_iterations < MaxIterations && !(Math.Abs(_high.T - _low.T) * largestDirection < SmallestBracket))
        {
            double min = Math.Min(_low.T, _high.T), max = Math.Max(_low.T, _high.T);
            (LinePoint first, LinePoint second) = _isLowFirst ? (_low, _high) : (_high, _low);
            double t = KeepOff(Cubic(first, second, min, max), min, max, ref wasNearEnd);
            LinePoint point = line.At(t, _low.Gradient, _high.Gradient);
            _iterations++;
            if (!IsDescent(point) || point.Loss >= _low.Loss)
            {
                (first, second) = _isLowFirst ? (_low, point) : (point, _low);
                Order(first, second);
                continue;
            }

            bool isDone = IsFlat(point);
            if (!isDone && point.Slope * (_high.T - _low.T) >= 0)
            {
                _high = _low;
            }

            _low = point;
            if (isDone)
            {
                return;
            }
        }
    }

    // A point near an end of the bracket twice in a row, or at it, moves a tenth of the bracket off.
    private static double KeepOff(double t, double min, double max, ref bool wasNearEnd)
    {
        double margin = 0.1 * (max - min);
        bool isNearEnd = Math.Min(max - t, t - min) < margin;
        if (isNearEnd && (wasNearEnd || t >= max || t <= min))
        {
            wasNearEnd = false;
            return Math.Abs(t - max) < Math.Abs(t - min) ? max - margin : min + margin;
        }

        wasNearEnd = isNearEnd;
        return t;
    }

    private readonly LinePoint Evaluate(double t, in LinePoint previous) => line.At(t, start.Gradient, previous.Gradient);

    private readonly bool IsDescent(in LinePoint point) =>
        point.IsFinite && !(point.Loss > start.Loss + (SufficientDecrease * point.T * start.Slope));

    private readonly bool IsFlat(in LinePoint point) => Math.Abs(point.Slope) <= -Curvature * start.Slope;

    private static LinePoint Legal(in LinePoint point) => point.IsFinite ? point : point with { Loss = double.PositiveInfinity };

    // The bracket; the first wins ties.
    private void Order(LinePoint first, LinePoint second)
    {
        (first, second) = (Legal(first), Legal(second));
        _isLowFirst = first.Loss <= second.Loss;
        (_low, _high) = _isLowFirst ? (first, second) : (second, first);
    }
}
