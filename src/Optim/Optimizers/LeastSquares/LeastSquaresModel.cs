namespace MiniTorch.Optim;

/// <summary>
/// The linear model ‖r + J·p‖ around a point, in the scaled variables z = D·p: A = J·D⁻¹ with its factors.
/// </summary>
internal sealed partial class LeastSquaresModel
{
    // By how many roundings a sum of squares may be off.
    private const double Roundings = 16;

    private readonly PivotedQr _qr;
    private readonly double[] _scale;
    private readonly double[] _x;

    // −Qᵀr.
    private readonly double[] _target;

    /// <param name="at">The point; r and J are finite.</param>
    /// <param name="scale">The diagonal of D, all above 0.</param>
    /// <param name="dtype">The type of the parameters.</param>
    public LeastSquaresModel(Linearization at, double[] scale, DType dtype)
    {
        _scale = scale;
        _target = Array.ConvertAll(at.R, static value => -value);
        _qr = new PivotedQr([.. at.Columns!.Select((column, j) => Array.ConvertAll(column, value => value / scale[j]))], at.R.Length);
        _qr.ApplyTransposed(_target);
        double reach = Reach(at), epsilon = SecondOrder.Epsilon(dtype);
        Rank = _qr.Rank(epsilon);
        Shortest = _qr.ShortestSolution(_target, Rank);
        IsZero = at.Norm <= epsilon * reach;
        double cosine = IsZero ? 0 : LargestCosine(at);
        Offset = IsZero ? 0 : Math.Max(SecondOrder.Norm(_target.AsSpan(0, Rank)) / at.Norm, cosine);
        Rounding = IsZero ? 0 : Roundings * epsilon * (1 + (reach / at.Norm));
        IsCritical = cosine * cosine <= Rounding;
        Size = SecondOrder.Norm([.. at.X.Select((value, j) => value * scale[j])]);
        _x = at.X;
    }

    /// <summary>The number of directions in which J changes the residuals by more than rounding.</summary>
    public int Rank { get; }

    /// <summary>The shortest of the steps z to the model's minimum: Gauss and Newton's.</summary>
    public double[] Shortest { get; }

    /// <summary>Whether r is no more than what the rounding of x makes of it.</summary>
    public bool IsZero { get; }

    /// <summary>
    /// The cosine of the angle between r and what J can make, Bates and Watts' relative offset, or the largest one with a column of J, if that is
    /// larger. Where it is ω, Gauss–Newton's step is at most ω·√(m − n) standard errors long in every parameter.
    /// </summary>
    public double Offset { get; }

    /// <summary>By how much ‖r‖² may be off by rounding, as a share of it.</summary>
    public double Rounding { get; }

    /// <summary>Whether the model's whole reduction of ‖r‖² is no more than rounding.</summary>
    public bool IsBelowRounding => Offset * Offset <= Rounding;

    /// <summary>Whether no parameter alone promises more than rounding: the gradient is as good as zero, whatever J can make together.</summary>
    public bool IsCritical { get; }

    /// <summary>‖D·x‖.</summary>
    public double Size { get; }

    /// <summary>p, unscaled.</summary>
    public double[] Unscaled(double[] z) => [.. z.Select((value, j) => value / _scale[j])];

    /// <summary>max |pᵢ|/|xᵢ|.</summary>
    public double RelativeLength(double[] z) => SecondOrder.LargestShare(Unscaled(z), _x);

    /// <summary>‖J·p‖.</summary>
    public double NormOfProduct(double[] z) => _qr.NormOfProduct(z);

    // ‖|J|·|x|‖: how far r moves if every parameter moves by its own size.
    private static double Reach(Linearization at)
    {
        double[] reach = new double[at.R.Length];
        for (int j = 0; j < at.X.Length; j++)
        {
            for (int i = 0; i < reach.Length; i++)
            {
                reach[i] += Math.Abs(at.Columns![j][i] * at.X[j]);
            }
        }

        return SecondOrder.Norm(reach);
    }

    // With a column of J that is not zero.
    private static double LargestCosine(Linearization at)
    {
        double largest = 0;
        foreach (double[] column in at.Columns!)
        {
            double norm = SecondOrder.Norm(column);
            double cosine = 0;
            for (int i = 0; norm > 0 && i < column.Length; i++)
            {
                cosine += column[i] / norm * (at.R[i] / at.Norm);
            }

            largest = Math.Max(largest, Math.Abs(cosine));
        }

        return largest;
    }
}
