namespace MiniTorch;

/// <summary>What index arrays name in an array, apart from the indices themselves.</summary>
/// <param name="Source">The shape that is indexed.</param>
/// <param name="Dims">The dimensions that have indices, ascending.</param>
/// <param name="At">Where the dimensions of the indices stand in the result.</param>
/// <param name="Shape">That of the indices, broadcast.</param>
/// <param name="Result">The shape of what is picked.</param>
internal sealed record Picks(Shape Source, int[] Dims, int At, Shape Shape, Shape Result)
{
    /// <summary>Checks index arrays, one for each dimension from the first, as <see cref="NDArray.Index"/> takes them.</summary>
    /// <param name="op">For errors.</param>
    /// <param name="source">The shape that is indexed.</param>
    /// <param name="indices">Null for a dimension that is taken whole.</param>
    /// <param name="places">The indices, none negative: int64, a row for each dimension that has them.</param>
    public static Picks Of(string op, Shape source, ReadOnlySpan<NDArray?> indices, out NDArray places)
    {
        List<int> dims = [];
        List<NDArray> arrays = [];
        int dim = 0;
        foreach (NDArray? index in indices)
        {
            if (index is null)
            {
                dim++;
            }
            else if (index.DType == DType.Bool)
            {
                CheckMask(op, source, dim, index.Shape);
                NDArray coordinates = NDArray.Coordinates(op, index);
                for (int i = 0; i < index.Rank; i++)
                {
                    dims.Add(dim++);
                    arrays.Add(coordinates.Select(0, i));
                }
            }
            else
            {
                dims.Add(dim++);
                arrays.Add(NDArray.AsIndices(op, index));
            }
        }

        if (dim > source.Rank)
        {
            Throw.Argument(op, $"there are at most {source.Rank} dimensions to index in shape {source}; got indices for {dim}");
        }

        Shape shape = Broadcast(op, arrays);
        places = NDArray.Allocate(op, Shape.Of([arrays.Count, shape.Count], op), DType.Int64);
        for (int i = 0; i < arrays.Count; i++)
        {
            NDArray row = places.Select(0, i);
            row.Reshape(shape.AsSpan()).CopyFrom(arrays[i]);
            NDArray.WrapInPlace(op, row.Elements<long>(), source, dims[i]);
        }

        GC.KeepAlive(places);
        bool areNeighbours = dims.Count > 0 && dims[^1] - dims[0] == dims.Count - 1;
        int at = areNeighbours ? dims[0] : 0;
        int[] rest = [.. source.Where((_, i) => !dims.Contains(i))];
        return new Picks(source, [.. dims], at, shape, Shape.Of([.. rest[..at], .. shape, .. rest[at..]], op));
    }

    private static Shape Broadcast(string op, List<NDArray> arrays)
    {
        Shape? shape = Shape.Scalar;
        foreach (NDArray array in arrays)
        {
            shape = shape is null ? null : Shape.TryBroadcast(shape, array.Shape);
        }

        if (shape is null)
        {
            Throw.Argument(op, $"the indices must broadcast together: sizes aligned at the last dimension are equal or 1; got {string.Join(", ", arrays.Select(static array => array.Shape))}");
        }

        return shape;
    }

    private static void CheckMask(string op, Shape source, int dim, Shape mask)
    {
        if (mask.Rank == 0 || dim + mask.Rank > source.Rank || !source.AsSpan().Slice(dim, mask.Rank).SequenceEqual(mask.AsSpan()))
        {
            Throw.Argument(op, $"a mask must have the sizes of the dimensions that it masks, from {dim} on, of shape {source}; got {mask}");
        }
    }
}
