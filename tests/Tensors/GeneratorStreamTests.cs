using FsCheck;
using FsCheck.Fluent;
using MiniTorch.Kernels;

namespace MiniTorch.Tests;

public sealed class GeneratorStreamTests
{
    private const ulong Seed = 20250101;

    public static TheoryData<int> Lengths()
    {
        TheoryData<int> lengths = [1000, 16384, 16385, 70001];
        foreach (int length in Enumerable.Range(0, 257))
        {
            lengths.Add(length);
        }

        return lengths;
    }

    [Theory]
    [MemberData(nameof(Lengths))]
    public void Uniform_elements_follow_from_seed_offset_and_index(int length)
    {
        Generator generator = At(offset: 77);
        AssertElements(generator, length, generator.FillUniform, i => (float)((Word32(77, i) >> 8) / 16777216.0));
        AssertElements(generator, length, generator.FillUniform, i => (Word64(generator.State.Offset, i) >> 11) / 9007199254740992.0);
    }

    [Theory]
    [MemberData(nameof(Lengths))]
    public void Mask_elements_follow_from_seed_offset_and_index(int length)
    {
        const double keep = 0.8;
        Generator generator = At(offset: 77);
        AssertElements(
            generator,
            length,
            d => generator.FillBernoulliMask(d, keep, 1.25f),
            i => Word32(77, i) < Math.ScaleB(keep, 32) ? 1.25f : 0f);
        ulong last = (ulong)Math.ScaleB(keep, 64) - 1;
        AssertElements(
            generator, length, d => generator.FillBernoulliMask(d, keep, 1.25), i => Word64(generator.State.Offset, i) <= last ? 1.25 : 0.0);
    }

    [Theory]
    [MemberData(nameof(Lengths))]
    public void Integer_elements_follow_from_seed_offset_and_index(int length)
    {
        Generator generator = At(offset: 77);
        AssertElements(
            generator, length, d => generator.FillInt64(d, -5, 1000), i => -5 + (long)Math.BigMul(Word64(77, i), 1005ul, out _));
    }

    // Half of the words are drawn again for this range.
    [Fact]
    public void Integers_drawn_again_follow_from_seed_offset_and_index()
    {
        Generator generator = new(Seed);
        long[] all = new long[40000];
        generator.FillInt64(all, long.MinValue, 1);
        for (int length = 1; length < all.Length; length = (2 * length) + 3)
        {
            long[] some = new long[length];
            new Generator(Seed).FillInt64(some, long.MinValue, 1);
            Assert.Equal(all[..length], some);
        }

        Assert.Equal(all[0], new Generator(Seed).NextInt64(long.MinValue, 1));
    }

    [Theory]
    [MemberData(nameof(Lengths))]
    public void Normal_elements_follow_from_seed_offset_and_index(int length)
    {
        Generator generator = At(offset: 77);
        float[] single = new float[length];
        generator.FillNormal(single);
        for (int i = 0; i < length; i++)
        {
            // Each word is a pair: the 16 words of a group give 16 cosines, then 16 sines.
            ulong word = Word64(77, (i / 32 * 16) + (i % 16));
            double expected = BoxMuller((uint)word, word >> 32, Math.ScaleB(1, -32), sine: i % 32 >= 16);
            Assert.Equal((float)expected, single[i], (a, b) => Math.Abs(a - b) <= MathF.BitIncrement(MathF.Abs(a)) - MathF.Abs(a));
        }

        ulong offset = generator.State.Offset;
        double[] normal = new double[length];
        generator.FillNormal(normal);
        for (int i = 0; i < length; i++)
        {
            var (low, high) = Philox.Block(Seed, offset + (ulong)((i / 16 * 8) + (i % 8)), 0);
            double expected = BoxMuller(low >> 12, high >> 12, Math.ScaleB(1, -52), sine: i % 16 >= 8);
            Assert.Equal(expected, normal[i], 4e-15);
        }
    }

    // The bits for this seed, once computed on a CPU with AVX-512: they must not change, and be the same on every other CPU.
    [Fact]
    public void The_same_bits_on_every_CPU()
    {
        Generator generator = new(Seed);
        float[] single = new float[10007];
        double[] normal = new double[10007];
        generator.FillNormal(single);
        generator.FillNormal(normal);
        Assert.Equal(
            (3461976324660232343ul, 8814838936956534759ul),
            (Hash(single, static x => BitConverter.SingleToUInt32Bits(x)), Hash(normal, BitConverter.DoubleToUInt64Bits)));
    }

    [Fact]
    public void Each_draw_goes_on_behind_the_one_before()
    {
        Generator generator = new(Seed);
        generator.FillUniform(new float[65]);
        Assert.Equal(new GeneratorState(Seed, 24), generator.State);
        generator.FillUniform(Span<float>.Empty);
        Assert.Equal(24ul, generator.State.Offset);
        Assert.Equal(Word64(24, 0), generator.NextUInt64());
        Assert.Equal((Word64(25, 0) >> 11) / 9007199254740992.0, generator.NextDouble());
        Assert.Equal(26ul, generator.State.Offset);
        generator.Permute<int>(new int[17]);
        Assert.Equal(42ul, generator.State.Offset);
    }

    [Fact]
    public void A_restored_generator_goes_on_bit_for_bit() =>
        Prop.ForAll((ulong seed, byte[] before, byte[] after) =>
        {
            Generator generator = new(seed);
            Draw(generator, before);
            GeneratorState state = generator.State;
            double[] expected = Draw(generator, after);
            Generator restored = new(0UL) { State = state };
            Assert.Equal(expected, Draw(restored, after));
            Assert.Equal(generator.State, restored.State);
        }).QuickCheckThrowOnFailure();

    [Fact]
    public void Seeding_goes_back_to_the_start_of_a_stream() =>
        Prop.ForAll((ulong seed, ulong other, byte[] draws) =>
        {
            Generator generator = new(other);
            Draw(generator, draws);
            Assert.Same(generator, generator.ManualSeed(seed));
            Assert.Equal(seed, generator.Seed);
            Assert.Equal(Draw(new Generator(seed), draws), Draw(generator, draws));
        }).QuickCheckThrowOnFailure();

    [Fact]
    public void A_negative_seed_stands_for_itself_modulo_two_to_the_64()
    {
        Assert.Equal(ulong.MaxValue, new Generator(-1).Seed);
        Assert.Equal(ulong.MaxValue - 1, new Generator(0).ManualSeed(-2).Seed);
    }

    [Fact]
    public void Split_streams_follow_from_seed_and_index_and_differ()
    {
        Generator parent = new(Seed);
        ulong[] seeds = [.. Enumerable.Range(0, 10000).Select(i => parent.Split(i).Seed)];
        Assert.Equal(new GeneratorState(Seed, 0), parent.State);
        Assert.Equal(10000, seeds.Append(Seed).Distinct().Count() - 1);
        parent.NextUInt64();
        Assert.Equal(new GeneratorState(seeds[7], 0), parent.Split(7).State);
        Assert.NotEqual(parent.Split(1).Split(2).Seed, parent.Split(2).Split(1).Seed);

        // Neighbours are uncorrelated: the standard deviation of the mean product is 1/√n = 0.003.
        double[] a = new double[100000], b = new double[100000];
        parent.Split(0).FillNormal(a);
        parent.Split(1).FillNormal(b);
        Assert.InRange(a.Zip(b, static (x, y) => x * y).Average(), -0.012, 0.012);
        Assert.Throws<ArgumentOutOfRangeException>(() => parent.Split(-1));
    }

    [Fact]
    public void Concurrent_draws_share_the_stream_without_overlap()
    {
        const int draws = 5000, threads = 4;
        Generator generator = new(Seed);
        ulong[][] drawn = new ulong[threads][];
        Thread[] all = [.. Enumerable.Range(0, threads).Select(t => new Thread(() =>
            drawn[t] = [.. Enumerable.Range(0, draws).Select(_ => generator.NextUInt64())]))];
        Array.ForEach(all, static thread => thread.Start());
        Array.ForEach(all, static thread => thread.Join());
        IEnumerable<ulong> expected = Enumerable.Range(0, draws * threads).Select(i => Philox.Block(Seed, (ulong)i, 0).Low);
        Assert.Equal(expected.Order(), drawn.SelectMany(static x => x).Order());
    }

    private static Generator At(ulong offset) => new(0UL) { State = new GeneratorState(Seed, offset) };

    private static ulong Word64(ulong offset, int index)
    {
        var (low, high) = Philox.Block(Seed, offset + (ulong)((index / 16 * 8) + (index % 8)), 0);
        return index % 16 < 8 ? low : high;
    }

    private static uint Word32(ulong offset, int index) => (uint)(Word64(offset, index / 2) >> (32 * (index % 2)));

    private static double BoxMuller(ulong n, ulong m, double scale, bool sine)
    {
        double radius = Math.Sqrt(-2 * Math.Log((n + 0.5) * scale));
        var (sin, cos) = Math.SinCos(2 * Math.PI * (m * scale));
        return radius * (sine ? sin : cos);
    }

    private delegate void Filler<T>(Span<T> destination);

    private static void AssertElements<T>(Generator generator, int length, Filler<T> fill, Func<int, T> element)
        where T : struct
    {
        GeneratorState state = generator.State;
        // Begins off every alignment, with a margin that must stay as it is.
        T[] actual = new T[length + 2];
        fill(actual.AsSpan(1, length));
        generator.State = state;
        Assert.Equal([default, .. Enumerable.Range(0, length).Select(element), default], actual);
        fill(new T[length]);
    }

    private static double[] Draw(Generator generator, byte[] kinds)
    {
        List<double> drawn = [];
        foreach (byte kind in kinds)
        {
            int length = kind / 8;
            double[] values = new double[length];
            switch (kind % 8)
            {
                case 0: values = [generator.NextUInt64()]; break;
                case 1: values = [generator.NextInt64(-length - 1, length)]; break;
                case 2: generator.FillUniform(values); break;
                case 3: generator.FillNormal(values); break;
                case 4: generator.FillBernoulliMask(values, 0.5, 2.0); break;
                case 5: values = Widen<float>(length, generator.FillNormal); break;
                case 6: values = Widen<long>(length, d => generator.FillInt64(d, 0, 1000)); break;
                default:
                    values = [.. Enumerable.Range(0, length)];
                    generator.Permute<double>(values);
                    break;
            }

            drawn.AddRange(values);
        }

        return [.. drawn];
    }

    private static double[] Widen<T>(int length, Filler<T> fill)
        where T : struct, System.Numerics.INumber<T>
    {
        T[] values = new T[length];
        fill(values);
        return [.. values.Select(double.CreateChecked)];
    }

    // FNV-1a over whole words.
    private static ulong Hash<T>(T[] values, Func<T, ulong> bits) =>
        values.Aggregate(14695981039346656037ul, (hash, value) => (hash ^ bits(value)) * 1099511628211ul);
}
