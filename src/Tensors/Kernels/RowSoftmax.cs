using System.Diagnostics;
using System.Runtime.Intrinsics;

namespace MiniTorch.Kernels;

/// <summary>
/// Softmax and its kin for contiguous rows of float or double, after subtracting the row's maximum, so that no entry overflows.
/// The destination may be the row itself. NaN anywhere makes the whole row NaN.
/// </summary>
internal static unsafe partial class RowSoftmax
{
    /// <summary>ln Σ eˣ; −∞ for a row of −∞ alone or an empty one, ∞ if the row holds ∞.</summary>
    internal static T LogSumExp<T>(ReadOnlySpan<T> row)
        where T : unmanaged
    {
        fixed (T* x = row)
        {
            return Vector512.IsHardwareAccelerated ? LogSumExp<Simd512<T>, T>(x, row.Length)
                : Vector256.IsHardwareAccelerated ? LogSumExp<Simd256<T>, T>(x, row.Length)
                : LogSumExp<Simd128<T>, T>(x, row.Length);
        }
    }

    /// <summary>scale · e^(x − shift).</summary>
    internal static void ExpMinus<T>(ReadOnlySpan<T> row, T shift, T scale, Span<T> destination)
        where T : unmanaged
    {
        Debug.Assert(row.Length == destination.Length);
        fixed (T* x = row, y = destination)
        {
            if (Vector512.IsHardwareAccelerated)
            {
                ExpMinus<Simd512<T>, T>(x, shift, scale, y, row.Length);
            }
            else if (Vector256.IsHardwareAccelerated)
            {
                ExpMinus<Simd256<T>, T>(x, shift, scale, y, row.Length);
            }
            else
            {
                ExpMinus<Simd128<T>, T>(x, shift, scale, y, row.Length);
            }
        }
    }

    /// <summary>eˣ / Σ eˣ; NaN for a row of −∞ alone or with ∞ in it, as in PyTorch.</summary>
    internal static void Softmax<T>(ReadOnlySpan<T> row, Span<T> destination)
        where T : unmanaged
    {
        Debug.Assert(row.Length == destination.Length);
        fixed (T* x = row, y = destination)
        {
            if (Vector512.IsHardwareAccelerated)
            {
                Softmax<Simd512<T>, T>(x, y, row.Length);
            }
            else if (Vector256.IsHardwareAccelerated)
            {
                Softmax<Simd256<T>, T>(x, y, row.Length);
            }
            else
            {
                Softmax<Simd128<T>, T>(x, y, row.Length);
            }
        }
    }

    /// <summary>x[index] − ln Σ eˣ: one entry of <see cref="LogSoftmax{T}(ReadOnlySpan{T}, Span{T})"/>, to the bit.</summary>
    internal static T LogSoftmax<T>(ReadOnlySpan<T> row, int index)
        where T : unmanaged
    {
        Debug.Assert((uint)index < (uint)row.Length);
        fixed (T* x = row)
        {
            return Vector512.IsHardwareAccelerated ? LogSoftmax<Simd512<T>, T>(x, row.Length, index)
                : Vector256.IsHardwareAccelerated ? LogSoftmax<Simd256<T>, T>(x, row.Length, index)
                : LogSoftmax<Simd128<T>, T>(x, row.Length, index);
        }
    }

    /// <summary>x − ln Σ eˣ, the maximum subtracted first, so that large entries lose no precision.</summary>
    internal static void LogSoftmax<T>(ReadOnlySpan<T> row, Span<T> destination)
        where T : unmanaged
    {
        Debug.Assert(row.Length == destination.Length);
        fixed (T* x = row, y = destination)
        {
            if (Vector512.IsHardwareAccelerated)
            {
                LogSoftmax<Simd512<T>, T>(x, y, row.Length);
            }
            else if (Vector256.IsHardwareAccelerated)
            {
                LogSoftmax<Simd256<T>, T>(x, y, row.Length);
            }
            else
            {
                LogSoftmax<Simd128<T>, T>(x, y, row.Length);
            }
        }
    }
}
