using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace MiniTorch.Kernels;

/// <summary>Transposes matrices by square blocks in registers. What the bits mean does not matter.</summary>
internal static unsafe class Transposer<T>
    where T : unmanaged
{
    private const int CacheLine = 64;

    // What surely stays in the second-level cache.
    private const int CacheSize = 1 << 19;

    /// <summary>Rows and columns of the block that is fastest; <see cref="int.MaxValue"/>: this hardware has no such kernel.</summary>
    public static int Size => sizeof(T) != 4 || !Avx2.IsSupported ? Smallest : Avx512F.IsSupported ? 16 : 8;

    /// <summary>Rows and columns of the smallest block.</summary>
    public static int Smallest => (sizeof(T) == 4 && Sse.IsSupported) || (sizeof(T) == 8 && Avx.IsSupported) ? 4 : int.MaxValue;

    /// <summary>
    /// A block of <see cref="Size"/>: destination[c, r] = source[r, c]; source rows from <paramref name="rows"/> on are not read and count as zeros.
    /// </summary>
    public static void Transpose(T* source, nint sourceRow, int rows, T* destination, nint destinationRow) =>
        Transpose(Size, source, sourceRow, rows, destination, destinationRow);

    /// <summary>A whole matrix, destination[i, j] = source[j, i], of at least <see cref="Smallest"/> rows and columns, which share no memory.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Matrix(T* source, nint sourceRow, T* destination, nint destinationRow, int rows, int columns)
    {
        int block = Math.Min(rows, columns) < Size ? Smallest : Size;
        if (columns * sourceRow * sizeof(T) > CacheSize)
        {
            FarMatrix(block, source, sourceRow, destination, destinationRow, rows, columns);
            return;
        }

        for (int row = 0; row < rows; row += block)
        {
            // The last block overlaps the one before and writes the same values again.
            int i = Math.Min(row, rows - block);
            for (int column = 0; column < columns; column += block)
            {
                int j = Math.Min(column, columns - block);
                Transpose(block, source + (j * sourceRow) + i, sourceRow, block, destination + (i * destinationRow) + j, destinationRow);
            }
        }
    }

    // Takes the lines of a source's row that lie side by side one after the other, and asks for those of the next rows.
    [MethodImpl(MethodImplOptions.NoInlining | MethodImplOptions.AggressiveOptimization)]
    private static void FarMatrix(int block, T* source, nint sourceRow, T* destination, nint destinationRow, int rows, int columns)
    {
        for (int column = 0; column < columns; column += block)
        {
            int j = Math.Min(column, columns - block);
            for (int row = 0; row < rows; row += block)
            {
                int i = Math.Min(row, rows - block);
                T* corner = source + (j * sourceRow) + i;
                Fetch(corner + (block * sourceRow), sourceRow, block);
                Transpose(block, corner, sourceRow, block, destination + (i * destinationRow) + j, destinationRow);
            }
        }
    }

    /// <summary>Asks for what lies beside a block, where the hardware does not foresee it.</summary>
    public static void FetchNext(T* corner, nint row, int rows) => Fetch(corner + (CacheLine / sizeof(T)), row, rows);

    private static void Fetch(T* corner, nint row, int rows)
    {
        for (int r = 0; r < rows && Sse.IsSupported; r++)
        {
            Sse.Prefetch0(corner + (r * row));
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Transpose(int size, T* source, nint sourceRow, int rows, T* destination, nint destinationRow)
    {
        if (sizeof(T) == 8)
        {
            Transpose4((double*)source, sourceRow, rows, (double*)destination, destinationRow);
        }
        else if (size == 4)
        {
            Transpose4((float*)source, sourceRow, rows, (float*)destination, destinationRow);
        }
        else if (size == 8)
        {
            Transpose8((float*)source, sourceRow, rows, (float*)destination, destinationRow);
        }
        else if (rows < 16)
        {
            Transpose16((float*)source, sourceRow, rows, (float*)destination, destinationRow);
        }
        else
        {
            Transpose16((float*)source, sourceRow, (float*)destination, destinationRow);
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
    private static void Transpose8(float* source, nint sourceRow, int rows, float* destination, nint destinationRow)
    {
        if (rows >= 8)
        {
            FourColumnsOf8(source, sourceRow, 8, destination, destinationRow);
            FourColumnsOf8(source + 4, sourceRow, 8, destination + (4 * destinationRow), destinationRow);
        }
        else
        {
            FourColumnsOf8(source, sourceRow, rows, destination, destinationRow);
            FourColumnsOf8(source + 4, sourceRow, rows, destination + (4 * destinationRow), destinationRow);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Transpose16(float* source, nint sourceRow, float* destination, nint destinationRow)
    {
        FourColumnsOf16(source, sourceRow, 16, destination, destinationRow);
        FourColumnsOf16(source + 4, sourceRow, 16, destination + (4 * destinationRow), destinationRow);
        FourColumnsOf16(source + 8, sourceRow, 16, destination + (8 * destinationRow), destinationRow);
        FourColumnsOf16(source + 12, sourceRow, 16, destination + (12 * destinationRow), destinationRow);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Transpose16(float* source, nint sourceRow, int rows, float* destination, nint destinationRow)
    {
        for (int column = 0; column < 16; column += 4)
        {
            FourColumnsOf16(source + column, sourceRow, rows, destination + (column * destinationRow), destinationRow);
        }
    }

    // Loads that insert a quarter of a vector, below half of one, need no shuffle: what is left to transpose are blocks of four.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void FourColumnsOf16(float* source, nint sourceRow, int rows, float* destination, nint destinationRow)
    {
        Vector512<float> r0 = EveryFourthOf16(source, 4 * sourceRow, rows);
        Vector512<float> r1 = EveryFourthOf16(source + sourceRow, 4 * sourceRow, rows - 1);
        Vector512<float> r2 = EveryFourthOf16(source + (2 * sourceRow), 4 * sourceRow, rows - 2);
        Vector512<float> r3 = EveryFourthOf16(source + (3 * sourceRow), 4 * sourceRow, rows - 3);
        Vector512<double> low01 = Avx512F.UnpackLow(r0, r1).AsDouble(), low23 = Avx512F.UnpackLow(r2, r3).AsDouble();
        Vector512<double> high01 = Avx512F.UnpackHigh(r0, r1).AsDouble(), high23 = Avx512F.UnpackHigh(r2, r3).AsDouble();
        Avx512F.UnpackLow(low01, low23).AsSingle().Store(destination);
        Avx512F.UnpackHigh(low01, low23).AsSingle().Store(destination + destinationRow);
        Avx512F.UnpackLow(high01, high23).AsSingle().Store(destination + (2 * destinationRow));
        Avx512F.UnpackHigh(high01, high23).AsSingle().Store(destination + (3 * destinationRow));
    }

    // Four columns of every fourth row, side by side.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector512<float> EveryFourthOf16(float* source, nint step, int rows)
    {
        Vector512<float> quarters = rows > 0 ? Vector128.Load(source).ToVector256Unsafe().ToVector512Unsafe() : default;
        quarters = Avx512F.InsertVector128(quarters, rows > 4 ? Vector128.Load(source + step) : default, 1);
        quarters = Avx512F.InsertVector128(quarters, rows > 8 ? Vector128.Load(source + (2 * step)) : default, 2);
        return Avx512F.InsertVector128(quarters, rows > 12 ? Vector128.Load(source + (3 * step)) : default, 3);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void FourColumnsOf8(float* source, nint sourceRow, int rows, float* destination, nint destinationRow)
    {
        Vector256<float> r0 = EveryFourthOf8(source, 4 * sourceRow, rows);
        Vector256<float> r1 = EveryFourthOf8(source + sourceRow, 4 * sourceRow, rows - 1);
        Vector256<float> r2 = EveryFourthOf8(source + (2 * sourceRow), 4 * sourceRow, rows - 2);
        Vector256<float> r3 = EveryFourthOf8(source + (3 * sourceRow), 4 * sourceRow, rows - 3);
        Vector256<double> low01 = Avx.UnpackLow(r0, r1).AsDouble(), low23 = Avx.UnpackLow(r2, r3).AsDouble();
        Vector256<double> high01 = Avx.UnpackHigh(r0, r1).AsDouble(), high23 = Avx.UnpackHigh(r2, r3).AsDouble();
        Avx.UnpackLow(low01, low23).AsSingle().Store(destination);
        Avx.UnpackHigh(low01, low23).AsSingle().Store(destination + destinationRow);
        Avx.UnpackLow(high01, high23).AsSingle().Store(destination + (2 * destinationRow));
        Avx.UnpackHigh(high01, high23).AsSingle().Store(destination + (3 * destinationRow));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector256<float> EveryFourthOf8(float* source, nint step, int rows)
    {
        Vector256<float> halves = rows > 0 ? Vector128.Load(source).ToVector256Unsafe() : default;
        return Avx.InsertVector128(halves, rows > 4 ? Vector128.Load(source + step) : default, 1);
    }
}
