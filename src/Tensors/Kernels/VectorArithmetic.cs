using System.Diagnostics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace MiniTorch.Kernels;

/// <summary>Rows of floats under an operator that takes an instruction or two, each operand a row or a number.</summary>
internal static unsafe class VectorArithmetic
{
    private const int Unrolled = 4;

    private interface IOperand<TSelf, T>
        where TSelf : struct, IOperand<TSelf, T>
        where T : unmanaged
    {
        static abstract TSelf At(T* first);

        TVec Load<TVec>(nint index)
            where TVec : unmanaged, ISimd<TVec, T>;

        TVec LoadPartial<TVec>(nint index, int count)
            where TVec : unmanaged, ISimd<TVec, T>;
    }

    /// <summary>Writes the row; false for types that are not floats.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static bool TryRow<TOp, T>(ReadOnlySpan<T> a, ReadOnlySpan<T> b, Span<T> y)
        where TOp : struct, VectorMath.IBinary
        where T : unmanaged
    {
        Debug.Assert(a.Length == y.Length && b.Length == y.Length);
        if (!IsFloat<T>())
        {
            return false;
        }

        // As many as a small array holds: the call of a loop would take longer.
        if (y.Length == Simd128<T>.Count)
        {
            At(y) = TOp.Invoke<Simd128<T>, T>(At(a), At(b));
        }
        else
        {
            Run<TOp, Row<T>, Row<T>, T>(ref MemoryMarshal.GetReference(a), ref MemoryMarshal.GetReference(b), ref MemoryMarshal.GetReference(y), y.Length);
        }

        return true;
    }

    /// <inheritdoc cref="TryRow{TOp, T}(ReadOnlySpan{T}, ReadOnlySpan{T}, Span{T})"/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static bool TryRow<TOp, T>(ReadOnlySpan<T> a, T b, Span<T> y)
        where TOp : struct, VectorMath.IBinary
        where T : unmanaged
    {
        Debug.Assert(a.Length == y.Length);
        if (!IsFloat<T>())
        {
            return false;
        }

        if (y.Length == Simd128<T>.Count)
        {
            At(y) = TOp.Invoke<Simd128<T>, T>(At(a), Simd128<T>.Create(b));
        }
        else
        {
            Run<TOp, Row<T>, Number<T>, T>(ref MemoryMarshal.GetReference(a), ref b, ref MemoryMarshal.GetReference(y), y.Length);
        }

        return true;
    }

    /// <inheritdoc cref="TryRow{TOp, T}(ReadOnlySpan{T}, ReadOnlySpan{T}, Span{T})"/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static bool TryRow<TOp, T>(T a, ReadOnlySpan<T> b, Span<T> y)
        where TOp : struct, VectorMath.IBinary
        where T : unmanaged
    {
        Debug.Assert(b.Length == y.Length);
        if (!IsFloat<T>())
        {
            return false;
        }

        if (y.Length == Simd128<T>.Count)
        {
            At(y) = TOp.Invoke<Simd128<T>, T>(Simd128<T>.Create(a), At(b));
        }
        else
        {
            Run<TOp, Number<T>, Row<T>, T>(ref a, ref MemoryMarshal.GetReference(b), ref MemoryMarshal.GetReference(y), y.Length);
        }

        return true;
    }

    private static bool IsFloat<T>() => typeof(T) == typeof(float) || typeof(T) == typeof(double);

    // A row of as many elements as the vector has.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static ref Simd128<T> At<T>(ReadOnlySpan<T> row)
        where T : unmanaged => ref Unsafe.As<T, Simd128<T>>(ref MemoryMarshal.GetReference(row));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Run<TOp, TA, TB, T>(ref T a, ref T b, ref T y, int length)
        where TOp : struct, VectorMath.IBinary
        where TA : struct, IOperand<TA, T>
        where TB : struct, IOperand<TB, T>
        where T : unmanaged
    {
        if (Vector512.IsHardwareAccelerated)
        {
            Run<TOp, TA, TB, Simd512<T>, T>(ref a, ref b, ref y, length);
        }
        else if (Vector256.IsHardwareAccelerated)
        {
            Run<TOp, TA, TB, Simd256<T>, T>(ref a, ref b, ref y, length);
        }
        else
        {
            Run<TOp, TA, TB, Simd128<T>, T>(ref a, ref b, ref y, length);
        }
    }

    [MethodImpl(MethodImplOptions.NoInlining | MethodImplOptions.AggressiveOptimization)]
    private static void Run<TOp, TA, TB, TVec, T>(ref T firstOfA, ref T firstOfB, ref T firstOfY, int length)
        where TOp : struct, VectorMath.IBinary
        where TA : struct, IOperand<TA, T>
        where TB : struct, IOperand<TB, T>
        where TVec : unmanaged, ISimd<TVec, T>
        where T : unmanaged
    {
        fixed (T* pa = &firstOfA, pb = &firstOfB, y = &firstOfY)
        {
            TA a = TA.At(pa);
            TB b = TB.At(pb);
            nint i = 0;
            for (nint end = length - (Unrolled * TVec.Count); i <= end; i += Unrolled * TVec.Count)
            {
                TVec first = TOp.Invoke<TVec, T>(a.Load<TVec>(i), b.Load<TVec>(i));
                TVec second = TOp.Invoke<TVec, T>(a.Load<TVec>(i + TVec.Count), b.Load<TVec>(i + TVec.Count));
                TVec third = TOp.Invoke<TVec, T>(a.Load<TVec>(i + (2 * TVec.Count)), b.Load<TVec>(i + (2 * TVec.Count)));
                TVec fourth = TOp.Invoke<TVec, T>(a.Load<TVec>(i + (3 * TVec.Count)), b.Load<TVec>(i + (3 * TVec.Count)));
                TVec.Store(first, y + i);
                TVec.Store(second, y + i + TVec.Count);
                TVec.Store(third, y + i + (2 * TVec.Count));
                TVec.Store(fourth, y + i + (3 * TVec.Count));
            }

            for (; i <= length - TVec.Count; i += TVec.Count)
            {
                TVec.Store(TOp.Invoke<TVec, T>(a.Load<TVec>(i), b.Load<TVec>(i)), y + i);
            }

            int rest = (int)(length - i);
            if (rest > 0)
            {
                TVec.StorePartial(TOp.Invoke<TVec, T>(a.LoadPartial<TVec>(i, rest), b.LoadPartial<TVec>(i, rest)), y + i, rest);
            }
        }
    }

    private readonly struct Row<T>(T* first) : IOperand<Row<T>, T>
        where T : unmanaged
    {
        public static Row<T> At(T* first) => new(first);

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public TVec Load<TVec>(nint index)
            where TVec : unmanaged, ISimd<TVec, T> => TVec.Load(first + index);

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public TVec LoadPartial<TVec>(nint index, int count)
            where TVec : unmanaged, ISimd<TVec, T> => TVec.LoadPartial(first + index, count, TVec.Zero);
    }

    private readonly struct Number<T>(T value) : IOperand<Number<T>, T>
        where T : unmanaged
    {
        public static Number<T> At(T* first) => new(*first);

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public TVec Load<TVec>(nint index)
            where TVec : unmanaged, ISimd<TVec, T> => TVec.Create(value);

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public TVec LoadPartial<TVec>(nint index, int count)
            where TVec : unmanaged, ISimd<TVec, T> => TVec.Create(value);
    }
}
