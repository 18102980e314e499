using FsCheck;
using FsCheck.Fluent;

namespace MiniTorch.Tests;

/// <summary>Every reduction and running reduction of rows and columns of every length from 0 to 256, contiguous or not.</summary>
public sealed class ReductionLengthTests
{
    private const int Longest = 256;

    private static readonly Dictionary<string, (Func<Tensor, int, Tensor> Op, Func<double[], double[]> Oracle, int Shortest)> Reductions = new()
    {
        ["sum"] = (static (x, dim) => x.Sum(dim), static row => [row.Sum()], 0),
        ["mean"] = (static (x, dim) => x.Mean(dim), static row => [row.Sum() / row.Length], 0),
        ["prod"] = (static (x, dim) => x.Prod(dim), static row => [Product(row)], 0),
        ["var"] = (static (x, dim) => x.Var(dim), static row => [Squares(row) / (row.Length - 1)], 1),
        ["std"] = (static (x, dim) => x.Std(dim, correction: 0), static row => [Math.Sqrt(Squares(row) / row.Length)], 0),
        ["amax"] = (static (x, dim) => x.Amax([dim]), static row => [row.Max()], 1),
        ["amin"] = (static (x, dim) => x.Amin([dim]), static row => [row.Min()], 1),
        ["argmax"] = (static (x, dim) => x.ArgMax(dim), static row => [Array.IndexOf(row, row.Max())], 1),
        ["argmin"] = (static (x, dim) => x.ArgMin(dim), static row => [Array.IndexOf(row, row.Min())], 1),
        ["any"] = (static (x, dim) => x.Gt(1.99).Any(dim), static row => [row.Any(static v => v > 1.99) ? 1 : 0], 0),
        ["all"] = (static (x, dim) => x.Gt(0.51).All(dim), static row => [row.All(static v => v > 0.51) ? 1 : 0], 0),
        ["count_nonzero"] = (static (x, dim) => x.Gt(1).CountNonzero(dim), static row => [row.Count(static v => v > 1)], 0),
        ["logsumexp"] = (static (x, dim) => x.LogSumExp(dim), static row => [Math.Log(row.Sum(Math.Exp))], 0),
        ["nansum"] = (static (x, dim) => x.NanSum(dim), static row => [row.Sum()], 0),
        ["nanmean"] = (static (x, dim) => x.NanMean(dim), static row => [row.Sum() / row.Length], 0),
        ["norm 2"] = (static (x, dim) => x.Norm(2, dim), static row => [Math.Sqrt(row.Sum(static v => v * v))], 0),
        ["norm 3"] = (static (x, dim) => x.Norm(3, dim), static row => [Math.Cbrt(row.Sum(static v => v * v * v))], 0),
        ["cumsum"] = (static (x, dim) => x.Cumsum(dim), static row => Running(row, Enumerable.Sum), 0),
        ["cumprod"] = (static (x, dim) => x.Cumprod(dim), static row => Running(row, Product), 0),
        ["cummax"] = (static (x, dim) => x.Cummax(dim).Values, static row => Running(row, Enumerable.Max), 0),
        ["cummax's indices"] = (static (x, dim) => x.Cummax(dim).Indices, static row => Running(row, static part => Array.LastIndexOf(part, part.Max())), 0),
        ["cummin"] = (static (x, dim) => x.Cummin(dim).Values, static row => Running(row, Enumerable.Min), 0),
        ["logcumsumexp"] = (static (x, dim) => x.LogCumsumExp(dim), static row => Running(row, static part => Math.Log(part.Sum(Math.Exp))), 0),
        ["diff"] = (static (x, dim) => x.Diff(1, dim), static row => [.. row.Skip(1).Zip(row, static (next, before) => next - before)], 0),
        ["trapezoid"] = (static (x, dim) => x.Trapezoid(1, dim), static row => [row.Sum() - ((row.FirstOrDefault() + row.LastOrDefault()) / 2)], 0),
        ["softmax"] = (static (x, dim) => x.Softmax(dim), static row => [.. row.Select(v => Math.Exp(v) / row.Sum(Math.Exp))], 0),
        ["log_softmax"] = (static (x, dim) => x.LogSoftmax(dim), static row => [.. row.Select(v => v - Math.Log(row.Sum(Math.Exp)))], 0),
    };

    public static TheoryData<string> Names => [.. Reductions.Keys];

    [Theory]
    [MemberData(nameof(Names))]
    public void Rows_and_columns_of_every_length(string name)
    {
        (Func<Tensor, int, Tensor> op, Func<double[], double[]> oracle, int shortest) = Reductions[name];
        var random = new Random(7);
        for (int length = shortest; length <= Longest; length++)
        {
            // All positive, so that no sum is smaller than its terms, and around 1, so that no product is beyond float32.
            double[] values = [.. Enumerable.Range(0, length).Select(_ => (double)(float)(0.5 + (1.5 * random.NextDouble())))];
            double[] expected = oracle(values);
            foreach ((DType dtype, double tolerance) in ((DType, double)[])[(DType.Float32, 4e-6), (DType.Float64, 1e-13)])
            {
                NDArray row = NDArray.From(values).To(dtype);
                double[] alone = Of(op, row, 0);
                Close.Assert(expected, alone, tolerance, tolerance, $"{name} of {length} in {dtype}");

                // Beside another row, and not contiguous: the same bits.
                NDArray rows = NDArray.Stack([row, row.Multiply(0.75)]);
                foreach (OpTest.Layout layout in Enum.GetValues<OpTest.Layout>())
                {
                    Assert.Equal(alone, Of(static (y, _) => y.Select(0, 0), op(new Tensor(OpTest.Lay(rows, layout)), 1).Value, 0));
                }

                // Columns may be added up in another order, but each like its neighbours.
                NDArray columns = op(new Tensor(NDArray.Stack([row, row, row], 1)), 0).Value;
                double[] first = Of(static (y, _) => y.Select(-1, 0), columns, 0);
                Close.Assert(expected, first, tolerance, tolerance, $"{name} of columns of {length} in {dtype}");
                Assert.Equal(first, Of(static (y, _) => y.Select(-1, 2), columns, 0));
            }
        }
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void A_row_has_the_same_bits_alone_and_anywhere_in_a_matrix(string name)
    {
        Func<Tensor, int, Tensor> op = Reductions[name].Op;
        Prop.ForAll(Matrices, matrix =>
        {
            NDArray x = NDArray.Uniform(0.5, 2, [matrix.Rows, matrix.Length], matrix.DType, new Generator(3UL));
            NDArray whole = op(new Tensor(OpTest.Lay(x, matrix.Layout)), 1).Value;
            for (int row = 0; row < matrix.Rows; row++)
            {
                long[] alone = Bits.Of(op(new Tensor(OpTest.Lay(x.Select(0, row), matrix.Layout)), 0).Value);
                Assert.True(alone.AsSpan().SequenceEqual(Bits.Of(whole.Select(0, row))), $"{name}, row {row} of {matrix}");
            }
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(6));
    }

    // The longest rows are summed in several blocks.
    private static Arbitrary<Matrix> Matrices { get; } = Arb.From(
        from length in Gen.OneOf(Gen.Choose(1, 300), Gen.Choose(300, 5000), Gen.Choose(32_000, 34_000), Gen.Choose(65_000, 70_000))
        from rows in Gen.Choose(2, length > 5000 ? 3 : 9)
        from layout in Gen.Elements(Enum.GetValues<OpTest.Layout>())
        from dtype in Gen.Elements(DType.Float32, DType.Float64)
        select new Matrix(rows, length, layout, dtype));

    private static double[] Of(Func<Tensor, int, Tensor> op, NDArray x, int dim) => op(new Tensor(x), dim).Value.To(DType.Float64).ToArray<double>();

    private static double Product(double[] values) => values.Aggregate(1.0, static (a, b) => a * b);

    private static double Squares(double[] values) => values.Sum(v => Math.Pow(v - (values.Sum() / values.Length), 2));

    private static double[] Running(double[] row, Func<double[], double> group) => [.. row.Select((_, m) => group(row[..(m + 1)]))];

    private sealed record Matrix(int Rows, int Length, OpTest.Layout Layout, DType DType);
}
