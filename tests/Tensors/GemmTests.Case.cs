using System.Numerics;
using MiniTorch.Kernels;

namespace MiniTorch.Tests;

public sealed partial class GemmTests
{
    private enum Layout
    {
        RowMajor,
        Transposed,
        RowsApart,
        Strided,
        Reversed,
        Broadcast,
        BroadcastColumns,
    }

    /// <summary>One product of random operands in given layouts, and what it should be.</summary>
    private sealed unsafe class Case<T>(int m, int n, int k)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        private const double Guard = -77.25;

        private readonly Random _random = new(m + (1000 * n) + (1_000_000 * k));
        private readonly T[] _bias = new T[n + 1];
        private T[] _a = [];
        private T[] _b = [];

        public required Layout A { get; init { field = value; _a = Fill(_random, Length(value, m, k)); } }

        public required Layout B { get; init { field = value; _b = Fill(_random, Length(value, k, n)); } }

        public bool Bias { get; init { field = value; Fill(_random, n).CopyTo(_bias, 0); } }

        public bool Relu { get; init; }

        public bool Accumulate { get; init; }

        public int Ldc => n + 3;

        public T GetA(int i, int p) => _a[Index(A, m, k, i, p)];

        public T GetB(int p, int j) => _b[Index(B, k, n, p, j)];

        public void SetA(int i, int p, T value) => _a[Index(A, m, k, i, p)] = value;

        public void SetB(int p, int j, T value) => _b[Index(B, k, n, p, j)] = value;

        /// <summary>C with 2 rows and 3 columns of guards after it.</summary>
        public T[] Run()
        {
            T[] c = InitialC();
            Multiply(c);
            return c;
        }

        public long BytesAllocated()
        {
            T[] c = InitialC();
            Multiply(c);
            long before = GC.GetAllocatedBytesForCurrentThread();
            Multiply(c);
            return GC.GetAllocatedBytesForCurrentThread() - before;
        }

        public void Check()
        {
            T[] c = Run();
            (double[] expected, double[] magnitudes) = Reference();
            double epsilon = typeof(T) == typeof(float) ? Math.ScaleB(1, -24) : Math.ScaleB(1, -53);
            for (int i = 0; i < m + 2; i++)
            {
                for (int j = 0; j < Ldc; j++)
                {
                    double actual = double.CreateTruncating(c[(i * Ldc) + j]);
                    double right = i < m && j < n ? expected[(i * n) + j] : Guard;
                    double tolerance = i < m && j < n ? (k + 3) * epsilon * magnitudes[(i * n) + j] : 0;
                    if (!(Math.Abs(actual - right) <= tolerance))
                    {
                        Assert.Fail($"{Name}: [{i}, {j}] is {actual}, not {right}");
                    }
                }
            }
        }

        /// <summary>The m×n result in float64, and the sums of the terms' magnitudes, which bound the error.</summary>
        public (double[] Sums, double[] Magnitudes) Reference()
        {
            double[] sums = new double[m * n], magnitudes = new double[m * n];
            double[] bRow = new double[n];
            for (int i = 0; i < m * n; i++)
            {
                double c = Accumulate ? InitialC(i / n, i % n) : 0;
                double bias = Bias ? double.CreateTruncating(_bias[i % n]) : 0;
                sums[i] = c + bias;
                magnitudes[i] = Math.Abs(c) + Math.Abs(bias);
            }

            for (int p = 0; p < k; p++)
            {
                for (int j = 0; j < n; j++)
                {
                    bRow[j] = double.CreateTruncating(_b[Index(B, k, n, p, j)]);
                }

                for (int i = 0; i < m; i++)
                {
                    double a = double.CreateTruncating(_a[Index(A, m, k, i, p)]);
                    for (int j = 0; j < n; j++)
                    {
                        sums[(i * n) + j] += a * bRow[j];
                        magnitudes[(i * n) + j] += Math.Abs(a * bRow[j]);
                    }
                }
            }

            for (int i = 0; i < sums.Length && Relu; i++)
            {
                sums[i] = sums[i] < 0 ? 0 : sums[i];
            }

            return (sums, magnitudes);
        }

        private string Name => $"{typeof(T).Name} {m}×{n}×{k}, A {A}, B {B}, bias {Bias}, relu {Relu}, accumulate {Accumulate}";

        private void Multiply(T[] c)
        {
            fixed (T* pa = _a, pb = _b, pc = c, pbias = _bias)
            {
                Gemm.Multiply(
                    m, n, k, View(pa, A, m, k), View(pb, B, k, n), pc, Ldc, Bias ? pbias : null, Relu ? Epilogue.Relu : Epilogue.None, Accumulate);
            }
        }

        private T[] InitialC()
        {
            T[] c = new T[(m + 2) * Ldc];
            for (int i = 0; i < c.Length; i++)
            {
                (int row, int column) = Math.DivRem(i, Ldc);
                c[i] = T.CreateChecked(row < m && column < n ? InitialC(row, column) : Guard);
            }

            return c;
        }

        private static double InitialC(int i, int j) => (((i * 5) + (j * 3)) % 16 / 8.0) - 1;

        private static T[] Fill(Random random, int length)
        {
            T[] values = new T[length];
            for (int i = 0; i < length; i++)
            {
                values[i] = T.CreateChecked((random.NextDouble() * 2) - 1);
            }

            return values;
        }

        private static MatrixView<T> View(T* start, Layout layout, int rows, int columns)
        {
            (int offset, int row, int column) = Strides(layout, rows, columns);
            return new(start + offset, row, column);
        }

        private static int Index(Layout layout, int rows, int columns, int i, int j)
        {
            (int offset, int row, int column) = Strides(layout, rows, columns);
            return offset + (i * row) + (j * column);
        }

        // Exact lengths, so that a read beyond the end has a chance to fault or to meet garbage.
        private static int Length(Layout layout, int rows, int columns) =>
            rows == 0 || columns == 0 ? 1 : layout switch
            {
                Layout.Strided => Index(layout, rows, columns, 0, columns - 1) + 1,
                Layout.Reversed => rows * columns,
                _ => Index(layout, rows, columns, rows - 1, columns - 1) + 1,
            };

        // Strided: rows run backwards, columns two apart. Reversed: columns run backwards.
        private static (int Offset, int Row, int Column) Strides(Layout layout, int rows, int columns) => layout switch
        {
            Layout.RowMajor => (0, columns, 1),
            Layout.Transposed => (0, 1, rows),
            Layout.RowsApart => (0, columns + 5, 1),
            Layout.Strided => (Math.Max(rows - 1, 0) * 2 * columns, -2 * columns, 2),
            Layout.Reversed => (Math.Max(columns - 1, 0), columns, -1),
            Layout.BroadcastColumns => (0, 1, 0),
            _ => (0, 0, 1),
        };
    }
}
