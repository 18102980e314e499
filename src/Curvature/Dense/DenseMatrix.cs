using System.Globalization;
using MathNet.Numerics;
using MathNet.Numerics.Providers.LinearAlgebra;

namespace MiniTorch.Curvature;

/// <summary>
/// Matrices as MathNet wants them: float64, column by column. Its managed provider is named here and called directly, so that neither a native
/// one nor a setting of the program's changes a bit; what is called here runs on one thread.
/// </summary>
internal static class DenseMatrix
{
    public static ManagedLinearAlgebraProvider Provider => ManagedLinearAlgebraProvider.Instance;

    /// <summary>The distance from 1 to the next number of a floating-point type.</summary>
    public static double Precision(DType dtype) => dtype == DType.Float32 ? 1.0 / (1 << 23) : 1.0 / (1L << 52);

    /// <summary>The elements of a square matrix, row by row.</summary>
    public static double[] ReadSquare(string op, Tensor matrix)
    {
        double[] values = Read(op, matrix);
        if (matrix.Shape[0] != matrix.Shape[1])
        {
            Throw.Argument(op, $"the matrix must be square; got {matrix.Shape}");
        }

        return values;
    }

    /// <summary>The elements of a matrix, row by row.</summary>
    public static double[] Read(string op, Tensor matrix)
    {
        ArgumentNullException.ThrowIfNull(matrix);
        if (matrix.Rank != 2 || !matrix.DType.IsFloatingPoint())
        {
            Throw.Argument(op, $"needs one matrix, of shape [m, n], of float32 or float64; got {matrix.DType.Name()} of shape {matrix.Shape}");
        }

        double[] values = matrix.Value.To(DType.Float64).ToArray<double>();
        int bad = Array.FindIndex(values, static value => !double.IsFinite(value));
        if (bad >= 0)
        {
            int columns = matrix.Shape[1];
            Throw.Argument(op, string.Create(
                CultureInfo.InvariantCulture, $"all elements must be finite; element [{bad / columns}, {bad % columns}] of {matrix.Shape} is {values[bad]}"));
        }

        return values;
    }

    /// <summary>
    /// Divides by the power of two that brings the largest magnitude to [1, 2), without rounding but for what is far below it, so that no product
    /// overflows.
    /// </summary>
    /// <returns>The exponent.</returns>
    public static int ScaleToOne(double[] values)
    {
        double largest = Largest(values);
        if (largest == 0)
        {
            return 0;
        }

        int exponent = Math.ILogB(largest);
        for (int i = 0; i < values.Length; i++)
        {
            values[i] = Math.ScaleB(values[i], -exponent);
        }

        return exponent;
    }

    /// <summary>The largest magnitude; 0 if there are no elements.</summary>
    public static double Largest(ReadOnlySpan<double> values)
    {
        double largest = 0;
        foreach (double value in values)
        {
            largest = Math.Max(largest, Math.Abs(value));
        }

        return largest;
    }

    /// <summary>Rows as columns.</summary>
    public static double[] Transpose(double[] values, int rows, int columns)
    {
        double[] result = new double[values.Length];
        for (int i = 0; i < rows; i++)
        {
            for (int j = 0; j < columns; j++)
            {
                result[(j * rows) + i] = values[(i * columns) + j];
            }
        }

        return result;
    }

    /// <summary>The singular values of a matrix given column by column, which is overwritten; the largest first.</summary>
    public static double[] SingularValues(string op, double[] byColumns, int rows, int columns)
    {
        double[] values = new double[Math.Min(rows, columns)];
        if (values.Length == 0)
        {
            return values;
        }

        int exponent = ScaleToOne(byColumns);
        try
        {
            Provider.SingularValueDecomposition(false, byColumns, rows, columns, values, new double[rows * rows], new double[columns * columns]);
        }
        catch (NonConvergenceException)
        {
            Throw.Invalid(op, $"the singular values of the matrix of shape [{rows}, {columns}] did not converge");
        }

        return Array.ConvertAll(values, value => Math.ScaleB(value, exponent));
    }

    /// <summary>
    /// −1 if the element of largest magnitude, the last of those that are equal to 8 digits, is negative, else 1. A vector times this has one sign
    /// whatever routine computed it.
    /// </summary>
    public static int Sign(ReadOnlySpan<double> vector)
    {
        double threshold = Largest(vector) * (1 - 1e-8);
        for (int i = vector.Length - 1; i >= 0; i--)
        {
            if (Math.Abs(vector[i]) >= threshold)
            {
                return vector[i] < 0 ? -1 : 1;
            }
        }

        return 1;
    }

    /// <summary>Numbers for a line of text: all up to ten, else the first and the last three.</summary>
    public static string List(IReadOnlyList<string> texts) =>
        texts.Count <= 10 ? string.Join(", ", texts) : $"{string.Join(", ", texts.Take(3))}, …, {string.Join(", ", texts.Skip(texts.Count - 3))}";

    /// <summary>A number for a line of text.</summary>
    public static string Text(double value) => value.ToString("G4", CultureInfo.InvariantCulture);
}
