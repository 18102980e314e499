using MathNet.Numerics;
using Complex = System.Numerics.Complex;

namespace MiniTorch.Curvature;

/// <summary>A real eigenvalue, or one of a conjugate pair with its positive imaginary part, and its vector of length 1.</summary>
internal sealed record EigenPair(Complex Value, Complex[] Vector)
{
    private const int Attempts = 4;

    /// <summary>Of a matrix given row by row, none of whose elements is far above 1.</summary>
    public static List<EigenPair> Of(double[] a, int n)
    {
        // For a few matrices in a million QR does not converge. A reflected one, P·A·P, has the same eigenvalues, and the vectors P·u.
        for (int attempt = 0; attempt < Attempts; attempt++)
        {
            double[] normal = attempt == 0 ? [] : Normal(n, attempt);
            double[] byColumns = DenseMatrix.Transpose(Reflected(a, n, normal), n, n), vectors = new double[a.Length];
            var values = new Complex[n];
            try
            {
                DenseMatrix.Provider.EigenDecomp(false, n, byColumns, vectors, values, new double[a.Length]);
                return Unpack(values, vectors, n, normal);
            }
            catch (NonConvergenceException)
            {
            }
        }

        Throw.Invalid("general_eigen", $"the eigenvalues of the matrix of shape [{n}, {n}] did not converge");
        return null;
    }

    private static List<EigenPair> Unpack(Complex[] values, double[] vectors, int n, double[] normal)
    {
        List<EigenPair> pairs = [];
        for (int j = 0; j < n; j++)
        {
            Span<double> real = vectors.AsSpan(j * n, n), imaginary = default;
            Reflect(real, normal);
            if (values[j].Imaginary != 0)
            {
                // The two columns of a pair are the real and the imaginary part of the first one's vector.
                imaginary = vectors.AsSpan(++j * n, n);
                Reflect(imaginary, normal);
            }

            pairs.Add(imaginary.IsEmpty ? new(values[j], Normalized(real, imaginary)) : Upper(values[j - 1], Normalized(real, imaginary)));
        }

        return pairs;
    }

    private static EigenPair Upper(Complex value, Complex[] vector) =>
        value.Imaginary > 0 ? new(value, vector) : new(Complex.Conjugate(value), Array.ConvertAll(vector, Complex.Conjugate));

    // To length 1, and to the phase in which the element of largest magnitude is real and positive.
    private static Complex[] Normalized(ReadOnlySpan<double> real, ReadOnlySpan<double> imaginary)
    {
        var vector = new Complex[real.Length];
        double[] magnitudes = new double[real.Length];
        double largest = Math.Max(DenseMatrix.Largest(real), DenseMatrix.Largest(imaginary)), sum = 0;
        for (int i = 0; i < vector.Length; i++)
        {
            vector[i] = new Complex(real[i] / largest, imaginary.IsEmpty ? 0 : imaginary[i] / largest);
            magnitudes[i] = vector[i].Magnitude;
            sum += magnitudes[i] * magnitudes[i];
        }

        double threshold = magnitudes.Max() * (1 - 1e-8), length = Math.Sqrt(sum);
        int pivot = Array.FindLastIndex(magnitudes, magnitude => magnitude >= threshold);
        Complex phase = Complex.Conjugate(vector[pivot]) / magnitudes[pivot] / length;
        for (int i = 0; i < vector.Length; i++)
        {
            vector[i] = imaginary.IsEmpty ? new Complex(vector[i].Real * phase.Real, 0) : vector[i] * phase;
        }

        vector[pivot] = new Complex(magnitudes[pivot] / length, 0);
        return vector;
    }

    private static double[] Normal(int n, int attempt)
    {
        double[] normal = [.. Enumerable.Range(1, n).Select(i => Math.Cos(i * attempt))];
        double length = Math.Sqrt(normal.Sum(static x => x * x));
        return Array.ConvertAll(normal, x => x / length);
    }

    // P·A·P for P = I − 2uuᵀ: P of every row, then of every column.
    private static double[] Reflected(double[] a, int n, double[] normal)
    {
        double[] rows = [.. a];
        for (int i = 0; i < n; i++)
        {
            Reflect(rows.AsSpan(i * n, n), normal);
        }

        double[] columns = DenseMatrix.Transpose(rows, n, n);
        for (int i = 0; i < n; i++)
        {
            Reflect(columns.AsSpan(i * n, n), normal);
        }

        return DenseMatrix.Transpose(columns, n, n);
    }

    private static void Reflect(Span<double> vector, double[] normal)
    {
        double along = 0;
        for (int i = 0; i < normal.Length; i++)
        {
            along += vector[i] * normal[i];
        }

        for (int i = 0; i < normal.Length; i++)
        {
            vector[i] -= 2 * along * normal[i];
        }
    }
}
