using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace MiniTorch.Kernels;

/// <summary>Copies a matrix with steps of its own between rows and along rows to one with others.</summary>
internal static unsafe class StridedCopy
{
    // Rows that are read together where the source lies closer across them.
    private const int Band = 8;

    // So few that rows are read one after the other all the same.
    private const int FewRows = 4;

    public static void Run<T>(
        T* source, nint sourceRow, nint sourceStep, T* destination, nint destinationRow, nint destinationStep, int rows, int columns)
        where T : unmanaged
    {
        if (destinationStep != 1)
        {
            Any(source, sourceRow, sourceStep, destination, destinationRow, destinationStep, rows, columns);
        }
        else if (sourceRow == 0 && destinationRow == columns)
        {
            Repeat(source, sourceStep, destination, rows, columns);
        }
        else if (rows < FewRows || Math.Abs(sourceStep) <= Math.Max(Math.Abs(sourceRow), 2))
        {
            for (int i = 0; i < rows; i++)
            {
                Row(source + (i * sourceRow), sourceStep, destination + (i * destinationRow), columns);
            }
        }
        else if (sourceRow == 1 && Math.Min(rows, columns) >= Transposer<T>.Smallest)
        {
            Transposer<T>.Matrix(source, sourceStep, destination, destinationRow, rows, columns);
        }
        else
        {
            Any(source, sourceRow, sourceStep, destination, destinationRow, destinationStep, rows, columns);
        }
    }

    [MethodImpl(MethodImplOptions.NoInlining | MethodImplOptions.AggressiveOptimization)]
    private static void Row<T>(T* source, nint step, T* destination, int length)
        where T : unmanaged
    {
        var row = new Span<T>(destination, length);
        if (step == 1)
        {
            new ReadOnlySpan<T>(source, length).CopyTo(row);
        }
        else if (step == 0)
        {
            row.Fill(*source);
        }
        else if (step == 2)
        {
            EverySecond(source, destination, length);
        }
        else
        {
            for (T* end = destination + length; destination < end; destination++)
            {
                *destination = *source;
                source += step;
            }
        }
    }

    // All rows are the same one: what has been written is the source of as much again.
    private static void Repeat<T>(T* source, nint step, T* destination, int rows, int columns)
        where T : unmanaged
    {
        Row(source, step, destination, columns);
        var all = new Span<T>(destination, rows * columns);
        for (int done = columns; done < all.Length; done *= 2)
        {
            all[..Math.Min(done, all.Length - done)].CopyTo(all[done..]);
        }
    }

    [MethodImpl(MethodImplOptions.NoInlining | MethodImplOptions.AggressiveOptimization)]
    private static void EverySecond<T>(T* source, T* destination, int length)
        where T : unmanaged
    {
        // The element after the last is not read: it may not exist.
        nint j = 0;
        if (sizeof(T) == 4 && Avx512F.IsSupported)
        {
            Vector512<int> even = Vector512<int>.Indices * 2;
            for (; j < length - 16; j += 16)
            {
                int* two = (int*)source + (2 * j);
                Avx512F.PermuteVar16x32x2(Vector512.Load(two), even, Vector512.Load(two + 16)).Store((int*)destination + j);
            }
        }
        else if (sizeof(T) == 8 && Avx512F.IsSupported)
        {
            Vector512<long> even = Vector512<long>.Indices * 2;
            for (; j < length - 8; j += 8)
            {
                long* two = (long*)source + (2 * j);
                Avx512F.PermuteVar8x64x2(Vector512.Load(two), even, Vector512.Load(two + 8)).Store((long*)destination + j);
            }
        }
        else if (sizeof(T) == 4 && Sse.IsSupported)
        {
            for (; j < length - 4; j += 4)
            {
                float* two = (float*)source + (2 * j);
                Sse.Shuffle(Vector128.Load(two), Vector128.Load(two + 4), 0b10_00_10_00).Store((float*)destination + j);
            }
        }

        for (; j < length; j++)
        {
            destination[j] = source[2 * j];
        }
    }

    [MethodImpl(MethodImplOptions.NoInlining | MethodImplOptions.AggressiveOptimization)]
    private static void Any<T>(
        T* source, nint sourceRow, nint sourceStep, T* destination, nint destinationRow, nint destinationStep, int rows, int columns)
        where T : unmanaged
    {
        int band = Band;
        if (Math.Abs(sourceRow) > Math.Abs(sourceStep))
        {
            (sourceRow, sourceStep) = (sourceStep, sourceRow);
            (destinationRow, destinationStep) = (destinationStep, destinationRow);
            (rows, columns) = (columns, rows);
            band = rows;
        }

        for (int i = 0; i < rows; i += band)
        {
            int height = Math.Min(band, rows - i);
            T* from = source + (i * sourceRow);
            T* to = destination + (i * destinationRow);
            for (int j = 0; j < columns; j++)
            {
                for (nint r = 0; r < height; r++)
                {
                    to[r * destinationRow] = from[r * sourceRow];
                }

                from += sourceStep;
                to += destinationStep;
            }
        }
    }
}
