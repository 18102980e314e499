namespace MiniTorch.Curvature;

/// <summary>One search of <see cref="Lanczos.Eigenvalues"/>: when to start anew, when to restart and when to stop.</summary>
internal sealed class LanczosSearch(LanczosProcess process, SymmetricOperator op, int k, SpectrumEnd which, double tolerance, int maxProducts, bool checkCopies)
{
    // An eigenvalue that stands out by this share of the spread of the spectrum stays overlooked with at most this probability.
    private const double Resolution = 0.1;
    private const double Risk = 0.01;

    // Of the room beside the wanted pairs, what a restart fills with the next ones.
    private const double KeptShare = 0.4;

    // Theorem of Kuczyński and Woźniakowski (1992): after s steps from a random vector 1.648·√n·exp(−√ε(2s − 1)) bounds the probability.
    private readonly int _newStartSteps = (int)Math.Ceiling((1 + (Math.Log(1.648 * Math.Sqrt(op.Count) / Risk) / Math.Sqrt(Resolution))) / 2);

    // The steps since the last vector was drawn, and what the wanted eigenvalues were when the search for copies drew it.
    private int _steps;
    private double[]? _found;

    // Falls where measured residuals turn out larger than their bounds, which know nothing of rounding.
    private double _strictness = 1;

    // Whether one more step and the products for the residuals would be too many.
    private bool IsOutOfProducts => process.Products + k >= maxProducts;

    public LanczosResult Run()
    {
        while (true)
        {
            process.Step();
            _steps++;
            bool isLast = process.IsWhole || IsOutOfProducts;
            if (!isLast && !process.IsFull && !process.IsInvariant && process.Basis.Count % Math.Max(1, process.Basis.Count / 32) != 0)
            {
                continue;
            }

            Candidate[] candidates = Candidates();
            bool areSettled = candidates.Length >= k && candidates[..k].All(IsSettled);
            bool isSpent = areSettled && checkCopies && IsSpent(candidates);
            bool isComplete = process.IsWhole || (isSpent && IsAsFound(candidates));
            if (isLast || (areSettled && (isComplete || !checkCopies)))
            {
                LanczosResult result = Measure(candidates[..k], isComplete);
                if (isLast || result.Converged || IsOutOfProducts)
                {
                    return result;
                }

                _strictness /= 2;
            }

            GoOn(candidates, anew: isSpent && !isComplete);
        }
    }

    private double Order(Candidate candidate) => which switch
    {
        SpectrumEnd.Largest => -candidate.Value,
        SpectrumEnd.Smallest => candidate.Value,
        _ => -Math.Abs(candidate.Value),
    };

    private Candidate[] Candidates()
    {
        (double[] values, double[][] vectors, double[] bounds) = process.Ritz();
        return [.. values.Select((value, i) => new Candidate(value, vectors[i], bounds[i])).OrderBy(Order)];
    }

    private bool IsSettled(Candidate candidate) => IsSettled(candidate.Value, candidate.Bound, _strictness);

    private bool IsSettled(double value, double residual, double strictness) => residual <= strictness * tolerance * Math.Abs(value)
        || (Math.Abs(value) <= process.Rounding && residual <= process.Rounding);

    // Whether the last drawn vector has shown what it can: all that its products reach, or enough, with nothing close to the wanted ones unsettled.
    private bool IsSpent(Candidate[] candidates)
    {
        if (_found is null || process.IsInvariant)
        {
            return true;
        }

        double edge = Order(candidates[k - 1]), spread = candidates.Max(static c => c.Value) - candidates.Min(static c => c.Value);
        return _steps >= _newStartSteps
            && candidates[k..].TakeWhile(c => Order(c) <= edge + (Resolution * spread)).All(c => IsSettled(c) || c.Bound < Order(c) - edge);
    }

    private bool IsAsFound(Candidate[] candidates) => _found is not null
        && _found.Zip(candidates).All(pair => Math.Abs(pair.Second.Value - pair.First) <= (tolerance * Math.Abs(pair.First)) + process.Rounding);

    private void GoOn(Candidate[] candidates, bool anew)
    {
        if (anew)
        {
            _found = [.. candidates[..k].Select(static candidate => candidate.Value)];
        }

        if (anew || process.IsInvariant)
        {
            _steps = 0;
        }

        if (process.IsFull)
        {
            Candidate[] kept = candidates[..(k + (int)(KeptShare * (process.Capacity - k)))];
            process.Restart([.. kept.Select(static candidate => candidate.Value)], [.. kept.Select(static candidate => candidate.Coefficients)], anew);
        }
        else if (anew)
        {
            process.StartAnew();
        }
    }

    private LanczosResult Measure(Candidate[] wanted, bool isComplete)
    {
        NDArray vectors = NDArray.Zeros([wanted.Length, op.Count], op.DType), product = NDArray.Zeros([op.Count], DType.Float64);
        vectors.CopyFrom(process.Basis.Combine([.. wanted.Select(static candidate => candidate.Coefficients)]));
        (double Value, NDArray Vector, double Residual)[] measured = [.. Enumerable.Range(0, wanted.Length).Select(i =>
        {
            NDArray vector = vectors.Select(0, i);
            process.Multiply(vector, product);
            using BufferScope? scope = SymmetricOperator.Temporaries();
            NDArray v = vector.To(DType.Float64);
            double value = v.MatMul(product).Item<double>() / v.MatMul(v).Item<double>();
            return (value, vector, LanczosProcess.Norm(product.Subtract(v.Multiply(value))) / LanczosProcess.Norm(v));
        })];
        RitzPair[] pairs =
        [
            .. measured.Select(pair => new RitzPair(pair.Value, new Tensor(pair.Vector), pair.Residual, IsSettled(pair.Value, pair.Residual, strictness: 1)))
                .OrderBy(pair => Order(new(pair.Value, [], 0))),
        ];
        return new(pairs, process.Products, process.Basis.Peak, isComplete);
    }

    /// <summary>A pair of the process: an eigenvalue and eigenvector of T, and the bound of the residual.</summary>
    private readonly record struct Candidate(double Value, double[] Coefficients, double Bound);
}
