using MiniTorch.Curvature;

namespace MiniTorch.Optim;

/// <summary>
/// The parabola that touches a function: its Hessian H, scaled to SHS with a diagonal of ±1, so that parameters of different sizes count alike.
/// Positive definite matrices are factorised, others decomposed into eigenvalues.
/// </summary>
internal sealed class HessianModel : CurvatureModel
{
    // How many directions without curvature are looked along.
    private const int MostFlat = 8;

    // How far a step may go, beside the parameters, where the parabola has no minimum.
    private const double MostUncertain = 10;

    private readonly double[] _scale;
    private readonly string _definiteness;

    private HessianModel(double[] scale, string definiteness) => (_scale, _definiteness) = (scale, definiteness);

    public override string Definiteness => _definiteness;

    /// <summary>Models the function.</summary>
    /// <param name="hessian">H, float64, of shape [n, n].</param>
    /// <param name="gradient">g.</param>
    /// <param name="x">x.</param>
    /// <param name="epsilon">The rounding of what H and g were computed in.</param>
    /// <param name="pure">Whether the direction is −H⁻¹g, whatever the signs of the eigenvalues.</param>
    /// <param name="problem">Why there is none, in one line.</param>
    public static HessianModel? Of(NDArray hessian, double[] gradient, double[] x, double epsilon, bool pure, out string problem)
    {
        problem = "";
        if (!hessian.IsFinite().All().Item<bool>())
        {
            problem = "the Hessian is not finite";
            return null;
        }

        double[] scale = Scale(hessian);
        NDArray s = NDArray.From(scale, [scale.Length]), g = NDArray.From(gradient, [scale.Length]).Multiply(s);
        NDArray scaled = hessian.Add(hessian.Transpose(0, 1));
        scaled.Multiply(s, scaled);
        scaled.Multiply(s.Multiply(0.5).Unsqueeze(1), scaled);
        double tolerance = 8 * Math.Sqrt(scale.Length) * epsilon;
        if (scaled.TryCholesky() is { } factor && factor.Diagonal().ToArray<double>().All(pivot => pivot * pivot > tolerance))
        {
            NDArray half1 = factor.Transpose(0, 1).SolveTriangular(g.Unsqueeze(1), upper: false);
            double[] descent = factor.SolveTriangular(half1, upper: true).Negate().ToArray<double>();
            return Make(scale, gradient, x, descent, SecondOrder.Dot(half1.ToArray<double>(), half1.ToArray<double>()), "the Hessian is positive definite");
        }

        return Decomposed(scaled, scale, g, gradient, x, tolerance, pure, out problem);
    }

    public override double Size(double[] gradient) => SecondOrder.Norm(Times(_scale, gradient));

    private static HessianModel? Decomposed(
        NDArray scaled, double[] scale, NDArray g, double[] gradient, double[] x, double tolerance, bool pure, out string problem)
    {
        problem = "";
        SymmetricEigen eigen = SymmetricEigen.Of(new Tensor(scaled));
        double[] values = eigen.Values.ToArray<double>();
        NDArray vectors = eigen.Vectors.Value;
        double[] along = vectors.Transpose(0, 1).MatMul(g).ToArray<double>();
        double largest = SecondOrder.Largest(values), zero = tolerance * largest;

        // What of the gradient along a vector is no more than its rounding.
        double noise = tolerance * (SecondOrder.Norm(along) + (largest * SecondOrder.Norm(Over(x, scale))));
        double[] step = new double[values.Length];
        double curvature = 0;
        for (int i = 0; i < step.Length; i++)
        {
            bool isFlat = Math.Abs(values[i]) <= zero;
            if (isFlat && Math.Abs(along[i]) <= noise)
            {
                continue;
            }

            if (isFlat && pure)
            {
                problem = "the Hessian is singular: the textbook's step does not exist";
                return null;
            }

            double divisor = pure ? values[i] : isFlat ? zero : Math.Abs(values[i]);
            step[i] = divisor == 0 ? -along[i] : -along[i] / divisor;
            curvature += values[i] * step[i] * step[i];
        }

        string definiteness = values[0] < -zero ? "the Hessian is indefinite"
            : "the Hessian is positive semidefinite within rounding: the minimum need not be isolated";
        double[] descent = vectors.MatMul(NDArray.From(step, [step.Length])).ToArray<double>();
        int[] flat = [.. Enumerable.Range(0, values.Length).Where(i => Math.Abs(values[i]) <= zero).Take(MostFlat)];
        HessianModel model = Make(
            scale, gradient, x, descent, curvature, definiteness, isUncertain: !pure, [.. flat.Select(i => Unit(vectors, i, scale, out _))]);
        if (values[0] < -zero)
        {
            double[] unit = Unit(vectors, 0, scale, out double length);
            model.Negative = (unit, values[0] / (length * length));
        }

        return model;
    }

    private static HessianModel Make(
        double[] scale, double[] gradient, double[] x, double[] step, double curvature, string definiteness, bool isUncertain = false,
        double[][]? flat = null)
    {
        double[] direction = Times(scale, step);
        double most = MostUncertain * Math.Max(1, SecondOrder.Norm(x)) / SecondOrder.Norm(direction);
        return new HessianModel(scale, definiteness)
        {
            Direction = direction,
            Slope = SecondOrder.Dot(gradient, direction),
            Curvature = curvature,
            RelativeLength = SecondOrder.LargestShare(direction, x),
            First = isUncertain && most < 1 ? most : 1,
            Flat = flat ?? [],
        };
    }

    // sᵢ = 1/√|Hᵢᵢ|, or by the largest element of the row where the diagonal is nothing beside it; 1 where the whole row is zero.
    private static double[] Scale(NDArray hessian)
    {
        int n = hessian.Shape[0];
        double[] scale = new double[n];
        for (int i = 0; i < n; i++)
        {
            double[] row = hessian.Select(0, i).ToArray<double>();
            double largest = SecondOrder.Largest(row), diagonal = Math.Abs(row[i]);
            double size = diagonal > 1e-8 * largest ? diagonal : largest;
            scale[i] = size > 0 && double.IsNormal(size) ? 1 / Math.Sqrt(size) : 1;
        }

        return scale;
    }

    private static double[] Unit(NDArray vectors, int index, double[] scale, out double length)
    {
        double[] vector = Times(scale, vectors.Select(1, index).Clone().ToArray<double>());
        double norm = length = SecondOrder.Norm(vector);
        return Array.ConvertAll(vector, value => value / norm);
    }

    private static double[] Times(double[] a, double[] b) => [.. a.Zip(b, static (x, y) => x * y)];

    private static double[] Over(double[] a, double[] b) => [.. a.Zip(b, static (x, y) => x / y)];
}
