using Complex = System.Numerics.Complex;

namespace MiniTorch.Curvature;

public sealed partial class GeneralEigen
{
    // To first order rounding of size η moves an eigenvalue by η times its own condition number, the length of its row of U⁻¹ (Golub and Van Loan, 7.2.2).
    // Eigenvalues that so may be one are taken for one, their mean, and are short of vectors if A − λI has more rank than that leaves. Where there are enough
    // vectors, rounding spreads the eigenvalues about as far as it is from such a matrix; where not, by a root of that, which is much further.
    private bool HasIndependentVectors(double[] a)
    {
        double precision = 10.0 * Size * DenseMatrix.Precision(DType.Float64);
        if (BasisConditionNumber > 1 / precision)
        {
            return false;
        }

        double rounding = precision * Math.Sqrt(a.Sum(static x => x * x));
        double[] radii = Array.ConvertAll(ConditionNumbers(), condition => rounding * condition);
        bool[] isSeen = new bool[Size];
        for (int i = 0; i < Size; i++)
        {
            if (!isSeen[i] && Cluster(i, radii, isSeen) is { Count: > 1 } cluster && _values[i].Imaginary >= 0)
            {
                Complex mean = cluster.Aggregate(Complex.Zero, (sum, j) => sum + _values[j]) / cluster.Count;
                double spread = cluster.Max(j => Complex.Abs(_values[j] - mean));
                if (Nullity(a, mean, 10 * (spread + rounding)) < cluster.Count)
                {
                    return false;
                }
            }
        }

        return true;
    }

    private double[] ConditionNumbers()
    {
        double[] inverse = _basis.Inverse().ToArray<double>();
        double[] squares = [.. Enumerable.Range(0, Size).Select(i => inverse.AsSpan(i * Size, Size).ToArray().Sum(static x => x * x))];
        return [.. squares.Select((square, i) => Math.Sqrt(_values[i].Imaginary switch
        {
            0 => square,
            > 0 => (square + squares[i + 1]) / 2,
            _ => (square + squares[i - 1]) / 2,
        }))];
    }

    private List<int> Cluster(int first, double[] radii, bool[] isSeen)
    {
        List<int> cluster = [first];
        isSeen[first] = true;
        for (int next = 0; next < cluster.Count; next++)
        {
            int i = cluster[next];
            for (int j = 0; j < Size; j++)
            {
                if (!isSeen[j] && Complex.Abs(_values[i] - _values[j]) <= radii[i] + radii[j])
                {
                    isSeen[j] = true;
                    cluster.Add(j);
                }
            }
        }

        return cluster;
    }

    // The number of independent x with (A − λI)·x = 0. For a complex λ of the real matrix of twice the size, which has every one twice.
    private int Nullity(double[] a, Complex value, double tolerance)
    {
        int copies = value.Imaginary == 0 ? 1 : 2, n = Size * copies;
        double[] shifted = new double[n * n];
        for (int copy = 0; copy < copies; copy++)
        {
            int offset = copy * Size;
            for (int i = 0; i < Size; i++)
            {
                for (int j = 0; j < Size; j++)
                {
                    shifted[((offset + j) * n) + offset + i] = a[(i * Size) + j];
                }

                shifted[((offset + i) * n) + offset + i] -= value.Real;
                if (copies == 2)
                {
                    shifted[((Size - offset + i) * n) + offset + i] = copy == 0 ? value.Imaginary : -value.Imaginary;
                }
            }
        }

        return DenseMatrix.SingularValues(Op, shifted, n, n).Count(sigma => sigma <= tolerance) / copies;
    }
}
