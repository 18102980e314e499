using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace MiniTorch.Kernels;

/// <summary>Transposes a square block of <see cref="Size"/> by Size elements in registers.</summary>
internal static unsafe class Transposer<T>
    where T : unmanaged
{
    /// <summary>Rows and columns of a block; <see cref="int.MaxValue"/>: this hardware has no such kernel.</summary>
    public static int Size =>
        typeof(T) == typeof(float) && Avx512F.IsSupported ? 16
        : typeof(T) == typeof(float) && Sse.IsSupported ? 4
        : typeof(T) == typeof(double) && Avx.IsSupported ? 4
        : int.MaxValue;

    /// <summary>destination[c, r] = source[r, c]; source rows from <paramref name="rows"/> on are not read and count as zeros.</summary>
    public static void Transpose(T* source, nint sourceRow, int rows, T* destination, nint destinationRow)
    {
        if (typeof(T) == typeof(double))
        {
            Transpose4((double*)source, sourceRow, rows, (double*)destination, destinationRow);
        }
        else if (Avx512F.IsSupported)
        {
            Transpose16((float*)source, sourceRow, rows, (float*)destination, destinationRow);
        }
        else
        {
            Transpose4((float*)source, sourceRow, rows, (float*)destination, destinationRow);
        }
    }

    private static void Transpose4(float* source, nint sourceRow, int rows, float* destination, nint destinationRow)
    {
        Vector128<float> r0 = rows > 0 ? Vector128.Load(source) : default;
        Vector128<float> r1 = rows > 1 ? Vector128.Load(source + sourceRow) : default;
        Vector128<float> r2 = rows > 2 ? Vector128.Load(source + (2 * sourceRow)) : default;
        Vector128<float> r3 = rows > 3 ? Vector128.Load(source + (3 * sourceRow)) : default;
        Vector128<float> low01 = Sse.UnpackLow(r0, r1), low23 = Sse.UnpackLow(r2, r3);
        Vector128<float> high01 = Sse.UnpackHigh(r0, r1), high23 = Sse.UnpackHigh(r2, r3);
        Sse.MoveLowToHigh(low01, low23).Store(destination);
        Sse.MoveHighToLow(low23, low01).Store(destination + destinationRow);
        Sse.MoveLowToHigh(high01, high23).Store(destination + (2 * destinationRow));
        Sse.MoveHighToLow(high23, high01).Store(destination + (3 * destinationRow));
    }

    private static void Transpose4(double* source, nint sourceRow, int rows, double* destination, nint destinationRow)
    {
        Vector256<double> r0 = rows > 0 ? Vector256.Load(source) : default;
        Vector256<double> r1 = rows > 1 ? Vector256.Load(source + sourceRow) : default;
        Vector256<double> r2 = rows > 2 ? Vector256.Load(source + (2 * sourceRow)) : default;
        Vector256<double> r3 = rows > 3 ? Vector256.Load(source + (3 * sourceRow)) : default;
        Vector256<double> low01 = Avx.UnpackLow(r0, r1), low23 = Avx.UnpackLow(r2, r3);
        Vector256<double> high01 = Avx.UnpackHigh(r0, r1), high23 = Avx.UnpackHigh(r2, r3);
        Avx.Permute2x128(low01, low23, 0x20).Store(destination);
        Avx.Permute2x128(high01, high23, 0x20).Store(destination + destinationRow);
        Avx.Permute2x128(low01, low23, 0x31).Store(destination + (2 * destinationRow));
        Avx.Permute2x128(high01, high23, 0x31).Store(destination + (3 * destinationRow));
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Transpose16(float* source, nint sourceRow, int rows, float* destination, nint destinationRow)
    {
        Quad q0 = new(source, sourceRow, rows), q1 = new(source + (4 * sourceRow), sourceRow, rows - 4);
        Quad q2 = new(source + (8 * sourceRow), sourceRow, rows - 8), q3 = new(source + (12 * sourceRow), sourceRow, rows - 12);
        StoreColumns(q0.C0, q1.C0, q2.C0, q3.C0, destination, destinationRow);
        StoreColumns(q0.C1, q1.C1, q2.C1, q3.C1, destination + destinationRow, destinationRow);
        StoreColumns(q0.C2, q1.C2, q2.C2, q3.C2, destination + (2 * destinationRow), destinationRow);
        StoreColumns(q0.C3, q1.C3, q2.C3, q3.C3, destination + (3 * destinationRow), destinationRow);
    }

    // From four rows each, quarter i of the operands holds column 4i: four rows of the result, four apart.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void StoreColumns(
        Vector512<float> rows0, Vector512<float> rows4, Vector512<float> rows8, Vector512<float> rows12, float* destination, nint row)
    {
        Vector512<float> even0 = Avx512F.Shuffle4x128(rows0, rows4, 0x88), even8 = Avx512F.Shuffle4x128(rows8, rows12, 0x88);
        Vector512<float> odd0 = Avx512F.Shuffle4x128(rows0, rows4, 0xdd), odd8 = Avx512F.Shuffle4x128(rows8, rows12, 0xdd);
        Avx512F.Shuffle4x128(even0, even8, 0x88).Store(destination);
        Avx512F.Shuffle4x128(odd0, odd8, 0x88).Store(destination + (4 * row));
        Avx512F.Shuffle4x128(even0, even8, 0xdd).Store(destination + (8 * row));
        Avx512F.Shuffle4x128(odd0, odd8, 0xdd).Store(destination + (12 * row));
    }

    // Four rows of 16, transposed within each quarter: quarter i of Cj holds column 4i + j.
    [StructLayout(LayoutKind.Auto)]
    private readonly ref struct Quad
    {
        public readonly Vector512<float> C0, C1, C2, C3;

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public Quad(float* source, nint row, int rows)
        {
            Vector512<float> r0 = rows > 0 ? Vector512.Load(source) : default;
            Vector512<float> r1 = rows > 1 ? Vector512.Load(source + row) : default;
            Vector512<float> r2 = rows > 2 ? Vector512.Load(source + (2 * row)) : default;
            Vector512<float> r3 = rows > 3 ? Vector512.Load(source + (3 * row)) : default;
            Vector512<double> low01 = Avx512F.UnpackLow(r0, r1).AsDouble(), low23 = Avx512F.UnpackLow(r2, r3).AsDouble();
            Vector512<double> high01 = Avx512F.UnpackHigh(r0, r1).AsDouble(), high23 = Avx512F.UnpackHigh(r2, r3).AsDouble();
            C0 = Avx512F.UnpackLow(low01, low23).AsSingle();
            C1 = Avx512F.UnpackHigh(low01, low23).AsSingle();
            C2 = Avx512F.UnpackLow(high01, high23).AsSingle();
            C3 = Avx512F.UnpackHigh(high01, high23).AsSingle();
        }
    }
}
