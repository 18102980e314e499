namespace MiniTorch.Optim;

/// <summary>Residuals and their Jacobian at a point, as float64.</summary>
/// <param name="X">The point, n numbers.</param>
/// <param name="R">r, m numbers.</param>
/// <param name="Columns">J by columns; null where it was not computed, since r is not finite.</param>
internal sealed record Linearization(double[] X, double[] R, double[][]? Columns)
{
    /// <summary>‖r‖.</summary>
    public double Norm { get; } = SecondOrder.Norm(R);

    /// <summary>½‖r‖².</summary>
    public double Loss => Norm * Norm / 2;

    /// <summary>‖Jᵀr‖; NaN without J.</summary>
    public double GradientNorm => Columns is null
        ? double.NaN
        : SecondOrder.Norm(Array.ConvertAll(Columns, column => SecondOrder.Dot(column, R)));

    /// <summary>Whether the point, the loss and J are finite: where a step may go.</summary>
    public bool IsFinite => double.IsFinite(SecondOrder.Largest(X)) && double.IsFinite(Loss)
        && Columns is not null && Array.TrueForAll(Columns, static column => double.IsFinite(SecondOrder.Largest(column)));

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
