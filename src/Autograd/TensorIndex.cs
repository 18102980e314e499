namespace MiniTorch;

/// <summary>
/// One entry of <c>x[…]</c>, made implicitly: an index, also from the end (<c>^1</c>, −1); a range (<c>..32</c>, <c>1..^1</c>); a tensor of indices or a
/// mask. <see cref="Slice"/> is a range with a step, <see cref="Ellipsis"/> all dimensions that the other entries leave, and <see cref="NewAxis"/> a
/// new dimension of size 1.
/// </summary>
public readonly struct TensorIndex
{
    private readonly Kind _kind;
    private readonly Range _range;
    private readonly int _step;
    private readonly int _stop;

    private TensorIndex(Kind kind, Range range = default, Tensor? tensor = null)
    {
        _kind = kind;
        _range = range;
        Tensor = tensor;
    }

    private TensorIndex(int start, int stop, int step)
    {
        _kind = Kind.Slice;
        _range = new Range(FromEnd(start), default);
        _stop = stop;
        _step = step;
    }

    private enum Kind : byte
    {
        Range,
        Single,
        Slice,
        Ellipsis,
        NewAxis,
        Tensor,
    }

    /// <summary>All dimensions that the other entries leave, whole. PyTorch: <c>x[..., 0]</c>.</summary>
    public static TensorIndex Ellipsis { get; } = new(Kind.Ellipsis);

    /// <summary>A new dimension of size 1. PyTorch: <c>x[None]</c>.</summary>
    public static TensorIndex NewAxis { get; } = new(Kind.NewAxis);

    internal bool IsEllipsis => _kind == Kind.Ellipsis;

    internal bool IsSingle => _kind == Kind.Single;

    /// <summary>The indices or the mask, if this is a tensor.</summary>
    internal Tensor? Tensor { get; }

    /// <summary>Number of dimensions of the indexed tensor that the entry stands for.</summary>
    internal int Dims => _kind switch
    {
        Kind.Ellipsis or Kind.NewAxis => 0,
        Kind.Tensor when Tensor!.DType == DType.Bool => Tensor.Rank,
        _ => 1,
    };

    /// <summary>One index; the dimension vanishes. A negative one counts from the end.</summary>
    public static implicit operator TensorIndex(int index) => FromEnd(index);

    /// <summary>One index; the dimension vanishes.</summary>
    public static implicit operator TensorIndex(Index index) => new(Kind.Single, new Range(index, index));

    /// <summary>A stretch of a dimension; bounds beyond the ends are cut.</summary>
    public static implicit operator TensorIndex(Range range) => new(Kind.Range, range);

    /// <summary>
    /// Indices, int64 or int32 of any shape, negative ones counting from the end; or a mask, bool of the shape of the dimensions that it masks.
    /// </summary>
    public static implicit operator TensorIndex(Tensor indices)
    {
        ArgumentNullException.ThrowIfNull(indices);
        return new TensorIndex(Kind.Tensor, tensor: indices);
    }

    /// <summary>
    /// Every <paramref name="step"/>-th element of a stretch; negative bounds count from the end, bounds beyond the ends are cut.
    /// PyTorch: <c>x[start:stop:step]</c>.
    /// </summary>
    /// <param name="start">The first; 0 if null.</param>
    /// <param name="stop">The one after the last; the end if null.</param>
    /// <param name="step">1 or more.</param>
    public static TensorIndex Slice(int? start = null, int? stop = null, int step = 1) => new(start ?? 0, stop ?? int.MaxValue, step);

    internal Tensor Apply(Tensor tensor, ref int dim)
    {
        if (_kind == Kind.NewAxis)
        {
            return tensor.Unsqueeze(dim++);
        }

        int size = tensor.Shape[dim];
        int start = _range.Start.GetOffset(size);
        if (_kind == Kind.Single)
        {
            if ((uint)start >= (uint)size)
            {
                Throw.Argument("index", $"index {_range.Start} is out of range for dimension {dim} of shape {tensor.Shape}");
            }

            return tensor.Select(dim, start);
        }

        int at = dim++;
        if (_kind == Kind.Slice)
        {
            return tensor.Slice(at, Math.Max(start, 0), _stop, _step);
        }

        int stop = _range.End.GetOffset(size);
        return start <= 0 && stop >= size ? tensor : tensor.Slice(at, Math.Max(start, 0), Math.Max(stop, 0));
    }

    private static Index FromEnd(int index) => index < 0 ? ^-Math.Max(index, -int.MaxValue) : (Index)index;
}
