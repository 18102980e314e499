using FsCheck;
using FsCheck.Fluent;
using MiniTorch.Optim;

namespace MiniTorch.Tests;

/// <summary>The factors that least squares are solved with, against the definitions of what they solve.</summary>
public class PivotedQrTests
{
    // Rows, columns and a rank that is at most both.
    private static readonly Gen<(int M, int N, int Rank, int Seed)> Shapes =
        from m in Gen.Choose(1, 9)
        from n in Gen.Choose(1, 9)
        from rank in Gen.Choose(0, Math.Min(m, n))
        from seed in Gen.Choose(0, 1 << 20)
        select (m, n, rank, seed);

    [Fact]
    public void The_rank_is_found_and_the_solution_is_the_pseudoinverses()
    {
        Prop.ForAll(Shapes.ToArbitrary(), static shape =>
        {
            (double[][] a, double[] b, double[] inside) = Problem(shape);
            PivotedQr qr = Factor(a, b, out double[] transposed);
            Assert.Equal(shape.Rank, qr.Rank(SecondOrder.Epsilon(DType.Float64)));
            double[] z = qr.ShortestSolution(transposed, shape.Rank);

            // The residual has no part in the range, and z none in the null space.
            double[] residual = [.. b.Select((value, i) => value - a.Select((column, j) => column[i] * z[j]).Sum())];
            double tolerance = 1e-9 * (1 + SecondOrder.Norm(z));
            Assert.All(a, column => Assert.Equal(0, SecondOrder.Dot(column, residual), tolerance));
            double[] shorter = [.. z.Select((value, j) => value + (0.1 * inside[j]))];
            Assert.True(shape.Rank == shape.N || SecondOrder.Norm(shorter) >= SecondOrder.Norm(z) * (1 - 1e-9));
            Close.Assert(SecondOrder.Norm(Product(a, z)), qr.NormOfProduct(z), rtol: 1e-9, atol: tolerance);
        }).Check(Config.QuickThrowOnFailure);
    }

    [Fact]
    public void The_damped_solution_satisfies_its_normal_equations_and_its_slope_is_the_difference_quotient()
    {
        Prop.ForAll(Shapes.Where(static shape => shape.Rank > 0).ToArbitrary(), static shape =>
        {
            (double[][] a, double[] b, _) = Problem(shape);
            PivotedQr qr = Factor(a, b, out double[] transposed);
            double lambda = 0.1 + (shape.Seed % 7);
            var damped = new DampedSolution(qr, transposed, lambda);
            double[] product = Product(a, damped.Z);
            for (int j = 0; j < shape.N; j++)
            {
                double gradient = SecondOrder.Dot(a[j], [.. product.Select((value, i) => value - b[i])]) + (lambda * damped.Z[j]);
                Assert.Equal(0, gradient, 1e-9);
            }

            double further = new DampedSolution(qr, transposed, lambda * (1 + 1e-6)).Norm, nearer = new DampedSolution(qr, transposed, lambda * (1 - 1e-6)).Norm;
            Close.Assert((nearer - further) / (2e-6 * lambda), damped.Norm * damped.Steepness(), rtol: 1e-5, atol: 1e-9);
        }).Check(Config.QuickThrowOnFailure);
    }

    [Fact]
    public void Columns_come_in_the_order_of_what_is_left_of_them()
    {
        // The third is nearly the second, and larger than what is left of the first.
        PivotedQr qr = Factor([[1, 0, 0], [0, 3, 0], [0, 4, 1e-3]], [0, 0, 0], out _);
        Assert.Equal([2, 0, 1], qr.Order);
        Assert.Equal(3, qr.Rank(SecondOrder.Epsilon(DType.Float64)));
        Assert.Equal(0, Factor([[0, 0], [0, 0]], [0, 0], out _).Rank(SecondOrder.Epsilon(DType.Float64)));
    }

    private static PivotedQr Factor(double[][] columns, double[] b, out double[] transposed)
    {
        var qr = new PivotedQr(Array.ConvertAll(columns, static column => (double[])column.Clone()), b.Length);
        qr.ApplyTransposed(transposed = [.. b]);
        return qr;
    }

    private static double[] Product(double[][] a, double[] z) =>
        [.. Enumerable.Range(0, a[0].Length).Select(i => a.Select((column, j) => column[i] * z[j]).Sum())];

    // A product of two thin random matrices, a right side, and a vector that A takes to 0 if there is one.
    private static (double[][] A, double[] B, double[] Null) Problem((int M, int N, int Rank, int Seed) shape)
    {
        var generator = new Generator(shape.Seed);
        NDArray right = NDArray.Randn([shape.Rank, shape.N], DType.Float64, generator);
        NDArray a = NDArray.Randn([shape.M, shape.Rank], DType.Float64, generator).MatMul(right);
        double[] numbers = a.ToArray<double>(), any = NDArray.Randn([shape.N], DType.Float64, generator).ToArray<double>();
        double[][] columns = [.. Enumerable.Range(0, shape.N).Select(j => Enumerable.Range(0, shape.M).Select(i => numbers[(i * shape.N) + j]).ToArray())];

        // What is left of any vector without its part in the rows of the right factor.
        double[] rows = right.ToArray<double>();
        for (int pass = 0; pass < 2; pass++)
        {
            List<double[]> basis = [];
            for (int k = 0; k < shape.Rank; k++)
            {
                double[] row = rows[(k * shape.N)..((k + 1) * shape.N)];
                foreach (double[] unit in basis)
                {
                    row = SecondOrder.Along(row, unit, -SecondOrder.Dot(row, unit));
                }

                double norm = SecondOrder.Norm(row);
                basis.Add([.. row.Select(value => value / norm)]);
            }

            foreach (double[] unit in basis)
            {
                any = SecondOrder.Along(any, unit, -SecondOrder.Dot(any, unit));
            }
        }

        return (columns, NDArray.Randn([shape.M], DType.Float64, generator).ToArray<double>(), any);
    }
}
