using System.Runtime.CompilerServices;

namespace MiniTorch.Kernels;

// Groups whose rows are short: columns of the matrix [outer, groups·inner].
internal static unsafe partial class NormalizationKernels
{
    /// <summary>The mean and the squared deviations of each column over the rows of each block: [block, 3, column], the third being scratch.</summary>
    internal struct ColumnMoments : INormalizationKernel
    {
        public Grouping Of;
        public NDArray X;
        public NDArray Result;
        public int RowsPerBlock;

        public readonly void Run<TVec, TWide, T>(int first, int end)
            where TVec : unmanaged, ISimd<TVec, T>
            where TWide : unmanaged, ISimd<TWide, double>
            where T : unmanaged
        {
            int columns = Of.Columns;
            fixed (T* x = X.Elements<T>())
            fixed (double* results = Result.Elements<double>())
            {
                for (int block = first; block < end; block++)
                {
                    int start = block * RowsPerBlock;
                    int rows = Math.Min(RowsPerBlock, Of.Outer - start);
                    T* source = x + ((nint)start * columns);
                    double* mean = results + ((nint)block * 3 * columns);
                    double* squares = mean + columns;
                    double* rest = squares + columns;
                    for (int row = 0; row < rows; row++)
                    {
                        Add<TWide, T>(source + ((nint)row * columns), mean, columns);
                    }

                    for (int j = 0; j < columns; j++)
                    {
                        mean[j] /= rows;
                    }

                    for (int row = 0; row < rows; row++)
                    {
                        AddDeviations<TWide, T>(source + ((nint)row * columns), mean, rest, squares, columns);
                    }

                    for (int j = 0; j < columns; j++)
                    {
                        mean[j] += rest[j] / rows;
                        squares[j] = Math.Max(0, squares[j] - (rest[j] * rest[j] / rows));
                    }
                }
            }
        }
    }

    /// <summary>Normalises rows of the matrix by what each column has: [4, column] of mean, its rest, scale and shift.</summary>
    internal struct ForwardColumns : INormalizationKernel
    {
        public Grouping Of;
        public NDArray X;
        public NDArray Operands;
        public NDArray Result;

        public readonly void Run<TVec, TWide, T>(int first, int end)
            where TVec : unmanaged, ISimd<TVec, T>
            where TWide : unmanaged, ISimd<TWide, double>
            where T : unmanaged
        {
            int columns = Of.Columns;
            fixed (T* x = X.Elements<T>(), y = Result.Elements<T>(), operands = Operands.Elements<T>())
            {
                for (int row = first; row < end; row++)
                {
                    nint start = (nint)row * columns;
                    Normalize<TVec, T>(x + start, Columns(operands, columns), Same<T>(1), new(default, operands + (3 * columns)), y + start, columns);
                }
            }
        }
    }

    /// <summary>Σ g and Σ g·x̂ of each column over the rows of each block: [block, 2, column].</summary>
    internal struct ColumnSums : INormalizationKernel
    {
        public Grouping Of;
        public NDArray X;
        public NDArray Gradient;
        public NDArray Operands;
        public NDArray Result;
        public int RowsPerBlock;

        public readonly void Run<TVec, TWide, T>(int first, int end)
            where TVec : unmanaged, ISimd<TVec, T>
            where TWide : unmanaged, ISimd<TWide, double>
            where T : unmanaged
        {
            int columns = Of.Columns;
            fixed (T* x = X.Elements<T>(), g = Gradient.Elements<T>(), operands = Operands.Elements<T>(), results = Result.Elements<T>())
            {
                for (int block = first; block < end; block++)
                {
                    T* sums = results + ((nint)block * 2 * columns);
                    int last = (int)Math.Min(Of.Outer, (block + 1L) * RowsPerBlock);
                    for (int row = block * RowsPerBlock; row < last; row++)
                    {
                        nint start = (nint)row * columns;
                        AddToSums<TVec, T>(x + start, g + start, Columns(operands, columns), sums, sums + columns, columns);
                    }
                }
            }
        }
    }

    /// <summary>The input's gradient, by what each column has: [6, column] of mean, its rest, scale, and the mean, slope and scale of the gradient.</summary>
    internal struct BackwardColumns : INormalizationKernel
    {
        public Grouping Of;
        public NDArray X;
        public NDArray Gradient;
        public NDArray Operands;
        public NDArray Result;

        public readonly void Run<TVec, TWide, T>(int first, int end)
            where TVec : unmanaged, ISimd<TVec, T>
            where TWide : unmanaged, ISimd<TWide, double>
            where T : unmanaged
        {
            int columns = Of.Columns;
            fixed (T* x = X.Elements<T>(), g = Gradient.Elements<T>(), y = Result.Elements<T>(), operands = Operands.Elements<T>())
            {
                Operand<T> mean = new(default, operands + (3 * columns));
                Operand<T> slope = new(default, operands + (4 * columns));
                Operand<T> scale = new(default, operands + (5 * columns));
                for (int row = first; row < end; row++)
                {
                    nint start = (nint)row * columns;
                    Backward<TVec, T>(x + start, g + start, Columns(operands, columns), Same<T>(1), mean, slope, scale, y + start, columns);
                }
            }
        }
    }

    private static Standard<T> Columns<T>(T* operands, int columns)
        where T : unmanaged => new(new(default, operands), new(default, operands + columns), new(default, operands + (2 * columns)));

    // Tails one by one, with the same bits: nothing here is fused.
    [MethodImpl(MethodImplOptions.NoInlining | MethodImplOptions.AggressiveOptimization)]
    private static void Add<TWide, T>(T* x, double* sum, int length)
        where TWide : unmanaged, ISimd<TWide, double>
        where T : unmanaged
    {
        nint i = 0;
        for (; i <= length - TWide.Count; i += TWide.Count)
        {
            TWide.Store(TWide.Load(sum + i) + LoadWide<TWide, T>(x + i), sum + i);
        }

        for (; i < length; i++)
        {
            sum[i] += Widen(x[i]);
        }
    }

    [MethodImpl(MethodImplOptions.NoInlining | MethodImplOptions.AggressiveOptimization)]
    private static void AddDeviations<TWide, T>(T* x, double* mean, double* sum, double* squares, int length)
        where TWide : unmanaged, ISimd<TWide, double>
        where T : unmanaged
    {
        nint i = 0;
        for (; i <= length - TWide.Count; i += TWide.Count)
        {
            TWide deviation = LoadWide<TWide, T>(x + i) - TWide.Load(mean + i);
            TWide.Store(TWide.Load(sum + i) + deviation, sum + i);
            TWide.Store(TWide.Load(squares + i) + (deviation * deviation), squares + i);
        }

        for (; i < length; i++)
        {
            double deviation = Widen(x[i]) - mean[i];
            sum[i] += deviation;
            squares[i] += deviation * deviation;
        }
    }
}
