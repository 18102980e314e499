using MiniTorch.Kernels;

namespace MiniTorch.Tests;

/// <summary>Functions of float32 in vectors of double, and the arguments that these do not take.</summary>
public partial class VectorMathTests
{
    public sealed record WidenedFunction(string Name, Kernel<float> Single, Func<double, double> Reference)
    {
        public override string ToString() => Name;
    }

    public static TheoryData<WidenedFunction> WidenedFunctions =>
    [
        new WidenedFunction("sin", VectorMath.Sin, Math.Sin),
        new WidenedFunction("cos", VectorMath.Cos, Math.Cos),
        new WidenedFunction("pow of 1.7", static (x, y) => PowersOf(1.7f, x, y), static v => Math.Pow(1.7f, v)),
        new WidenedFunction("pow to -2.3", static (x, y) => PowersTo(-2.3f, x, y), static v => Math.Pow(v, -2.3f)),
    ];

    private static void PowersOf(float number, ReadOnlySpan<float> x, Span<float> y)
    {
        float[] repeated = new float[x.Length];
        Array.Fill(repeated, number);
        VectorMath.Pow(repeated, x, y);
    }

    private static void PowersTo(float number, ReadOnlySpan<float> x, Span<float> y)
    {
        float[] repeated = new float[x.Length];
        Array.Fill(repeated, number);
        VectorMath.Pow(x, repeated, y);
    }

    [Theory]
    [MemberData(nameof(WidenedFunctions))]
    public void Widened_functions_are_rounded_once(WidenedFunction function)
    {
        const int Count = 1 << 18;
        float[] x = new float[2 * Count];
        for (int i = 0; i < Count; i++)
        {
            x[i] = BitConverter.UInt32BitsToSingle(((uint)i * 16384) + (uint)(i * 40503L % 16384));
            x[Count + i] = (i - (Count / 2)) * 0.0317f;
        }

        float[] y = new float[x.Length];
        function.Single(x, y);
        for (int i = 0; i < x.Length; i++)
        {
            double exact = function.Reference(x[i]);
            Assert.True(UlpError(y[i], exact) <= 0.51, FormattableString.Invariant($"{function}({x[i]:R}) = {y[i]:R}, exactly {exact:R}"));
        }
    }

    [Theory]
    [MemberData(nameof(WidenedFunctions))]
    public void Their_bits_depend_neither_on_the_place_nor_on_the_neighbours(WidenedFunction function)
    {
        CheckEveryLength(function.Single, static i => 0.01f + (i * 0.37f % 5));
        CheckEveryLength(function.Single, static i => (i % 5) switch { 0 => 3e9f * i, 1 => -1 - i, 2 => float.PositiveInfinity, _ => 0.3f * i });
    }

    [Fact]
    public void Powers_of_special_numbers_are_those_of_System_Math()
    {
        float[] numbers =
        [
            0, -0f, 1, -1, 0.5f, -0.5f, 2, -2, 3, -3, 2.5f, 1e-45f, -1e-45f, 1e-38f, 1e38f, -1e38f, float.MaxValue, float.MinValue,
            float.PositiveInfinity, float.NegativeInfinity, float.NaN, 16777215, -16777215, 1.0000001f, 0.99999994f, 149, -149, 127, 128, -126,
        ];
        (float X, float Y)[] pairs = [.. from x in numbers from y in numbers select (x, y)];
        float[] powers = new float[pairs.Length];
        VectorMath.Pow([.. pairs.Select(static pair => pair.X)], [.. pairs.Select(static pair => pair.Y)], powers);
        for (int i = 0; i < pairs.Length; i++)
        {
            float expected = (float)Math.Pow(pairs[i].X, pairs[i].Y);
            bool agrees = float.IsFinite(expected) && expected != 0 ? UlpError(powers[i], Math.Pow(pairs[i].X, pairs[i].Y)) <= 0.51 : powers[i].Equals(expected) && float.IsNegative(powers[i]) == float.IsNegative(expected);
            Assert.True(agrees, FormattableString.Invariant($"{pairs[i].X:R} to {pairs[i].Y:R} is {powers[i]:R}, expected {expected:R}"));
        }
    }
}
