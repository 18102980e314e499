namespace MiniTorch.Optim;

/// <summary>Residuals at a point, as float64, and their Jacobian, which is computed when it is first asked for: not at points that are refused.</summary>
/// <param name="x">The point, n numbers.</param>
/// <param name="r">r, m numbers.</param>
/// <param name="jacobian">Computes J by columns while the parameters are at the point.</param>
internal sealed class Linearization(double[] x, double[] r, Func<double[][]> jacobian)
{
    private Func<double[][]>? _jacobian = jacobian;

    public double[] X => x;

    public double[] R => r;

    /// <summary>J by columns; null where r is not finite.</summary>
    public double[][]? Columns
    {
        get
        {
            if (_jacobian is { } compute && HasLoss)
            {
                (field, _jacobian) = (compute(), null);
            }

            return field;
        }
    }

    /// <summary>‖r‖.</summary>
    public double Norm { get; } = SecondOrder.Norm(r);

    /// <summary>½‖r‖².</summary>
    public double Loss => Norm * Norm / 2;

    /// <summary>‖Jᵀr‖; NaN without J.</summary>
    public double GradientNorm => Columns is null
        ? double.NaN
        : SecondOrder.Norm(Array.ConvertAll(Columns, column => SecondOrder.Dot(column, R)));

    /// <summary>Whether the point and the loss are finite.</summary>
    public bool HasLoss => double.IsFinite(SecondOrder.Largest(X)) && double.IsFinite(Loss);

    /// <summary>Whether J is too: where a step may go.</summary>
    public bool IsFinite => HasLoss && Columns is not null && Array.TrueForAll(Columns, static column => double.IsFinite(SecondOrder.Largest(column)));

    /// <summary>Whether this is the same point, to the bit.</summary>
    public bool IsAt(double[] x) => X.AsSpan().SequenceEqual(x);

    /// <summary>The norm of each column of J.</summary>
    public double[] ColumnNorms() => Array.ConvertAll(Columns!, static column => SecondOrder.Norm(column));

    /// <summary>‖J·p‖.</summary>
    public double NormOfProduct(double[] p)
    {
        double[] product = new double[R.Length];
        for (int j = 0; j < p.Length; j++)
        {
            for (int i = 0; i < product.Length; i++)
            {
                product[i] += Columns![j][i] * p[j];
            }
        }

        return SecondOrder.Norm(product);
    }
}
