namespace MiniTorch.Curvature;

/// <summary>
/// The Lanczos process on a symmetric operator, with full reorthogonalisation: an orthonormal basis Q, the matrix T = QᵀAQ, and what is left of
/// the last product outside of the basis. T is measured: each product is projected on the whole basis, so that T holds after restarts and
/// after new starting vectors too, where it is no longer tridiagonal.
/// </summary>
internal sealed class LanczosProcess
{
    // Products with an operator that is symmetric but for rounding differ by much less, those with any other by much more.
    private const double Asymmetry = 1e-3;

    private readonly SymmetricOperator _operator;
    private readonly Generator? _generator;
    private readonly double[,] _t;

    // For each vector of the basis the length of A·q that was given up at a new start: neither in the basis nor in w.
    private readonly double[] _dropped;

    // The next vector of the basis before it is normalised, and its length: what is left of the last product, or a drawn one.
    private readonly NDArray _w;
    private double _length;
    private bool _isDrawn;

    // Whether w is what is left of the product with the last vector of the basis.
    private bool _isChained;

    public LanczosProcess(SymmetricOperator op, int capacity, Generator? generator)
    {
        (_operator, _generator, Capacity) = (op, generator, capacity);
        Basis = new KrylovBasis(op.Count);
        _w = NDArray.Empty([op.Count], DType.Float64);
        _t = new double[capacity, capacity];
        _dropped = new double[capacity];
        Draw();
    }

    public int Capacity { get; }

    public KrylovBasis Basis { get; }

    public int Products { get; private set; }

    public bool IsFull => Basis.Count == Capacity;

    /// <summary>Whether the basis spans the whole space: the eigenvalues of T are those of A then.</summary>
    public bool IsWhole => Basis.Count == _operator.Count;

    /// <summary>Whether the basis has all that products reach from the starting vectors so far: the next step draws another one.</summary>
    public bool IsInvariant => !_isDrawn && _length <= Rounding;

    /// <summary>What no product is more exact than.</summary>
    public double Rounding => 32 * _operator.Epsilon * Scale;

    // The largest ‖A·q‖ so far: no more than ‖A‖.
    private double Scale { get; set; }

    public static double Norm(NDArray v)
    {
        using BufferScope? scope = SymmetricOperator.Temporaries();
        return v.Norm().Item<double>();
    }

    /// <summary>Takes one more vector into the basis, and its product. There must be room.</summary>
    public void Step()
    {
        if (IsInvariant)
        {
            Draw();
        }

        int j = Basis.Count;
        double? expected = _isChained ? _length : null;
        Basis.Add(_w, _length);
        Multiply(Basis[j], _w);
        Scale = Math.Max(Scale, Norm(_w));
        double[] column = Basis.Orthogonalize(_w);
        CheckSymmetry(expected, j == 0 ? 0 : column[j - 1]);
        for (int i = 0; i <= j; i++)
        {
            _t[i, j] = _t[j, i] = column[i];
        }

        _dropped[j] = 0;
        _length = Norm(_w);
        (_isDrawn, _isChained) = (false, true);
    }

    /// <summary>The eigenvalues of T, ascending, the eigenvectors, and for each pair the most that ‖AQy − θQy‖ can be, but for rounding. After a step.</summary>
    public (double[] Values, double[][] Vectors, double[] Bounds) Ritz()
    {
        int m = Basis.Count;
        double[] t = [.. Enumerable.Range(0, m * m).Select(i => _t[i / m, i % m])];
        SymmetricEigen eigen = SymmetricEigen.Of(Tensor.Wrap(t, [m, m]));
        double[] values = eigen.Values.ToArray<double>(), rows = eigen.Vectors.ToArray<double>();
        double[][] vectors = [.. Enumerable.Range(0, m).Select(j => Enumerable.Range(0, m).Select(i => rows[(i * m) + j]).ToArray())];
        return (values, vectors, [.. vectors.Select(Bound)]);
    }

    /// <summary>Begins again with an empty basis, from another drawn vector.</summary>
    public void Begin()
    {
        Basis.Clear();
        Draw();
    }

    /// <summary>Goes on from a drawn vector, orthogonal to the basis; what is left of the last product is given up.</summary>
    public void StartAnew()
    {
        _dropped[Basis.Count - 1] += _length;
        Draw();
    }

    /// <summary>
    /// Keeps only these eigenvectors of T, as combinations of the basis: the thick restart of Wu and Simon (2000). What is left of the last
    /// product is the next vector, or is given up for a drawn one.
    /// </summary>
    public void Restart(double[] values, double[][] vectors, bool anew)
    {
        double[] dropped = [.. vectors.Select(y => anew ? Bound(y) : Dropped(y))];
        Basis.Replace(vectors);
        Array.Clear(_t);
        for (int i = 0; i < vectors.Length; i++)
        {
            (_t[i, i], _dropped[i]) = (values[i], dropped[i]);
        }

        if (anew)
        {
            Draw();
        }

        _isChained = false;
    }

    /// <summary>Writes A·v for a unit vector v, and counts it.</summary>
    public void Multiply(NDArray v, NDArray result)
    {
        _operator.Multiply(v, result);
        Products++;
        if (!double.IsFinite(Norm(result)))
        {
            Throw.Invalid("lanczos", $"products with unit vectors must be finite; number {Products} is not");
        }
    }

    private double Dropped(double[] y) => y.Select((value, i) => Math.Abs(value) * _dropped[i]).Sum();

    private double Bound(double[] y) => Dropped(y) + (Math.Abs(y[^1]) * _length);

    private void Draw()
    {
        _w.NormalInPlace(0, 1, _generator);
        _ = Basis.Orthogonalize(_w);
        _length = Norm(_w);
        (_isDrawn, _isChained) = (true, false);
    }

    // Of two vectors p, q in turn, what is left of A·p is ‖…‖·q: qᵀAp = ‖…‖, and pᵀAq must be the same.
    private void CheckSymmetry(double? expected, double measured)
    {
        if (expected is { } length && !(Math.Abs(measured - length) <= Asymmetry * Scale))
        {
            Throw.Invalid(
                "lanczos",
                FormattableString.Invariant($"the operator must be symmetric; got qᵀAp = {length:G6} and pᵀAq = {measured:G6} for two unit vectors"));
        }
    }
}
