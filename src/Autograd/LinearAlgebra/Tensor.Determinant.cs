namespace MiniTorch;

public sealed partial class Tensor
{
    // The minors of a greater matrix would take more than 100 MB.
    private const int MostForCofactors = 64;

    /// <inheritdoc cref="NDArray.Det"/>
    /// <remarks>
    /// The gradient is the matrix of cofactors: det A · A⁻ᵀ, or, for singular matrices, n² determinants of size n − 1, for which n is at most 64.
    /// </remarks>
    public Tensor Det() => Op.Record("det", Value.Det(), save: [this, Op.Output], (this, static (s, g) => DetBackward(s[0], s[1], g)));

    /// <summary>
    /// The sign of each matrix' determinant, and the logarithm of its magnitude, whose gradient is A⁻ᵀ, not finite for singular matrices; the sign has none.
    /// PyTorch: <c>torch.linalg.slogdet</c>.
    /// </summary>
    /// <inheritdoc cref="NDArray.Slogdet"/>
    public (Tensor Sign, Tensor LogAbsDet) Slogdet()
    {
        (NDArray sign, NDArray logarithm) = Value.Slogdet();
        return (new Tensor(sign), Op.Record(
            "slogdet", logarithm, save: [this], (this, static (s, g) => EachTimes(g, Inverse(s[0], isChecked: false).Transpose(-2, -1)))));
    }

    /// <summary>The logarithm of each matrix' determinant; −∞ for singular ones, NaN where it is negative. PyTorch: <c>torch.logdet</c>.</summary>
    /// <inheritdoc cref="NDArray.Det"/>
    public Tensor Logdet()
    {
        (Tensor sign, Tensor logarithm) = Slogdet();
        return Where(sign.Lt(0), double.NaN, logarithm);
    }

    private static Tensor EachTimes(Tensor numbers, Tensor matrices) => numbers.Unsqueeze(-1).Unsqueeze(-1) * matrices;

    private static Tensor DetBackward(Tensor x, Tensor det, Tensor gradient)
    {
        bool[] isSingular = det.Value.Eq(0).ToArray<bool>();
        if (!isSingular.Contains(true))
        {
            return EachTimes(gradient * det, x.Inverse().Transpose(-2, -1));
        }

        // The others as above, with identities in place of the singular ones.
        int n = x.Shape[-1];
        Shape flat = [isSingular.Length, n, n];
        x = x.Reshape(flat.AsSpan());
        gradient = gradient.Reshape(-1);
        Tensor mask = From(isSingular);
        Tensor regular = Where(mask.Reshape(-1, 1, 1), Eye(n, dtype: x.DType), x).Inverse().Transpose(-2, -1);
        regular = EachTimes(Where(mask, 0, gradient * det.Reshape(-1)), regular);
        var each = new Tensor[isSingular.Length];
        for (int i = 0; i < each.Length; i++)
        {
            each[i] = isSingular[i] ? gradient.Select(0, i) * Cofactors(x.Select(0, i)) : regular.Select(0, i);
        }

        return Stack(each).Reshape([.. det.Shape, n, n]);
    }

    // (−1)^(i + j) times the determinant without row i and column j.
    private static Tensor Cofactors(Tensor matrix)
    {
        int n = matrix.Shape[0];
        if (n > MostForCofactors)
        {
            Throw.Argument("det", $"the gradient at a singular matrix is computed up to size {MostForCofactors}; got {n}");
        }

        var places = new long[(long)n * n * (n - 1) * (n - 1)];
        var signs = new double[n * n];
        int at = 0;
        for (int i = 0; i < n; i++)
        {
            for (int j = 0; j < n; j++)
            {
                signs[(i * n) + j] = (i + j) % 2 == 0 ? 1 : -1;
                for (int row = 0; row < n - 1; row++)
                {
                    for (int column = 0; column < n - 1; column++)
                    {
                        places[at++] = ((long)(row < i ? row : row + 1) * n) + (column < j ? column : column + 1);
                    }
                }
            }
        }

        Tensor minors = matrix.Reshape(n * n).Gather(0, From(places)).Reshape(n, n, n - 1, n - 1);
        return minors.Det() * From(signs, [n, n]).To(matrix.DType);
    }
}
