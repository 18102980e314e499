using MiniTorch.Curvature;

namespace MiniTorch.Optim;

/// <summary>Hz = b by conjugate gradients from z = 0, with products with the Hessian alone, for as long as all curvature is positive.</summary>
internal sealed class ConjugateGradients
{
    private readonly Objective _f;
    private readonly double[] _residual;
    private readonly double[] _solution;
    private readonly double _curvatureRounding;

    public ConjugateGradients(Objective f, double[] b)
    {
        double norm = SecondOrder.Norm(b);
        (_f, Scale, _solution) = (f, norm > 0 ? norm : 1, new double[b.Length]);
        _residual = Array.ConvertAll(b, value => value / Scale);
        Search = [.. _residual];
        _curvatureRounding = 8 * Math.Sqrt(b.Length) * SecondOrder.Epsilon(f.DType);
    }

    /// <summary>z.</summary>
    public double[] Solution => Array.ConvertAll(_solution, value => value * Scale);

    /// <summary>‖b‖, or 1 if that is 0: it is b/‖b‖ that is worked with, so that no square vanishes.</summary>
    public double Scale { get; }

    /// <summary>The last direction p of the iteration, along which Hz = b ends at z + αp.</summary>
    public double[] Search { get; }

    /// <summary>pᵀHp, where it was not positive.</summary>
    public double SearchCurvature { get; private set; }

    /// <summary>The unit vector along p with its curvature, if that is negative beyond rounding.</summary>
    public (double[] Direction, double Curvature)? Negative { get; private set; }

    /// <summary>Whether all products were finite.</summary>
    public bool IsFinite { get; private set; } = true;

    /// <summary>How many products were made.</summary>
    public int Products { get; private set; }

    /// <param name="forcing">The residual at which it ends, beside that of z = 0.</param>
    /// <param name="most">The largest number of products.</param>
    /// <returns>Whether all curvature that was met is positive; otherwise <see cref="Search"/> is the direction where it is not.</returns>
    public bool Run(double forcing, long most)
    {
        double square = SecondOrder.Dot(_residual, _residual), enough = forcing * forcing * square, largest = 0;
        while (Products < most && square > enough && square > 0)
        {
            double[] product = SecondOrder.Numbers(_f.HessianVectorProduct(SecondOrder.Vector(Search, _f.DType)));
            Products++;
            double curvature = SecondOrder.Dot(Search, product), length = SecondOrder.Norm(Search);
            largest = Math.Max(largest, SecondOrder.Norm(product) / length);
            if (!double.IsFinite(curvature) || !double.IsFinite(largest))
            {
                return IsFinite = false;
            }

            double zero = _curvatureRounding * largest * length * length;
            if (curvature <= zero)
            {
                SearchCurvature = curvature;
                Negative = curvature < -zero ? (Array.ConvertAll(Search, value => value / length), curvature / (length * length)) : null;
                return false;
            }

            double step = square / curvature, before = square;
            for (int i = 0; i < _solution.Length; i++)
            {
                _solution[i] += step * Search[i];
                _residual[i] -= step * product[i];
            }

            square = SecondOrder.Dot(_residual, _residual);
            for (int i = 0; i < _solution.Length; i++)
            {
                Search[i] = _residual[i] + (square / before * Search[i]);
            }
        }

        return true;
    }
}
