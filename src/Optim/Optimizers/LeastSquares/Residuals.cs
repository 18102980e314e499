using MiniTorch.Curvature;

namespace MiniTorch.Optim;

/// <summary>The closure's residuals as a function of the parameters as one vector, for one step.</summary>
internal sealed class Residuals
{
    private readonly string _name;
    private readonly VectorFunction _function;
    private readonly Tensor _start;
    private int _count = -1;

    /// <param name="name">How messages call the optimizer.</param>
    /// <param name="closure">Returns r.</param>
    /// <param name="parameters">The parameters.</param>
    public Residuals(string name, Func<Tensor> closure, Tensor[] parameters)
    {
        _name = name;
        _function = new VectorFunction(() => Checked(closure()), parameters);
        _start = _function.Point;
    }

    public DType DType => _function.DType;

    /// <summary>Where the parameters are.</summary>
    /// <param name="known">An earlier result, whose Jacobian serves if it has the same point and the same residuals.</param>
    public Linearization Here(Linearization? known)
    {
        (double[] x, double[] r) = (SecondOrder.Numbers(_function.Point), SecondOrder.Numbers(_function.Values()));
        if (known is not null && known.IsAt(x) && known.R.AsSpan().SequenceEqual(r))
        {
            return known;
        }

        return new Linearization(x, r, () => Jacobian(r.Length));
    }

    /// <summary>Moves the parameters to x + p, rounded to their type, and looks at what is there; a point that is not finite it leaves alone.</summary>
    public Linearization Go(double[] x, double[] p)
    {
        Tensor point = SecondOrder.Vector(SecondOrder.Along(x, p, 1), DType);
        double[] numbers = SecondOrder.Numbers(point);
        if (!double.IsFinite(SecondOrder.Largest(numbers)))
        {
            return new Linearization(numbers, [], static () => []);
        }

        try
        {
            _function.Point = point;
            return Here(null);
        }
        catch
        {
            GoBack();
            throw;
        }
    }

    /// <summary>Moves the parameters to where the step began.</summary>
    public void GoBack() => _function.Point = _start;

    private double[][] Jacobian(int rows)
    {
        double[] byRows = SecondOrder.Numbers(_function.Jacobian());
        double[][] columns = new double[_function.Count][];
        for (int j = 0; j < columns.Length; j++)
        {
            double[] column = columns[j] = new double[rows];
            for (int i = 0; i < rows; i++)
            {
                column[i] = byRows[(i * columns.Length) + j];
            }
        }

        return columns;
    }

    private Tensor Checked(Tensor residuals)
    {
        if (residuals.Rank == 0)
        {
            Throw.Invalid(
                _name,
                "the closure must return the residuals r, of which ½‖r‖² is minimised, one element each; got a single value of shape [], "
                + "such as a loss has. Leave squares and sums out; a single residual has the shape [1]");
        }

        if (residuals.Count == 0)
        {
            Throw.Invalid(_name, $"the closure must return at least one residual; got none, of shape {residuals.Shape}");
        }

        if (_count >= 0 && residuals.Count != _count)
        {
            Throw.Invalid(
                _name, $"the closure must return as many residuals at every point of a step; got {_count} first, now {residuals.Count}, of shape {residuals.Shape}");
        }

        _count = residuals.Count;
        return residuals;
    }
}
