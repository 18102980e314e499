using System.Numerics;
using System.Runtime.CompilerServices;

namespace MiniTorch.Kernels;

/// <summary>What is added to sums, and done with them, as they are stored: sum (+ C) (+ bias), then relu.</summary>
/// <param name="bias">One value a column, or null.</param>
/// <param name="accumulate">Whether C is added.</param>
/// <param name="relu">Whether what is negative becomes 0.</param>
internal readonly unsafe struct TileEnd<T>(T* bias, bool accumulate, bool relu)
    where T : unmanaged, INumber<T>
{
    private readonly T* _bias = bias;
    private readonly bool _accumulate = accumulate, _relu = relu;

    /// <summary>The same for the columns from <paramref name="column"/> on.</summary>
    public TileEnd<T> From(int column) => new(_bias == null ? null : _bias + column, _accumulate, _relu);

    /// <summary>Stores rows of sums.</summary>
    /// <param name="sums">Rows of whole vectors.</param>
    /// <param name="sumsRow">Elements from one row of sums to the next.</param>
    /// <param name="rows">Rows of sums and of C.</param>
    /// <param name="columns">Columns of C.</param>
    /// <param name="c">The first element of C.</param>
    /// <param name="cRow">Elements from one row of C to the next.</param>
    public void Store<TSimd>(T* sums, nint sumsRow, int rows, int columns, T* c, nint cRow)
        where TSimd : unmanaged, ISimd<TSimd, T>
    {
        for (int i = 0; i < rows; i++)
        {
            int column = 0;
            for (; column <= columns - TSimd.Count; column += TSimd.Count)
            {
                TSimd sum = TSimd.Load(sums + column);
                if (_accumulate)
                {
                    sum += TSimd.Load(c + column);
                }

                if (_bias != null)
                {
                    sum += TSimd.Load(_bias + column);
                }

                TSimd.Store(_relu ? Relu(sum) : sum, c + column);
            }

            if (column < columns)
            {
                StoreLanes(TSimd.Load(sums + column), column, columns - column, c + column);
            }

            sums += sumsRow;
            c += cRow;
        }
    }

    /// <summary>Stores one sum, in the same way.</summary>
    public void Store(T sum, int column, T* c)
    {
        if (_accumulate)
        {
            sum += *c;
        }

        if (_bias != null)
        {
            sum += _bias[column];
        }

        *c = _relu && sum < T.Zero ? T.Zero : sum;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private void StoreLanes<TSimd>(TSimd sum, int column, int lanes, T* c)
        where TSimd : unmanaged, ISimd<TSimd, T>
    {
        if (_accumulate)
        {
            sum += TSimd.LoadPartial(c, lanes, TSimd.Zero);
        }

        if (_bias != null)
        {
            sum += TSimd.LoadPartial(_bias + column, lanes, TSimd.Zero);
        }

        TSimd.StorePartial(_relu ? Relu(sum) : sum, c, lanes);
    }

    // As the scalar form does, this keeps NaN and −0.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static TSimd Relu<TSimd>(TSimd sum)
        where TSimd : unmanaged, ISimd<TSimd, T> =>
        TSimd.Select(TSimd.LessThan(sum, TSimd.Zero), TSimd.Zero, sum);
}
