using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace MiniTorch.Kernels;

/// <summary>The mean of every window, and the transposed map: each place's share of a gradient to every element of its window.</summary>
internal static unsafe class MeanPooling
{
    /// <param name="sizes">Of the pooling.</param>
    /// <param name="planes">Channels of all images.</param>
    /// <param name="input">The values, or what the gradient is written to.</param>
    /// <param name="output">What the means are written to, or their gradient.</param>
    /// <param name="isBackward">Whether the input is written.</param>
    public static void Run<T>(MeanSizes sizes, int planes, T* input, T* output, bool isBackward)
        where T : unmanaged, INumber<T>
    {
        if (Vector512.IsHardwareAccelerated)
        {
            MeanPooling<T, Simd512<T>> body = new(sizes, planes, input, output, isBackward);
            Workers.For(body.Chunks, ref body);
        }
        else if (Vector256.IsHardwareAccelerated)
        {
            MeanPooling<T, Simd256<T>> body = new(sizes, planes, input, output, isBackward);
            Workers.For(body.Chunks, ref body);
        }
        else
        {
            MeanPooling<T, Simd128<T>> body = new(sizes, planes, input, output, isBackward);
            Workers.For(body.Chunks, ref body);
        }
    }
}

/// <summary>A row of places at a time: the rows of its windows are one row of sums, whose columns are then summed for each place; backwards the reverse.</summary>
[SkipLocalsInit]
internal readonly unsafe struct MeanPooling<T, TSimd> : IParallelBody
    where T : unmanaged, INumber<T>
    where TSimd : unmanaged, ISimd<TSimd, T>
{
    private const int ChunkElements = 1 << 15;

    private readonly T* _input, _output;
    private readonly MeanWindows _rows, _columns;
    private readonly int _planes, _planesPerChunk;
    private readonly bool _isBackward;

    public MeanPooling(MeanSizes sizes, int planes, T* input, T* output, bool isBackward)
    {
        (_rows, _columns) = (sizes.Rows, sizes.Columns);
        _planes = planes;
        _input = input;
        _output = output;
        _isBackward = isBackward;
        _planesPerChunk = Math.Max(1, ChunkElements / Math.Max(1, Math.Max(_rows.Input * _columns.Input, _rows.Count * _columns.Count)));
    }

    public int Chunks => Tiling.DivideUp(_planes, _planesPerChunk);

    public void Invoke(int chunk)
    {
        int width = _columns.Input;
        T* sum = (T*)PackBuffer.Get(PackBuffer.Use.Chunk, (nint)width * sizeof(T));
        int end = Math.Min(_planes, (chunk + 1) * _planesPerChunk);
        for (int plane = chunk * _planesPerChunk; plane < end; plane++)
        {
            T* x = _input + ((nint)plane * _rows.Input * width), y = _output + ((nint)plane * _rows.Count * _columns.Count);
            if (_isBackward)
            {
                new Span<T>(x, _rows.Input * width).Clear();
            }

            for (int row = 0; row < _rows.Count; row++, y += _columns.Count)
            {
                new Span<T>(sum, width).Clear();
                if (_isBackward)
                {
                    Spread(y, row, sum);
                    AddRows(x, row, sum);
                }
                else
                {
                    SumRows(x, row, sum);
                    Mean(sum, row, y);
                }
            }
        }
    }

    private void SumRows(T* x, int row, T* sum)
    {
        for (int i = _rows.Starts[row]; i < _rows.Ends[row]; i++)
        {
            Add(x + ((nint)i * _columns.Input), sum);
        }
    }

    private void AddRows(T* x, int row, T* sum)
    {
        for (int i = _rows.Starts[row]; i < _rows.Ends[row]; i++)
        {
            Add(sum, x + ((nint)i * _columns.Input));
        }
    }

    private void Mean(T* sum, int row, T* y)
    {
        for (int column = 0; column < _columns.Count; column++)
        {
            T total = T.Zero;
            for (int i = _columns.Starts[column]; i < _columns.Ends[column]; i++)
            {
                total += sum[i];
            }

            y[column] = total / Divisor(row, column);
        }
    }

    private void Spread(T* y, int row, T* sum)
    {
        for (int column = 0; column < _columns.Count; column++)
        {
            T share = y[column] / Divisor(row, column);
            for (int i = _columns.Starts[column]; i < _columns.Ends[column]; i++)
            {
                sum[i] += share;
            }
        }
    }

    private T Divisor(int row, int column) => T.CreateChecked((double)_rows.Divisors[row] * _columns.Divisors[column]);

    private void Add(T* source, T* destination)
    {
        int i = 0, width = _columns.Input;
        for (; i <= width - TSimd.Count; i += TSimd.Count)
        {
            TSimd.Store(TSimd.Load(destination + i) + TSimd.Load(source + i), destination + i);
        }

        if (i < width)
        {
            int rest = width - i;
            TSimd.StorePartial(TSimd.LoadPartial(destination + i, rest, TSimd.Zero) + TSimd.LoadPartial(source + i, rest, TSimd.Zero), destination + i, rest);
        }
    }
}
