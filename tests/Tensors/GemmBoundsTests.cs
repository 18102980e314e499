using System.Runtime.InteropServices;
using MiniTorch.Kernels;

namespace MiniTorch.Tests;

/// <summary>Nothing beyond the operands is read or written: after each lies a page that may not be touched.</summary>
public sealed unsafe partial class GemmBoundsTests
{
    private const int Page = 4096;
    private const int Bytes = 1 << 19;

    [Theory]
    [InlineData(9, 12, 60)]
    [InlineData(13, 35, 7)]
    [InlineData(2, 1, 3)]
    [InlineData(3, 5, 1100)]
    [InlineData(8, 63, 255)]
    [InlineData(24, 65, 3)]
    [InlineData(15, 127, 40)]
    [InlineData(5, 17, 1)]
    [InlineData(40, 49, 1030)]
    public void Operands_may_end_where_memory_ends(int m, int n, int k)
    {
        if (!OperatingSystem.IsLinux())
        {
            return;
        }

        foreach (bool accumulates in (bool[])[false, true])
        {
            Check<float>(m, n, k, accumulates);
            Check<double>(m, n, k, accumulates);
        }
    }

    private static void Check<T>(int m, int n, int k, bool accumulates)
        where T : unmanaged, System.Numerics.INumber<T>
    {
        T* a = BeforeTheEnd<T>(m * k), b = BeforeTheEnd<T>(k * n), c = BeforeTheEnd<T>(m * n);
        Gemm.Multiply(m, n, k, new MatrixView<T>(a, k, 1), new MatrixView<T>(b, n, 1), c, n, null, Epilogue.None, accumulates);
        Gemm.Multiply(m, n, k, new MatrixView<T>(a, 1, m), new MatrixView<T>(b, 1, k), c, n, null, Epilogue.Relu, accumulates);
        foreach (T value in new ReadOnlySpan<T>(c, m * n))
        {
            Assert.Equal(accumulates ? T.CreateChecked((2 * k) + 1) : T.CreateChecked(k), value);
        }

        Free(a, m * k);
        Free(b, k * n);
        Free(c, m * n);
    }

    // Ones, with a page that may not be touched right after them.
    internal static T* BeforeTheEnd<T>(int count)
        where T : unmanaged, System.Numerics.INumber<T>
    {
        const int ReadWrite = 3, PrivateAnonymous = 0x22;
        byte* start = (byte*)Map(null, Bytes + Page, ReadWrite, PrivateAnonymous, -1, 0);
        Assert.Equal(0, Protect(start + Bytes, Page, 0));
        T* first = (T*)(start + Bytes) - count;
        new Span<T>(first, count).Fill(T.One);
        return first;
    }

    internal static void Free<T>(T* first, int count)
        where T : unmanaged => Assert.Equal(0, Unmap((byte*)(first + count) - Bytes, Bytes + Page));

    [LibraryImport("libc", EntryPoint = "mmap")]
    private static partial void* Map(void* address, nint length, int protection, int flags, int file, nint offset);

    [LibraryImport("libc", EntryPoint = "mprotect")]
    private static partial int Protect(void* address, nint length, int protection);

    [LibraryImport("libc", EntryPoint = "munmap")]
    private static partial int Unmap(void* address, nint length);
}
