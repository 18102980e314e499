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
