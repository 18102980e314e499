using System.Runtime.InteropServices;

namespace MiniTorch;

public partial class NDArray
{
    /// <summary>
    /// An array over the elements of a C# array, without a copy: each sees what is written to the other. Belongs to no scope and no pool. Writes
    /// by way of the C# array are not counted (<see cref="Version"/>), so that a derivative that needs the values from before goes wrong
    /// unnoticed: write before recording, or through this array. PyTorch: <c>torch.from_numpy</c>.
    /// </summary>
    /// <param name="values">The elements in row-major order.</param>
    /// <param name="shape">The sizes; one dimension if null.</param>
    /// <typeparam name="T">float, double, long, int, byte or bool.</typeparam>
    /// <exception cref="ArgumentException">The shape does not hold as many elements as there are values.</exception>
    public static NDArray Wrap<T>(T[] values, Shape? shape = null)
        where T : unmanaged
    {
        ArgumentNullException.ThrowIfNull(values);
        return Wrap(Storage.Over(values), 0, values.Length, DTypes.Of<T>(), shape);
    }

    /// <summary>
    /// An array over memory, without a copy, if a C# array lies behind it or it came from <see cref="AsMemory{T}"/>.
    /// </summary>
    /// <inheritdoc cref="Wrap{T}(T[], Shape?)"/>
    /// <exception cref="ArgumentException">The shape does not hold as many elements as there are values, or the memory is of another kind.</exception>
    public static NDArray Wrap<T>(Memory<T> values, Shape? shape = null)
        where T : unmanaged
    {
        DType dtype = DTypes.Of<T>();
        if (MemoryMarshal.TryGetMemoryManager<T, DetachedMemory<T>>(values, out DetachedMemory<T>? detached, out int start, out int length))
        {
            return Wrap(Storage.Over(detached.Bytes), start, length, dtype, shape);
        }

        if (MemoryMarshal.TryGetArray((ReadOnlyMemory<T>)values, out ArraySegment<T> segment))
        {
            return Wrap(Storage.Over(segment.Array ?? []), segment.Offset, segment.Count, dtype, shape);
        }

        Throw.Argument("wrap", "only memory with a C# array behind it can be shared; copy with From(memory.Span)");
        return null;
    }

    /// <summary>A copy of the elements, in the span's shape.</summary>
    /// <typeparam name="T">float, double, long, int, byte or bool.</typeparam>
    public static NDArray From<T>(in System.Numerics.Tensors.ReadOnlyTensorSpan<T> values)
        where T : unmanaged
    {
        DType dtype = DTypes.Of<T>();
        int[] sizes = new int[values.Rank];
        for (int i = 0; i < sizes.Length; i++)
        {
            // Elements that share one place may be more than fit in memory.
            if (values.Lengths[i] > Array.MaxLength)
            {
                Throw.Argument("from", $"an array has at most {Array.MaxLength} elements; got a tensor span of lengths [{string.Join(", ", values.Lengths.ToArray())}]");
            }

            sizes[i] = (int)values.Lengths[i];
        }

        // Without dimensions such a span has no elements either.
        NDArray result = Allocate("from", values.Rank == 0 ? [0] : Shape.Of(sizes, "from"), dtype);
        values.FlattenTo(result.Elements<T>());
        return result;
    }

    /// <summary>
    /// The elements, without a copy and in this array's strides: also of a view that is transposed, cut or expanded. A single number becomes one
    /// dimension of size 1. Valid as long as a span of <see cref="AsReadOnlySpan{T}"/>.
    /// </summary>
    /// <typeparam name="T">The C# type of <see cref="DType"/>.</typeparam>
    /// <exception cref="ArgumentException"><typeparamref name="T"/> is not the element type.</exception>
    /// <exception cref="InvalidOperationException">A step is shorter than the stretch that the steps below it span: such a span does not exist.</exception>
    public System.Numerics.Tensors.ReadOnlyTensorSpan<T> AsReadOnlyTensorSpan<T>()
        where T : unmanaged
    {
        CheckType<T>("tensorspan");
        Storage.Expose();
        Span<nint> lengths = stackalloc nint[Math.Max(Rank, 1)], strides = stackalloc nint[lengths.Length];
        return new System.Numerics.Tensors.ReadOnlyTensorSpan<T>(Extent<T>(lengths, strides), lengths, strides);
    }

    /// <summary>
    /// The elements, without a copy and in this array's strides, to be written in place; counts as one write (<see cref="Version"/>). A single
    /// number becomes one dimension of size 1. Valid as long as a span of <see cref="AsSpan{T}"/>.
    /// </summary>
    /// <inheritdoc cref="AsReadOnlyTensorSpan{T}"/>
    /// <exception cref="ArgumentException"><typeparamref name="T"/> is not the element type, or this is an expanded view.</exception>
    public System.Numerics.Tensors.TensorSpan<T> AsTensorSpan<T>()
        where T : unmanaged
    {
        CheckType<T>("tensorspan");
        CheckDestination("tensorspan", Shape, DType, this);
        Storage.Expose();
        Span<nint> lengths = stackalloc nint[Math.Max(Rank, 1)], strides = stackalloc nint[lengths.Length];
        Span<T> elements = Extent<T>(lengths, strides);
        BumpVersion();
        return new System.Numerics.Tensors.TensorSpan<T>(elements, lengths, strides);
    }

    /// <summary>Copies the elements, in row-major order whatever the strides.</summary>
    /// <typeparam name="T">The C# type of <see cref="DType"/>.</typeparam>
    /// <exception cref="ArgumentException"><typeparamref name="T"/> is not the element type, or the destination has another length.</exception>
    public void CopyTo<T>(Span<T> destination)
        where T : unmanaged
    {
        CheckType<T>("copy");
        CheckLength(destination.Length);
        NDArray source = Contiguous();
        source.Elements<T>().CopyTo(destination);
        GC.KeepAlive(source);
    }

    /// <summary>Writes values in row-major order over the elements, whatever the strides; counts as one write (<see cref="Version"/>).</summary>
    /// <typeparam name="T">The C# type of <see cref="DType"/>.</typeparam>
    /// <returns>This array.</returns>
    /// <exception cref="ArgumentException"><typeparamref name="T"/> is not the element type, or there are not as many values as elements.</exception>
    public NDArray CopyFrom<T>(ReadOnlySpan<T> values)
        where T : unmanaged
    {
        CheckType<T>("copy");
        CheckLength(values.Length);
        if (!IsContiguous)
        {
            return CopyFrom(From(values, Shape));
        }

        values.CopyTo(Elements<T>());
        BumpVersion();
        GC.KeepAlive(this);
        return this;
    }

    private static NDArray Wrap(Storage storage, int offset, int count, DType dtype, Shape? shape)
    {
        shape ??= [count];
        if (shape.Count != count)
        {
            Throw.Argument("wrap", $"shape {shape} holds {shape.Count} elements; got {count} values");
        }

        return new NDArray(storage, shape, dtype, null, offset);
    }

    private void CheckLength(int length)
    {
        if (length != Count)
        {
            Throw.Argument("copy", $"shape {Shape} holds {Count} elements; got {length}");
        }
    }

    // From the first element to the last, with lengths and strides as tensor spans have them: a dimension of one index, and all of an empty
    // array, have step 0.
    private Span<T> Extent<T>(scoped Span<nint> lengths, scoped Span<nint> strides)
        where T : unmanaged
    {
        lengths[0] = 1;
        strides.Clear();
        int last = 0;
        for (int i = 0; i < Rank; i++)
        {
            int size = Shape.AsSpan()[i];
            lengths[i] = size;
            if (size > 1 && Count > 0)
            {
                strides[i] = Strides[i];
                last += (size - 1) * Strides[i];
            }
        }

        CheckNested(lengths, strides);
        return MemoryMarshal.CreateSpan(ref Ref<T>(), Count == 0 ? 0 : last + 1);
    }

    // What the constructors of tensor spans demand of steps, smallest first: at least the next smaller times its length.
    private void CheckNested(ReadOnlySpan<nint> lengths, ReadOnlySpan<nint> strides)
    {
        Span<nint> steps = stackalloc nint[strides.Length], sizes = stackalloc nint[strides.Length];
        strides.CopyTo(steps);
        lengths.CopyTo(sizes);
        steps.Sort(sizes);
        for (int i = 1; i < steps.Length; i++)
        {
            if (steps[i - 1] > 0 && steps[i] < steps[i - 1] * sizes[i - 1])
            {
                Throw.Invalid("tensorspan", $"there is no tensor span of strides {Shape.Describe(Strides)} for shape {Shape}: each step must be at least the next smaller one times its size; call Contiguous() first");
            }
        }
    }
}
