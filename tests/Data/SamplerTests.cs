using FsCheck;
using FsCheck.Fluent;
using MiniTorch.Data;

namespace MiniTorch.Tests;

public sealed class SamplerTests
{
    private static readonly Arbitrary<(int Samples, int Drawn, int Seed)> _cases = (
        from samples in Gen.Choose(1, 50)
        from drawn in Gen.Choose(1, 120)
        from seed in Gen.Choose(int.MinValue, int.MaxValue)
        select (samples, drawn, seed)).ToArbitrary();

    [Fact]
    public void A_sequential_sampler_has_the_order_of_the_dataset()
    {
        SequentialSampler sampler = new(Numbers(5));

        Assert.Equal(5, sampler.Count);
        Assert.Equal([0, 1, 2, 3, 4], sampler.GetOrder(new Generator(0L)));
    }

    [Fact]
    public void A_random_sampler_has_every_sample_once_a_round() => Prop.ForAll(_cases, c =>
    {
        RandomSampler sampler = new(Numbers(c.Samples), numSamples: c.Drawn);
        int[] order = sampler.GetOrder(new Generator((long)c.Seed));

        Assert.Equal(c.Drawn, sampler.Count);
        Assert.Equal(c.Drawn, order.Length);
        foreach (int[] round in order.Chunk(c.Samples))
        {
            Assert.Equal(round.Length, round.Distinct().Count());
            Assert.All(round, index => Assert.InRange(index, 0, c.Samples - 1));
        }
    }).Check(Config.QuickThrowOnFailure);

    [Fact]
    public void With_replacement_every_draw_is_from_all()
    {
        int[] order = new RandomSampler(Numbers(4), replacement: true, numSamples: 8000).GetOrder(new Generator(3L));

        // Chi-square with 15 degrees of freedom over pairs of draws, below its 99.99 % quantile.
        IEnumerable<int> pairs = order.Chunk(2).Select(pair => (4 * pair[0]) + pair[1]);
        Assert.InRange(pairs.CountBy(pair => pair).Sum(pair => (pair.Value - 250.0) * (pair.Value - 250.0) / 250), 0, 44.3);
        Assert.Equal(16, pairs.Distinct().Count());
    }

    [Fact]
    public void A_random_sampler_of_nothing_gives_nothing_unless_asked_for_some()
    {
        Assert.Empty(new RandomSampler(Numbers(0)).GetOrder(new Generator(0L)));
        Assert.Empty(new RandomSampler(Numbers(0), replacement: true).GetOrder(new Generator(0L)));
        Assert.Contains("cannot be drawn", Error(() => new RandomSampler(Numbers(0), numSamples: 3)), StringComparison.Ordinal);
        Assert.Contains("must be positive; got 0", Error(() => new RandomSampler(Numbers(4), numSamples: 0)), StringComparison.Ordinal);
        Assert.Contains("must be positive; got -1", Error(() => new RandomSampler(Numbers(4), true, -1)), StringComparison.Ordinal);
    }

    [Fact]
    public void A_subset_sampler_has_its_indices_in_random_order()
    {
        SubsetRandomSampler sampler = new([7, 3, 9, 4]);
        string[] orders = [.. Enumerable.Range(0, 60).Select(seed => string.Join(' ', sampler.GetOrder(new Generator((long)seed))))];

        Assert.Equal(4, sampler.Count);
        Assert.All(orders, order => Assert.Equal("3 4 7 9", string.Join(' ', order.Split(' ').Order(StringComparer.Ordinal))));
        Assert.InRange(orders.Distinct(StringComparer.Ordinal).Count(), 15, 24);
    }

    [Fact]
    public void Weights_are_the_frequencies_of_draws_with_replacement()
    {
        const int Draws = 20_000;
        double[] weights = [0, 1, 3, 0.5, 5.5];
        int[] order = new WeightedRandomSampler(weights, Draws).GetOrder(new Generator(5L));

        Assert.Equal(Draws, order.Length);
        for (int i = 0; i < weights.Length; i++)
        {
            double p = weights[i] / 10, deviation = Math.Sqrt(Draws * p * (1 - p));
            Assert.InRange(order.Count(index => index == i), (Draws * p) - (4 * deviation), (Draws * p) + (4 * deviation));
        }
    }

    // The first of two drawn without replacement is i with probability w[i], the second j with w[j] / (1 − w[i]).
    [Fact]
    public void Without_replacement_a_sample_comes_once_and_the_weights_decide_when()
    {
        const int Epochs = 10_000;
        double[] weights = [1, 2, 0, 7];
        WeightedRandomSampler sampler = new(weights, 2, replacement: false);
        int[] counts = new int[16];
        for (int seed = 0; seed < Epochs; seed++)
        {
            int[] order = sampler.GetOrder(new Generator((long)seed));
            counts[(4 * order[0]) + order[1]]++;
        }

        for (int i = 0; i < 16; i++)
        {
            (double first, double second) = (weights[i / 4] / 10, weights[i % 4] / 10);
            double p = i / 4 == i % 4 ? 0 : first * second / (1 - first), deviation = Math.Sqrt(Epochs * p * (1 - p));
            Assert.InRange(counts[i], (Epochs * p) - (4 * deviation), (Epochs * p) + (4 * deviation));
        }
    }

    [Fact]
    public void Weights_that_cannot_be_drawn_by_are_refused()
    {
        Assert.Contains("weight 1: -2", Error(() => new WeightedRandomSampler([1, -2], 1)), StringComparison.Ordinal);
        Assert.Contains("weight 0: NaN", Error(() => new WeightedRandomSampler([double.NaN], 1)), StringComparison.Ordinal);
        Assert.Contains("infinite", Error(() => new WeightedRandomSampler([1e308, 1e308], 1)), StringComparison.Ordinal);
        Assert.Contains("need 1 positive weights at least; got 0", Error(() => new WeightedRandomSampler([0, 0], 1)), StringComparison.Ordinal);
        Assert.Contains("got 0", Error(() => new WeightedRandomSampler([], 3)), StringComparison.Ordinal);
        Assert.Contains("must be positive; got 0", Error(() => new WeightedRandomSampler([1], 0)), StringComparison.Ordinal);
        Assert.Contains(
            "without replacement need 3 positive weights at least; got 2",
            Error(() => new WeightedRandomSampler([1, 0, 2], 3, replacement: false)),
            StringComparison.Ordinal);
    }

    [Fact]
    public void A_batch_sampler_cuts_the_order() => Prop.ForAll(_cases, c =>
    {
        RandomSampler order = new(Numbers(c.Samples));
        foreach (bool dropLast in (bool[])[false, true])
        {
            BatchSampler sampler = new(order, c.Drawn, dropLast);
            ReadOnlyMemory<int>[] batches = sampler.GetBatches(new Generator((long)c.Seed));
            int kept = dropLast ? c.Samples / c.Drawn * c.Drawn : c.Samples;

            Assert.Equal(sampler.Count, batches.Length);
            Assert.Equal(order.GetOrder(new Generator((long)c.Seed))[..kept], batches.SelectMany(batch => batch.ToArray()));
            Assert.All(batches[..Math.Max(0, batches.Length - 1)], batch => Assert.Equal(c.Drawn, batch.Length));
        }
    }).Check(Config.QuickThrowOnFailure);

    [Fact]
    public void A_batch_sampler_refuses_sizes_and_samplers_that_do_not_fit()
    {
        Assert.Contains("must be positive; got 0", Error(() => new BatchSampler(new SequentialSampler(Numbers(3)), 0, false)), StringComparison.Ordinal);
        InvalidOperationException lies =
            Assert.Throws<InvalidOperationException>(() => new BatchSampler(new Lying(), 2, false).GetBatches(new Generator(0L)));
        Assert.Contains("says that an epoch has 5 indices, it gave 1", lies.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Every_sampler_follows_from_its_generator()
    {
        TensorDataset dataset = Numbers(30);
        ISampler[] samplers =
        [
            new RandomSampler(dataset), new RandomSampler(dataset, replacement: true), new SubsetRandomSampler(Enumerable.Range(5, 20)),
            new WeightedRandomSampler(Enumerable.Range(1, 30).Select(i => (double)i), 25), new WeightedRandomSampler(Enumerable.Repeat(1.0, 30), 25, false),
        ];
        foreach (ISampler sampler in samplers)
        {
            Assert.Equal(sampler.GetOrder(new Generator(1L)), sampler.GetOrder(new Generator(1L)));
            Assert.NotEqual(sampler.GetOrder(new Generator(1L)), sampler.GetOrder(new Generator(2L)));
            Assert.Equal(sampler.Count, sampler.GetOrder(new Generator(3L)).Length);
        }
    }

    private static TensorDataset Numbers(int samples) => new(Tensor.Arange(samples));

    private static string Error(Func<object> make) => Assert.Throws<ArgumentException>(make).Message;

    private sealed class Lying : ISampler
    {
        public int Count => 5;

        public int[] GetOrder(Generator generator) => [0];
    }
}
