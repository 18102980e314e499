namespace MiniTorch.Tests;

public static partial class OpTest
{
    /// <summary>
    /// Whether an operation takes inputs of a type, on whole numbers if that is a type of integers. What it gives then is compared with
    /// the oracle (uint8 modulo 256, bool by "is not 0"); an operation that refuses must name the type.
    /// </summary>
    public static bool Takes(DType dtype, Func<Tensor[], Tensor> op, Func<Plain[], Plain> oracle, Shape[] shapes, OpTestOptions? options = null)
    {
        options ??= new OpTestOptions();
        NDArray[] values = [.. Inputs(shapes, options).Select(value => dtype.IsFloatingPoint() ? value.To(dtype) : Whole(value, dtype, options))];
        Tensor result;
        try
        {
            result = op([.. values.Select(static value => new Tensor(value))]);
        }
        catch (Exception e) when (e is ArgumentException or NotSupportedException)
        {
            Assert.Contains(dtype.Name(), e.Message, StringComparison.Ordinal);
            return false;
        }

        if (dtype.IsFloatingPoint() || options.OracleKnowsIntegers)
        {
            Plain expected = oracle([.. values.Select(Plain.Of)]);
            double tolerance = result.DType == DType.Float64 ? options.Tolerance : result.DType == DType.Float32 ? options.SingleTolerance : 0;
            string where = $"of {dtype.Name()} {string.Join(" and ", shapes.Select(static shape => shape.ToString()))}, a result in {result.DType.Name()}";
            Assert.True(expected.Shape == result.Shape, $"the result {where}: expected {expected.Shape}, got {result.Shape}");
            Close.Assert(As(result.DType, expected), result.Value.To(DType.Float64).ToArray<double>(), tolerance, tolerance, $"the value {where}");
        }

        return true;
    }

    /// <summary>
    /// That an elementwise operation gives an element the same bits whatever its place and the length of its row: every length from 0 to
    /// 256 at the beginning and at the end of a row of 256, in both floating-point types.
    /// </summary>
    public static void CheckLengths(Func<Tensor[], Tensor> op, int inputs, OpTestOptions? options = null)
    {
        const int Length = 256;
        options ??= new OpTestOptions();
        foreach (DType dtype in (DType[])[DType.Float32, DType.Float64])
        {
            NDArray[] values = [.. Inputs([.. Enumerable.Repeat<Shape>([Length], inputs)], options).Select(value => value.To(dtype))];
            double[] whole = Of(values);
            for (int length = 0; length <= Length; length++)
            {
                Assert.Equal(whole[..length], Of([.. values.Select(value => value.Slice(0, 0, length))]));
                Assert.Equal(whole[^length..], Of([.. values.Select(value => value.Slice(0, Length - length))]));
            }
        }

        double[] Of(NDArray[] values) => op([.. values.Select(static value => new Tensor(value))]).Value.To(DType.Float64).ToArray<double>();
    }

    // What the type holds of the oracle's numbers.
    private static double[] As(DType dtype, Plain expected) => dtype switch
    {
        DType.Bool => expected.Map(static value => value != 0 ? 1 : 0).Data,
        DType.UInt8 => expected.Map(static value => (long)value & 0xFF).Data,
        _ => expected.Data,
    };

    private static NDArray Whole(NDArray values, DType dtype, OpTestOptions options)
    {
        double[] whole = [.. values.ToArray<double>().Select(value =>
        {
            double rounded = Math.Clamp(Math.Round(value), Math.Ceiling(options.Low), Math.Floor(options.High));
            rounded = options.Gap > 0 && rounded == 0 ? 1 : rounded;
            return dtype is DType.UInt8 or DType.Bool ? Math.Abs(rounded) : rounded;
        })];
        return NDArray.From(whole, values.Shape).To(dtype);
    }
}
