namespace MiniTorch.Tests;

/// <summary>
/// Values in row-major order and the plainest loops over them: what operations are checked against. Slow, obvious, in double, and without
/// a line of the library's code.
/// </summary>
public sealed class Plain(Shape shape, double[] data)
{
    /// <summary>The sizes.</summary>
    public Shape Shape => shape;

    /// <summary>The elements in row-major order.</summary>
    public double[] Data => data;

    /// <summary>The element at a position; sizes of 1 take any index, and a position may have more entries than there are dimensions (broadcasting).</summary>
    public double this[params ReadOnlySpan<int> index] => data[Indices.Number(index, shape)];

    /// <summary>A copy of an array's values.</summary>
    public static Plain Of(NDArray array) => new(array.Shape, array.To(DType.Float64).ToArray<double>());

    /// <summary>The value of every position.</summary>
    public static Plain Build(Shape shape, Func<int[], double> value) => new(shape, [.. Indices.Of(shape).Select(value)]);

    /// <summary>Element by element.</summary>
    public Plain Map(Func<double, double> function) => new(shape, [.. data.Select(function)]);

    /// <summary>Element by element of two, broadcast.</summary>
    public Plain Zip(Plain other, Func<double, double, double> function) =>
        Build(Broadcast(shape, other.Shape), index => function(this[index], other[index]));

    /// <summary>The elements of every group that differ only in <paramref name="dims"/> (none: all) become one.</summary>
    public Plain Reduce(int[] dims, bool keepDim, Func<double[], double> function)
    {
        bool[] reduced = [.. Enumerable.Range(0, shape.Rank).Select(dim => dims.Length == 0 || dims.Contains(dim) || dims.Contains(dim - shape.Rank))];
        Shape kept = Shape.Of([.. shape.ToArray().Zip(reduced, static (size, isReduced) => isReduced ? 1 : size)]);
        var groups = new List<double>[kept.Count];
        for (int i = 0; i < groups.Length; i++)
        {
            groups[i] = [];
        }

        foreach (int[] index in Indices.Of(shape))
        {
            groups[Indices.Number(index, kept)].Add(this[index]);
        }

        Shape result = keepDim ? kept : Shape.Of([.. shape.ToArray().Where((_, dim) => !reduced[dim])]);
        return new Plain(result, [.. groups.Select(group => function([.. group]))]);
    }

    /// <summary>Every row along <paramref name="dim"/> becomes another of its length.</summary>
    public Plain Along(int dim, Func<double[], double[]> function)
    {
        int at = dim < 0 ? dim + shape.Rank : dim;
        return shape.Rank == 0 ? new Plain(shape, function(data)) : Build(shape, index =>
        {
            int[] place = [.. index];
            double[] row = new double[shape[at]];
            for (int i = 0; i < row.Length; i++)
            {
                place[at] = i;
                row[i] = this[place];
            }

            return function(row)[index[at]];
        });
    }

    /// <summary>The elements of other positions: the result at an index is this at <paramref name="source"/> of it.</summary>
    public Plain Take(Shape result, Func<int[], int[]> source) => Build(result, index => this[source(index)]);

    /// <summary>The same elements in row-major order in another shape.</summary>
    public Plain Reshape(Shape result) => new(result, data);

    /// <summary>The matrix product as PyTorch defines it for all ranks, by three loops.</summary>
    public Plain MatMul(Plain other)
    {
        Plain a = shape.Rank == 1 ? Reshape([1, shape[0]]) : this;
        Plain b = other.Shape.Rank == 1 ? other.Reshape([other.Shape[0], 1]) : other;
        int inner = a.Shape[-1];
        Shape batch = Broadcast(Shape.Of(a.Shape.AsSpan()[..^2]), Shape.Of(b.Shape.AsSpan()[..^2]));
        Plain full = Build(Shape.Of([.. batch, a.Shape[-2], b.Shape[-1]]), index =>
            Enumerable.Range(0, inner).Sum(k => a[[.. index[..^1], k]] * b[[.. index[..^2], k, index[^1]]]));
        int[] sizes = full.Shape.ToArray();
        int[] kept = shape.Rank == 1 ? [.. sizes[..^2], sizes[^1]] : sizes;
        return full.Reshape(Shape.Of(other.Shape.Rank == 1 ? kept[..^1] : kept));
    }

    // The law of broadcasting by itself, not the library's.
    private static Shape Broadcast(Shape a, Shape b)
    {
        int rank = Math.Max(a.Rank, b.Rank);
        int[] sizes = new int[rank];
        for (int i = 1; i <= rank; i++)
        {
            int left = i <= a.Rank ? a[-i] : 1;
            int right = i <= b.Rank ? b[-i] : 1;
            sizes[^i] = left == 1 ? right : left;
        }

        return Shape.Of(sizes);
    }
}
