namespace MiniTorch;

/// <summary>One entry of <c>x[…]</c>: an index, also from the end (<c>^1</c>, −1), or a range (<c>..32</c>, <c>1..^1</c>). Made implicitly.</summary>
public readonly struct TensorIndex
{
    private readonly Range _range;
    private readonly bool _isSingle;

    private TensorIndex(Range range, bool isSingle)
    {
        _range = range;
        _isSingle = isSingle;
    }

    /// <summary>One index; the dimension vanishes. A negative one counts from the end.</summary>
    public static implicit operator TensorIndex(int index) =>
        index < 0 ? (TensorIndex)(^-Math.Max(index, -int.MaxValue)) : (TensorIndex)(Index)index;

    /// <summary>One index; the dimension vanishes.</summary>
    public static implicit operator TensorIndex(Index index) => new(new Range(index, index), isSingle: true);

    /// <summary>A stretch of a dimension; bounds beyond the ends are cut.</summary>
    public static implicit operator TensorIndex(Range range) => new(range, isSingle: false);

    internal Tensor Apply(Tensor tensor, ref int dim)
    {
        int size = tensor.Shape[dim];
        int start = _range.Start.GetOffset(size);
        if (!_isSingle)
        {
            int stop = _range.End.GetOffset(size);
            Tensor stretch = start <= 0 && stop >= size ? tensor : tensor.Slice(dim, Math.Max(start, 0), Math.Max(stop, 0));
            dim++;
            return stretch;
        }

        if ((uint)start >= (uint)size)
        {
            Throw.Argument("index", $"index {_range.Start} is out of range for dimension {dim} of shape {tensor.Shape}");
        }

        return tensor.Select(dim, start);
    }
}
