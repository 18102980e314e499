using System.Numerics;
using System.Runtime.InteropServices;
using MiniTorch.Kernels;

namespace MiniTorch.Tests;

/// <summary>
/// Every product of two parts of two matrices of 100 by 100, whose rows are therefore longer than the product's. The plain sums in float64
/// over the first k terms of each element are computed once; they are the reference for every m and n.
/// </summary>
public sealed unsafe class GemmSizesTests
{
    private const int Longest = 100;

    // 1, 2, the edges of vectors of 2 to 16 numbers and of tiles of 6 and 8 rows or up to 4 vectors, primes, and the last.
    private static readonly int[] _edges = [1, 2, 3, 5, 6, 7, 8, 9, 13, 15, 16, 17, 24, 25, 32, 33, 47, 48, 49, 64, 65, 97, 100];

    [Fact]
    public void Every_size_up_to_100() => new Products<float>().Check([.. Enumerable.Range(1, Longest)], transposeA: false, transposeB: false);

    [Theory]
    [InlineData(false, false)]
    [InlineData(false, true)]
    [InlineData(true, false)]
    [InlineData(true, true)]
    public void Sizes_at_the_edges_of_vectors_and_tiles(bool transposeA, bool transposeB)
    {
        new Products<float>().Check(_edges, transposeA, transposeB);
        new Products<double>().Check(_edges, transposeA, transposeB);
    }

    private sealed class Products<T>
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        // C begins some rows and columns within its memory, and leaves some after it.
        private const int Stride = 128;
        private const int Start = (2 * Stride) + 16;
        private const double Guard = -77.25;

        private readonly T[] _a = new T[Longest * Longest];
        private readonly T[] _b = new T[Longest * Longest];
        private readonly T[] _c = new T[Start + ((Longest + 2) * Stride)];
        private readonly double[] _sums = new double[Longest * Longest];
        private readonly double[] _magnitudes = new double[Longest * Longest];
        private readonly double[] _bounds = new double[Longest * Longest];

        public Products()
        {
            Random random = new(Longest);
            for (int i = 0; i < _a.Length; i++)
            {
                _a[i] = T.CreateChecked((random.NextDouble() * 2) - 1);
                _b[i] = T.CreateChecked((random.NextDouble() * 2) - 1);
            }

            _c.AsSpan().Fill(T.CreateChecked(Guard));
        }

        public void Check(int[] sizes, bool transposeA, bool transposeB)
        {
            T[] a = transposeA ? Transposed(_a) : _a, b = transposeB ? Transposed(_b) : _b;
            fixed (T* pa = a, pb = b, pc = _c)
            {
                MatrixView<T> left = transposeA ? new(pa, 1, Longest) : new(pa, Longest, 1), right = transposeB ? new(pb, 1, Longest) : new(pb, Longest, 1);
                for (int k = 1; k <= Longest; k++)
                {
                    AddTerm(k - 1);
                    if (!sizes.Contains(k))
                    {
                        continue;
                    }

                    foreach (int m in sizes)
                    {
                        foreach (int n in sizes)
                        {
                            Gemm.Multiply(m, n, k, left, right, pc + Start, Stride, null, Epilogue.None, accumulate: false);
                            CheckAndClear(m, n, k);
                        }
                    }
                }
            }
        }

        // The standard bound, γ_k·(|A|·|B|) with γ_k = k·u / (1 − k·u), and that of the plain sum in float64.
        private void AddTerm(int p)
        {
            int k = p + 1;
            double u = Math.ScaleB(1, typeof(T) == typeof(float) ? -24 : -53), plain = k * Math.ScaleB(1, -53);
            double gamma = (k * u / (1 - (k * u))) + (plain / (1 - plain));
            for (int i = 0; i < Longest; i++)
            {
                double a = double.CreateChecked(_a[(i * Longest) + p]);
                for (int j = 0; j < Longest; j++)
                {
                    double product = a * double.CreateChecked(_b[(p * Longest) + j]);
                    int at = (i * Longest) + j;
                    _sums[at] += product;
                    _magnitudes[at] += Math.Abs(product);
                    _bounds[at] = gamma * _magnitudes[at];
                }
            }
        }

        private void CheckAndClear(int m, int n, int k)
        {
            for (int i = 0; i < m; i++)
            {
                Span<T> row = _c.AsSpan(Start + (i * Stride), n);
                int wrong = Wrong(row, _sums.AsSpan(i * Longest, n), _bounds.AsSpan(i * Longest, n));
                if (wrong >= 0)
                {
                    int at = (i * Longest) + wrong;
                    Assert.Fail($"{typeof(T).Name} {m}×{n}×{k}: [{i}, {wrong}] is {row[wrong]}, not {_sums[at]} ± {_bounds[at]}");
                }

                row.Fill(T.CreateChecked(Guard));
            }

            int written = typeof(T) == typeof(float)
                ? MemoryMarshal.Cast<T, int>(_c.AsSpan()).IndexOfAnyExcept(BitConverter.SingleToInt32Bits((float)Guard))
                : MemoryMarshal.Cast<T, long>(_c.AsSpan()).IndexOfAnyExcept(BitConverter.DoubleToInt64Bits(Guard));
            Assert.True(written < 0, $"{typeof(T).Name} {m}×{n}×{k}: written at {written - Start} from C");
        }

        // The first element that is further from the sum than the bound, or NaN; −1 if there is none.
        private static int Wrong(ReadOnlySpan<T> row, ReadOnlySpan<double> sums, ReadOnlySpan<double> bounds)
        {
            int j = 0;
            if (typeof(T) == typeof(float))
            {
                // A vector at a time: there are 2.5·10⁹ elements to compare.
                ReadOnlySpan<float> single = MemoryMarshal.Cast<T, float>(row);
                for (; j <= row.Length - Vector<float>.Count; j += Vector<float>.Count)
                {
                    Vector.Widen(new Vector<float>(single[j..]), out Vector<double> low, out Vector<double> high);
                    int upper = j + Vector<double>.Count;
                    if (!Vector.LessThanOrEqualAll(Vector.Abs(low - new Vector<double>(sums[j..])), new Vector<double>(bounds[j..]))
                        || !Vector.LessThanOrEqualAll(Vector.Abs(high - new Vector<double>(sums[upper..])), new Vector<double>(bounds[upper..])))
                    {
                        break;
                    }
                }
            }

            for (; j < row.Length; j++)
            {
                if (!(Math.Abs(double.CreateTruncating(row[j]) - sums[j]) <= bounds[j]))
                {
                    return j;
                }
            }

            return -1;
        }

        private static T[] Transposed(T[] matrix) => [.. Enumerable.Range(0, matrix.Length).Select(i => matrix[(i % Longest * Longest) + (i / Longest)])];
    }
}
