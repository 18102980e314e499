using MiniTorch.Kernels;

namespace MiniTorch;

public partial class NDArray
{
    /// <summary>
    /// The elements that index arrays name, one a dimension from the first; null takes a dimension whole. Indices are broadcast together and their
    /// shape stands in the place of their dimensions, or in front if these are not neighbours; a mask stands for the indices of its true elements,
    /// one array for each of its dimensions. PyTorch: <c>x[index, :, mask]</c>.
    /// </summary>
    /// <param name="indices">int64 or int32, negative ones counting from the end, or bool of the shape of the dimensions that it masks.</param>
    /// <exception cref="ArgumentException">There are more entries than dimensions, an index has another type or is out of range, indices do not
    /// broadcast, or a mask has another shape.</exception>
    public NDArray Index(params ReadOnlySpan<NDArray?> indices)
    {
        Picks picks = Picks.Of("index", Shape, indices, out NDArray places);
        return Pick("index", picks, places);
    }

    /// <summary>This, with the elements that index arrays name set to values, or with values added to them, in the order of the indices. PyTorch: <c>torch.index_put</c>.</summary>
    /// <param name="indices">As <see cref="Index"/> takes them.</param>
    /// <param name="values">Of this type; broadcast to the shape that <see cref="Index"/> gives.</param>
    /// <param name="accumulate">Whether to add; else the last one of a place stays.</param>
    /// <param name="destination">Where to write, perhaps this array; a new array if null.</param>
    /// <inheritdoc cref="Index"/>
    public NDArray IndexPut(ReadOnlySpan<NDArray?> indices, NDArray values, bool accumulate = false, NDArray? destination = null)
    {
        const string Name = "index_put";
        CheckSourceType(Name, values);
        Picks picks = Picks.Of(Name, Shape, indices, out NDArray places);
        CheckValues(Name, picks.Result, values);
        return Begin(Name, destination, ref values, ref places).Put(Name, picks, places, values, accumulate);
    }

    /// <summary>The positions of the elements that are not 0, in row-major order, as int64 [n, rank]. PyTorch: <c>torch.nonzero</c>.</summary>
    public NDArray Nonzero() => Coordinates("nonzero", To(DType.Bool)).Transpose(0, 1).Clone();

    internal static void CheckValues(string op, Shape shape, NDArray values)
    {
        if (Shape.TryBroadcast(shape, values.Shape) != shape)
        {
            Throw.Argument(op, $"the values must broadcast to the part that is set, {shape}; got {values.Shape}");
        }
    }

    /// <summary>The true elements of a mask in row-major order: their indices, a row for each dimension.</summary>
    internal static NDArray Coordinates(string op, NDArray mask)
    {
        mask = mask.IsContiguous ? mask : mask.Copy(op);
        ReadOnlySpan<byte> truths = mask.Elements<byte>();
        int count = 0;
        foreach (byte truth in truths)
        {
            count += truth;
        }

        NDArray result = Allocate(op, Shape.Of([mask.Rank, count], op), DType.Int64);
        Span<long> coordinates = result.Elements<long>();
        ReadOnlySpan<int> sizes = mask.Shape.AsSpan();
        for (int i = 0, next = 0; next < count; i++)
        {
            if (truths[i] != 0)
            {
                for (int dim = sizes.Length - 1, rest = i; dim >= 0; dim--)
                {
                    (rest, coordinates[(dim * count) + next]) = Math.DivRem(rest, sizes[dim]);
                }

                next++;
            }
        }

        GC.KeepAlive(mask);
        GC.KeepAlive(result);
        return result;
    }

    /// <summary>The elements at places that <see cref="Picks"/> found.</summary>
    internal NDArray Pick(string op, Picks picks, NDArray places)
    {
        NDArray y = Allocate(op, picks.Result, DType);
        Transfer<Taking>(op, this, picks, places, y);
        return y;
    }

    /// <summary>Writes values, which broadcast, to places that <see cref="Picks"/> found.</summary>
    /// <returns>This array.</returns>
    internal NDArray Put(string op, Picks picks, NDArray places, NDArray values, bool accumulate)
    {
        CheckDestination(op, Shape, DType, this);
        values = (values.SharesStorageWith(this) ? values.Clone() : values).Expand(picks.Result);
        if (!accumulate)
        {
            Transfer<Putting>(op, this, picks, places, values);
        }
        else if (DType == DType.Bool)
        {
            Transfer<Raising>(op, this, picks, places, values);
        }
        else
        {
            Transfer<Adding>(op, this, picks, places, values);
        }

        return this;
    }

    // The dimensions that are indexed become one, in which the indices are offsets; so do the indices' own.
    private static void Transfer<TTransfer>(string op, NDArray whole, Picks picks, NDArray places, NDArray few)
        where TTransfer : struct, ITransfer
    {
        ReadOnlySpan<int> result = picks.Result.AsSpan();
        int count = picks.Shape.Count;
        few = few.Reshape([.. result[..picks.At], count, .. result[(picks.At + picks.Shape.Rank)..]]);
        NDArray offsets = Allocate(op, [count], DType.Int64);
        Span<long> sums = offsets.Elements<long>();
        ReadOnlySpan<long> indices = places.Elements<long>();
        sums.Clear();
        for (int i = 0; i < picks.Dims.Length; i++)
        {
            int stride = whole.Strides[picks.Dims[i]];
            for (int k = 0; k < count; k++)
            {
                sums[k] += indices[(i * count) + k] * stride;
            }
        }

        Span<int> steps = stackalloc int[few.Rank];
        Span<int> along = stackalloc int[few.Rank];
        along.Clear();
        along[picks.At] = 1;
        for (int dim = 0, next = 0; dim < whole.Rank; dim++)
        {
            if (!picks.Dims.Contains(dim))
            {
                next += next == picks.At ? 1 : 0;
                steps[next++] = whole.Strides[dim];
            }
        }

        Transfer<TTransfer>(op, whole, steps, 1, long.MaxValue, offsets.View(few.Shape, along, 0), few, picks.At);
        GC.KeepAlive(places);
    }
}
