using System.Globalization;
using MiniTorch.Curvature;

namespace MiniTorch.Optim;

/// <summary>
/// The smallest eigenvalues of a Hessian from products alone, by Lanczos with full reorthogonalisation: what is asked before a point is called a
/// minimum. Up to <see cref="Most"/> numbers the basis is the whole space.
/// </summary>
internal sealed class LowestCurvature
{
    /// <summary>How many products make the basis, at most.</summary>
    public const int Most = 50;

    // Far below what decides, so that it goes on to the whole space where it can.
    private const double Tolerance = 1e-8;

    private readonly int _count;
    private readonly RitzPair[] _pairs;
    private double _scale;

    /// <param name="product">v ↦ Hv for unit vectors, float64.</param>
    /// <param name="count">n.</param>
    /// <param name="wanted">How many eigenvalues, at most n.</param>
    /// <param name="dtype">The type that products are computed in, whose rounding they have.</param>
    public LowestCurvature(Func<double[], double[]> product, int count, int wanted, DType dtype)
    {
        _count = count;
        var op = new SymmetricOperator(
            v =>
            {
                double[] hv = product(v.ToArray<double>());
                double norm = SecondOrder.Norm(hv);
                IsFinite &= double.IsFinite(norm);
                _scale = Math.Max(_scale, norm);
                return new Tensor(NDArray.From(IsFinite ? hv : new double[count], [count]));
            },
            count);
        LanczosResult result = Lanczos.Eigenvalues(
            op, wanted, SpectrumEnd.Smallest, Tolerance, maxProducts: Most + wanted, generator: new Generator(0L));
        (_pairs, Products) = ([.. result.Pairs], result.Products);
        Clear = Math.Sqrt(SecondOrder.Epsilon(dtype)) * _scale;
        Zero = 8 * Math.Sqrt(count) * SecondOrder.Epsilon(dtype) * _scale;
    }

    /// <summary>Whether all products were finite; nothing is known otherwise.</summary>
    public bool IsFinite { get; private set; } = true;

    /// <summary>How many products were made.</summary>
    public int Products { get; }

    /// <summary>How large a curvature is no more than rounding.</summary>
    public double Zero { get; }

    /// <summary>How large a curvature is certain also where the point is known to half of its digits.</summary>
    public double Clear { get; }

    /// <summary>The smallest eigenvalue that was found.</summary>
    public double Value => _pairs[0].Value;

    /// <summary>Its unit vector.</summary>
    public double[] Vector => _pairs[0].Vector.ToArray<double>();

    /// <summary>The unit vectors of those that are zero within rounding.</summary>
    public IEnumerable<double[]> Flat => _pairs.Where(pair => Math.Abs(pair.Value) <= Zero).Select(static pair => pair.Vector.ToArray<double>());

    /// <summary>What was found, in words.</summary>
    public string Found => string.Create(
        CultureInfo.InvariantCulture,
        $"the smallest {(_count <= Most ? "eigenvalue" : "of the eigenvalues met")} in {Products} products with the Hessian is {Value:G3}, to within {_pairs[0].Residual:G1}");
}
