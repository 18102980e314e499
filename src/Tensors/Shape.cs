using System.Collections;
using System.Numerics;
using System.Runtime.CompilerServices;

namespace MiniTorch;

/// <summary>
/// The sizes of an array's dimensions, outermost first; <c>[]</c> is a scalar. Immutable. Written as a collection expression
/// wherever one is expected: <c>Tensor.Zeros([64, 784])</c>. Common shapes are shared, so that an operation allocates none.
/// PyTorch: <c>torch.Size</c>.
/// </summary>
[CollectionBuilder(typeof(Shape), nameof(Of))]
public sealed partial class Shape : IReadOnlyList<int>, IEquatable<Shape>
{
    // Plans and strides lie on the stack: a shape from a damaged file must not overflow it. PyTorch's limit, too.
    private const int MostDims = 64;
    private const int CacheBits = 10;

    // Direct-mapped: a collision only costs a new object. Reads and writes of references are atomic.
    private static readonly Shape?[] Cache = new Shape?[1 << CacheBits];

    private readonly int[] _sizes;
    private readonly int[] _strides;

    private Shape(ReadOnlySpan<int> sizes, string op)
    {
        if (sizes.Length > MostDims)
        {
            Throw.Argument(op, $"there are at most {MostDims} dimensions; got {sizes.Length}");
        }

        long count = 1;
        long extent = 1;
        _sizes = sizes.ToArray();
        _strides = new int[sizes.Length];
        for (int i = sizes.Length - 1; i >= 0; i--)
        {
            if (sizes[i] < 0)
            {
                Throw.Argument(op, $"sizes must not be negative; got {Describe(sizes)}");
            }

            _strides[i] = (int)Math.Min(extent, int.MaxValue);
            count = Math.Min(count * sizes[i], long.MaxValue >> 32);
            extent = Math.Min(extent * Math.Max(sizes[i], 1), long.MaxValue >> 32);
        }

        if (count > Array.MaxLength)
        {
            Throw.Argument(op, $"an array has at most {Array.MaxLength} elements; {Describe(sizes)} has more");
        }

        Count = (int)count;
    }

    /// <summary>The shape of a single number, <c>[]</c>.</summary>
    public static Shape Scalar { get; } = new([], "shape");

    /// <summary>Number of dimensions. PyTorch: <c>x.ndim</c>.</summary>
    public int Rank => _sizes.Length;

    /// <summary>The same, under the name that C# asks for in <c>shape[^1]</c>, <c>[.. shape, 1]</c> and <c>shape is [var n, 784]</c>.</summary>
    public int Length => Rank;

    /// <summary>Number of elements: the product of the sizes, 1 for a scalar. PyTorch: <c>x.numel()</c>.</summary>
    public int Count { get; }

    int IReadOnlyCollection<int>.Count => Rank;

    /// <summary>Steps between neighbours in each dimension, in elements, of a contiguous array of this shape.</summary>
    internal ReadOnlySpan<int> ContiguousStrides => _strides;

    /// <summary>The size of a dimension, counted from 0, or from the end when negative: <c>shape[-1]</c>.</summary>
    /// <exception cref="ArgumentException">There is no such dimension.</exception>
    public int this[int dim] => _sizes[Dim(dim, "shape")];

    /// <summary>Whether both have the same sizes.</summary>
    public static bool operator ==(Shape? left, Shape? right) => left is null ? right is null : left.Equals(right);

    /// <summary>Whether the sizes differ.</summary>
    public static bool operator !=(Shape? left, Shape? right) => !(left == right);

    /// <summary>The sizes, wherever they are asked for: <c>x.Reshape(y.Shape)</c>.</summary>
    public static implicit operator ReadOnlySpan<int>(Shape shape) => shape._sizes;

    /// <summary>The shape with these sizes.</summary>
    /// <exception cref="ArgumentException">
    /// There are more than 64 sizes, one is negative, or the product exceeds <see cref="Array.MaxLength"/>.
    /// </exception>
    public static Shape Of(params ReadOnlySpan<int> sizes) => Of(sizes, "shape");

    /// <summary>
    /// The shape that two operands broadcast to: aligned at the last dimension, sizes are equal or one of them is 1.
    /// PyTorch: <c>torch.broadcast_shapes</c>.
    /// </summary>
    /// <exception cref="ArgumentException">Two sizes differ and neither is 1.</exception>
    public static Shape Broadcast(Shape left, Shape right) => Broadcast(left, right, "broadcast");

    /// <summary>The sizes, as an enumerable of <see cref="int"/>.</summary>
    public ReadOnlySpan<int> AsSpan() => _sizes;

    /// <summary>The sizes in a new array.</summary>
    public int[] ToArray() => (int[])_sizes.Clone();

    /// <inheritdoc/>
    public IEnumerator<int> GetEnumerator() => ((IEnumerable<int>)_sizes).GetEnumerator();

    /// <inheritdoc/>
    IEnumerator IEnumerable.GetEnumerator() => _sizes.GetEnumerator();

    /// <inheritdoc/>
    public bool Equals(Shape? other) => ReferenceEquals(this, other) || (other is not null && _sizes.AsSpan().SequenceEqual(other._sizes));

    /// <inheritdoc/>
    public override bool Equals(object? obj) => Equals(obj as Shape);

    /// <inheritdoc/>
    public override int GetHashCode()
    {
        var hash = default(HashCode);
        foreach (int size in _sizes)
        {
            hash.Add(size);
        }

        return hash.ToHashCode();
    }

    /// <summary>As PyTorch prints it: <c>[64, 784]</c>.</summary>
    public override string ToString() => Describe(_sizes);

    /// <summary>The shape that an operation asks for.</summary>
    internal static Shape Of(ReadOnlySpan<int> sizes, string op)
    {
        uint hash = 2166136261u + (uint)sizes.Length;
        foreach (int size in sizes)
        {
            hash = BitOperations.RotateLeft(hash ^ (uint)size, 5) * 0x9E3779B1u;
        }

        ref Shape? slot = ref Cache[hash >> (32 - CacheBits)];
        Shape? cached = slot;
        if (cached is not null && sizes.SequenceEqual(cached._sizes))
        {
            return cached;
        }

        return slot = new Shape(sizes, op);
    }

    internal static string Describe(ReadOnlySpan<int> sizes) => $"[{string.Join(", ", sizes.ToArray())}]";

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static Shape Broadcast(Shape left, Shape right, string op) =>
        ReferenceEquals(left, right) ? left : TryBroadcast(left, right) ?? Throw.NoBroadcast(op, left, right);

    internal static Shape? TryBroadcast(Shape left, Shape right)
    {
        (Shape longer, Shape shorter) = left.Rank >= right.Rank ? (left, right) : (right, left);
        int[] sizes = longer._sizes;
        int[] others = shorter._sizes;
        int shift = sizes.Length - others.Length;
        bool isLonger = true;
        for (int i = 0; i < others.Length; i++)
        {
            int size = sizes[shift + i];
            if (others[i] != size && others[i] != 1)
            {
                if (size != 1)
                {
                    return null;
                }

                isLonger = false;
            }
        }

        return isLonger ? longer : Of(Larger(sizes, others, stackalloc int[sizes.Length]));
    }

    /// <summary>A dimension counted from 0 or, when negative, from the end, as an index from 0.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal int Dim(int dim, string op)
    {
        int index = dim < 0 ? dim + Rank : dim;
        return (uint)index < (uint)Rank ? index : Throw.NoDim(op, dim, this);
    }

    /// <summary>This shape with one dimension's size replaced.</summary>
    internal Shape With(int dim, int size)
    {
        Span<int> sizes = stackalloc int[Rank];
        _sizes.CopyTo(sizes);
        sizes[dim] = size;
        return Of(sizes);
    }

    /// <summary>This shape after a reduction over the marked dimensions, which become 1 or vanish.</summary>
    internal Shape Reduce(ReadOnlySpan<bool> reduced, bool keepDim)
    {
        Span<int> sizes = stackalloc int[Rank];
        int rank = 0;
        for (int i = 0; i < Rank; i++)
        {
            if (!reduced[i])
            {
                sizes[rank++] = _sizes[i];
            }
            else if (keepDim)
            {
                sizes[rank++] = 1;
            }
        }

        return Of(sizes[..rank]);
    }

    // Sizes that broadcast, aligned at the last: the one that is not 1.
    private static ReadOnlySpan<int> Larger(ReadOnlySpan<int> longer, ReadOnlySpan<int> shorter, Span<int> result)
    {
        longer.CopyTo(result);
        int shift = longer.Length - shorter.Length;
        for (int i = 0; i < shorter.Length; i++)
        {
            if (result[shift + i] == 1)
            {
                result[shift + i] = shorter[i];
            }
        }

        return result;
    }
}
