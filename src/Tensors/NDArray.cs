using System.Diagnostics;

namespace MiniTorch;

/// <summary>
/// Values in n dimensions: an element type, a shape, strides and an offset into storage that views share. Knows nothing of
/// gradients; <c>Tensor</c> adds those. Operations return new arrays; the shape operations return views where the layout allows.
/// </summary>
[DebuggerDisplay("NDArray {DebuggerText,nq}")]
public partial class NDArray
{
    private readonly int[]? _strides;
    private readonly int _offset;

    /// <param name="storage">The memory.</param>
    /// <param name="shape">The sizes.</param>
    /// <param name="dtype">The element type.</param>
    /// <param name="strides">Steps in elements, or null for a contiguous array.</param>
    /// <param name="offset">Index of the first element in the storage.</param>
    internal NDArray(Storage storage, Shape shape, DType dtype, int[]? strides = null, int offset = 0)
    {
        _storage = storage;
        Shape = shape;
        DType = dtype;
        _strides = strides;
        _offset = offset;
    }

    // Of an array that holds its elements itself.
    private NDArray(Shape shape, DType dtype)
    {
        Shape = shape;
        DType = dtype;
    }

    /// <summary>The element type.</summary>
    public DType DType { get; }

    /// <summary>The size of every dimension.</summary>
    public Shape Shape { get; }

    /// <summary>Number of dimensions.</summary>
    public int Rank => Shape.Rank;

    /// <summary>Number of elements.</summary>
    public int Count => Shape.Count;

    /// <summary>Steps between neighbours in each dimension, in elements.</summary>
    public ReadOnlySpan<int> Strides => _strides ?? Shape.ContiguousStrides;

    /// <summary>Index of the first element in the storage that views share.</summary>
    public int Offset => _offset;

    /// <summary>Whether the elements lie in row-major order without gaps.</summary>
    public bool IsContiguous => _strides is null;

    /// <summary>Whether this was made as a view of another array.</summary>
    internal bool IsView { get; private init; }

    /// <summary>Whether this, or what it is a view of, was cut off from the history of the values on purpose.</summary>
    internal bool IsDetached { get; private init; }

    /// <summary>A view of the same storage; strides that describe a contiguous array become null.</summary>
    internal NDArray View(Shape shape, ReadOnlySpan<int> strides, int offset) =>
        new(Storage, shape, DType, IsDense(shape, strides) ? null : strides.ToArray(), offset) { IsView = true, IsDetached = IsDetached };

    /// <summary>The same elements, as a view of them.</summary>
    internal NDArray Alias() => new(Storage, Shape, DType, _strides, _offset) { IsView = true, IsDetached = IsDetached };

    /// <summary>The same elements, as an array of its own: for an operation that made them and arranged them.</summary>
    internal NDArray AsWhole() => new(Storage, Shape, DType, _strides, _offset);

    /// <summary>The same array to one who wants nothing of the history of its values.</summary>
    internal NDArray Detach() => new(Storage, Shape, DType, _strides, _offset) { IsView = IsView, IsDetached = true };

    private static bool IsDense(Shape shape, ReadOnlySpan<int> strides)
    {
        if (shape.Count == 0)
        {
            return true;
        }

        long expected = 1;
        ReadOnlySpan<int> sizes = shape.AsSpan();
        for (int i = sizes.Length - 1; i >= 0; i--)
        {
            if (sizes[i] != 1)
            {
                if (strides[i] != expected)
                {
                    return false;
                }

                expected *= sizes[i];
            }
        }

        return true;
    }
}
