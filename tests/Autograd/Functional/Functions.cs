namespace MiniTorch.Tests;

/// <summary>Functions and numbers that several tests of the functional API use.</summary>
internal static class Functions
{
    /// <summary>Normally distributed, the same in every run; requires no gradient.</summary>
    public static Tensor Numbers(Shape shape, ulong seed = 5, DType dtype = DType.Float64) => Tensor.Randn(shape, dtype, generator: new Generator(seed));

    /// <summary>The same values in another layout; see <see cref="OpTest.Lay"/>.</summary>
    public static Tensor Laid(Tensor x, OpTest.Layout layout) => new(OpTest.Lay(x.Value, layout));

    /// <summary>A network of two layers, its loss summed: of input, first and second weights.</summary>
    public static Tensor Network(Tensor[] x) => (x[0].MatMul(x[1]).Tanh().MatMul(x[2]).Sigmoid() * 3).Exp().Sum();

    /// <summary>The matrix of all blocks of a Hessian: [n, n] over the n elements of all inputs.</summary>
    public static double[,] Matrix(Tensor[][] blocks)
    {
        int[] counts = [.. blocks.Select(static row => row.Length)];
        int[] sizes = Sizes(blocks);
        int n = sizes.Sum();
        var matrix = new double[n, n];
        for (int a = 0, top = 0; a < counts.Length; top += sizes[a++])
        {
            for (int b = 0, left = 0; b < counts[a]; left += sizes[b++])
            {
                double[] block = blocks[a][b].Value.To(DType.Float64).ToArray<double>();
                for (int i = 0; i < block.Length; i++)
                {
                    matrix[top + (i / sizes[b]), left + (i % sizes[b])] = block[i];
                }
            }
        }

        return matrix;
    }

    /// <summary>The elements of all tensors, one after the other.</summary>
    public static double[] Flat(IEnumerable<Tensor> tensors) => [.. tensors.SelectMany(static tensor => tensor.Value.To(DType.Float64).ToArray<double>())];

    /// <summary>matrix·v.</summary>
    public static double[] Times(double[,] matrix, double[] v) =>
        [.. Enumerable.Range(0, matrix.GetLength(0)).Select(i => Enumerable.Range(0, v.Length).Sum(j => matrix[i, j] * v[j]))];

    private static int[] Sizes(Tensor[][] blocks) => [.. Enumerable.Range(0, blocks.Length).Select(a => (int)Math.Sqrt(blocks[a][a].Count))];
}
