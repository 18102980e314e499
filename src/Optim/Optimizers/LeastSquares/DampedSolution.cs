namespace MiniTorch.Optim;

/// <summary>
/// The z that makes ‖A·z + r‖² + λ‖z‖² smallest, from A's factors: √λ·I below R is turned into R's rows by Givens' rotations, one number after the
/// other. What comes of R, S, has SᵀS = Pᵀ(AᵀA + λI)P, which is never formed. Moré 1978, section 3.
/// </summary>
internal sealed class DampedSolution
{
    // S, by rows from the diagonal on.
    private readonly double[][] _rows;

    // z in the order of the factors.
    private readonly double[] _ordered;

    /// <param name="qr">A's factors.</param>
    /// <param name="target">−Qᵀr, at least as long as R has rows.</param>
    /// <param name="lambda">λ, above 0.</param>
    public DampedSolution(PivotedQr qr, double[] target, double lambda)
    {
        int n = qr.Columns;
        _ordered = new double[n];
        target.AsSpan(0, Math.Min(n, qr.Rows)).CopyTo(_ordered);
        _rows = new double[n][];
        for (int i = 0; i < n; i++)
        {
            _rows[i] = new double[n];
            for (int j = i; i < qr.Rows && j < n; j++)
            {
                _rows[i][j] = qr[i, j];
            }
        }

        double[] below = new double[n];
        for (int j = 0; j < n; j++)
        {
            Array.Clear(below);
            below[j] = Math.Sqrt(lambda);
            Eliminate(below, j);
        }

        for (int i = n - 1; i >= 0; i--)
        {
            for (int j = i + 1; j < n; j++)
            {
                _ordered[i] -= _rows[i][j] * _ordered[j];
            }

            _ordered[i] /= _rows[i][i];
        }

        Z = qr.Unordered(_ordered);
        Norm = SecondOrder.Norm(_ordered);
    }

    public double[] Z { get; }

    /// <summary>‖z‖.</summary>
    public double Norm { get; }

    /// <summary>‖S⁻ᵀPᵀz/‖z‖‖², of which −‖z‖ is the derivative of ‖z‖ with respect to λ.</summary>
    public double Steepness()
    {
        double[] w = new double[_ordered.Length];
        for (int i = 0; i < w.Length; i++)
        {
            double value = _ordered[i] / Norm;
            for (int j = 0; j < i; j++)
            {
                value -= _rows[j][i] * w[j];
            }

            w[i] = value / _rows[i][i];
        }

        double norm = SecondOrder.Norm(w);
        return norm * norm;
    }

    // Turns a row that begins at the j-th column, with 0 on its right side, into those of S.
    private void Eliminate(double[] below, int j)
    {
        double target = 0;
        for (int k = j; k < below.Length; k++)
        {
            if (below[k] == 0)
            {
                continue;
            }

            double[] row = _rows[k];
            double length = double.Hypot(row[k], below[k]), cos = row[k] / length, sin = below[k] / length;
            row[k] = length;
            for (int l = k + 1; l < below.Length; l++)
            {
                (row[l], below[l]) = ((cos * row[l]) + (sin * below[l]), (cos * below[l]) - (sin * row[l]));
            }

            (_ordered[k], target) = ((cos * _ordered[k]) + (sin * target), (cos * target) - (sin * _ordered[k]));
        }
    }
}
