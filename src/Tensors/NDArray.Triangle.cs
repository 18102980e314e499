namespace MiniTorch;

public partial class NDArray
{
    /// <summary>The lower triangle of a matrix, or of each of a batch: elements above a diagonal are 0. PyTorch: <c>torch.tril</c>.</summary>
    /// <param name="diagonal">The last diagonal that stays: 0 is the main one, positive ones lie above it, negative ones below.</param>
    /// <exception cref="ArgumentException">There are fewer than two dimensions.</exception>
    public NDArray Tril(int diagonal = 0) => Triangle("tril", diagonal, isUpper: false);

    /// <summary>The upper triangle of a matrix, or of each of a batch: elements below a diagonal are 0. PyTorch: <c>torch.triu</c>.</summary>
    /// <param name="diagonal">The first diagonal that stays: 0 is the main one, positive ones lie above it, negative ones below.</param>
    /// <exception cref="ArgumentException">There are fewer than two dimensions.</exception>
    public NDArray Triu(int diagonal = 0) => Triangle("triu", diagonal, isUpper: true);

    /// <summary>
    /// Row and column numbers of the elements of a lower triangle, in row-major order, as int64 [2, n]. PyTorch: <c>torch.tril_indices</c>.
    /// </summary>
    /// <param name="rows">Of the matrix.</param>
    /// <param name="columns">Of the matrix.</param>
    /// <param name="offset">The last diagonal that belongs to it.</param>
    /// <exception cref="ArgumentException">A size is negative, or there are too many elements.</exception>
    public static NDArray TrilIndices(int rows, int columns, int offset = 0) => TriangleIndices("tril_indices", rows, columns, offset, isUpper: false);

    /// <summary>
    /// Row and column numbers of the elements of an upper triangle, in row-major order, as int64 [2, n]. PyTorch: <c>torch.triu_indices</c>.
    /// </summary>
    /// <param name="rows">Of the matrix.</param>
    /// <param name="columns">Of the matrix.</param>
    /// <param name="offset">The first diagonal that belongs to it.</param>
    /// <exception cref="ArgumentException">A size is negative, or there are too many elements.</exception>
    public static NDArray TriuIndices(int rows, int columns, int offset = 0) => TriangleIndices("triu_indices", rows, columns, offset, isUpper: true);

    private static NDArray TriangleIndices(string op, int rows, int columns, int offset, bool isUpper)
    {
        if (rows < 0 || columns < 0)
        {
            Throw.Argument(op, $"the sizes of a matrix must not be negative; got {rows} rows and {columns} columns");
        }

        // Rows that keep nothing may be many.
        int first = isUpper || columns == 0 ? 0 : (int)Math.Clamp(-(long)offset, 0, rows);
        int last = columns == 0 ? 0 : isUpper ? (int)Math.Clamp((long)columns - offset, 0, rows) : rows;
        long count = 0;
        for (int row = first; row < last; row++)
        {
            (int start, int end) = Kept(row);
            count += end - start;
        }

        if (count > Array.MaxLength / (2 * sizeof(long)))
        {
            Throw.Argument(op, $"the indices of {count:N0} elements need more than 2 GB; got {rows} rows, {columns} columns and offset {offset}");
        }

        NDArray result = Allocate(op, [2, (int)count], DType.Int64);
        Span<long> places = result.Elements<long>();
        int next = 0;
        for (int row = first; row < last; row++)
        {
            (int start, int end) = Kept(row);
            for (int column = start; column < end; column++)
            {
                places[next] = row;
                places[(int)count + next++] = column;
            }
        }

        return result;

        (int Start, int End) Kept(int row)
        {
            int edge = Kernels.Triangle.Edge(row, columns, offset, isUpper);
            return isUpper ? (edge, columns) : (0, edge);
        }
    }

    private NDArray Triangle(string op, int diagonal, bool isUpper)
    {
        if (Rank < 2)
        {
            Throw.Argument(op, $"a matrix or a batch of matrices is needed; got {Shape}");
        }

        NDArray x = IsContiguous ? this : Copy(op);
        NDArray y = Allocate(op, Shape, DType);
        switch (DType.Size())
        {
            case 4: Kernels.Triangle.Copy<int>(x, diagonal, isUpper, y); break;
            case 8: Kernels.Triangle.Copy<long>(x, diagonal, isUpper, y); break;
            default: Kernels.Triangle.Copy<byte>(x, diagonal, isUpper, y); break;
        }

        return y;
    }
}
