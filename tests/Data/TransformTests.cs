using FsCheck;
using FsCheck.Fluent;
using MiniTorch.Data;

namespace MiniTorch.Tests;

public sealed class TransformTests
{
    [Fact]
    public void A_map_changes_the_input_of_every_sample_and_nothing_else()
    {
        IDataset dataset = new TensorDataset(Tensor.Arange(6).Reshape(3, 2), Tensor.From([5L, 6, 7])).Map(x => x * 10).Map(x => x + 1);

        var (inputs, targets) = dataset.GetBatch([2, 0]);

        Assert.Equal(3, dataset.Count);
        Assert.Equal([41, 51, 1, 11], inputs.ToArray<long>());
        Assert.Equal([7, 5], targets.ToArray<long>());
    }

    [Fact]
    public void Samples_and_batches_are_mapped_whole()
    {
        TensorDataset source = new(Tensor.Arange(3), Tensor.From([5L, 6, 7]));

        var (swapped, first) = source.Map((sample, _) => new Sample(sample[1], sample[0])).GetBatch([1, 2]);
        var (sums, second) = source.MapBatches(batch => new Batch(batch[0] + batch[1], batch[1])).GetBatch([1, 2]);

        Assert.Equal([6, 7], swapped.ToArray<long>());
        Assert.Equal([1, 2], first.ToArray<long>());
        Assert.Equal([7, 9], sums.ToArray<long>());
        Assert.Equal([6, 7], second.ToArray<long>());
    }

    [Fact]
    public void Random_numbers_depend_on_seed_epoch_and_place_but_not_on_batches_or_workers() => Prop.ForAll(
        Gen.Choose(1, 20).ToArbitrary(),
        Gen.Elements(0, 1, 3).ToArbitrary(),
        Gen.Choose(0, 1000).ToArbitrary(),
        (batchSize, workers, seed) =>
        {
            foreach (IDataset dataset in Noisy(17))
            {
                double[][] expected = Epochs(new DataLoader(dataset, 17, shuffle: true, seed: seed));
                double[][] actual = Epochs(new DataLoader(dataset, batchSize, shuffle: true, seed: seed, numWorkers: workers));

                Assert.Equal(expected, actual);
                Assert.Equal(34, expected.SelectMany(epoch => epoch).Distinct().Count());
                Assert.NotEqual(expected, Epochs(new DataLoader(dataset, batchSize, shuffle: true, seed: seed + 1)));
            }
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(30));

    [Fact]
    public void A_sample_that_comes_twice_is_transformed_in_two_ways()
    {
        TensorDataset one = new(Tensor.Zeros([1]));
        DataLoader loader = new(one.Map((x, g) => x + Tensor.Rand([], generator: g)), 5, sampler: new RandomSampler(one, numSamples: 5), seed: 0);

        Assert.Equal(5, Epochs(loader)[0].Distinct().Count());
    }

    [Fact]
    public void Transforms_one_after_the_other_draw_different_numbers()
    {
        IDataset dataset = new TensorDataset(Tensor.Zeros([4, 1]))
            .Map((x, g) => Tensor.Cat([x, Tensor.Rand([1], generator: g)]))
            .Map((x, g) => Tensor.Cat([x, Tensor.Rand([1], generator: g)]))
            .Map((x, _) => Tensor.Cat([x, Tensor.Rand([1])]));

        double[] drawn = Epochs(new DataLoader(dataset, 4, seed: 3))[0];

        Assert.Equal(12, drawn.Where(x => x != 0).Distinct().Count());
    }

    [Fact]
    public void Without_a_loader_the_default_generator_decides()
    {
        IDataset dataset = new TensorDataset(Tensor.Zeros([2])).Map((x, g) => x + Tensor.Rand([], generator: g));
        float[] Draw()
        {
            using (Generator.Use(new Generator(9L)))
            {
                return dataset.GetBatch([0, 1])[0].ToArray<float>();
            }
        }

        Assert.Equal(Draw(), Draw());
        Assert.NotEqual(dataset.GetBatch([0, 1])[0].ToArray<float>(), dataset.GetBatch([0, 1])[0].ToArray<float>());
    }

    [Fact]
    public void Transforms_reach_through_subsets_and_concatenations()
    {
        IDataset noisy = new TensorDataset(Tensor.Zeros([6])).Map((x, g) => x + Tensor.Rand([], generator: g));
        IDataset both = new ConcatDataset(new Subset(noisy, [0, 1, 2]), new Subset(noisy, [3, 4, 5]));

        double[] whole = Epochs(new DataLoader(both, 6, shuffle: true, seed: 1))[0], single = Epochs(new DataLoader(both, 1, shuffle: true, seed: 1))[0];

        Assert.Equal(whole, single);
        Assert.Equal(6, whole.Distinct().Count());
        IReadOnlyList<Sample>? given = null;
        Batch Collate(IReadOnlyList<Sample> samples) => Batch.Stack(given = samples);
        Assert.Equal(whole, new DataLoader(both, 6, shuffle: true, seed: 1, collate: Collate).First()[0].To(DType.Float64).ToArray<double>());
        Assert.Equal(6, given!.Count);
    }

    [Fact]
    public void A_transform_that_fails_names_the_sample()
    {
        IDataset dataset = new TensorDataset(Tensor.Arange(5)).Map(x => x.Item<long>() == 3 ? throw new FormatException("odd") : x);

        SampleException exception = Assert.Throws<SampleException>(() => new DataLoader(dataset, 5).First());

        Assert.Equal("data loader: sample 3: odd", exception.Message);
        Assert.IsType<FormatException>(exception.InnerException);
    }

    [Fact]
    public void Normalize_is_by_channel_or_for_all()
    {
        Tensor image = Tensor.From([1.0, 2, 3, 4]).Reshape(2, 1, 2);

        Assert.Equal([0.5, 1, 0.25, 0.5], Transforms.Normalize([0, 2], [2, 4])(image).ToArray<double>());
        Assert.Equal([0, 0.5, 1, 1.5], Transforms.Normalize([1], [2])(image).ToArray<double>());
        Assert.Equal(DType.Float32, Transforms.Normalize([1], [2])(image.To(DType.Float32)).DType);
        Assert.Equal(1.5, Transforms.Normalize([1], [2])(Tensor.From(4.0)).Item<double>());
        Assert.Contains("3 channel(s); got float64 [2, 1, 2]", Error(() => Transforms.Normalize([0, 1, 2], [1, 1, 1])(image)), StringComparison.Ordinal);
        Assert.Contains("got int64 [3]", Error(() => Transforms.Normalize([0], [1])(Tensor.Arange(3))), StringComparison.Ordinal);
        Assert.Contains("got [1] and [0]", Error(() => Transforms.Normalize([1], [0])), StringComparison.Ordinal);
        Assert.Contains("got [1] and [1, 2]", Error(() => Transforms.Normalize([1], [1, 2])), StringComparison.Ordinal);
        Assert.Contains("got [NaN] and [1]", Error(() => Transforms.Normalize([double.NaN], [1])), StringComparison.Ordinal);
    }

    [Fact]
    public void A_horizontal_flip_mirrors_columns_as_often_as_asked()
    {
        Tensor image = Tensor.Arange(6).Reshape(2, 3);
        int flipped = 0;
        for (int seed = 0; seed < 1000; seed++)
        {
            long[] values = Transforms.RandomHorizontalFlip(0.25)(image, new Generator((long)seed)).ToArray<long>();
            flipped += values[0] == 2 ? 1 : 0;
            Assert.Equal(values[0] == 2 ? [2, 1, 0, 5, 4, 3] : new long[] { 0, 1, 2, 3, 4, 5 }, values);
        }

        Assert.InRange(flipped, 250 - 55, 250 + 55);
        Assert.Equal(2, Transforms.RandomHorizontalFlip(1)(image, new Generator(0L))[0, 0].Item<long>());
        Assert.Equal(0, Transforms.RandomHorizontalFlip(0)(image, new Generator(0L))[0, 0].Item<long>());
        Assert.Contains("got 1.5", Error(() => Transforms.RandomHorizontalFlip(1.5)), StringComparison.Ordinal);
        Assert.Contains("scalar", Error(() => Transforms.RandomHorizontalFlip()(Tensor.From(1f), new Generator(0L))), StringComparison.Ordinal);
    }

    [Fact]
    public void A_random_crop_is_any_part_of_the_padded_image()
    {
        Tensor image = Tensor.Arange(1, 13).Reshape(3, 4);
        HashSet<string> parts = [];
        for (int seed = 0; seed < 300; seed++)
        {
            Tensor part = Transforms.RandomCrop(2, 3, padding: 1)(image, new Generator((long)seed));
            Assert.Equal([2, 3], part.Shape);
            parts.Add(string.Join(' ', part.ToArray<long>()));
        }

        // 4 × 4 places in the padded 5 × 6.
        Assert.Equal(16, parts.Count);
        Assert.Contains("0 0 0 0 1 2", parts);
        Assert.Contains("6 7 8 10 11 12", parts);
        Assert.Equal([5, 3, 4], Transforms.RandomCrop(3, 4)(Tensor.Ones([5, 3, 4]), new Generator(0L)).Shape);
        Assert.Contains("got [3, 4] with padding 0", Error(() => Transforms.RandomCrop(4, 4)(image, new Generator(0L))), StringComparison.Ordinal);
        Assert.Contains("got [4]", Error(() => Transforms.RandomCrop(1, 1)(Tensor.Arange(4), new Generator(0L))), StringComparison.Ordinal);
        Assert.Contains("0 × 2", Error(() => Transforms.RandomCrop(0, 2)), StringComparison.Ordinal);
        Assert.Contains("padding -1", Error(() => Transforms.RandomCrop(1, 2, -1)), StringComparison.Ordinal);
    }

    // Each way in which a dataset may draw.
    private static IDataset[] Noisy(int samples) =>
    [
        new TensorDataset(Tensor.Zeros([samples])).Map((x, g) => x + Tensor.Rand([], DType.Float64, generator: g)),
        new TensorDataset(Tensor.Zeros([samples])).Map(x => x + Tensor.Rand([], DType.Float64)),
        Dataset.From(samples, _ => Tensor.Rand([], DType.Float64)),
    ];

    private static double[][] Epochs(DataLoader loader) =>
        [.. Enumerable.Range(0, 2).Select(_ => loader.SelectMany(batch => batch[0].To(DType.Float64).ToArray<double>()).ToArray())];

    private static string Error(Func<object> act) => Assert.Throws<ArgumentException>(act).Message;
}
