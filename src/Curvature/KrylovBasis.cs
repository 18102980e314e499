namespace MiniTorch.Curvature;

/// <summary>
/// Orthonormal vectors of n numbers, in float64. They lie in blocks, so that memory grows with their number and no array has more
/// elements than an array can.
/// </summary>
internal sealed class KrylovBasis(int n)
{
    private const int BlockSize = 8;

    // Columns at a time, when vectors are replaced by combinations of themselves.
    private const int Slab = 1 << 14;

    private readonly List<NDArray> _blocks = [];

    public int Count { get; private set; }

    /// <summary>The most vectors held so far.</summary>
    public int Peak { get; private set; }

    public NDArray this[int index] => _blocks[index / BlockSize].Select(0, index % BlockSize);

    /// <summary>Takes in w/‖w‖.</summary>
    public void Add(NDArray w, double norm)
    {
        if (Count == _blocks.Count * BlockSize)
        {
            _blocks.Add(NDArray.Empty([Math.Min(BlockSize, n - Count), n], DType.Float64));
        }

        using BufferScope? scope = SymmetricOperator.Temporaries();
        this[Count].CopyFrom(w.Divide(norm));
        Peak = Math.Max(Peak, ++Count);
    }

    /// <summary>Forgets the vectors; their memory is that of the next ones.</summary>
    public void Clear() => Count = 0;

    /// <summary>w ← w − QQᵀw, twice, after which w is orthogonal to working precision (Kahan and Parlett: twice is enough).</summary>
    /// <returns>Qᵀw of w as it was.</returns>
    public double[] Orthogonalize(NDArray w)
    {
        double[] coefficients = new double[Count];
        for (int pass = 0; pass < 2; pass++)
        {
            using BufferScope? scope = SymmetricOperator.Temporaries();
            NDArray[] parts = [.. Filled().Select(block => block.MatMul(w))];
            foreach ((NDArray block, NDArray part) in Filled().Zip(parts))
            {
                w.Subtract(part.MatMul(block), w);
            }

            double[] removed = [.. parts.SelectMany(static part => part.ToArray<double>())];
            for (int i = 0; i < Count; i++)
            {
                coefficients[i] += removed[i];
            }
        }

        return coefficients;
    }

    /// <summary>Replaces the vectors by combinations of them, Q ← Q·Y, with one vector for each column of Y, at most as many as now.</summary>
    public void Replace(double[][] columns)
    {
        using (BufferScope? scope = SymmetricOperator.Temporaries())
        {
            NDArray rows = Matrix(columns);
            for (int start = 0; start < n; start += Slab)
            {
                int stop = Math.Min(n, start + Slab);
                NDArray combined = rows.MatMul(NDArray.Cat([.. Filled().Select(block => block.Slice(1, start, stop))]));
                for (int first = 0; first < columns.Length; first += BlockSize)
                {
                    int size = Math.Min(BlockSize, columns.Length - first);
                    _blocks[first / BlockSize].Slice(0, 0, size).Slice(1, start, stop).CopyFrom(combined.Slice(0, first, first + size));
                }
            }
        }

        Count = columns.Length;
    }

    /// <summary>The combinations Q·Y, one row for each column of Y.</summary>
    public NDArray Combine(double[][] columns)
    {
        NDArray combined = NDArray.Zeros([columns.Length, n], DType.Float64);
        using BufferScope? scope = SymmetricOperator.Temporaries();
        NDArray rows = Matrix(columns);
        int at = 0;
        foreach (NDArray block in Filled())
        {
            combined.Add(rows.Slice(1, at, at + block.Shape[0]).MatMul(block), combined);
            at += block.Shape[0];
        }

        return combined;
    }

    private static NDArray Matrix(double[][] columns) => NDArray.From(columns.SelectMany(static column => column).ToArray(), [columns.Length, columns[0].Length]);

    private IEnumerable<NDArray> Filled()
    {
        for (int first = 0; first < Count; first += BlockSize)
        {
            yield return _blocks[first / BlockSize].Slice(0, 0, Math.Min(BlockSize, Count - first));
        }
    }
}
