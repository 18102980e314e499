namespace MiniTorch.Tests;

[Collection(nameof(UsesWorkersAlone))]
public sealed class GeneratorWorkersTests : IDisposable
{
    private readonly int _count = Workers.Count;

    public void Dispose() => Workers.Count = _count;

    [Theory]
    [InlineData(2)]
    [InlineData(3)]
    public void The_same_numbers_for_any_number_of_workers(int count)
    {
        Workers.Count = 1;
        var (single, normal, integers, expected) = Draw();
        Workers.Count = count;
        for (int repeat = 0; repeat < 5; repeat++)
        {
            var (single2, normal2, integers2, state) = Draw();
            Assert.True(single.AsSpan().SequenceEqual(single2));
            Assert.True(normal.AsSpan().SequenceEqual(normal2));
            Assert.True(integers.AsSpan().SequenceEqual(integers2));
            Assert.Equal(expected, state);
        }
    }

    public static TheoryData<string, Func<Generator, NDArray>> Draws => new()
    {
        { "uniform", static g => NDArray.Uniform(-1, 2, [300_001], generator: g) },
        { "uniform64", static g => NDArray.Uniform(-1, 2, [100_003], DType.Float64, g) },
        { "normal", static g => NDArray.Normal(3, 2, [300_001], generator: g) },
        { "normals", static g => NDArray.Normal(NDArray.Arange(1001, DType.Float32), NDArray.Ones([100, 1]), g) },
        { "exponential", static g => NDArray.Exponential(2, [300_001], generator: g) },
        { "exponential64", static g => NDArray.Exponential(2, [100_003], DType.Float64, g) },
        { "truncated", static g => NDArray.TruncatedNormal(0, 1, -1, 3, [300_001], generator: g) },
        { "truncated64", static g => NDArray.TruncatedNormal(0, 1, 1, 3, [100_003], DType.Float64, g) },
        { "bernoulli", static g => NDArray.Bernoulli(0.3, [300_001], generator: g) },
        { "bernoulli of bool", static g => NDArray.Bernoulli(0.3, [300_001], DType.Bool, g) },
        { "bernoullis", static g => NDArray.Bernoulli(NDArray.Linspace(0, 1, 200_000), g) },
        { "integers", static g => NDArray.RandInt(0, 200, [300_001], DType.UInt8, g) },
        { "samples", static g => NDArray.Multinomial(NDArray.Linspace(0, 1, 3000).Reshape(3, 1000), 30_000, true, g) },
        { "samples without replacement", static g => NDArray.Multinomial(NDArray.Linspace(0.1, 1, 100_000).Reshape(2, 50_000), 500, false, g) },
        { "a permutation", static g => NDArray.RandPerm(100_000, g) },
    };

    [Theory]
    [MemberData(nameof(Draws))]
    public void Every_distribution_gives_the_same_for_any_number_of_workers(string name, Func<Generator, NDArray> draw)
    {
        Workers.Count = 1;
        Generator first = new(5L);
        NDArray expected = draw(first);
        Assert.NotEqual(expected.To(DType.Float64).ToArray<double>(), draw(new Generator(6L)).To(DType.Float64).ToArray<double>());
        foreach (int count in (int[])[1, 2, 3, 8])
        {
            Workers.Count = count;
            Generator generator = new(5L);
            NDArray actual = draw(generator);
            Assert.True(expected.To(DType.Float64).ToArray<double>().AsSpan().SequenceEqual(actual.To(DType.Float64).ToArray<double>()), name);
            Assert.Equal(first.State, generator.State);
        }
    }

    [Fact]
    public void An_element_does_not_depend_on_how_many_are_drawn()
    {
        foreach (DType dtype in (DType[])[DType.Float32, DType.Float64])
        {
            foreach (Func<int, NDArray> draw in (Func<int, NDArray>[])[
                n => NDArray.Uniform(-1, 2, [n], dtype, new Generator(7L)), n => NDArray.Normal(3, 2, [n], dtype, new Generator(7L)),
                n => NDArray.Exponential(2, [n], dtype, new Generator(7L)), n => NDArray.TruncatedNormal(0, 1, -1, 3, [n], dtype, new Generator(7L)),
                n => NDArray.Bernoulli(NDArray.Full([n], 0.4, dtype), new Generator(7L))])
            {
                double[] all = draw(70_000).To(DType.Float64).ToArray<double>();
                foreach (int length in (int[])[.. Enumerable.Range(0, 257), 16_383, 16_385, 69_999])
                {
                    Assert.True(all.AsSpan(0, length).SequenceEqual(draw(length).To(DType.Float64).ToArray<double>()));
                }
            }
        }
    }

    private static (float[] Single, double[] Normal, long[] Integers, GeneratorState State) Draw()
    {
        Generator generator = new(4);
        float[] single = new float[300_001];
        double[] normal = new double[100_003];
        long[] integers = new long[70_000];
        generator.FillUniform(single);
        generator.FillNormal(normal);
        generator.FillInt64(integers, long.MinValue, 1);
        return (single, normal, integers, generator.State);
    }
}
