using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace MiniTorch.Kernels;

/// <summary>The greatest element of every window, and where in its plane it is.</summary>
internal static unsafe class MaxPooling
{
    /// <param name="sizes">Of the pooling.</param>
    /// <param name="input">Planes, contiguous.</param>
    /// <param name="output">A value for each place.</param>
    /// <param name="indices">A place in the plane for each, or null.</param>
    public static void Run<T>(PoolSizes sizes, T* input, T* output, long* indices)
        where T : unmanaged, INumber<T>
    {
        if (Vector512.IsHardwareAccelerated)
        {
            MaxPooling<T, Simd512<T>> body = new(sizes, input, output, indices);
            Workers.For(body.Chunks, ref body);
        }
        else if (Vector256.IsHardwareAccelerated)
        {
            MaxPooling<T, Simd256<T>> body = new(sizes, input, output, indices);
            Workers.For(body.Chunks, ref body);
        }
        else
        {
            MaxPooling<T, Simd128<T>> body = new(sizes, input, output, indices);
            Workers.For(body.Chunks, ref body);
        }
    }
}

/// <summary>Lanes are places; which element of its window was chosen is counted in lanes too.</summary>
/// <remarks>
/// Of equal elements the first is chosen, of several NaN the last. With a stride between columns the plane is first sorted by the remainder of
/// the column, so that the elements of neighbouring places lie side by side.
/// </remarks>
[SkipLocalsInit]
internal readonly unsafe struct MaxPooling<T, TSimd> : IParallelBody
    where T : unmanaged, INumber<T>
    where TSimd : unmanaged, ISimd<TSimd, T>
{
    private const int ChunkElements = 1 << 15;

    // Lanes of float count without gaps far beyond; but there is a table of them.
    private const long MostTaps = 1 << 16;

    private readonly PoolSizes _sizes;
    private readonly T* _input, _output;
    private readonly long* _indices;
    private readonly int _planesPerChunk, _sortedWidth;

    // From the first element of a window to each of its elements, in the plane; null if there are too many.
    private readonly int[]? _offsets;

    public MaxPooling(PoolSizes sizes, T* input, T* output, long* indices)
    {
        _sizes = sizes;
        _input = input;
        _output = output;
        _indices = indices;
        _planesPerChunk = (int)Math.Max(1, ChunkElements / Math.Max(1, Math.Max((long)sizes.Places * sizes.Rows.Kernel * sizes.Columns.Kernel, sizes.Plane)));
        _sortedWidth = Tiling.DivideUp(sizes.Columns.Input, sizes.Columns.Stride);
        if ((long)sizes.Rows.Kernel * sizes.Columns.Kernel <= MostTaps)
        {
            _offsets = new int[sizes.Rows.Kernel * sizes.Columns.Kernel];
            for (int tap = 0; tap < _offsets.Length; tap++)
            {
                (int i, int j) = Math.DivRem(tap, sizes.Columns.Kernel);
                _offsets[tap] = (i * sizes.Rows.Dilation * sizes.Columns.Input) + (j * sizes.Columns.Dilation);
            }
        }
    }

    public int Chunks => Tiling.DivideUp(_sizes.Planes, _planesPerChunk);

    public void Invoke(int chunk)
    {
        Axis rows = _sizes.Rows, columns = _sizes.Columns;

        // Places whose windows lie between the columns' ends.
        int low = columns.First(0), high = _offsets is null ? low : Math.Max(low, columns.End(columns.Kernel - 1));
        int end = Math.Min(_sizes.Planes, (chunk + 1) * _planesPerChunk);
        for (int plane = chunk * _planesPerChunk; plane < end; plane++)
        {
            T* x = _input + ((nint)plane * _sizes.Plane), sorted = high > low && columns.Stride > 1 ? Sorted(x) : x;
            nint place = (nint)plane * _sizes.Places;
            for (int row = 0; row < rows.Output; row++, place += columns.Output)
            {
                for (int column = 0; column < columns.Output; column++)
                {
                    if (column == low && high > low)
                    {
                        PoolInside(sorted, row, low, high, place);
                        column = high - 1;
                        continue;
                    }

                    PoolAtEdge(x, row, column, place);
                }
            }
        }
    }

    private void PoolAtEdge(T* x, int row, int column, nint place)
    {
        Axis rows = _sizes.Rows, columns = _sizes.Columns;
        T best = default;
        int index = -1;
        for (int i = 0; i < rows.Kernel; i++)
        {
            int y = (row * rows.Stride) - rows.Padding + (i * rows.Dilation);
            if ((uint)y >= (uint)rows.Input)
            {
                continue;
            }

            for (int j = 0; j < columns.Kernel; j++)
            {
                int at = (column * columns.Stride) - columns.Padding + (j * columns.Dilation);
                if ((uint)at < (uint)columns.Input)
                {
                    T value = x[((nint)y * columns.Input) + at];
                    if (index < 0 || value > best || T.IsNaN(value))
                    {
                        best = value;
                        index = (y * columns.Input) + at;
                    }
                }
            }
        }

        _output[place + column] = best;
        if (_indices != null)
        {
            _indices[place + column] = index;
        }
    }

    [MethodImpl(MethodImplOptions.NoInlining | MethodImplOptions.AggressiveOptimization)]
    private void PoolInside(T* sorted, int row, int low, int high, nint place)
    {
        Axis rows = _sizes.Rows, columns = _sizes.Columns;
        nint sortedPlane = (nint)rows.Input * _sortedWidth;
        int top = (row * rows.Stride) - rows.Padding;
        int[] offsets = _offsets!;
        (int step, int stepRemainder) = Math.DivRem(columns.Dilation, columns.Stride);
        T* taps = stackalloc T[TSimd.Count];
        for (int column = low; column < high; column += TSimd.Count)
        {
            int lanes = Math.Min(TSimd.Count, high - column);
            TSimd best = TSimd.Zero, bestTap = TSimd.Zero;
            bool isFirst = true;
            for (int i = 0; i < rows.Kernel; i++)
            {
                int y = top + (i * rows.Dilation);
                if ((uint)y >= (uint)rows.Input)
                {
                    continue;
                }

                (int quotient, int remainder) = Math.DivRem((column * columns.Stride) - columns.Padding, columns.Stride);
                for (int j = 0; j < columns.Kernel; j++)
                {
                    T* source = sorted + (remainder * sortedPlane) + ((nint)y * _sortedWidth) + quotient;
                    TSimd value = lanes == TSimd.Count ? TSimd.Load(source) : TSimd.LoadPartial(source, lanes, TSimd.Zero);
                    TSimd tap = TSimd.Create((double)((i * columns.Kernel) + j));
                    TSimd takes = TSimd.LessThan(best, value) | TSimd.IsNaN(value);
                    best = isFirst ? value : TSimd.Select(takes, value, best);
                    bestTap = isFirst ? tap : TSimd.Select(takes, tap, bestTap);
                    isFirst = false;
                    (quotient, remainder) = (quotient + step, remainder + stepRemainder);
                    if (remainder >= columns.Stride)
                    {
                        (quotient, remainder) = (quotient + 1, remainder - columns.Stride);
                    }
                }
            }

            TSimd.StorePartial(best, _output + place + column, lanes);
            if (_indices != null)
            {
                TSimd.Store(bestTap, taps);
                int start = (top * columns.Input) + (column * columns.Stride) - columns.Padding;
                for (int lane = 0; lane < lanes; lane++, start += columns.Stride)
                {
                    _indices[place + column + lane] = start + offsets[int.CreateTruncating(taps[lane])];
                }
            }
        }
    }

    // [row, column] → [column % stride, row, column / stride].
    [MethodImpl(MethodImplOptions.NoInlining | MethodImplOptions.AggressiveOptimization)]
    private T* Sorted(T* x)
    {
        Axis rows = _sizes.Rows, columns = _sizes.Columns;
        T* sorted = (T*)PackBuffer.Get(PackBuffer.Use.Chunk, (nint)columns.Stride * rows.Input * _sortedWidth * sizeof(T)), to = sorted;
        for (int remainder = 0; remainder < columns.Stride; remainder++)
        {
            T* from = x + remainder;
            for (int y = 0; y < rows.Input; y++, from += columns.Input, to += _sortedWidth)
            {
                for (int i = 0, at = 0; at < columns.Input - remainder; i++, at += columns.Stride)
                {
                    to[i] = from[at];
                }
            }
        }

        return sorted;
    }
}
