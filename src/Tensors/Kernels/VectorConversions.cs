using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace MiniTorch.Kernels;

/// <summary>Conversions that AVX-512 has instructions for and <c>TensorPrimitives</c> does one at a time, with the same results.</summary>
internal static unsafe class VectorConversions
{
    /// <summary>Converts the elements that fill vectors.</summary>
    /// <returns>Their number; 0 if there are no instructions for these types.</returns>
    internal static int Convert<TIn, TOut>(ReadOnlySpan<TIn> source, Span<TOut> destination)
        where TIn : unmanaged
        where TOut : unmanaged
    {
        if (!Avx512DQ.IsSupported || !IsKnown<TIn, TOut>())
        {
            return 0;
        }

        fixed (TIn* x = source)
        fixed (TOut* y = destination)
        {
            int i = 0;
            for (; i <= destination.Length - 8; i += 8)
            {
                Convert(x + i, y + i);
            }

            return i;
        }
    }

    private static bool IsKnown<TIn, TOut>() =>
        (typeof(TIn) == typeof(float) && (typeof(TOut) == typeof(long) || typeof(TOut) == typeof(int)))
        || (typeof(TIn) == typeof(double) && (typeof(TOut) == typeof(long) || typeof(TOut) == typeof(int)))
        || (typeof(TIn) == typeof(long) && (typeof(TOut) == typeof(float) || typeof(TOut) == typeof(double)))
        || (typeof(TIn) == typeof(int) && (typeof(TOut) == typeof(float) || typeof(TOut) == typeof(double)));

    // Vector512's own conversions to integers saturate and give 0 for NaN.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Convert<TIn, TOut>(TIn* x, TOut* y)
        where TIn : unmanaged
        where TOut : unmanaged
    {
        if (typeof(TIn) == typeof(float) && typeof(TOut) == typeof(long))
        {
            Vector512.ConvertToInt64(Avx512F.ConvertToVector512Double(Vector256.Load((float*)x))).Store((long*)y);
        }
        else if (typeof(TIn) == typeof(float))
        {
            Vector256.ConvertToInt32(Vector256.Load((float*)x)).Store((int*)y);
        }
        else if (typeof(TIn) == typeof(double) && typeof(TOut) == typeof(long))
        {
            Vector512.ConvertToInt64(Vector512.Load((double*)x)).Store((long*)y);
        }
        else if (typeof(TIn) == typeof(double))
        {
            // Held within the narrower type's range beforehand; the order keeps NaN.
            Vector512<double> held = Vector512.MinNative(Vector512.Create((double)int.MaxValue), Vector512.MaxNative(Vector512.Create((double)int.MinValue), Vector512.Load((double*)x)));
            Avx512F.ConvertToVector256Int32(Vector512.ConvertToInt64(held)).Store((int*)y);
        }
        else if (typeof(TIn) == typeof(long) && typeof(TOut) == typeof(float))
        {
            Avx512DQ.ConvertToVector256Single(Vector512.Load((long*)x)).Store((float*)y);
        }
        else if (typeof(TIn) == typeof(long))
        {
            Vector512.ConvertToDouble(Vector512.Load((long*)x)).Store((double*)y);
        }
        else if (typeof(TOut) == typeof(float))
        {
            Vector256.ConvertToSingle(Vector256.Load((int*)x)).Store((float*)y);
        }
        else
        {
            Avx512F.ConvertToVector512Double(Vector256.Load((int*)x)).Store((double*)y);
        }
    }
}
