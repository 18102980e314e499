namespace MiniTorch.Kernels;

/// <summary>Triangles of contiguous matrices [batch, rows, columns]: of every row a part is copied and the rest 0.</summary>
internal static unsafe class Triangle
{
    /// <summary>Where in a row the triangle ends, or begins if it is the upper one.</summary>
    public static int Edge(int row, int columns, int diagonal, bool isUpper) => (int)Math.Clamp((long)row + diagonal + (isUpper ? 0 : 1), 0, columns);

    public static void Copy<T>(NDArray x, int diagonal, bool isUpper, NDArray y)
        where T : unmanaged
    {
        if (y.Count == 0)
        {
            return;
        }

        int columns = y.Shape[-1];
        fixed (T* px = &x.Ref<T>(), py = &y.Ref<T>())
        {
            var body = new Body<T> { X = px, Y = py, Rows = y.Count / columns, OfMatrix = y.Shape[-2], Columns = columns, Diagonal = diagonal, IsUpper = isUpper };
            Workers.For(body.Chunks, ref body);
        }

        y.BumpVersion();
        GC.KeepAlive(x);
        GC.KeepAlive(y);
    }

    private struct Body<T> : IParallelBody
        where T : unmanaged
    {
        public T* X;
        public T* Y;
        public int Rows;
        public int OfMatrix;
        public int Columns;
        public int Diagonal;
        public bool IsUpper;

        public readonly int Chunks => (int)(((long)Rows + PerChunk - 1) / PerChunk);

        private readonly int PerChunk => Math.Max(1, Elementwise.Chunk / Columns);

        public readonly void Invoke(int chunk)
        {
            int end = (int)Math.Min(Rows, (chunk + 1L) * PerChunk);
            for (int row = chunk * PerChunk; row < end; row++)
            {
                var x = new ReadOnlySpan<T>(X + ((nint)row * Columns), Columns);
                var y = new Span<T>(Y + ((nint)row * Columns), Columns);
                int edge = Edge(row % OfMatrix, Columns, Diagonal, IsUpper);
                if (IsUpper)
                {
                    y[..edge].Clear();
                    x[edge..].CopyTo(y[edge..]);
                }
                else
                {
                    x[..edge].CopyTo(y);
                    y[edge..].Clear();
                }
            }
        }
    }
}
