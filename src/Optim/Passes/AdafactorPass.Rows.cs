using System.Runtime.CompilerServices;

namespace MiniTorch.Optim;

internal readonly unsafe partial struct AdafactorKernel<TVec, T>
{
    private interface IFactor
    {
        /// <summary>What a gradient is multiplied by.</summary>
        static abstract TVec Of(TVec row, TVec column, TVec most);
    }

    /// <summary>The sum of squares of a row of the update; without the row's factor if that is free.</summary>
    [MethodImpl(MethodImplOptions.NoInlining | MethodImplOptions.AggressiveOptimization)]
    private double Squares<TFactor>(T* g, T* columns, T row)
        where TFactor : struct, IFactor
    {
        int length = task.Columns;
        TVec factor = TVec.Create(row), most = TVec.Create(task.Most), zero = TVec.Zero;
        double total = 0;
        for (int j = 0; j < length;)
        {
            TVec squares = zero;
            int end = Math.Min(length, j + Piece);
            for (; j <= end - TVec.Count; j += TVec.Count)
            {
                TVec u = TVec.Load(g + j) * TFactor.Of(factor, TVec.Load(columns + j), most);
                TVec.AddProduct(u, u, ref squares);
            }

            if (j < end)
            {
                // A factor of 1 where no element is: 0 would be NaN beside an infinite one.
                int rest = end - j;
                TVec column = TVec.LoadPartial(columns + j, rest, TVec.Create(1.0));
                TVec u = TVec.LoadPartial(g + j, rest, zero) * TFactor.Of(factor, column, most);
                TVec.AddProduct(u, u, ref squares);
                j = end;
            }

            total += ToDouble(TVec.Sum(squares));
        }

        return total;
    }

    /// <summary>Updates a row; a free factor is part of the scale.</summary>
    [MethodImpl(MethodImplOptions.NoInlining | MethodImplOptions.AggressiveOptimization)]
    private void Apply<TFactor>(T* p, T* g, T* columns, T row, double scaleBy)
        where TFactor : struct, IFactor
    {
        int length = task.Columns;
        TVec factor = TVec.Create(row), most = TVec.Create(task.Most), zero = TVec.Zero;
        TVec scale = TVec.Create(scaleBy), shrink = TVec.Create(task.Shrink);
        int j = 0;
        for (; j <= length - TVec.Count; j += TVec.Count)
        {
            TVec u = TVec.Load(g + j) * TFactor.Of(factor, TVec.Load(columns + j), most);
            TVec.Store(TVec.MultiplyAdd(scale, u, shrink * TVec.Load(p + j)), p + j);
        }

        if (j < length)
        {
            int rest = length - j;
            TVec u = TVec.LoadPartial(g + j, rest, zero) * TFactor.Of(factor, TVec.LoadPartial(columns + j, rest, zero), most);
            TVec.StorePartial(TVec.MultiplyAdd(scale, u, shrink * TVec.LoadPartial(p + j, rest, zero)), p + j, rest);
        }
    }

    // Where the largest factor of a column does not reach the bound, none does.
    private readonly struct Free : IFactor
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static TVec Of(TVec row, TVec column, TVec most) => column;
    }

    private readonly struct Bounded : IFactor
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static TVec Of(TVec row, TVec column, TVec most) => TVec.Clamp(row * column, TVec.Zero, most);
    }
}
