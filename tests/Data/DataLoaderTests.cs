using System.Collections;
using FsCheck;
using FsCheck.Fluent;
using MiniTorch.Data;

namespace MiniTorch.Tests;

public sealed partial class DataLoaderTests
{
    private static readonly Arbitrary<Case> _cases = (
        from samples in Gen.Choose(0, 60)
        from batchSize in Gen.Choose(1, 70)
        from seed in Gen.Choose(int.MinValue, int.MaxValue)
        from dropLast in Gen.Elements(false, true)
        select new Case(samples, batchSize, seed, dropLast)).ToArbitrary();

    [Fact]
    public void Without_shuffling_the_order_is_that_of_the_dataset() => Prop.ForAll(_cases, c =>
    {
        DataLoader loader = c.Loader(shuffle: false);
        for (int epoch = 0; epoch < 2; epoch++)
        {
            Assert.Equal(Enumerable.Range(0, c.Kept).Select(i => (long)i), Epoch(loader).SelectMany(batch => batch));
        }
    }).Check(Config.QuickThrowOnFailure);

    [Fact]
    public void Every_shuffled_epoch_has_every_sample_at_most_once_and_all_without_dropping() => Prop.ForAll(_cases, c =>
    {
        DataLoader loader = c.Loader();
        for (int epoch = 0; epoch < 3; epoch++)
        {
            long[] seen = [.. Epoch(loader).SelectMany(batch => batch)];
            Assert.Equal(c.Kept, seen.Length);
            Assert.Equal(c.Kept, seen.Distinct().Count());
            Assert.All(seen, sample => Assert.InRange(sample, 0, c.Samples - 1));
        }
    }).Check(Config.QuickThrowOnFailure);

    [Fact]
    public void Batches_are_full_but_for_the_last() => Prop.ForAll(_cases, c =>
    {
        DataLoader loader = c.Loader();
        long[][] batches = Epoch(loader);
        Assert.Equal(loader.Count, batches.Length);
        Assert.Equal(c.DropLast ? c.Samples / c.BatchSize : (c.Samples + c.BatchSize - 1) / c.BatchSize, loader.Count);
        for (int i = 0; i < batches.Length; i++)
        {
            Assert.Equal(Math.Min(c.BatchSize, c.Samples - (i * c.BatchSize)), batches[i].Length);
        }
    }).Check(Config.QuickThrowOnFailure);

    [Fact]
    public void The_same_seed_gives_the_same_epochs_whatever_else_is_drawn() => Prop.ForAll(_cases, c =>
    {
        DataLoader first = c.Loader(), second = c.Loader();
        for (int epoch = 0; epoch < 3; epoch++)
        {
            long[][] expected = Epoch(first);
            Tensor.Rand([epoch + 1]);
            Assert.Equal(expected, Epoch(second));
        }
    }).Check(Config.QuickThrowOnFailure);

    [Fact]
    public void Epochs_and_seeds_differ_in_their_order()
    {
        DataLoader zero = Loader(100, 10, seed: 0), one = Loader(100, 10, seed: 1);
        List<long[]> orders = [];
        for (int epoch = 0; epoch < 20; epoch++)
        {
            orders.Add([.. Epoch(zero).SelectMany(batch => batch)]);
            orders.Add([.. Epoch(one).SelectMany(batch => batch)]);
        }

        Assert.Equal(40, orders.Select(order => string.Join(' ', order)).Distinct(StringComparer.Ordinal).Count());
    }

    // 200 seeds × 24 epochs over the 24 orders of four samples: chi-square with 23 degrees of freedom, below its 99.99 % quantile.
    [Fact]
    public void All_orders_are_equally_likely()
    {
        Dictionary<string, int> counts = [];
        for (int seed = 0; seed < 200; seed++)
        {
            DataLoader loader = Loader(4, 4, seed);
            for (int epoch = 0; epoch < 24; epoch++)
            {
                string order = string.Join(' ', Epoch(loader)[0]);
                counts[order] = counts.GetValueOrDefault(order) + 1;
            }
        }

        Assert.Equal(24, counts.Count);
        Assert.InRange(counts.Values.Sum(count => (count - 200.0) * (count - 200.0) / 200), 0, 56.5);
    }

    // The order is part of what a seed promises: a change here changes everybody's results.
    [Fact]
    public void The_first_orders_of_seed_zero_stay_as_they_are()
    {
        DataLoader loader = Loader(10, 10, seed: 0);

        Assert.Equal([8, 6, 3, 2, 1, 4, 5, 7, 0, 9], Epoch(loader)[0]);
        Assert.Equal([0, 4, 9, 2, 7, 8, 1, 6, 3, 5], Epoch(loader)[0]);
    }

    [Fact]
    public void A_loop_left_early_ends_its_epoch_and_the_next_has_its_own_order()
    {
        DataLoader whole = Loader(20, 3, seed: 5), broken = Loader(20, 3, seed: 5);
        Epoch(whole);
        Assert.NotNull(broken.First());
        Assert.Equal((0, 1), (broken.Epoch, broken.Position));

        Assert.Equal(Epoch(whole), Epoch(broken));
        Assert.Equal((2, 0), (broken.Epoch, broken.Position));
    }

    [Fact]
    public void Epoch_and_position_count()
    {
        DataLoader loader = Loader(10, 4, seed: 0);
        Assert.Equal((0, 0), (loader.Epoch, loader.Position));
        for (int epoch = 0; epoch < 2; epoch++)
        {
            int read = 0;
            foreach (Batch batch in loader)
            {
                Assert.Equal((epoch, ++read), (loader.Epoch, loader.Position));
                Assert.Equal(1, batch.Count);
            }

            Assert.Equal((epoch + 1, 0), (loader.Epoch, loader.Position));
        }
    }

    [Fact]
    public void Loops_inside_loops_each_see_everything()
    {
        DataLoader loader = Loader(6, 2, seed: 0);
        int pairs = 0;
        foreach (Batch outer in loader)
        {
            pairs += Epoch(loader).Length * outer.Count;
        }

        Assert.Equal(9, pairs);
    }

    [Fact]
    public void Without_a_seed_it_is_drawn_once_from_the_generator()
    {
        Generator first = new(7), second = new(7);
        DataLoader a = new(Numbers(50), 5, shuffle: true, generator: first), b = new(Numbers(50), 5, shuffle: true, generator: second);
        Assert.Equal(a.Seed, b.Seed);
        Assert.Equal(Epoch(a), Epoch(b));
        Assert.NotEqual(a.Seed, new DataLoader(Numbers(50), shuffle: true, generator: first).Seed);

        using (Generator.Use(new Generator(7)))
        {
            Assert.Equal(a.Seed, new DataLoader(Numbers(50), shuffle: true).Seed);
        }
    }

    [Fact]
    public void Without_shuffling_nothing_is_drawn()
    {
        Generator generator = new(7);

        Epoch(new DataLoader(Numbers(5), generator: generator));

        Assert.Equal(new Generator(7).State, generator.State);
    }

    [Fact]
    public void Batches_are_made_where_the_loop_asks_for_them()
    {
        DataLoader loader = new(new TensorDataset(Tensor.Ones([20, 1000])), batchSize: 10);
        List<Batch> kept = [];
        foreach (Batch batch in loader)
        {
            using TensorScope scope = TensorScope.Begin();
            kept.Add(batch);
        }

        Assert.All(kept, batch => Assert.Equal(1f, batch[0].ToArray<float>()[9999]));

        Batch inside;
        using (TensorScope.Begin())
        {
            inside = loader.First();
        }

        Assert.Throws<ObjectDisposedException>(() => inside[0].ToArray<float>());
    }

    [Fact]
    public void A_dataset_that_fails_does_not_count_as_read()
    {
        Broken broken = new();
        DataLoader loader = new(broken, batchSize: 2);

        Assert.IsType<IOException>(Assert.Throws<SampleException>(() => loader.ToArray()).InnerException);

        Assert.Equal((0, 1), (loader.Epoch, loader.Position));
    }

    [Fact]
    public void The_enumerable_without_a_type_gives_the_same()
    {
        IEnumerable loader = Loader(10, 4, seed: 0);

        Assert.Equal(3, loader.Cast<Batch>().Count());
    }

    [Theory]
    [InlineData(0)]
    [InlineData(-3)]
    public void A_batch_size_that_is_not_positive_is_refused(int batchSize) => Assert.Equal(
        $"data loader: the batch size must be positive; got {batchSize}",
        Assert.Throws<ArgumentException>(() => new DataLoader(Numbers(3), batchSize)).Message);

    [Fact]
    public void A_seed_and_a_generator_exclude_each_other() => Assert.Contains(
        "exclude each other",
        Assert.Throws<ArgumentException>(() => new DataLoader(Numbers(3), shuffle: true, seed: 1, generator: new Generator(2))).Message,
        StringComparison.Ordinal);

    private static TensorDataset Numbers(int samples) => new(Tensor.Arange(samples));

    private static DataLoader Loader(int samples, int batchSize, long seed) => new(Numbers(samples), batchSize, shuffle: true, seed: seed);

    private static long[][] Epoch(DataLoader loader) => [.. loader.Select(batch => batch[0].ToArray<long>())];

    private sealed record Case(int Samples, int BatchSize, int Seed, bool DropLast)
    {
        public int Kept => DropLast ? Samples / BatchSize * BatchSize : Samples;

        public DataLoader Loader(bool shuffle = true) => new(Numbers(Samples), BatchSize, shuffle, DropLast, Seed);
    }

    private sealed class Broken : IDataset
    {
        public int Count => 10;

        public Batch GetBatch(ReadOnlySpan<int> indices) => indices[0] < 2 ? new Batch(Tensor.Arange(2)) : throw new IOException("gone");
    }
}
