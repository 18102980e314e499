using System.Numerics;

namespace MiniTorch.Tests;

public sealed class NDArrayConvertTests
{
    private static readonly double[] _values =
    [
        0, -0.0, 1, -1, 0.5, -0.5, 0.999999, 1.5, 2.5, -2.5, 127, 128, 254.9, 255, 255.5, 256, 1e3, -1e3, 16777217,
        (1L << 31) - 1, 1L << 31, -(1L << 31), 1e10, -1e10,
        (1L << 53) + 2, 9.2e18, Math.ScaleB(1, 63), -Math.ScaleB(1, 63), 1e19, -1e19, 1e30, 1e300, -1e300, 1e-300,
        float.Epsilon, double.Epsilon, 0.1, 1.0 / 3, double.NaN,
        double.PositiveInfinity, double.NegativeInfinity, float.MaxValue,
    ];

    private static readonly long[] _integers =
    [
        0, 1, -1, 2, 127, 128, 255, 256, 300, -128, -256, 1L << 24, (1L << 24) + 1, int.MaxValue, int.MinValue, (long)int.MaxValue + 1, (long)int.MinValue - 1,
        (1L << 53) + 1, -(1L << 53) - 1, (1L << 54) + 3, 0x7FFFFFBFFFFFFFFF, 0x4000004000000001, long.MaxValue, long.MinValue,
    ];

    [Fact]
    public void Floats_saturate_and_integers_keep_their_low_bits()
    {
        Check(_values, DType.Float64);
        Check(Array.ConvertAll(_values, static v => (float)v), DType.Float32);
        Check(_integers, DType.Int64);
        Check(Array.ConvertAll(_integers, static v => (int)v), DType.Int32);
        Check(Array.ConvertAll(_integers, static v => (byte)v), DType.UInt8);
        Check([0, 1], DType.Bool, static bytes => NDArray.From([false, true]));

        static void Check<T>(T[] values, DType dtype, Func<T[], NDArray>? make = null)
            where T : unmanaged, INumber<T>
        {
            // Rotated, so that every value is met in every lane and in the tail.
            for (int shift = 0; shift < (make is null ? 20 : 1); shift++)
            {
                T[] rotated = [.. values[(shift % values.Length)..], .. values[..(shift % values.Length)]];
                NDArray x = make?.Invoke(rotated) ?? NDArray.From(rotated);
                Assert.Equal(dtype, x.DType);
                Assert.Same(x, x.To(dtype));
                AssertSame<T, float>(x, rotated, DType.Float32);
                AssertSame<T, double>(x, rotated, DType.Float64);
                AssertSame<T, long>(x, rotated, DType.Int64);
                AssertSame<T, int>(x, rotated, DType.Int32);
                if (dtype != DType.UInt8)
                {
                    AssertSame<T, byte>(x, rotated, DType.UInt8);
                }

                if (dtype != DType.Bool)
                {
                    Assert.Equal(Array.ConvertAll(rotated, static v => v != T.Zero), x.To(DType.Bool).ToArray<bool>());
                }
            }
        }

        static void AssertSame<T, TTo>(NDArray x, T[] values, DType dtype)
            where T : unmanaged, INumber<T>
            where TTo : unmanaged, INumber<TTo> =>
            Assert.Equal(Array.ConvertAll(values, Cast<T, TTo>), x.To(dtype).ToArray<TTo>());

        static TTo Cast<T, TTo>(T value)
            where T : INumber<T>
            where TTo : INumber<TTo> =>
            typeof(T) == typeof(float) || typeof(T) == typeof(double) ? TTo.CreateSaturating(value) : TTo.CreateTruncating(value);
    }

    [Fact]
    public void Floats_are_cut_not_rounded_and_NaN_is_0()
    {
        NDArray x = NDArray.From([-2.9, 2.9, double.NaN, double.PositiveInfinity, -1e300]);
        Assert.Equal([-2, 2, 0, long.MaxValue, long.MinValue], x.To(DType.Int64).ToArray<long>());
        Assert.Equal([-2, 2, 0, int.MaxValue, int.MinValue], x.To(DType.Int32).ToArray<int>());
        Assert.Equal([0, 2, 0, 255, 0], x.To(DType.UInt8).ToArray<byte>());
        Assert.Equal([44, 255], NDArray.From([300L, -1]).To(DType.UInt8).ToArray<byte>());
        Assert.Equal([4], NDArray.Of(-2).Add(NDArray.From<byte>([6])).ToArray<byte>());
        Assert.Equal([true, true, true, true, true], x.To(DType.Bool).ToArray<bool>());
    }

    [Fact]
    public void Every_placement_and_size_converts()
    {
        foreach (DType from in NDArrayOracle.AllTypes)
        {
            foreach (DType to in NDArrayOracle.AllTypes)
            {
                foreach (Placement placement in NDArrayOracle.AllPlacements)
                {
                    foreach (int[] sizes in (int[][])[[], [0], [3, 0, 2], [5, 7], [2, 3, 4], [190, placement == Placement.Stepped ? 191 : 3]])
                    {
                        NDArray x = NDArrayOracle.Make(sizes, from, placement, 7), y = x.To(to);
                        Assert.Equal((to, x.Shape), (y.DType, y.Shape));
                        Assert.Equal(from != to, y.IsContiguous && !y.SharesStorageWith(x));
                        Func<double, double> cast = to == DType.Bool ? static v => v != 0 ? 1 : 0
                            : to != DType.UInt8 ? static v => v
                            : from.IsFloatingPoint() ? static v => Math.Max(v, 0)
                            : static v => (byte)(long)v;
                        Assert.Equal(Array.ConvertAll(NDArrayOracle.Read(x), v => cast(v)), NDArrayOracle.Read(y));
                    }
                }
            }
        }
    }
}
