using System.Runtime.Intrinsics;

namespace MiniTorch.Kernels;

/// <summary>A part of a normalisation that works on independent items: rows, or blocks of them.</summary>
internal interface INormalizationKernel
{
    /// <typeparam name="TVec">Vectors of the elements.</typeparam>
    /// <typeparam name="TWide">Vectors of double, in which sums are made.</typeparam>
    /// <typeparam name="T">The elements.</typeparam>
    void Run<TVec, TWide, T>(int first, int end)
        where TVec : unmanaged, ISimd<TVec, T>
        where TWide : unmanaged, ISimd<TWide, double>
        where T : unmanaged;
}

/// <summary>
/// Layer, group, root-mean-square and batch normalisation. Means and variances are found in double, from deviations, so that a mean that is large beside
/// the deviation takes nothing from it; elements are shifted by the mean in two steps, for the same reason.
/// </summary>
internal static unsafe partial class NormalizationKernels
{
    private const int Chunk = 1 << 14;

    /// <summary>Runs over the workers, as many items at a time as have some ten thousand elements.</summary>
    public static void Run<TKernel>(ref TKernel kernel, DType dtype, int items, int itemSize)
        where TKernel : struct, INormalizationKernel
    {
        var body = new Body<TKernel> { Kernel = kernel, DType = dtype, Items = items, PerChunk = PerChunk(itemSize) };
        Workers.For((int)(((long)items + body.PerChunk - 1) / body.PerChunk), ref body);
    }

    /// <summary>How many rows of a matrix are summed in one block.</summary>
    public static int RowsPerBlock(int columns) => Math.Max(32, PerChunk(columns));

    private static int PerChunk(int itemSize) => Math.Max(1, Chunk / Math.Max(itemSize, 1));

    private static Span<T> Elements<T>(NDArray? array)
        where T : unmanaged => array is null ? default : array.Elements<T>();

    private struct Body<TKernel> : IParallelBody
        where TKernel : struct, INormalizationKernel
    {
        public TKernel Kernel;
        public DType DType;
        public int Items;
        public int PerChunk;

        public void Invoke(int chunk)
        {
            int first = chunk * PerChunk;
            int end = (int)Math.Min(Items, (long)first + PerChunk);
            if (DType == DType.Float32)
            {
                RunAtWidth<Simd512<float>, Simd256<float>, Simd128<float>, float>(first, end);
            }
            else
            {
                RunAtWidth<Simd512<double>, Simd256<double>, Simd128<double>, double>(first, end);
            }
        }

        private void RunAtWidth<T512, T256, T128, T>(int first, int end)
            where T512 : unmanaged, ISimd<T512, T>
            where T256 : unmanaged, ISimd<T256, T>
            where T128 : unmanaged, ISimd<T128, T>
            where T : unmanaged
        {
            if (Vector512.IsHardwareAccelerated)
            {
                Kernel.Run<T512, Simd512<double>, T>(first, end);
            }
            else if (Vector256.IsHardwareAccelerated)
            {
                Kernel.Run<T256, Simd256<double>, T>(first, end);
            }
            else
            {
                Kernel.Run<T128, Simd128<double>, T>(first, end);
            }
        }
    }
}
