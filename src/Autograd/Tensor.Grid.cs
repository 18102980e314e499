namespace MiniTorch;

public sealed partial class Tensor
{
    /// <summary>
    /// Views that tell the coordinates of every point of a grid: from vectors of lengths a and b two tensors [a, b], of which the first is constant along
    /// rows and the second along columns. A scalar is a vector of one element. PyTorch: <c>torch.meshgrid(…, indexing='ij')</c>.
    /// </summary>
    /// <param name="tensors">The coordinates in every dimension, of one type.</param>
    /// <exception cref="ArgumentException">There is no tensor, one has more than one dimension, or the types differ.</exception>
    public static Tensor[] Meshgrid(params ReadOnlySpan<Tensor> tensors) => Meshgrid(MeshgridIndexing.IJ, tensors);

    /// <summary>The same with a choice of which dimension belongs to which tensor. PyTorch: <c>torch.meshgrid(…, indexing=…)</c>.</summary>
    /// <inheritdoc cref="Meshgrid(ReadOnlySpan{Tensor})"/>
    public static Tensor[] Meshgrid(MeshgridIndexing indexing, params ReadOnlySpan<Tensor> tensors) => Meshgrid("meshgrid", indexing, tensors);

    /// <summary>
    /// All ways to take one element of each vector, one a row: from lengths a and b [a·b, 2]. One vector alone is itself. PyTorch: <c>torch.cartesian_prod</c>.
    /// </summary>
    /// <inheritdoc cref="Meshgrid(ReadOnlySpan{Tensor})"/>
    public static Tensor CartesianProd(params ReadOnlySpan<Tensor> tensors)
    {
        Tensor[] grid = Meshgrid("cartesian_prod", MeshgridIndexing.IJ, tensors);
        return grid.Length == 1 ? grid[0] : Stack(grid, dim: -1).Flatten(0, -2);
    }

    /// <summary>
    /// All ways to choose <paramref name="r"/> elements of a vector without regard to order, one a row, in the order of the vector: from n elements
    /// [n! / (r!·(n − r)!), r]. PyTorch: <c>torch.combinations</c>.
    /// </summary>
    /// <param name="r">How many.</param>
    /// <param name="withReplacement">Whether an element may be chosen again.</param>
    /// <exception cref="ArgumentException">This is no vector, the number is negative, or the result is too large.</exception>
    public Tensor Combinations(int r = 2, bool withReplacement = false)
    {
        const string Op = "combinations";
        if (Rank != 1 || r < 0)
        {
            Throw.Argument(Op, $"a vector is needed, and a number of elements that is not negative; got {Shape} and {r}");
        }

        // As in PyTorch, the one way to choose nothing is not told.
        if (r == 0)
        {
            return Slice(0, 0, 0);
        }

        long rows = Choices(Count == 0 || !withReplacement ? Count : Count + r - 1L, r);
        if (rows > Array.MaxLength / r)
        {
            Throw.Argument(Op, $"an array has at most {Array.MaxLength} elements; {r} of {Count} would give more");
        }

        NDArray chosen = NDArray.Allocate(Op, [(int)rows, r], DType.Int64);
        Span<long> places = chosen.Elements<long>();
        int again = withReplacement ? 0 : 1;
        for (int place = 0; place < places.Length; place += r)
        {
            Span<long> row = places.Slice(place, r);
            int changed = 0;
            if (place > 0)
            {
                // The last entry that can move on does, and those behind it follow closely.
                places.Slice(place - r, r).CopyTo(row);
                changed = r - 1;
                while (row[changed] == Count - 1 - (again * (r - 1L - changed)))
                {
                    changed--;
                }

                row[changed++]++;
            }

            for (int i = changed; i < r; i++)
            {
                row[i] = i == 0 ? 0 : row[i - 1] + again;
            }
        }

        return Gather(Op, 0, new Tensor(chosen.Reshape(-1))).Reshape((int)rows, r);
    }

    // n over k, or a number beyond what an array holds.
    private static long Choices(long n, long k)
    {
        k = Math.Min(k, n - k);
        long count = k < 0 ? 0 : 1;
        for (long i = 1; i <= k && count <= int.MaxValue; i++)
        {
            count = count * (n - k + i) / i;
        }

        return count;
    }

    private static Tensor[] Meshgrid(string op, MeshgridIndexing indexing, ReadOnlySpan<Tensor> tensors)
    {
        if (tensors.IsEmpty)
        {
            Throw.Argument(op, "at least one tensor is needed; got none");
        }

        int[] sizes = new int[tensors.Length];
        for (int i = 0; i < sizes.Length; i++)
        {
            Tensor tensor = tensors[i];
            if (tensor.Rank > 1 || tensor.DType != tensors[0].DType)
            {
                Throw.Argument(op, $"vectors of one type are needed; got {string.Join(", ", tensors.ToArray().Select(static x => $"{x.DType.Name()} {x.Shape}"))}");
            }

            sizes[Place(i)] = tensor.Count;
        }

        Shape shape = Shape.Of(sizes, op);
        var grid = new Tensor[sizes.Length];
        for (int i = 0; i < grid.Length; i++)
        {
            int[] own = new int[sizes.Length];
            own.AsSpan().Fill(1);
            own[Place(i)] = tensors[i].Count;
            grid[i] = tensors[i].Reshape(own).Expand(shape);
        }

        return grid;

        int Place(int i) => indexing == MeshgridIndexing.XY && sizes.Length > 1 && i < 2 ? 1 - i : i;
    }
}
