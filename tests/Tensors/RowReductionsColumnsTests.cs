using MiniTorch.Kernels;

namespace MiniTorch.Tests;

public class RowReductionsColumnsTests
{
    public static TheoryData<int, int> Shapes
    {
        get
        {
            TheoryData<int, int> shapes = [];
            foreach (int rows in (int[])[0, 1, 2, 31, 32, 33, 65, 200])
            {
                foreach (int columns in (int[])[0, 1, 3, 10, 16, 17, 63, 64, 65, 150])
                {
                    shapes.Add(rows, columns);
                }
            }

            return shapes;
        }
    }

    [Theory]
    [MemberData(nameof(Shapes))]
    public void EachColumnIsSummed(int rows, int columns)
    {
        int stride = columns + 3;
        float[] x = RowReductionsTests.Numbers(new Random(rows + columns), rows * stride);
        float[] sums = new float[columns + 1];
        sums[columns] = 7;
        RowReductions.SumColumns<float>(x, rows, columns, stride, sums.AsSpan(0, columns));
        double[] doubles = new double[columns];
        RowReductions.SumColumns<double>(RowReductionsTests.Doubles(x), rows, columns, stride, doubles);
        int[] ints = new int[columns];
        RowReductions.SumColumns<int>(Array.ConvertAll(x, v => (int)v), rows, columns, stride, ints);

        Assert.Equal(7, sums[columns]);
        for (int j = 0; j < columns; j++)
        {
            double exact = 0;
            int whole = 0;
            for (int i = 0; i < rows; i++)
            {
                exact += x[(i * stride) + j];
                whole += (int)x[(i * stride) + j];
            }

            Assert.Equal(exact, sums[j], 1e-6 * rows);
            Assert.Equal(exact, doubles[j], 1e-14 * rows);
            Assert.Equal(whole, ints[j]);
        }
    }

    [Fact]
    public void BitsOfAColumnDependNeitherOnItsPlaceNorOnTheWidth()
    {
        const int Rows = 333;
        float[] column = RowReductionsTests.Numbers(new Random(1), Rows);
        float[] expected = new float[1];
        RowReductions.SumColumns<float>(column, Rows, 1, 1, expected);
        foreach (int columns in (int[])[2, 16, 40, 64, 100])
        {
            float[] x = [.. column.SelectMany(v => Enumerable.Repeat(v, columns))];
            float[] sums = new float[columns];
            RowReductions.SumColumns<float>(x, Rows, columns, columns, sums);
            Assert.All(sums, v => Assert.Equal(expected[0], v));
        }
    }

    [Fact]
    public void LongColumnsKeepTheirPrecision()
    {
        const int Rows = 300_000;
        float[] x = [.. Enumerable.Repeat(0.1f, Rows * 3)];
        float[] sums = new float[3];
        RowReductions.SumColumns<float>(x, Rows, 3, 3, sums);
        Assert.All(sums, v => Assert.Equal(0.1f * (double)Rows, v, 4 * 1.2e-7 * 0.1 * Rows));
    }

    [Fact]
    public void OtherIntegers()
    {
        long[] longs = new long[2];
        RowReductions.SumColumns<long>([1L << 40, 2, 1L << 40, 3], 2, 2, 2, longs);
        Assert.Equal([1L << 41, 5], longs);
        byte[] bytes = new byte[2];
        RowReductions.SumColumns<byte>([200, 2, 100, 3], 2, 2, 2, bytes);
        Assert.Equal([44, 5], bytes);
    }
}
