namespace MiniTorch;

public partial class NDArray
{
    /// <summary>
    /// The same elements, in row-major order, in another shape. One size may be −1: it follows from the others. A view where the strides
    /// allow it, else a copy. PyTorch: <c>x.reshape</c>.
    /// </summary>
    /// <exception cref="ArgumentException">The sizes do not multiply to the number of elements.</exception>
    public NDArray Reshape(params ReadOnlySpan<int> sizes)
    {
        Shape shape = Infer(sizes, "reshape");
        return TryView(shape) ?? new NDArray(Copy("reshape").Storage, shape, DType);
    }

    /// <summary>
    /// The same elements, in row-major order, in another shape, without a copy. One size may be −1: it follows from the others.
    /// <see cref="Reshape"/> copies where there is no such view. PyTorch: <c>x.view</c>.
    /// </summary>
    /// <exception cref="ArgumentException">The sizes do not multiply to the number of elements, or a new dimension would run over old ones that do not
    /// lie one behind the other.</exception>
    public NDArray View(params ReadOnlySpan<int> sizes)
    {
        Shape shape = Infer(sizes, "view");
        NDArray? view = TryView(shape);
        if (view is null)
        {
            Throw.Argument("view", $"{shape} is no view of shape {Shape} with strides {Shape.Describe(Strides)}, since a dimension of it would run over old ones that do not lie one behind the other in memory; use Reshape, which copies");
        }

        return view;
    }

    /// <summary>All dimensions from <paramref name="startDim"/> to <paramref name="endDim"/> as one; of a scalar [1]. A view where the strides allow it, else a copy. PyTorch: <c>torch.flatten</c>.</summary>
    /// <exception cref="ArgumentException">The end lies before the start, or a dimension does not exist.</exception>
    public NDArray Flatten(int startDim = 0, int endDim = -1) => Reshape(Shape.Flatten(startDim, endDim));

    /// <summary>One dimension as several, whose sizes multiply to its own; one may be −1. A view. PyTorch: <c>torch.unflatten</c>.</summary>
    /// <exception cref="ArgumentException">The sizes do not multiply to the dimension's, or it does not exist.</exception>
    public NDArray Unflatten(int dim, params ReadOnlySpan<int> sizes) => View(Shape.Unflatten(dim, sizes));

    private NDArray Copy(string op) => Allocate(op, Shape, DType).CopyFrom(this);

    private Shape Infer(ReadOnlySpan<int> sizes, string op)
    {
        Shape? shape = Shape.TryInfer(sizes, Count, op);
        if (shape is null)
        {
            Throw.Argument(op, $"shape {Shape.Describe(sizes)} must hold the {Count} elements of {Shape}, and at most one size may be -1");
        }

        return shape;
    }

    private NDArray? TryView(Shape shape)
    {
        if (shape == Shape)
        {
            return Alias();
        }

        if (IsContiguous)
        {
            return new NDArray(Storage, shape, DType, null, _offset) { IsView = true, IsDetached = IsDetached };
        }

        Span<int> strides = stackalloc int[shape.Rank];
        return TryReshape(shape, strides) ? View(shape, strides, _offset) : null;
    }

    // Walks both shapes from the end. A group of old dimensions whose strides nest can be cut into new ones.
    private bool TryReshape(Shape shape, Span<int> strides)
    {
        ReadOnlySpan<int> oldSizes = Shape.AsSpan();
        ReadOnlySpan<int> oldStrides = Strides;
        ReadOnlySpan<int> newSizes = shape.AsSpan();
        if (Count == 0)
        {
            return false;
        }

        int j = newSizes.Length - 1;
        for (int i = oldSizes.Length - 1; i >= 0; i--)
        {
            int baseStride = oldStrides[i];
            long group = oldSizes[i];
            while (i > 0 && (oldSizes[i - 1] == 1 || oldStrides[i - 1] == group * baseStride))
            {
                group *= oldSizes[--i];
            }

            long filled = 1;
            while (j >= 0 && (filled < group || newSizes[j] == 1))
            {
                strides[j] = (int)(baseStride * filled);
                filled *= newSizes[j--];
            }

            if (filled != group)
            {
                return false;
            }
        }

        strides[..(j + 1)].Fill(1);
        return true;
    }
}
