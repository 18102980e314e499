using FsCheck;
using FsCheck.Fluent;
using MiniTorch.Data;

namespace MiniTorch.Tests;

public sealed class StreamingTests
{
    private static readonly Arbitrary<(int Samples, int BatchSize, bool DropLast, int Seed)> _cases = (
        from samples in Gen.Choose(0, 40)
        from batchSize in Gen.Choose(1, 50)
        from dropLast in Gen.Elements(false, true)
        from seed in Gen.Choose(int.MinValue, int.MaxValue)
        select (samples, batchSize, dropLast, seed)).ToArbitrary();

    [Fact]
    public void A_stream_is_read_in_its_order_with_the_same_numbers_for_any_number_of_workers() => Prop.ForAll(_cases, c =>
    {
        int[] workers = [0, 1, 2, 5];
        double[][][] runs = [.. workers.Select(count =>
        {
            DataLoader loader = new(Noisy(c.Samples), c.BatchSize, dropLast: c.DropLast, seed: c.Seed, numWorkers: count);
            return Enumerable.Range(0, 2).SelectMany(_ => loader).Select(batch => batch[0].ToArray<double>()).ToArray();
        })];
        int kept = c.DropLast ? c.Samples / c.BatchSize * c.BatchSize : c.Samples;

        Assert.All(runs, run => Assert.Equal(runs[0], run));
        Assert.Equal([.. Enumerable.Range(0, 2 * kept).Select(i => i % Math.Max(1, kept))], runs[0].SelectMany(batch => batch).Select(x => (int)x));
        Assert.Equal(2 * kept, runs[0].SelectMany(batch => batch).Select(x => x - Math.Floor(x)).Distinct().Count());
    }).Check(Config.QuickThrowOnFailure.WithMaxTest(50));

    [Fact]
    public void Random_numbers_do_not_depend_on_the_size_of_batches()
    {
        double[] Read(int batchSize) => [.. new DataLoader(Noisy(20), batchSize, seed: 4).SelectMany(batch => batch[0].ToArray<double>())];

        Assert.Equal(Read(20), Read(3));
    }

    [Fact]
    public void Reading_draws_from_a_generator_of_the_epoch()
    {
        IStreamingDataset stream = Dataset.Stream(generator => Draw(generator, 4));
        double[][] Epochs(int workers)
        {
            DataLoader loader = new(stream, 2, seed: 4, numWorkers: workers);
            return [.. Enumerable.Range(0, 3).Select(_ => loader.SelectMany(batch => batch[0].ToArray<double>()).ToArray())];
        }

        Assert.Equal(Epochs(0), Epochs(3));
        Assert.Equal(12, Epochs(0).SelectMany(epoch => epoch).Distinct().Count());
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(3)]
    public void A_state_in_the_middle_leaves_what_was_not_read(int workers)
    {
        DataLoader loader = new(Noisy(23), 4, seed: 5, numWorkers: workers), resumed = new(Noisy(23), 4, seed: 0, numWorkers: 2);
        double[][] whole = [.. loader.Select(batch => batch[0].ToArray<double>())];
        StateNode state = StateNode.Empty;
        DataLoader again = new(Noisy(23), 4, seed: 5, numWorkers: workers);
        foreach (Batch batch in again)
        {
            state = again.SaveState();
            if (again.Position == 2)
            {
                break;
            }
        }

        resumed.LoadState(state);

        Assert.Equal(whole[2..], resumed.Select(batch => batch[0].ToArray<double>()));
        Assert.Equal((1, 0), (resumed.Epoch, resumed.Position));
        Assert.Throws<InvalidOperationException>(() => new DataLoader(new TensorDataset(Tensor.Arange(23)), 4).LoadState(state));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(2)]
    public void A_stream_that_fails_names_the_sample(int workers)
    {
        DataLoader reading = new(Dataset.Stream(() => Failing(7)), 3, numWorkers: workers);
        DataLoader transforming = new(Dataset.Stream(() => Count(9)).Map(x => x.Item<double>() == 7 ? throw new FormatException("odd") : x), 3, numWorkers: workers);
        foreach (DataLoader loader in (DataLoader[])[reading, transforming])
        {
            int read = 0;
            SampleException exception = Assert.Throws<SampleException>(() =>
            {
                foreach (Batch batch in loader)
                {
                    read++;
                }
            });

            Assert.Equal(2, read);
            Assert.Equal("data loader: sample 7: odd", exception.Message);
            Assert.IsType<FormatException>(exception.InnerException);
        }
    }

    [Theory]
    [InlineData(0)]
    [InlineData(3)]
    public void The_reader_is_disposed_when_the_loop_is_left(int workers)
    {
        int open = 0, most = 0;
        IEnumerable<Sample> Endless()
        {
            most = Math.Max(most, ++open);
            try
            {
                for (long i = 0; ; i++)
                {
                    yield return Tensor.From(i);
                }
            }
            finally
            {
                open--;
            }
        }

        DataLoader loader = new(Dataset.Stream(Endless), 5, numWorkers: workers);
        for (int round = 0; round < 5; round++)
        {
            Assert.Equal([0, 1, 2, 3, 4], loader.First()[0].ToArray<long>());
            Assert.Equal(0, open);
        }

        Assert.Equal(1, most);
    }

    [Fact]
    public void The_number_of_batches_is_not_known() => Assert.Contains(
        "not known before its end",
        Assert.Throws<InvalidOperationException>(() => new DataLoader(Noisy(3)).Count).Message,
        StringComparison.Ordinal);

    [Fact]
    public void Transforms_of_a_stream_draw_one_after_the_other_and_a_collate_puts_together()
    {
        IStreamingDataset stream = Dataset.Stream(() => Count(3)).Map((x, g) => x * 0 + g.NextDouble()).Map((x, g) => x - g.NextDouble())
            .Map((sample, _) => new Sample(sample[0], Tensor.Rand([])));

        Batch batch = new DataLoader(stream, 3, seed: 1, collate: samples => Batch.Stack([.. samples.Reverse()])).First();
        Batch straight = new DataLoader(stream, 3, seed: 1).First();

        Assert.Equal(straight[0].ToArray<double>().Reverse(), batch[0].ToArray<double>());
        Assert.DoesNotContain(0.0, batch[0].ToArray<double>());
        Assert.Equal(3, batch[1].ToArray<float>().Distinct().Count());
    }

    // Sample i is i and a random fraction.
    private static IStreamingDataset Noisy(int samples) => Dataset.Stream(() => Count(samples)).Map((x, g) => x + Tensor.Rand([], DType.Float64, generator: g));

    private static IEnumerable<Sample> Count(int samples)
    {
        for (int i = 0; i < samples; i++)
        {
            yield return Tensor.From((double)i);
        }
    }

    private static IEnumerable<Sample> Draw(Generator generator, int samples)
    {
        for (int i = 0; i < samples; i++)
        {
            yield return Tensor.From(generator.NextDouble());
        }
    }

    private static IEnumerable<Sample> Failing(int at)
    {
        for (int i = 0; ; i++)
        {
            yield return i == at ? throw new FormatException("odd") : (Sample)Tensor.From((double)i);
        }
    }
}
