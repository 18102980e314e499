using System.Diagnostics;
using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using TensorPrimitives = System.Numerics.Tensors.TensorPrimitives;

namespace MiniTorch.Kernels;

internal static unsafe partial class RowReductions
{
    /// <summary>The smallest element of a row that is not empty; NaN if there is one.</summary>
    internal static T Min<T>(ReadOnlySpan<T> row)
        where T : unmanaged, INumber<T> => TensorPrimitives.Min(row);

    /// <summary>The index of the first smallest element of a row that is not empty; NaN counts as the smallest.</summary>
    internal static int ArgMin<T>(ReadOnlySpan<T> row)
        where T : unmanaged, INumber<T>
    {
        Debug.Assert(!row.IsEmpty);
        if (typeof(T) != typeof(float) && typeof(T) != typeof(double))
        {
            return TensorPrimitives.IndexOfMin(row);
        }

        // TensorPrimitives' index is that of a −0 though a 0 stands before it.
        fixed (T* x = row)
        {
            return IndexOf(x, row.Length, Min(row));
        }
    }

    /// <summary>The product (float, double or long, which wraps). 1 for an empty row. The order depends on the length alone.</summary>
    internal static T Product<T>(ReadOnlySpan<T> row)
        where T : unmanaged, INumber<T>
    {
        if (typeof(T) != typeof(float) && typeof(T) != typeof(double))
        {
            return row.IsEmpty ? T.One : TensorPrimitives.Product(row);
        }

        fixed (T* x = row)
        {
            return Vector512.IsHardwareAccelerated ? Product<Simd512<T>, T>(x, row.Length)
                : Vector256.IsHardwareAccelerated ? Product<Simd256<T>, T>(x, row.Length)
                : Product<Simd128<T>, T>(x, row.Length);
        }
    }

    [MethodImpl(MethodImplOptions.NoInlining | MethodImplOptions.AggressiveOptimization)]
    private static T Product<TVec, T>(T* x, int length)
        where TVec : unmanaged, ISimd<TVec, T>
        where T : unmanaged, INumber<T>
    {
        TVec one = TVec.Create(1.0);
        TVec a = one, b = one, c = one, d = one;
        nint i = 0;
        for (; i <= length - (4 * TVec.Count); i += 4 * TVec.Count)
        {
            a *= TVec.Load(x + i);
            b *= TVec.Load(x + i + TVec.Count);
            c *= TVec.Load(x + i + (2 * TVec.Count));
            d *= TVec.Load(x + i + (3 * TVec.Count));
        }

        for (; i < length; i += TVec.Count)
        {
            a *= TVec.LoadPartial(x + i, (int)Math.Min(TVec.Count, length - i), one);
        }

        T* lanes = stackalloc T[TVec.Count];
        TVec.Store(a * b * (c * d), lanes);
        T product = T.One;
        for (int lane = 0; lane < TVec.Count; lane++)
        {
            product *= lanes[lane];
        }

        return product;
    }
}
