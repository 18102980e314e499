namespace MiniTorch.Optim;

/// <summary>
/// Where state tensors lie: in memory that never moves, so that a step need not ask for it. Small ones share blocks, side by side in the order
/// in which the first step meets them, which is that of all later ones: each from a cache line's start.
/// </summary>
internal sealed class StateMemory
{
    private const int Line = 64;
    private const int MaxBlock = 1 << 16;

    private NDArray? _block;
    private int _used;

    /// <summary>A contiguous array that outlives every scope. Its contents are undefined.</summary>
    public NDArray Empty(Shape shape, DType dtype)
    {
        long bytes = (long)shape.Count * dtype.Size();
        if (bytes >= Storage.PooledFrom)
        {
            return Lasting(shape, dtype);
        }

        int size = ((int)bytes + Line - 1) & -Line;
        if (_block is null || _block.Count - _used < size)
        {
            int length = _block is null ? Storage.PooledFrom : Math.Min(MaxBlock, _block.Count * 2);
            _block = Lasting(Shape.Of(length), DType.UInt8);
            _used = 0;
        }

        var made = new NDArray(_block.Storage, shape, dtype, offset: _used / dtype.Size());
        _used += size;
        return made;
    }

    // From Storage.PooledFrom on memory is pinned.
    private static NDArray Lasting(Shape shape, DType dtype)
    {
        NDArray made = NDArray.Empty(shape, dtype);
        BufferScope.Escape(made);
        return made;
    }
}
