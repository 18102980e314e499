namespace MiniTorch.Curvature;

/// <summary>
/// Hutchinson's estimates (1990): with z of independent signs ±1 the mean of zᵀAz is the trace of A, and that of z⊙Az its diagonal
/// (Bekas, Kokiopoulou and Saad 2007). Exact with a single vector where A is diagonal. One product a vector; the result has the same bits for any
/// number of threads.
/// </summary>
public static class Hutchinson
{
    /// <summary>
    /// tr A, the sum of the eigenvalues. The variance with one vector is 2·Σᵢ≠ⱼ Aᵢⱼ². tr A/n is the mean eigenvalue; of a Hessian at a minimum, tr A says how sharp it is.
    /// </summary>
    /// <param name="op">A: an <see cref="Objective"/>, for its Hessian, or any other symmetric operator.</param>
    /// <param name="probes">How many vectors and products; the error falls as 1/√probes.</param>
    /// <param name="generator">Draws the vectors; the default one if null.</param>
    /// <exception cref="ArgumentException">There are less than 1 probes.</exception>
    /// <exception cref="InvalidOperationException">A product is not finite.</exception>
    public static TraceEstimate Trace(SymmetricOperator op, int probes = 30, Generator? generator = null)
    {
        double[] samples = new double[Checked(op, probes)];
        NDArray z = NDArray.Empty([op.Count], DType.Float64), product = NDArray.Empty([op.Count], DType.Float64);
        for (int i = 0; i < probes; i++)
        {
            Multiply(op, z, product, generator);
            using BufferScope? scope = SymmetricOperator.Temporaries();
            samples[i] = z.MatMul(product).Item<double>();
            CheckFinite(samples[i], i);
        }

        return TraceEstimate.Of(samples);
    }

    /// <summary>The diagonal of A, of shape [n], float64, and the standard error of each element, infinite for a single vector.</summary>
    /// <inheritdoc cref="Trace"/>
    public static (Tensor Values, Tensor StandardErrors) Diagonal(SymmetricOperator op, int probes = 30, Generator? generator = null)
    {
        _ = Checked(op, probes);
        NDArray mean = NDArray.Zeros([op.Count], DType.Float64), squares = NDArray.Zeros([op.Count], DType.Float64);
        NDArray z = NDArray.Empty([op.Count], DType.Float64), product = NDArray.Empty([op.Count], DType.Float64);
        for (int i = 0; i < probes; i++)
        {
            Multiply(op, z, product, generator);
            using BufferScope? scope = SymmetricOperator.Temporaries();
            CheckFinite(product.Sum().Item<double>(), i);
            NDArray delta = z.Multiply(product).Subtract(mean);
            mean.Add(delta.Divide(i + 1.0), mean);
            squares.Add(delta.Multiply(delta).Multiply(i / (i + 1.0)), squares);
        }

        if (probes == 1)
        {
            squares.Fill(double.PositiveInfinity);
        }

        return (new(mean), new(squares.Divide(Math.Max(1, probes - 1.0) * probes, squares).Sqrt(squares)));
    }

    private static int Checked(SymmetricOperator op, int probes)
    {
        ArgumentNullException.ThrowIfNull(op);
        if (probes < 1)
        {
            Throw.Argument("hutchinson", $"probes must be at least 1; got {probes}");
        }

        return probes;
    }

    private static void CheckFinite(double value, int index)
    {
        if (!double.IsFinite(value))
        {
            Throw.Invalid("hutchinson", $"products with vectors of signs must be finite; number {index + 1} is not");
        }
    }

    private static void Multiply(SymmetricOperator op, NDArray z, NDArray product, Generator? generator)
    {
        z.BernoulliInPlace(0.5, generator).Multiply(2, z).Subtract(1, z);
        op.Multiply(z, product);
    }
}
