namespace MiniTorch.Kernels;

// Groups whose rows are long, or that are one row each: items are rows.
internal static unsafe partial class NormalizationKernels
{
    /// <summary>
    /// Finds the moments of each row, or reads those of its group, and normalises it by them if there is a result. The moments found are mean and
    /// squares where rows have to be joined, mean and variance where they are normalised at once.
    /// </summary>
    internal struct ForwardRows : INormalizationKernel
    {
        public Grouping Of;
        public NDArray X;
        public NDArray Moments;
        public NDArray? Weight;
        public NDArray? Bias;
        public NDArray? Result;
        public bool FindsMoments;
        public bool IsCentered;
        public bool IsPerGroup;
        public double Epsilon;

        public readonly void Run<TVec, TWide, T>(int first, int end)
            where TVec : unmanaged, ISimd<TVec, T>
            where TWide : unmanaged, ISimd<TWide, double>
            where T : unmanaged
        {
            int length = Of.Inner;
            Span<double> means = Moments.Elements<double>();
            Span<double> squares = means[(means.Length / 2)..];
            fixed (T* x = X.Elements<T>(), weight = Elements<T>(Weight), bias = Elements<T>(Bias), y = Elements<T>(Result))
            {
                for (int row = first; row < end; row++)
                {
                    int group = row % Of.Groups;
                    T* source = x + ((nint)row * length);
                    if (FindsMoments)
                    {
                        (means[row], squares[row]) = RowMoments<TWide, T>(source, length, IsCentered);
                        if (Result is null)
                        {
                            continue;
                        }

                        squares[row] /= length;
                    }

                    double scale = InverseDeviation(squares[group], Epsilon);
                    scale = IsPerGroup && Weight is not null ? scale * Widen(weight[group]) : scale;
                    Operand<T> factor = IsPerGroup || Weight is null ? Same<T>(1) : new(default, weight);
                    Operand<T> shift = Bias is null ? Same<T>(0) : IsPerGroup ? new(bias[group], null) : new(default, bias);
                    Normalize<TVec, T>(source, new Standard<T>(means[group], scale), factor, shift, y + ((nint)row * length), length);
                }
            }
        }
    }

    /// <summary>Finds each row's sums of the gradient, or reads those of its group, and computes the input's gradient from them if there is a result.</summary>
    internal struct BackwardRows : INormalizationKernel
    {
        public Grouping Of;
        public NDArray X;
        public NDArray Gradient;
        public NDArray Moments;
        public NDArray? Weight;
        public NDArray? Sums;
        public NDArray? Result;
        public bool FindsSums;
        public bool IsCentered;
        public bool IsPerGroup;
        public double Epsilon;

        public readonly void Run<TVec, TWide, T>(int first, int end)
            where TVec : unmanaged, ISimd<TVec, T>
            where TWide : unmanaged, ISimd<TWide, double>
            where T : unmanaged
        {
            int length = Of.Inner;
            ReadOnlySpan<double> means = Moments.Elements<double>();
            ReadOnlySpan<double> variances = means[Of.Groups..];
            Span<double> plain = Elements<double>(Sums);
            Span<double> standardized = plain[(plain.Length / 2)..];
            fixed (T* x = X.Elements<T>(), g = Gradient.Elements<T>(), weight = Elements<T>(Weight), y = Elements<T>(Result))
            {
                T* factors = IsPerGroup ? null : weight;
                for (int row = first; row < end; row++)
                {
                    int group = row % Of.Groups;
                    nint start = (nint)row * length;
                    double scale = InverseDeviation(variances[group], Epsilon);
                    var standard = new Standard<T>(means[group], scale);
                    (double sum, double product) = FindsSums
                        ? RowSums<TVec, T>(x + start, g + start, standard, factors, length)
                        : (plain[group], standardized[group]);
                    if (Result is null)
                    {
                        (plain[row], standardized[row]) = (sum, product);
                        continue;
                    }

                    scale = IsPerGroup && Weight is not null ? scale * Widen(weight[group]) : scale;
                    Operand<T> factor = factors == null ? Same<T>(1) : new(default, factors);
                    Operand<T> mean = Same<T>(IsCentered ? sum / Of.Size : 0);
                    Backward<TVec, T>(x + start, g + start, standard, factor, mean, Same<T>(product / Of.Size), Same<T>(scale), y + start, length);
                }
            }
        }
    }

    /// <summary>Σ g·x̂ over the rows of each block, for each place in a row; items are blocks.</summary>
    internal struct PlaceSums : INormalizationKernel
    {
        public Grouping Of;
        public NDArray X;
        public NDArray Gradient;
        public NDArray Moments;
        public NDArray Result;
        public int RowsPerBlock;
        public double Epsilon;

        public readonly void Run<TVec, TWide, T>(int first, int end)
            where TVec : unmanaged, ISimd<TVec, T>
            where TWide : unmanaged, ISimd<TWide, double>
            where T : unmanaged
        {
            int length = Of.Inner;
            ReadOnlySpan<double> means = Moments.Elements<double>();
            ReadOnlySpan<double> variances = means[Of.Groups..];
            fixed (T* x = X.Elements<T>(), g = Gradient.Elements<T>(), y = Result.Elements<T>())
            {
                for (int block = first; block < end; block++)
                {
                    int last = (int)Math.Min(Of.Groups, (block + 1L) * RowsPerBlock);
                    for (int row = block * RowsPerBlock; row < last; row++)
                    {
                        nint start = (nint)row * length;
                        var standard = new Standard<T>(means[row], InverseDeviation(variances[row], Epsilon));
                        AddToSums<TVec, T>(x + start, g + start, standard, null, y + ((nint)block * length), length);
                    }
                }
            }
        }
    }
}
