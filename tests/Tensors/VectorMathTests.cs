using MiniTorch.Kernels;

namespace MiniTorch.Tests;

/// <summary>The elementwise functions against System.Math in double precision.</summary>
public partial class VectorMathTests
{
    public delegate void Kernel<T>(ReadOnlySpan<T> x, Span<T> y);

    /// <summary>A function in both precisions, the reference, and the error allowed in units of the last place.</summary>
    public sealed record Function(string Name, Kernel<float> Single, Kernel<double> Double, Func<double, double> Reference, double Ulps)
    {
        public override string ToString() => Name;
    }

    public static TheoryData<Function> Functions =>
    [
        new Function("exp", VectorMath.Exp, VectorMath.Exp, Math.Exp, 2),
        new Function("log", VectorMath.Log, VectorMath.Log, Math.Log, 2),
        new Function("tanh", VectorMath.Tanh, VectorMath.Tanh, Math.Tanh, 4),
        new Function("sigmoid", VectorMath.Sigmoid, VectorMath.Sigmoid, Sigmoid, 4),
    ];

    private static double Sigmoid(double x) => x >= 0 ? 1 / (1 + Math.Exp(-x)) : Math.Exp(x) / (1 + Math.Exp(x));

    [Theory]
    [MemberData(nameof(Functions))]
    public void SingleErrorIsBoundedOverAllBitPatterns(Function function)
    {
        const int Count = 1 << 20;
        float[] x = new float[Count + 256];
        for (int i = 0; i < Count; i++)
        {
            x[i] = BitConverter.UInt32BitsToSingle((uint)i * 4096 + (uint)(i % 4096));
        }

        for (int i = 0; i < 256; i++)
        {
            x[Count + i] = BitConverter.UInt32BitsToSingle((uint)i); // the smallest denormals
        }

        float[] y = new float[x.Length];
        function.Single(x, y);

        for (int i = 0; i < x.Length; i++)
        {
            double exact = function.Reference(x[i]);
            if (UlpError(y[i], exact) > function.Ulps)
            {
                Assert.Fail($"{function}({x[i]:R}) = {y[i]:R}, exactly {exact:R}");
            }
        }
    }

    [Theory]
    [MemberData(nameof(Functions))]
    public void DoubleErrorIsBounded(Function function)
    {
        const int Count = 300_000;
        Random random = new(1);
        double[] x = new double[Count];
        for (int i = 0; i < Count; i++)
        {
            x[i] = (i % 3) switch
            {
                0 => BitConverter.Int64BitsToDouble(random.NextInt64(long.MinValue, long.MaxValue)),
                1 => (random.NextDouble() - 0.5) * 1500,
                _ => (random.NextDouble() - 0.5) * 4,
            };
        }

        double[] y = new double[Count];
        function.Double(x, y);

        for (int i = 0; i < Count; i++)
        {
            double expected = function.Reference(x[i]);
            if (UlpError(y[i], expected) > function.Ulps)
            {
                Assert.Fail($"{function}({x[i]:R}) = {y[i]:R}, System.Math has {expected:R}");
            }
        }
    }

    [Theory]
    [MemberData(nameof(Functions))]
    public void BitsDependNeitherOnThePlaceNorOnTheLength(Function function)
    {
        CheckEveryLength(function.Single, i => (float)(0.01 + (i * 0.37 % 5)));
        CheckEveryLength(function.Double, i => 0.01 + (i * 0.37 % 5));
    }

    /// <summary>Every length and several offsets, into a second row and in place; nothing beyond the row is written.</summary>
    private static void CheckEveryLength<T>(Kernel<T> kernel, Func<int, T> element)
        where T : struct, IEquatable<T>
    {
        T sentinel = element(1000);
        T[] alone = new T[1];
        for (int length = 0; length <= 256; length++)
        {
            int offset = length % 7;
            T[] x = [.. Enumerable.Range(0, length).Select(element)];
            T[] y = [.. Enumerable.Repeat(sentinel, length + offset + 3)];
            kernel(x, y.AsSpan(offset, length));
            Assert.Equal(Enumerable.Repeat(sentinel, offset + 3), y[..offset].Concat(y[(offset + length)..]));
            T[] row = y[offset..(offset + length)];
            if (length > 0)
            {
                kernel(x.AsSpan(length - 1), alone);
                Assert.Equal(alone[0], row[^1]);
                kernel(x.AsSpan(0, 1), alone);
                Assert.Equal(alone[0], row[0]);
            }

            kernel(x, x);
            Assert.True(row.AsSpan().SequenceEqual(x));
        }
    }

    private static double UlpError(float actual, double exact)
    {
        float rounded = (float)exact;
        if (actual.Equals(rounded))
        {
            return 0;
        }

        return float.IsFinite(actual) && float.IsFinite(rounded)
            ? Math.Abs(actual - exact) / Math.Max(Math.ScaleB(1, Math.ILogB(exact) - 23), float.Epsilon)
            : double.PositiveInfinity;
    }

    private static double UlpError(double actual, double expected)
    {
        if (actual.Equals(expected))
        {
            return 0;
        }

        return double.IsFinite(actual) && double.IsFinite(expected)
            ? Math.Abs(actual - expected) / Math.Max(Math.ScaleB(1, Math.ILogB(expected) - 52), double.Epsilon)
            : double.PositiveInfinity;
    }
}
