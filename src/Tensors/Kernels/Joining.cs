using System.Runtime.CompilerServices;

namespace MiniTorch.Kernels;

/// <summary>Joins contiguous arrays row by row of the result, so that it is written from end to end.</summary>
internal static class Joining
{
    // Shorter runs are copied with steps, a whole array at a time.
    private const int ShortestRun = 64;

    /// <summary>Whether the arrays are contiguous, of the result's type, and give each of its rows a run of some length.</summary>
    /// <param name="arrays">One behind the other along the dimension; those of shape [0] as well.</param>
    /// <param name="dim">The dimension.</param>
    /// <param name="result">Contiguous.</param>
    public static bool Takes(ReadOnlySpan<NDArray> arrays, int dim, NDArray result)
    {
        if (result.Count == 0)
        {
            return false;
        }

        int rows = Rows(result, dim);
        bool takes = rows > 1;
        foreach (NDArray array in arrays)
        {
            takes &= array.IsContiguous && array.DType == result.DType && (array.Count == 0 || array.Count / rows >= ShortestRun);
        }

        return takes;
    }

    public static void Run<T>(ReadOnlySpan<NDArray> arrays, int dim, NDArray result)
        where T : unmanaged
    {
        int rows = Rows(result, dim);
        var body = new Body<T> { Arrays = arrays.ToArray(), Result = result, Rows = rows, RowsPerChunk = Math.Max(1, Elementwise.Chunk / (result.Count / rows)) };
        Workers.For(((rows - 1) / body.RowsPerChunk) + 1, ref body);
        result.BumpVersion();
    }

    private static int Rows(NDArray result, int dim) => Shape.Of(result.Shape.AsSpan()[..dim]).Count;

    private struct Body<T> : IParallelBody
        where T : unmanaged
    {
        public NDArray[] Arrays;
        public NDArray Result;
        public int Rows;
        public int RowsPerChunk;

        [MethodImpl(MethodImplOptions.NoInlining | MethodImplOptions.AggressiveOptimization)]
        public readonly void Invoke(int chunk)
        {
            int first = chunk * RowsPerChunk;
            int end = Math.Min(Rows, first + RowsPerChunk);
            int width = Result.Count / Rows;
            Span<T> rest = Result.Elements<T>()[(first * width)..];
            for (int row = first; row < end; row++)
            {
                foreach (NDArray array in Arrays)
                {
                    int length = array.Count / Rows;
                    array.Elements<T>().Slice(row * length, length).CopyTo(rest);
                    rest = rest[length..];
                }
            }
        }
    }
}
