using MiniTorch.Curvature;

namespace MiniTorch.Optim;

/// <summary>What a search along a direction came to.</summary>
internal enum Search
{
    /// <summary>The parameters have moved to a lower point.</summary>
    Lower,

    /// <summary>No point that was tried is lower.</summary>
    NoDecrease,

    /// <summary>No point that was tried has a finite loss and gradient.</summary>
    NotFinite,

    /// <summary>The loss falls as far as one can go.</summary>
    Unbounded,
}

/// <summary>
/// Moves of the point of an objective, from where it is: to lower points, none of which has a loss or a gradient that is not finite. Armijo's
/// condition f(x + td) ≤ f(x) + c₁t∇f(x)ᵀd with c₁ = 1e-4, by backtracking with quadratic interpolation; Nocedal and Wright, section 3.1.
/// Where the function falls more than the quadratic model says, the step is doubled for as long as it pays.
/// </summary>
internal sealed class Descent
{
    private const double SufficientDecrease = 1e-4;
    private const int MostCuts = 100;

    // Twice the way must bring this many times the decrease.
    private const double Pays = 1.2;

    // A decrease that is Armijo's over this many times the size of the parameters is taken for one without bound.
    private const double Far = 1e15;

    private readonly Objective _f;
    private readonly double[] _x;
    private readonly Tensor _point;
    private readonly double _loss;
    private readonly double _size;

    public Descent(Objective f, double loss)
    {
        (_f, _loss, _point) = (f, loss, f.Point);
        _x = SecondOrder.Numbers(_point);
        _size = Math.Max(1, SecondOrder.Norm(_x));
    }

    /// <summary>x, where it began.</summary>
    public double[] X => _x;

    /// <summary>How large a change of the loss is no more than rounding.</summary>
    public double Rounding => 10 * SecondOrder.Epsilon(_f.DType) * Math.Abs(_loss);

    /// <summary>Moves along d as far as pays.</summary>
    /// <param name="d">The direction, downhill or, without a slope, of negative curvature.</param>
    /// <param name="slope">∇f(x)ᵀd, at most 0.</param>
    /// <param name="curvature">dᵀHd.</param>
    /// <param name="first">The length that is tried first.</param>
    public Search Along(double[] d, double slope, double curvature, double first)
    {
        double t = first, loss = LossAt(d, t);
        bool wasFinite = double.IsFinite(loss);
        if (IsLower(loss, t, slope, curvature))
        {
            if (!(curvature > 0) || _loss - loss > 1.1 * -((slope * t) + (curvature * t * t / 2)))
            {
                double limit = Far * _size / SecondOrder.Norm(d);
                double next;
                while (_loss - (next = LossAt(d, 2 * t)) >= Pays * (_loss - loss) && IsLower(next, 2 * t, slope, Math.Max(0, curvature)))
                {
                    (t, loss) = (2 * t, next);
                    if (t >= limit)
                    {
                        return Search.Unbounded;
                    }
                }

                if (double.IsNegativeInfinity(next))
                {
                    return Search.Unbounded;
                }
            }

            if (Take(d, t))
            {
                return Search.Lower;
            }

            (loss, wasFinite) = (double.NaN, false);
        }
        else if (double.IsNegativeInfinity(loss))
        {
            return Search.Unbounded;
        }

        for (int cut = 0; cut < MostCuts; cut++)
        {
            t = Shorter(t, loss, slope);
            if (IsHere(d, t))
            {
                break;
            }

            loss = LossAt(d, t);
            bool isFinite = double.IsFinite(loss);
            wasFinite |= isFinite;
            if (IsLower(loss, t, slope, curvature))
            {
                if (Take(d, t))
                {
                    return Search.Lower;
                }

                loss = double.NaN;
            }
        }

        return wasFinite ? Search.NoDecrease : Search.NotFinite;
    }

    /// <summary>Goes to x + td without asking whether that is lower.</summary>
    /// <returns>Whether the loss and the gradient are finite there; if not, nothing has moved.</returns>
    public bool Go(double[] d, double t) => double.IsFinite(LossAt(d, t)) && Take(d, t);

    /// <summary>Goes to x + td if the gradient is smaller there and the loss no larger than rounding allows: for where the loss no longer tells.</summary>
    public bool Polish(CurvatureModel model, double t, double before)
    {
        const double enough = 0.9;
        double[] d = model.Direction;
        if (IsHere(d, t) || !(LossAt(d, t) <= _loss + Rounding) || !Take(d, t))
        {
            return false;
        }

        if (model.Size(SecondOrder.Numbers(_f.Gradient())) < enough * before)
        {
            return true;
        }

        _f.Point = _point;
        return false;
    }

    /// <summary>Looks a little way off along ±d for a point that is lower by more than a model predicts at best, and goes there.</summary>
    public bool Probe(double[] d, double predicted = 0)
    {
        foreach (double t in SecondOrder.Ladder(_x, d, _f.DType))
        {
            if (Leads(d, t, predicted) && Take(d, t))
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>Whether a point a little way off along ±d is lower by more than a model predicts at best; nothing moves.</summary>
    public bool HasLower(double[] d, double predicted) =>
        SecondOrder.Ladder(_x, d, _f.DType).Any(t => Leads(d, t, predicted));

    /// <summary>Goes to x + td if that is lower by more than rounding.</summary>
    public bool Lower(double[] d, double t) => Leads(d, t) && Take(d, t);

    /// <summary>Moves along a unit vector of negative curvature, downhill if there is a slope.</summary>
    public Search Escape(double[] v, double curvature, double[] gradient)
    {
        double slope = SecondOrder.Dot(gradient, v);
        double[] d = slope > 0 ? Array.ConvertAll(v, static value => -value) : v;
        Search found = Along(d, -Math.Abs(slope), curvature, 0.1 * _size);
        return found is Search.NoDecrease or Search.NotFinite && Probe(d) ? Search.Lower : found;
    }

    // By a tenth to a half, where the parabola through both losses and the slope has its minimum.
    private double Shorter(double t, double loss, double slope)
    {
        double lowest = slope * t / (2 * ((slope * t) + _loss - loss));
        return t * (lowest is > 0.1 and < 0.5 ? lowest : lowest <= 0.1 && double.IsFinite(loss) ? 0.1 : 0.5);
    }

    private bool IsLower(double loss, double t, double slope, double curvature) =>
        double.IsFinite(loss) && loss < _loss && loss <= _loss + (SufficientDecrease * ((t * slope) + (Math.Min(0, curvature) * t * t / 2)));

    private bool Leads(double[] d, double t, double predicted = 0) => LossAt(d, t) < _loss - predicted - Rounding;

    private Tensor Point(double[] d, double t) => SecondOrder.Vector(SecondOrder.Along(_x, d, t), _f.DType);

    // Whether x + td is x in the parameters' type.
    private bool IsHere(double[] d, double t) => SecondOrder.Numbers(Point(d, t)).AsSpan().SequenceEqual(_x);

    // NaN where the point itself is not finite.
    private double LossAt(double[] d, double t)
    {
        Tensor point = Point(d, t);
        return double.IsFinite(SecondOrder.Largest(SecondOrder.Numbers(point))) ? _f.ValueAt(point) : double.NaN;
    }

    // Goes there if the gradient is finite.
    private bool Take(double[] d, double t)
    {
        bool isTaken = false;
        try
        {
            _f.Point = Point(d, t);
            isTaken = double.IsFinite(SecondOrder.Largest(SecondOrder.Numbers(_f.Gradient())));
        }
        finally
        {
            if (!isTaken)
            {
                _f.Point = _point;
            }
        }

        return isTaken;
    }
}
