namespace MiniTorch;

// What the operations on batches of matrices, […, rows, columns], have in common.
public partial class NDArray
{
    // Whether the shape is that of matrices, square ones if asked for, of a type that has a division.
    private static void CheckMatrices(string op, NDArray x, bool isSquare)
    {
        if (!x.DType.IsFloatingPoint())
        {
            Throw.DType<NDArray>(op, x.DType, DType.Float32);
        }

        if (x.Rank < 2)
        {
            Throw.Argument(op, $"at least two dimensions are needed, the rows and columns of matrices; got {x.Shape}");
        }

        if (isSquare && x.Shape[-1] != x.Shape[-2])
        {
            Throw.Argument(op, $"the matrices must be square, their last two sizes equal; got {x.Shape}");
        }
    }

    private static void CheckDTypes(string op, NDArray a, NDArray b)
    {
        if (a.DType != b.DType)
        {
            Throw.Argument(op, $"both operands must have one dtype; got {a.DType.Name()} and {b.DType.Name()}");
        }
    }

    private static Shape BroadcastBatches(string op, NDArray a, NDArray b)
    {
        Shape? batch = Shape.TryBroadcast(Shape.Of(a.Shape.AsSpan()[..^2]), Shape.Of(b.Shape.AsSpan()[..^2]));
        if (batch is null)
        {
            Throw.Argument(op, $"the dimensions before the last two must broadcast: sizes aligned at their end are equal or 1; got {a.Shape} and {b.Shape}");
        }

        return batch;
    }

    // The same matrices in a batch that this one's broadcasts to.
    private NDArray ExpandBatch(Shape batch) => Expand(Shape.Of([.. batch, .. Shape.AsSpan()[^2..]]));

    // Where in a batch a matrix stands, for messages: nothing if there is only one.
    private static string Place(Shape shape, int matrix)
    {
        if (shape.Rank == 2)
        {
            return $"in shape {shape}";
        }

        Span<int> index = stackalloc int[shape.Rank - 2];
        for (int i = index.Length - 1; i >= 0; i--)
        {
            (matrix, index[i]) = Math.DivRem(matrix, shape.AsSpan()[i]);
        }

        return $"at batch index {Shape.Describe(index)} of shape {shape}";
    }

    private static long Cube(int n) => (long)n * n * n;
}
