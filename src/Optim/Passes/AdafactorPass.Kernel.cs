using System.Runtime.CompilerServices;
using MiniTorch.Kernels;

namespace MiniTorch.Optim;

/// <summary>
/// The arithmetic of <see cref="Adafactor"/> on one parameter. Since √(r·c/m) = √(r/m)·√c, the reciprocals of these are taken once a row and
/// once a column, and not once an element.
/// </summary>
internal readonly unsafe partial struct AdafactorKernel<TVec, T>(AdafactorTask task, T* parameter, T* gradient, T* a, T* b, T* scratch)
    where TVec : unmanaged, ISimd<TVec, T>
    where T : unmanaged
{
    // Elements of a row whose squares are added in lanes before they are added up in float64; whole vectors of any width.
    private const int Piece = 4096;

    private static double SmallestNormal => FusedLoop.SmallestNormal<T>();

    /// <summary>Brings the averages up to date, as far as the block has all that they need.</summary>
    /// <returns>The sums of squares of the parameter and, if the averages are complete, of the update.</returns>
    public (double Parameter, double Update) Gather(in AdafactorBlock block)
    {
        if (!task.IsFactored)
        {
            return GatherVector(block.Row, block.Rows);
        }

        double parameterSquares = 0, updateSquares = 0;
        for (int i = block.Matrix; i < block.Matrix + block.Matrices; i++)
        {
            parameterSquares += Accumulate(i, block.Row, block.Rows);
            if (task.BlocksPerMatrix == 1)
            {
                Factor(i);
                updateSquares += Measure(i, 0, task.Rows);
            }
        }

        return (parameterSquares, updateSquares);
    }

    /// <summary>Brings the averages of columns up to date, and takes the factors that multiply rows and columns of the gradient.</summary>
    [MethodImpl(MethodImplOptions.NoInlining | MethodImplOptions.AggressiveOptimization)]
    public void Factor(int matrix)
    {
        T* sums = Columns(matrix);
        T* average = b + ((nint)matrix * task.Columns);
        TVec kept = TVec.Create(1 - task.Taken), taken = TVec.Create(task.Taken / task.Rows), one = TVec.Create(1.0);
        TVec smallest = TVec.Create(SmallestNormal), zero = TVec.Zero, largest = zero;
        for (int j = 0; j < task.Columns; j += TVec.Count)
        {
            int rest = task.Columns - j;
            TVec sum = zero;
            for (int k = 0; k < task.BlocksPerMatrix; k++)
            {
                sum += Load(sums + ((nint)k * task.Columns) + j, rest, zero);
            }

            TVec mean = FusedLoop.Accumulate<TVec, T>(kept, Load(average + j, rest, zero), taken * sum, smallest);
            Store(mean, average + j, rest);
            Store(one / TVec.Sqrt(mean), sums + j, rest);
            largest = TVec.Max(largest, Load(sums + j, rest, zero));
        }

        T* rows = a + ((nint)matrix * task.Rows);
        T* factors = Rows(matrix);
        double total = 0;
        for (int i = 0; i < task.Rows; i++)
        {
            total += ToDouble(rows[i]);
        }

        double scale = Math.Sqrt(AtLeast(total / task.Rows, Math.Max(task.Eps, SmallestNormal)));
        for (int i = 0; i < task.Rows; i++)
        {
            factors[i] = FromDouble(scale / Math.Sqrt(ToDouble(rows[i])));
        }

        factors[task.Rows] = TVec.MaxLane(largest);
    }

    /// <summary>The sum of squares of the update, over some rows.</summary>
    public double Measure(int matrix, int row, int count)
    {
        T* columns = Columns(matrix);
        T* rows = Rows(matrix);
        T* g = gradient + At(matrix, row);
        double total = 0, limit = task.Most / ToDouble(rows[task.Rows]);
        for (int i = row; i < row + count; i++, g += task.Columns)
        {
            double factor = ToDouble(rows[i]);
            total += factor <= limit
                ? factor * factor * Squares<Free>(g, columns, rows[i])
                : Squares<Bounded>(g, columns, rows[i]);
        }

        return total;
    }

    /// <summary>Updates the parameter.</summary>
    public void Apply(in AdafactorBlock block)
    {
        if (!task.IsFactored)
        {
            ApplyVector(block.Row, block.Rows);
            return;
        }

        for (int i = block.Matrix; i < block.Matrix + block.Matrices; i++)
        {
            Apply(i, block.Row, block.Rows);
        }
    }

    private void Apply(int matrix, int row, int count)
    {
        T* columns = Columns(matrix);
        T* rows = Rows(matrix);
        nint at = At(matrix, row);
        T* g = gradient + at, p = parameter + at;
        double limit = task.Most / ToDouble(rows[task.Rows]);
        for (int i = row; i < row + count; i++, g += task.Columns, p += task.Columns)
        {
            double factor = ToDouble(rows[i]);
            if (factor <= limit)
            {
                Apply<Free>(p, g, columns, rows[i], task.Scale * factor);
            }
            else
            {
                Apply<Bounded>(p, g, columns, rows[i], task.Scale);
            }
        }
    }

    // Sums the squares of some rows of the gradient: by rows, whose averages are then done with, and by columns; and those of the parameter.
    [MethodImpl(MethodImplOptions.NoInlining | MethodImplOptions.AggressiveOptimization)]
    private double Accumulate(int matrix, int row, int count)
    {
        int length = task.Columns;
        T* columns = Columns(matrix) + ((nint)(row / task.RowsPerBlock) * length);
        T* averages = a + ((nint)matrix * task.Rows);
        nint at = At(matrix, row);
        T* g = gradient + at, p = parameter + at;
        TVec smallest = TVec.Create(FusedLoop.SmallestRoot<T>()), zero = TVec.Zero;
        double total = 0, kept = 1 - task.Taken, taken = task.Taken / length;
        new Span<T>(columns, length).Clear();
        for (int i = row; i < row + count; i++, g += length, p += length)
        {
            double sum = 0;
            for (int j = 0; j < length;)
            {
                TVec squares = zero, weights = zero;
                int end = Math.Min(length, j + Piece);
                for (; j <= end - TVec.Count; j += TVec.Count)
                {
                    TVec value = FusedLoop.Flush<TVec, T>(TVec.Load(g + j), smallest), weight = TVec.Load(p + j);
                    TVec.AddProduct(value, value, ref squares);
                    TVec.Store(TVec.MultiplyAdd(value, value, TVec.Load(columns + j)), columns + j);
                    TVec.AddProduct(weight, weight, ref weights);
                }

                if (j < end)
                {
                    int rest = end - j;
                    TVec value = FusedLoop.Flush<TVec, T>(TVec.LoadPartial(g + j, rest, zero), smallest);
                    TVec weight = TVec.LoadPartial(p + j, rest, zero);
                    TVec.AddProduct(value, value, ref squares);
                    TVec.StorePartial(TVec.MultiplyAdd(value, value, TVec.LoadPartial(columns + j, rest, zero)), columns + j, rest);
                    TVec.AddProduct(weight, weight, ref weights);
                    j = end;
                }

                sum += ToDouble(TVec.Sum(squares));
                total += ToDouble(TVec.Sum(weights));
            }

            double average = (kept * ToDouble(averages[i])) + (taken * sum);
            averages[i] = FromDouble(average < SmallestNormal ? 0 : average);
        }

        return total;
    }

    private nint At(int matrix, int row) => (((nint)matrix * task.Rows) + row) * task.Columns;

    private T* Columns(int matrix) => scratch + ((nint)matrix * task.ScratchPerMatrix);

    private T* Rows(int matrix) => Columns(matrix) + ((nint)task.BlocksPerMatrix * task.Columns);

    // As PyTorch's clamp, NaN stays NaN.
    private static double AtLeast(double value, double least) => value < least ? least : value;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static TVec Load(T* source, int rest, TVec fill) =>
        rest >= TVec.Count ? TVec.Load(source) : TVec.LoadPartial(source, rest, fill);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Store(TVec value, T* destination, int rest)
    {
        if (rest >= TVec.Count)
        {
            TVec.Store(value, destination);
        }
        else
        {
            TVec.StorePartial(value, destination, rest);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static double ToDouble(T value) =>
        typeof(T) == typeof(float) ? Unsafe.BitCast<T, float>(value) : Unsafe.BitCast<T, double>(value);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static T FromDouble(double value) =>
        typeof(T) == typeof(float) ? Unsafe.BitCast<float, T>((float)value) : Unsafe.BitCast<double, T>(value);
}
