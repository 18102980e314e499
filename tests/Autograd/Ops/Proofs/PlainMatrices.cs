namespace MiniTorch.Tests;

/// <summary>Textbook linear algebra on one small matrix, and the loops over batches: what the operations on matrices are checked against.</summary>
internal static class PlainMatrices
{
    /// <summary>A function of every matrix of […, m, n].</summary>
    public static Plain Each(this Plain x, Func<double[,], double[,]> function) => Each(x, new Plain([1, 1], [0]), (a, _) => function(a));

    /// <summary>A number of every matrix of […, m, n].</summary>
    public static Plain EachNumber(this Plain x, Func<double[,], double> function)
    {
        Plain numbers = x.Each(a => new[,] { { function(a) } });
        return numbers.Reshape(Shape.Of(numbers.Shape.AsSpan()[..^2]));
    }

    /// <summary>A function of pairs of matrices, whose batches broadcast.</summary>
    public static Plain Each(Plain x, Plain y, Func<double[,], double[,], double[,]> function)
    {
        int[] batch = Batch(x.Shape, y.Shape);
        int[][] indices = [.. Indices.Of(Shape.Of(batch))];
        double[][,] results = [.. indices.Select(index => function(Matrix(x, index), Matrix(y, index)))];
        double[,] sample = results.Length > 0 ? results[0] : function(new double[x.Shape[-2], x.Shape[-1]], new double[y.Shape[-2], y.Shape[-1]]);
        return new Plain(
            Shape.Of([.. batch, sample.GetLength(0), sample.GetLength(1)]), [.. results.SelectMany(static result => result.Cast<double>())]);
    }

    public static Plain Transposed(this Plain x) => x.Each(Transposed);

    /// <summary>x + c·I.</summary>
    public static Plain PlusIdentity(this Plain x, double c) => x.Each(a => Build(a.GetLength(0), a.GetLength(1), (i, j) => a[i, j] + (i == j ? c : 0)));

    public static double[,] Build(int rows, int columns, Func<int, int, double> value)
    {
        double[,] result = new double[rows, columns];
        for (int i = 0; i < rows; i++)
        {
            for (int j = 0; j < columns; j++)
            {
                result[i, j] = value(i, j);
            }
        }

        return result;
    }

    public static double[,] Transposed(double[,] a) => Build(a.GetLength(1), a.GetLength(0), (i, j) => a[j, i]);

    public static double[,] Identity(int n) => Build(n, n, static (i, j) => i == j ? 1 : 0);

    public static double[,] Times(double[,] a, double[,] b) =>
        Build(a.GetLength(0), b.GetLength(1), (i, j) => Enumerable.Range(0, a.GetLength(1)).Sum(k => a[i, k] * b[k, j]));

    /// <summary>One triangle, with the diagonal.</summary>
    public static double[,] Triangle(double[,] a, bool upper, bool unit = false) =>
        Build(a.GetLength(0), a.GetLength(1), (i, j) => i == j && unit ? 1 : (upper ? i <= j : i >= j) ? a[i, j] : 0);

    /// <summary>A⁻¹·B by Gauss and Jordan.</summary>
    public static double[,] Solve(double[,] a, double[,] b)
    {
        int n = a.GetLength(0), m = b.GetLength(1);
        double[,] both = Build(n, n + m, (i, j) => j < n ? a[i, j] : b[i, j - n]);
        for (int k = 0; k < n; k++)
        {
            int best = Enumerable.Range(k, n - k).MaxBy(i => Math.Abs(both[i, k]));
            for (int j = 0; j < n + m; j++)
            {
                (both[k, j], both[best, j]) = (both[best, j], both[k, j]);
            }

            for (int i = 0; i < n; i++)
            {
                double factor = i == k ? 0 : both[i, k] / both[k, k];
                for (int j = 0; j < n + m; j++)
                {
                    both[i, j] -= factor * both[k, j];
                }
            }
        }

        return Build(n, m, (i, j) => both[i, n + j] / both[i, i]);
    }

    public static double[,] Inverse(double[,] a) => Solve(a, Identity(a.GetLength(0)));

    /// <summary>By Laplace's expansion along the first row.</summary>
    public static double Det(double[,] a)
    {
        int n = a.GetLength(0);
        return n == 0 ? 1 : Enumerable.Range(0, n).Sum(column =>
            (column % 2 == 0 ? 1 : -1) * a[0, column] * Det(Build(n - 1, n - 1, (i, j) => a[i + 1, j < column ? j : j + 1])));
    }

    /// <summary>L with L·Lᵀ = A, from the lower triangle, column by column.</summary>
    public static double[,] Cholesky(double[,] a)
    {
        int n = a.GetLength(0);
        double[,] l = new double[n, n];
        for (int j = 0; j < n; j++)
        {
            for (int i = j; i < n; i++)
            {
                double rest = a[i, j] - Enumerable.Range(0, j).Sum(k => l[i, k] * l[j, k]);
                l[i, j] = i == j ? Math.Sqrt(rest) : rest / l[j, j];
            }
        }

        return l;
    }

    /// <summary>Q·R by Gram and Schmidt, the columns turned to the signs that LAPACK gives.</summary>
    public static (double[,] Q, double[,] R) Qr(double[,] a, Func<int, int> signs)
    {
        int m = a.GetLength(0), n = a.GetLength(1), k = Math.Min(m, n);
        double[,] q = new double[m, k];
        for (int j = 0; j < k; j++)
        {
            double[] rest = [.. Enumerable.Range(0, m).Select(i => a[i, j])];
            for (int before = 0; before < j; before++)
            {
                double part = Enumerable.Range(0, m).Sum(i => q[i, before] * a[i, j]);
                rest = [.. rest.Select((value, i) => value - (part * q[i, before]))];
            }

            double norm = Math.Sqrt(rest.Sum(static value => value * value)) * signs(j);
            for (int i = 0; i < m; i++)
            {
                q[i, j] = rest[i] / norm;
            }
        }

        double[,] r = Times(Transposed(q), a);
        return (q, Build(k, n, (i, j) => i <= j ? r[i, j] : 0));
    }

    private static double[,] Matrix(Plain x, int[] batch) => Build(x.Shape[-2], x.Shape[-1], (i, j) => x[[.. batch, i, j]]);

    private static int[] Batch(Shape a, Shape b)
    {
        int[] sizes = new int[Math.Max(a.Rank, b.Rank) - 2];
        for (int i = 1; i <= sizes.Length; i++)
        {
            int left = i + 2 <= a.Rank ? a[-i - 2] : 1, right = i + 2 <= b.Rank ? b[-i - 2] : 1;
            sizes[^i] = left == 1 ? right : left;
        }

        return sizes;
    }
}
