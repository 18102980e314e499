using MiniTorch.Kernels;

namespace MiniTorch.Optim;

/// <summary>
/// Brings the singular values of a matrix near 1: X ← aX + (bA + cA²)X with A = XXᵀ, or X ← aX + X(bA + cA²) with A = XᵀX, whichever A is
/// smaller; both are the same.
/// </summary>
internal static unsafe class NewtonSchulz<T>
    where T : unmanaged
{
    // Rows of A that are multiplied at once. A and A² are symmetric: what is right of such a block is the mirror image of what is below it.
    private const int Block = 128;

    // Elements a side of what is mirrored in the first-level cache.
    private const int Tile = 16;

    /// <param name="rows">Rows of X.</param>
    /// <param name="columns">Columns of X.</param>
    /// <param name="x">X, of norm 1 at most; behind it room for another X and two matrices of A's size.</param>
    /// <param name="coefficients">Of the polynomial.</param>
    /// <param name="steps">Times that it is applied.</param>
    /// <returns>Where X is in the end.</returns>
    public static T* Run(int rows, int columns, T* x, (double A, double B, double C) coefficients, int steps)
    {
        bool isWide = rows <= columns;
        (int n, int depth) = isWide ? (rows, columns) : (columns, rows);
        T* next = x + ((nint)rows * columns);
        T* gram = next + ((nint)rows * columns);
        T* polynomial = gram + ((nint)n * n);
        for (int i = 0; i < steps; i++)
        {
            var matrix = new MatrixView<T>(x, columns, 1);
            MatrixView<T> left = isWide ? matrix : matrix.Transposed;
            LowerProduct(n, depth, left, left.Transposed, gram);
            var mirror = new MirrorBody { N = n, Matrix = gram };
            Workers.For(Blocks(n), ref mirror);

            var square = new MatrixView<T>(gram, n, 1);
            LowerProduct(n, n, square, square, polynomial);
            var combine = new MirrorBody
            {
                N = n,
                Matrix = polynomial,
                Gram = gram,
                Blend = new MuonBlend(coefficients.C, coefficients.B),
                Diagonal = coefficients.A,
            };
            Workers.For(Blocks(n), ref combine);

            var factor = new MatrixView<T>(polynomial, n, 1);
            (MatrixView<T> first, MatrixView<T> second) = isWide ? (factor, matrix) : (matrix, factor);
            Gemm.Multiply(rows, columns, n, first, second, next, columns, null, Epilogue.None, accumulate: false);
            T* done = x;
            x = next;
            next = done;
        }

        return x;
    }

    private static int Blocks(int n) => (n + Block - 1) / Block;

    // Of a symmetric product, the blocks on the diagonal and below.
    private static void LowerProduct(int n, int depth, MatrixView<T> a, MatrixView<T> b, T* product)
    {
        for (int row = 0; row < n; row += Block)
        {
            int rows = Math.Min(Block, n - row);
            var some = new MatrixView<T>(a.At(row, 0), a.RowStride, a.ColumnStride);
            Gemm.Multiply(rows, row + rows, depth, some, b, product + ((nint)row * n), n, null, Epilogue.None, accumulate: false);
        }
    }

    /// <summary>Mirrors blocks; before that turns A² into aI + bA + cA², if A is given.</summary>
    private struct MirrorBody : IParallelBody
    {
        public int N;
        public T* Matrix;
        public T* Gram;
        public MuonBlend Blend;
        public double Diagonal;

        public readonly void Invoke(int block)
        {
            int row = block * Block, end = Math.Min(N, row + Block);
            for (int i = row; i < end && Gram is not null; i++)
            {
                T* at = Matrix + ((nint)i * N);
                Blend.Run(at, Gram + ((nint)i * N), end);
                if (typeof(T) == typeof(float))
                {
                    ((float*)at)[i] += (float)Diagonal;
                }
                else
                {
                    ((double*)at)[i] += Diagonal;
                }
            }

            for (int i = row; i < end; i += Tile)
            {
                for (int j = 0; j < row; j += Tile)
                {
                    Mirror(i, Math.Min(end, i + Tile), j);
                }
            }
        }

        // Blocks left of the diagonal are whole tiles wide.
        private readonly void Mirror(int row, int end, int column)
        {
            for (int j = column; j < column + Tile; j++)
            {
                T* to = Matrix + ((nint)j * N);
                for (int i = row; i < end; i++)
                {
                    to[i] = Matrix[((nint)i * N) + j];
                }
            }
        }
    }
}
