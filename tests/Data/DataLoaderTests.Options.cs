using MiniTorch.Data;

namespace MiniTorch.Tests;

public sealed partial class DataLoaderTests
{
    public static TheoryData<string, Action> Exclusions()
    {
        TensorDataset data = Numbers(6);
        SequentialSampler sampler = new(data);
        BatchSampler batches = new(sampler, 2, false);
        IStreamingDataset stream = Dataset.Stream(() => [Tensor.From(1f)]);
        return new()
        {
            { "a sampler and shuffle exclude each other", () => _ = new DataLoader(data, shuffle: true, sampler: sampler) },
            { "a batch sampler excludes batchSize, shuffle, dropLast and sampler", () => _ = new DataLoader(data, 2, batchSampler: batches) },
            { "got batchSize 1, shuffle True, dropLast False", () => _ = new DataLoader(data, shuffle: true, batchSampler: batches) },
            { "got batchSize 1, shuffle False, dropLast True", () => _ = new DataLoader(data, dropLast: true, batchSampler: batches) },
            { "dropLast False and a sampler", () => _ = new DataLoader(data, sampler: sampler, batchSampler: batches) },
            { "the number of workers must not be negative; got -1", () => _ = new DataLoader(data, numWorkers: -1) },
            { "needs workers; got 2 with numWorkers 0", () => _ = new DataLoader(data, prefetchFactor: 2) },
            { "must be positive and needs workers; got 0 with numWorkers 1", () => _ = new DataLoader(data, numWorkers: 1, prefetchFactor: 0) },
            { "an order of its own; got shuffle", () => _ = new DataLoader(stream, shuffle: true) },
            { "an order of its own; got a sampler", () => _ = new DataLoader(stream, sampler: sampler) },
            { "an order of its own; got a batch sampler", () => _ = new DataLoader(stream, batchSampler: batches) },
            { "the batch size must be positive; got 0", () => _ = new DataLoader(stream, 0) },
            { "exclude each other", () => _ = new DataLoader(stream, seed: 1, generator: new Generator(2L)) },
        };
    }

    [Theory]
    [MemberData(nameof(Exclusions))]
    public void Options_that_exclude_each_other_are_refused(string expected, Action make) =>
        Assert.Contains(expected, Assert.Throws<ArgumentException>(make).Message, StringComparison.Ordinal);

    [Fact]
    public void Options_are_seen_and_have_the_defaults_of_PyTorch()
    {
        DataLoader plain = new(Numbers(6)), full = new(Numbers(6), 4, dropLast: true, numWorkers: 3, prefetchFactor: 5);

        Assert.Equal((1, false, 0, 2, 0L), (plain.BatchSize, plain.DropLast, plain.NumWorkers, plain.PrefetchFactor, plain.Seed));
        Assert.Equal((4, true, 3, 5), (full.BatchSize, full.DropLast, full.NumWorkers, full.PrefetchFactor));
    }

    [Fact]
    public void A_sampler_says_which_samples_an_epoch_has()
    {
        TensorDataset data = Numbers(10);
        DataLoader loader = new(data, 4, sampler: new SubsetRandomSampler([1, 3, 5, 7, 9]), seed: 2);
        long[][] first = Epoch(loader), second = Epoch(loader);

        Assert.Equal(2, loader.Count);
        Assert.Equal([1, 3, 5, 7, 9], first.SelectMany(batch => batch).Order());
        Assert.Equal([1, 3, 5, 7, 9], second.SelectMany(batch => batch).Order());
        DataLoader again = new(data, 4, sampler: new SubsetRandomSampler([1, 3, 5, 7, 9]), seed: 2, numWorkers: 2);
        Assert.Equal(first, Epoch(again));
        Assert.Equal(second, Epoch(again));
        Assert.NotEqual(first, second);
    }

    [Fact]
    public void Shuffle_is_a_random_sampler() => Assert.Equal(
        Epoch(Loader(20, 3, seed: 6)), Epoch(new DataLoader(Numbers(20), 3, sampler: new RandomSampler(Numbers(20)), seed: 6)));

    [Fact]
    public void A_seed_is_drawn_for_a_sampler()
    {
        using (Generator.Use(new Generator(7L)))
        {
            DataLoader loader = new(Numbers(9), sampler: new RandomSampler(Numbers(9)));
            Assert.Equal(unchecked((long)new Generator(7L).NextUInt64()), loader.Seed);
        }
    }

    [Fact]
    public void A_batch_sampler_says_which_samples_each_batch_has()
    {
        foreach (int workers in _workers)
        {
            DataLoader loader = new(Numbers(10), batchSampler: new Buckets([[3, 1], [7], [2, 2, 9]]), numWorkers: workers);

            Assert.Equal(3, loader.Count);
            Assert.Equal([[3, 1], [7], [2, 2, 9]], Epoch(loader));
        }
    }

    [Fact]
    public void Samplers_that_do_not_keep_their_word_are_refused()
    {
        InvalidOperationException batches = Assert.Throws<InvalidOperationException>(
            () => Epoch(new DataLoader(Numbers(10), batchSampler: new Buckets([[3, 1], [7]], 3))));
        Assert.Contains("says that an epoch has 3 batches, it gave 2", batches.Message, StringComparison.Ordinal);
        SampleException outside = Assert.Throws<SampleException>(() => Epoch(new DataLoader(Numbers(10), sampler: new Fixed([3, 10]), numWorkers: 1)));
        Assert.Contains("index 10 is out of range", outside.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_collate_of_ones_own_puts_samples_together()
    {
        SampleDataset ragged = Dataset.From(7, i => Tensor.Ones([i]));
        Batch Pad(IReadOnlyList<Sample> samples)
        {
            int longest = samples.Max(sample => sample[0].Shape[0]);
            return new Batch(Tensor.Stack([.. samples.Select(sample => sample[0].Pad([0, longest - sample[0].Shape[0]]))]));
        }

        foreach (int workers in _workers)
        {
            Batch[] batches = [.. new DataLoader(ragged, 3, numWorkers: workers, collate: Pad)];

            Assert.Equal(["[3, 2]", "[3, 5]", "[1, 6]"], batches.Select(batch => batch[0].Shape.ToString()));
            Assert.Equal([1f, 1, 1, 0, 0, 1, 1, 1, 1, 0, 1, 1, 1, 1, 1], batches[1][0].ToArray<float>());
        }

        SampleException refused = Assert.Throws<SampleException>(() => new DataLoader(ragged, 3).First());
        Assert.Contains("samples 0, 1, 2: collate:", refused.Message, StringComparison.Ordinal);
        Assert.Contains("a collate of your own", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Whole_batches_are_taken_apart_for_a_collate()
    {
        Batch Reverse(IReadOnlyList<Sample> samples) => Batch.Stack([.. samples.Reverse()]);

        Assert.Equal([[2, 1, 0], [4, 3]], Epoch(new DataLoader(Numbers(5), 3, collate: Reverse)));
    }

    [Fact]
    public void The_state_of_another_sampler_is_refused()
    {
        TensorDataset data = Numbers(10);
        DataLoader plain = new(data), five = new(data, sampler: new SubsetRandomSampler([1, 2, 3, 4, 5]), seed: 0);
        DataLoader four = new(data, sampler: new SubsetRandomSampler([1, 2, 3, 4]), seed: 0), buckets = new(data, batchSampler: new Buckets([[1]]));

        AssertRefused(plain, five.SaveState(), "sampler none; got one with 5 samples");
        AssertRefused(four, five.SaveState(), "sampler 4 samples; got one with 5 samples");
        AssertRefused(five, plain.SaveState(), "sampler 5 samples; got one with none");
        AssertRefused(buckets, plain.SaveState(), "sampler 1 batches; got one with none");
        five.LoadState(new DataLoader(data, sampler: new SubsetRandomSampler([1, 2, 3, 4, 5]), seed: 9).SaveState());
        Assert.Equal(9, five.Seed);
    }

    private sealed class Buckets(int[][] batches, int? count = null) : IBatchSampler
    {
        public int Count => count ?? batches.Length;

        public ReadOnlyMemory<int>[] GetBatches(Generator generator) => [.. batches.Select(batch => (ReadOnlyMemory<int>)batch)];
    }
}
