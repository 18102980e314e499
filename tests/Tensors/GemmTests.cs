using System.Numerics;
using System.Runtime.InteropServices;
using FsCheck;
using FsCheck.Fluent;
using MiniTorch.Kernels;

namespace MiniTorch.Tests;

/// <summary>Matrix multiplication against the plain triple sum in float64.</summary>
[Collection(nameof(UsesWorkersAlone))]
public sealed partial class GemmTests : IDisposable
{
    private static readonly Layout[] _layouts = Enum.GetValues<Layout>();

    private readonly int _count = Workers.Count;

    public void Dispose() => Workers.Count = _count;

    [Fact]
    public void Every_small_size_in_every_layout()
    {
        for (int m = 0; m <= 20; m++)
        {
            for (int n = 0; n <= 20; n++)
            {
                for (int k = 0; k <= 20; k += k < 4 ? 1 : 3)
                {
                    Layout layout = _layouts[(m + (3 * n) + (5 * k)) % _layouts.Length];
                    Layout other = _layouts[(m + n + k) % _layouts.Length];
                    Case<float> single = new(m, n, k) { A = layout, B = other, Bias = n % 2 == 0, Relu = m % 3 == 0, Accumulate = k % 2 == 0 };
                    single.Check();
                    Case<double> @double = new(m, n, k) { A = other, B = layout, Bias = m % 2 == 0, Relu = n % 3 == 0, Accumulate = k % 2 == 1 };
                    @double.Check();
                }
            }
        }
    }

    public static TheoryData<int, int, int> Sizes => new()
    {
        { 1, 300, 200 }, { 300, 1, 200 }, { 1, 1, 5000 }, { 2, 97, 131 }, { 97, 2, 131 }, { 64, 64, 1 }, { 101, 103, 107 }, { 8, 48, 64 }, { 9, 49, 65 },
        { 7, 47, 63 }, { 6, 16, 128 }, { 13, 33, 129 }, { 16, 96, 40 }, { 17, 97, 41 }, { 31, 64, 80 }, { 128, 10, 128 }, { 10, 128, 128 }, { 65, 145, 33 },
        { 257, 289, 17 }, { 260, 300, 10 }, { 24, 24, 1023 }, { 24, 24, 1024 }, { 20, 30, 1025 }, { 11, 50, 1537 }, { 70, 330, 800 },
        { 5, 700, 37 }, { 500, 600, 64 }, { 700, 5, 37 }, { 127, 211, 509 }, { 509, 127, 31 }, { 31, 1031, 127 }, { 1031, 31, 61 }, { 49, 400, 501 }, { 48, 400, 501 },
        { 255, 49, 70 }, { 256, 48, 70 }, { 511, 40, 33 }, { 513, 100, 20 }, { 8, 50, 513 }, { 16, 145, 2047 }, { 17, 47, 2049 },
    };

    [Theory]
    [MemberData(nameof(Sizes))]
    public void Sizes_around_the_blocks_in_every_layout(int m, int n, int k)
    {
        int step = ((long)m * n * k) switch { < 100_000 => 1, < 1_000_000 => 3, < 4_000_000 => 5, _ => 11 };
        for (int option = 0; option < _layouts.Length * _layouts.Length; option += step)
        {
            Layout a = _layouts[option / _layouts.Length], b = _layouts[option % _layouts.Length];
            new Case<float>(m, n, k) { A = a, B = b, Bias = option % 2 == 0, Relu = option % 3 == 0, Accumulate = option % 4 > 1 }.Check();
            if (option % 4 == 0)
            {
                new Case<double>(m, n, k) { A = a, B = b, Bias = option % 3 == 0, Relu = option % 2 == 0, Accumulate = option % 8 == 0 }.Check();
            }
        }
    }

    [Theory]
    [MemberData(nameof(Sizes))]
    public void Bits_do_not_depend_on_the_number_of_workers(int m, int n, int k)
    {
        foreach (Layout layout in (Layout[])[Layout.RowMajor, Layout.Transposed])
        {
            Case<float> product = new(m, n, k) { A = layout, B = Layout.Transposed, Bias = true };
            Workers.Count = 1;
            int[] expected = Bits(product.Run());
            foreach (int count in (int[])[2, 3, 8])
            {
                Workers.Count = count;
                Assert.Equal(expected, Bits(product.Run()));
            }
        }
    }

    [Fact]
    public void A_rows_bits_do_not_depend_on_its_place_nor_a_columns() =>
        Prop.ForAll(SizesAndSeeds, static draw =>
        {
            (int m, int n, int k, int seed) = draw;
            Layout a = _layouts[seed % _layouts.Length], b = _layouts[seed / _layouts.Length % _layouts.Length];
            int[] rows = [.. Enumerable.Range(0, m)], columns = [.. Enumerable.Range(0, n)];
            new Random(seed).Shuffle(rows);
            new Random(seed).Shuffle(columns);
            CheckMoved<float>(m, n, k, a, b, rows, columns);
            CheckMoved<double>(m, n, k, a, b, rows, columns);
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(200));

    [Theory]
    [InlineData(3, 4, 5)]
    [InlineData(40, 50, 60)]
    [InlineData(1, 200, 100)]
    [InlineData(200, 1, 100)]
    public void Not_a_number_and_infinity_spread_as_in_the_plain_sum(int m, int n, int k)
    {
        foreach (Layout layout in _layouts.Where(static layout => layout is not (Layout.Broadcast or Layout.BroadcastColumns)))
        {
            Case<float> product = new(m, n, k) { A = layout, B = layout, Relu = true };
            product.SetA(m - 1, k / 2, float.NaN);
            product.SetA(0, k - 1, float.PositiveInfinity);
            product.SetB(k - 1, n - 1, float.NegativeInfinity);
            float[] c = product.Run();
            double[] expected = product.Reference().Sums;
            for (int i = 0; i < m * n; i++)
            {
                float actual = c[(i / n * product.Ldc) + (i % n)];
                Assert.True(
                    double.IsFinite(expected[i]) ? float.IsFinite(actual) : actual.Equals((float)expected[i]), $"[{i / n}, {i % n}]: {actual}, not {expected[i]}");
            }
        }
    }

    [Fact]
    public unsafe void Relu_keeps_NaN_in_every_path()
    {
        foreach (int size in (int[])[2, 15, 16, 17, 48, 50])
        {
            float[] a = new float[size * size], b = new float[size * size], c = new float[size * size];
            a.AsSpan().Fill(float.NaN);
            fixed (float* pa = a, pb = b, pc = c)
            {
                Gemm.Multiply(size, size, size, new(pa, size, 1), new(pb, size, 1), pc, size, null, Epilogue.Relu, accumulate: false);
            }

            Assert.All(c, static x => Assert.Equal(float.NaN, x));
        }
    }

    [Fact]
    public unsafe void What_C_held_is_not_read_unless_it_is_accumulated()
    {
        foreach (int size in (int[])[0, 1, 3, 16, 40])
        {
            float[] a = new float[4000], c = new float[40 * 40];
            c.AsSpan().Fill(float.NaN);
            fixed (float* pa = a, pc = c)
            {
                Gemm.Multiply(40, 40, size, new(pa, size, 1), new(pa, 40, 1), pc, 40, null, Epilogue.None, accumulate: false);
            }

            Assert.All(c, static x => Assert.Equal(0, x));
        }
    }

    [Fact]
    public void A_product_allocates_nothing_once_its_buffers_have_grown()
    {
        Workers.Count = 1;
        foreach ((int m, int n, int k) in ((int, int, int)[])[(4, 4, 4), (50, 60, 70), (1, 300, 200)])
        {
            Case<float> product = new(m, n, k) { A = Layout.RowMajor, B = Layout.Transposed };
            Assert.Equal(0, product.BytesAllocated());
        }
    }

    [Fact]
    public unsafe void Other_element_types_are_refused() =>
        Assert.Throws<NotSupportedException>(static () =>
            Gemm.Multiply(0, 0, 0, default(MatrixView<int>), default, null, 0, null, Epilogue.None, accumulate: false));

    private static Arbitrary<(int M, int N, int K, int Seed)> SizesAndSeeds { get; } = Arb.From(
        from m in Gen.OneOf(Gen.Choose(1, 20), Gen.Choose(20, 130))
        from n in Gen.OneOf(Gen.Choose(1, 20), Gen.Choose(20, 330))
        from k in Gen.OneOf(Gen.Choose(1, 70), Gen.Choose(70, 1100))
        from seed in Gen.Choose(0, 1_000_000)
        select (m, n, k, seed));

    // Once as it is and once with its rows and columns in another order.
    private static void CheckMoved<T>(int m, int n, int k, Layout a, Layout b, int[] rows, int[] columns)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        // One row for all and one column for all stay what they are.
        Case<T> product = new(m, n, k) { A = a, B = b }, moved = new(m, n, k) { A = a, B = b };
        for (int p = 0; p < k; p++)
        {
            for (int i = 0; i < m; i++)
            {
                moved.SetA(i, p, product.GetA(a is Layout.Broadcast ? i : rows[i], p));
            }

            for (int j = 0; j < n; j++)
            {
                moved.SetB(p, j, product.GetB(p, b is Layout.BroadcastColumns ? j : columns[j]));
            }
        }

        T[] c = product.Run(), other = moved.Run();
        for (int i = 0; i < m; i++)
        {
            for (int j = 0; j < n; j++)
            {
                T expected = c[((a is Layout.Broadcast ? i : rows[i]) * product.Ldc) + (b is Layout.BroadcastColumns ? j : columns[j])];
                Assert.True(expected.Equals(other[(i * product.Ldc) + j]), $"{typeof(T).Name} {m}×{n}×{k}, A {a}, B {b}: [{i}, {j}]");
            }
        }
    }

    private static int[] Bits(float[] values) => MemoryMarshal.Cast<float, int>(values).ToArray();
}
