namespace MiniTorch.Optim;

/// <summary>
/// A·P = Q·R in float64 by Householder's reflections, the columns in the order of what is left of them: the diagonal of R falls, so that its
/// end shows the rank. Golub and Van Loan, Matrix Computations, 4th edition, algorithm 5.4.1.
/// </summary>
internal sealed class PivotedQr
{
    // The columns of A, in the order of P. Where they were below the diagonal are the reflections.
    private readonly double[][] _columns;
    private readonly double[] _diagonal;

    /// <param name="columns">The columns of A, which become the factors'.</param>
    /// <param name="rows">m, the number of elements of each.</param>
    public PivotedQr(double[][] columns, int rows)
    {
        (_columns, Rows) = (columns, rows);
        Order = [.. Enumerable.Range(0, columns.Length)];
        _diagonal = new double[Math.Min(rows, columns.Length)];
        double[] left = Array.ConvertAll(columns, static column => SecondOrder.Norm(column));
        double[] exact = [.. left];
        for (int k = 0; k < _diagonal.Length; k++)
        {
            Exchange(k, left, exact);
            Reflect(k, left, exact);
        }
    }

    public int Rows { get; }

    public int Columns => _columns.Length;

    /// <summary>Which column of A is the k-th.</summary>
    public int[] Order { get; }

    /// <summary>R[i, j], for i ≤ j.</summary>
    public double this[int i, int j] => i == j ? _diagonal[i] : _columns[j][i];

    /// <summary>How many elements of the diagonal are larger than rounding makes them beside the first.</summary>
    /// <param name="epsilon">The rounding of what A was computed in.</param>
    public int Rank(double epsilon)
    {
        double least = Math.Max(Rows, Columns) * epsilon * (_diagonal.Length == 0 ? 0 : Math.Abs(_diagonal[0]));
        int rank = 0;
        while (rank < _diagonal.Length && Math.Abs(_diagonal[rank]) > least)
        {
            rank++;
        }

        return rank;
    }

    /// <summary>b becomes Qᵀb, with Q as m × m.</summary>
    public void ApplyTransposed(double[] b)
    {
        for (int k = 0; k < _diagonal.Length; k++)
        {
            Reflect(k, b);
        }
    }

    /// <summary>
    /// The shortest z that makes ‖A·z − b‖ smallest, from Qᵀb and the rank: R's first rows are taken apart once more, by their transpose, so that
    /// nothing is squared.
    /// </summary>
    public double[] ShortestSolution(double[] transposed, int rank)
    {
        double[] z = new double[Columns];
        if (rank == Columns)
        {
            transposed.AsSpan(0, rank).CopyTo(z);
            SolveUpper(z, rank);
        }
        else if (rank > 0)
        {
            double[][] rows = new double[rank][];
            for (int i = 0; i < rank; i++)
            {
                rows[i] = new double[Columns];
                for (int j = i; j < Columns; j++)
                {
                    rows[i][j] = this[i, j];
                }
            }

            var across = new PivotedQr(rows, Columns);
            for (int i = 0; i < rank; i++)
            {
                double value = transposed[across.Order[i]];
                for (int j = 0; j < i; j++)
                {
                    value -= across[j, i] * z[j];
                }

                z[i] = value / across[i, i];
            }

            for (int k = rank - 1; k >= 0; k--)
            {
                across.Reflect(k, z);
            }
        }

        return Unordered(z);
    }

    /// <summary>From the order of P back to that of A.</summary>
    public double[] Unordered(double[] z)
    {
        double[] original = new double[z.Length];
        for (int k = 0; k < z.Length; k++)
        {
            original[Order[k]] = z[k];
        }

        return original;
    }

    /// <summary>‖A·z‖, for z in the order of A.</summary>
    public double NormOfProduct(double[] z)
    {
        double[] product = new double[_diagonal.Length];
        for (int i = 0; i < product.Length; i++)
        {
            for (int j = i; j < Columns; j++)
            {
                product[i] += this[i, j] * z[Order[j]];
            }
        }

        return SecondOrder.Norm(product);
    }

    /// <summary>Aᵀ·b, from Qᵀb, in the order of R.</summary>
    public double[] TransposedProduct(double[] transposed)
    {
        double[] product = new double[Columns];
        for (int j = 0; j < Columns; j++)
        {
            for (int i = 0; i <= Math.Min(j, _diagonal.Length - 1); i++)
            {
                product[j] += this[i, j] * transposed[i];
            }
        }

        return product;
    }

    /// <summary>‖R⁻ᵀPᵀz/‖z‖‖², for z in the order of A; A has full column rank.</summary>
    public double Steepness(double[] z)
    {
        double length = SecondOrder.Norm(z);
        double[] w = new double[Columns];
        for (int i = 0; i < Columns; i++)
        {
            double value = z[Order[i]] / length;
            for (int j = 0; j < i; j++)
            {
                value -= this[j, i] * w[j];
            }

            w[i] = value / _diagonal[i];
        }

        double norm = SecondOrder.Norm(w);
        return norm * norm;
    }

    private void SolveUpper(double[] b, int count)
    {
        for (int i = count - 1; i >= 0; i--)
        {
            for (int j = i + 1; j < count; j++)
            {
                b[i] -= this[i, j] * b[j];
            }

            b[i] /= _diagonal[i];
        }
    }

    // The column with the most left comes next.
    private void Exchange(int k, double[] left, double[] exact)
    {
        int largest = k;
        for (int j = k + 1; j < Columns; j++)
        {
            largest = left[j] > left[largest] ? j : largest;
        }

        (_columns[k], _columns[largest]) = (_columns[largest], _columns[k]);
        (Order[k], Order[largest]) = (Order[largest], Order[k]);
        (left[largest], exact[largest]) = (left[k], exact[k]);
    }

    // Makes the reflection that turns column k into its diagonal element, and applies it to the columns behind.
    private void Reflect(int k, double[] left, double[] exact)
    {
        Span<double> v = _columns[k].AsSpan(k);
        double norm = SecondOrder.Norm(v);
        if (norm == 0)
        {
            return;
        }

        norm = v[0] < 0 ? -norm : norm;
        for (int i = 0; i < v.Length; i++)
        {
            v[i] /= norm;
        }

        v[0] += 1;
        _diagonal[k] = -norm;
        for (int j = k + 1; j < Columns; j++)
        {
            Reflect(k, _columns[j]);
            if (left[j] == 0)
            {
                continue;
            }

            // What is left is known from what was, until that has lost its digits.
            double share = _columns[j][k] / left[j];
            left[j] *= Math.Sqrt(Math.Max(0, 1 - (share * share)));
            if (left[j] <= 1e-4 * exact[j])
            {
                left[j] = exact[j] = SecondOrder.Norm(_columns[j].AsSpan(k + 1));
            }
        }
    }

    // The k-th reflection of a vector: x − v·(vᵀx)/v₀ behind the k-th element.
    private void Reflect(int k, double[] x)
    {
        ReadOnlySpan<double> v = _columns[k].AsSpan(k);
        if (_diagonal[k] == 0)
        {
            return;
        }

        Span<double> own = x.AsSpan(k);
        double factor = -SecondOrder.Dot(v, own) / v[0];
        for (int i = 0; i < v.Length; i++)
        {
            own[i] += factor * v[i];
        }
    }
}
