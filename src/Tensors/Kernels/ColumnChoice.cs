using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace MiniTorch.Kernels;

/// <summary>
/// The greatest or smallest element along a dimension that is not the last, and its place, the first of equal ones; NaN counts as either. Neighbouring
/// lanes are compared side by side, in one pass.
/// </summary>
internal static unsafe class ColumnChoice
{
    /// <param name="x">Contiguous, not without elements.</param>
    /// <param name="dim">The dimension.</param>
    /// <param name="values">The elements of the other dimensions; null if nobody wants them.</param>
    /// <param name="places">Likewise, int64.</param>
    public static void Run<TOp>(NDArray x, int dim, NDArray? values, NDArray? places)
        where TOp : struct, IChoice
    {
        switch (x.DType)
        {
            case DType.Float32: Run<TOp, float>(x, dim, values, places); break;
            case DType.Float64: Run<TOp, double>(x, dim, values, places); break;
            case DType.Int64: Run<TOp, long>(x, dim, values, places); break;
            case DType.Int32: Run<TOp, int>(x, dim, values, places); break;
            default: Run<TOp, byte>(x, dim, values, places); break;
        }

        GC.KeepAlive(x);
        GC.KeepAlive(values);
        GC.KeepAlive(places);
    }

    /// <summary>As <see cref="IReduction.Columns"/>, which it always is.</summary>
    public static bool Columns<TOp, T>(ReadOnlySpan<T> matrix, int rows, int columns, int rowStride, Span<T> result)
        where TOp : struct, IChoice
        where T : unmanaged, INumber<T>
    {
        fixed (T* x = matrix, y = result)
        {
            var kernel = new Kernel<TOp, T> { X = x, Values = y, Size = rows, Inner = rowStride };
            for (int j = 0; j < columns; j += Lanes.Strip)
            {
                kernel.Run(j, Math.Min(Lanes.Strip, columns - j));
            }
        }

        return true;
    }

    private static void Run<TOp, T>(NDArray x, int dim, NDArray? values, NDArray? places)
        where TOp : struct, IChoice
        where T : unmanaged, INumber<T>
    {
        fixed (T* px = &x.Ref<T>(), py = values is null ? [] : values.Elements<T>())
        fixed (long* pi = places is null ? [] : places.Elements<long>())
        {
            var kernel = new Kernel<TOp, T> { X = px, Values = py, Places = pi, Size = x.Shape[dim], Inner = Lanes.Inner(x.Shape, dim) };
            Lanes.Run(ref kernel, x.Shape, dim);
        }
    }

    private struct Kernel<TOp, T> : ILaneKernel
        where TOp : struct, IChoice
        where T : unmanaged, INumber<T>
    {
        public T* X;
        public T* Values;
        public long* Places;
        public int Size;
        public int Inner;

        public readonly void Run(nint first, int width)
        {
            T* values = stackalloc T[Lanes.Strip];
            long* places = stackalloc long[Lanes.Strip];
            if (typeof(T) != typeof(float) && typeof(T) != typeof(double))
            {
                OneByOne(X + first, width, values, places);
            }
            else if (Vector512.IsHardwareAccelerated)
            {
                Vectors<Simd512<T>>(X + first, width, values, places);
            }
            else if (Vector256.IsHardwareAccelerated)
            {
                Vectors<Simd256<T>>(X + first, width, values, places);
            }
            else
            {
                Vectors<Simd128<T>>(X + first, width, values, places);
            }

            (nint matrix, nint column) = Math.DivRem(first, (nint)Size * Inner);
            nint at = (matrix * Inner) + column;
            if (Values != null)
            {
                new ReadOnlySpan<T>(values, width).CopyTo(new Span<T>(Values + at, width));
            }

            if (Places != null)
            {
                new ReadOnlySpan<long>(places, width).CopyTo(new Span<long>(Places + at, width));
            }
        }

        private readonly void OneByOne(T* x, int width, T* values, long* places)
        {
            new ReadOnlySpan<T>(x, width).CopyTo(new Span<T>(values, width));
            new Span<long>(places, width).Clear();
            for (int i = 1; i < Size; i++)
            {
                x += Inner;
                for (int j = 0; j < width; j++)
                {
                    bool takes = TOp.Beats(x[j], values[j]);
                    values[j] = takes ? x[j] : values[j];
                    places[j] = takes ? i : places[j];
                }
            }
        }

        private readonly void Vectors<TVec>(T* x, int width, T* values, long* places)
            where TVec : unmanaged, ISimd<TVec, T>
        {
            T* bits = stackalloc T[Lanes.Strip];
            int j = 0;
            for (; j <= width - (4 * TVec.Count); j += 4 * TVec.Count)
            {
                Four<TVec>(x + j, values + j, bits + j);
            }

            for (; j < width; j += TVec.Count)
            {
                One<TVec>(x + j, Math.Min(TVec.Count, width - j), values + j, bits + j);
            }

            for (j = 0; j < width; j++)
            {
                places[j] = typeof(T) == typeof(float) ? Unsafe.BitCast<T, int>(bits[j]) : Unsafe.BitCast<T, long>(bits[j]);
            }
        }

        [MethodImpl(MethodImplOptions.NoInlining | MethodImplOptions.AggressiveOptimization)]
        private readonly void Four<TVec>(T* x, T* values, T* places)
            where TVec : unmanaged, ISimd<TVec, T>
        {
            TVec a = TVec.Load(x), b = TVec.Load(x + TVec.Count), c = TVec.Load(x + (2 * TVec.Count)), d = TVec.Load(x + (3 * TVec.Count));
            TVec placeA = TVec.Zero, placeB = placeA, placeC = placeA, placeD = placeA;
            nint step = Inner;
            int size = Size;
            for (int i = 1; i < size; i++)
            {
                x += step;
                TVec place = Place<TVec>(i);
                Take(TVec.Load(x), place, ref a, ref placeA);
                Take(TVec.Load(x + TVec.Count), place, ref b, ref placeB);
                Take(TVec.Load(x + (2 * TVec.Count)), place, ref c, ref placeC);
                Take(TVec.Load(x + (3 * TVec.Count)), place, ref d, ref placeD);
            }

            TVec.Store(a, values);
            TVec.Store(b, values + TVec.Count);
            TVec.Store(c, values + (2 * TVec.Count));
            TVec.Store(d, values + (3 * TVec.Count));
            TVec.Store(placeA, places);
            TVec.Store(placeB, places + TVec.Count);
            TVec.Store(placeC, places + (2 * TVec.Count));
            TVec.Store(placeD, places + (3 * TVec.Count));
        }

        [MethodImpl(MethodImplOptions.NoInlining | MethodImplOptions.AggressiveOptimization)]
        private readonly void One<TVec>(T* x, int width, T* values, T* places)
            where TVec : unmanaged, ISimd<TVec, T>
        {
            TVec chosen = TVec.LoadPartial(x, width, TVec.Zero), chosenPlace = TVec.Zero;
            for (int i = 1; i < Size; i++)
            {
                x += Inner;
                Take(TVec.LoadPartial(x, width, TVec.Zero), Place<TVec>(i), ref chosen, ref chosenPlace);
            }

            TVec.StorePartial(chosen, values, width);
            TVec.StorePartial(chosenPlace, places, width);
        }

        // A whole number as the bits of an element: it is moved, but not computed with.
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        private static TVec Place<TVec>(int i)
            where TVec : unmanaged, ISimd<TVec, T> =>
            TVec.Create(typeof(T) == typeof(float) ? Unsafe.BitCast<int, T>(i) : Unsafe.BitCast<long, T>(i));

        // A NaN that was chosen stays; one that comes is neither above nor below, and so not kept out.
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        private static void Take<TVec>(TVec candidate, TVec place, ref TVec chosen, ref TVec chosenPlace)
            where TVec : unmanaged, ISimd<TVec, T>
        {
            TVec stays = TOp.Stays<TVec, T>(candidate, chosen) | TVec.IsNaN(chosen);
            chosen = TVec.Select(stays, chosen, candidate);
            chosenPlace = TVec.Select(stays, chosenPlace, place);
        }
    }
}
