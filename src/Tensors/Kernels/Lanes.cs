namespace MiniTorch.Kernels;

/// <summary>What is done along a dimension of contiguous arrays, for neighbouring lanes at a time.</summary>
internal interface ILaneKernel
{
    /// <summary>At most <see cref="Lanes.Strip"/> lanes, whose first elements lie side by side from <paramref name="first"/> on.</summary>
    void Run(nint first, int width);
}

/// <summary>The lanes of [outer, size, inner] along the middle: independent of each other, shared out among the workers in strips.</summary>
internal static class Lanes
{
    internal const int Strip = 64;
    private const int Chunk = 1 << 15;

    /// <param name="kernel">The work.</param>
    /// <param name="shape">Not without elements.</param>
    /// <param name="dim">The dimension along which lanes lie.</param>
    public static void Run<TKernel>(ref TKernel kernel, Shape shape, int dim)
        where TKernel : struct, ILaneKernel
    {
        int size = shape[dim];
        var body = new Body<TKernel> { Kernel = kernel, Size = size, Inner = Inner(shape, dim), Count = shape.Count / size };
        Workers.For(body.Chunks, ref body);
    }

    /// <summary>Steps between the elements of a lane.</summary>
    public static int Inner(Shape shape, int dim) => Shape.Of(shape.AsSpan()[(dim + 1)..]).Count;

    private struct Body<TKernel> : IParallelBody
        where TKernel : struct, ILaneKernel
    {
        public TKernel Kernel;
        public int Size;
        public int Inner;
        public int Count;

        public readonly int Chunks => (int)(((long)Count + LanesPerChunk - 1) / LanesPerChunk);

        private readonly int LanesPerChunk => Math.Max(1, Chunk / Size / Strip) * Strip;

        public void Invoke(int chunk)
        {
            int lane = chunk * LanesPerChunk;
            int end = (int)Math.Min(Count, (long)lane + LanesPerChunk);
            while (lane < end)
            {
                (int matrix, int column) = Math.DivRem(lane, Inner);
                int width = Math.Min(Math.Min(Strip, Inner - column), end - lane);
                Kernel.Run(((nint)matrix * Size * Inner) + column, width);
                lane += width;
            }
        }
    }
}
