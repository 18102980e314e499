using System.Numerics;
using System.Runtime.CompilerServices;

namespace MiniTorch.Kernels;

/// <summary>What is done, in place, to one small matrix and to a second beside it; both are row-major and dense.</summary>
internal unsafe interface IMatrixKernel
{
    /// <returns>0, or the number, counted from 1, of the pivot at which it failed.</returns>
    int Run<T>(T* a, T* b, int* pivots)
        where T : unmanaged, IFloatingPointIeee754<T>;
}

/// <summary>Runs a kernel on every matrix of a batch; the workers share the matrices, one is never cut.</summary>
internal static unsafe class MatrixBatch
{
    // Multiplications that are worth another thread.
    private const long Chunk = 1 << 15;

    /// <summary>Runs the kernel on contiguous arrays of one batch. The result is b, or a where there is no b; a may be scratch.</summary>
    /// <param name="kernel">What to do.</param>
    /// <param name="a">[…, rows, columns].</param>
    /// <param name="b">[…, anything of the same size for every matrix], or null.</param>
    /// <param name="pivots">int32, […, one a row], or null.</param>
    /// <param name="work">Multiplications a matrix, about.</param>
    /// <returns>The first matrix that failed and its pivot, counted from 1; (0, 0) if none did.</returns>
    public static (int Matrix, int Pivot) Run<TKernel>(TKernel kernel, NDArray a, NDArray? b, NDArray? pivots, long work)
        where TKernel : struct, IMatrixKernel
    {
        int count = Shape.Of(a.Shape.AsSpan()[..^2]).Count;
        if (count == 0)
        {
            return default;
        }

        (int Matrix, int Pivot) failed = a.DType == DType.Float32
            ? Run<TKernel, float>(kernel, a, b, pivots, count, work)
            : Run<TKernel, double>(kernel, a, b, pivots, count, work);
        (b ?? a).BumpVersion();
        GC.KeepAlive(a);
        GC.KeepAlive(b);
        GC.KeepAlive(pivots);
        return failed;
    }

    private static (int Matrix, int Pivot) Run<TKernel, T>(TKernel kernel, NDArray a, NDArray? b, NDArray? pivots, int count, long work)
        where TKernel : struct, IMatrixKernel
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        T none = default;
        int noPivot = 0;
        int[] failures = new int[count];
        fixed (T* pa = &a.Ref<T>(), pb = &(b is null ? ref none : ref b.Ref<T>()))
        fixed (int* pp = &(pivots is null ? ref noPivot : ref pivots.Ref<int>()), pf = failures)
        {
            Body<TKernel, T> body = new()
            {
                Kernel = kernel,
                A = pa,
                B = pb,
                Pivots = pp,
                Failures = pf,
                Count = count,
                StepA = a.Count / count,
                StepB = b is null ? 0 : b.Count / count,
                StepPivots = pivots is null ? 0 : pivots.Count / count,
                PerChunk = (int)Math.Clamp(Chunk / Math.Max(1, work), 1, count),
            };
            Workers.For((int)(((long)count + body.PerChunk - 1) / body.PerChunk), ref body);
        }

        int first = failures.AsSpan().IndexOfAnyExcept(0);
        return first < 0 ? default : (first, failures[first]);
    }

    private struct Body<TKernel, T> : IParallelBody
        where TKernel : struct, IMatrixKernel
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        public TKernel Kernel;
        public T* A;
        public T* B;
        public int* Pivots;
        public int* Failures;
        public int Count;
        public int StepA;
        public int StepB;
        public int StepPivots;
        public int PerChunk;

        [MethodImpl(MethodImplOptions.NoInlining | MethodImplOptions.AggressiveOptimization)]
        public void Invoke(int chunk)
        {
            int end = (int)Math.Min(Count, (long)(chunk + 1) * PerChunk);
            for (int i = chunk * PerChunk; i < end; i++)
            {
                Failures[i] = Kernel.Run(A + ((nint)i * StepA), B + ((nint)i * StepB), Pivots + ((nint)i * StepPivots));
            }
        }
    }
}
