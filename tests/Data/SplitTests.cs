using FsCheck;
using FsCheck.Fluent;
using MiniTorch.Data;

namespace MiniTorch.Tests;

public sealed class SplitTests
{
    [Fact]
    public void A_random_split_by_lengths_has_every_sample_in_one_part() => Prop.ForAll(
        Gen.ArrayOf(Gen.Choose(0, 20)).ToArbitrary(),
        Gen.Choose(int.MinValue, int.MaxValue).ToArbitrary(),
        (lengths, seed) =>
        {
            TensorDataset dataset = Numbers(lengths.Sum());
            Subset[] parts = dataset.RandomSplit(lengths, seed: seed);

            Assert.Equal(lengths, parts.Select(part => part.Count));
            Assert.Equal(Enumerable.Range(0, dataset.Count), parts.SelectMany(part => part.Indices).Order());
            Assert.Equal(parts.Select(part => part.Indices), dataset.RandomSplit(lengths, generator: new Generator((long)seed)).Select(part => part.Indices));
        }).Check(Config.QuickThrowOnFailure);

    // torch.utils.data.random_split: each part floor(n · fraction), what remains one a part from the first, going round.
    [Theory]
    [InlineData(10, new[] { 0.3, 0.3, 0.4 }, new[] { 3, 3, 4 })]
    [InlineData(11, new[] { 0.5, 0.25, 0.25 }, new[] { 6, 3, 2 })]
    [InlineData(3, new[] { 0.25, 0.25, 0.25, 0.25 }, new[] { 1, 1, 1, 0 })]
    [InlineData(7, new[] { 0.0, 1.0 }, new[] { 0, 7 })]
    [InlineData(0, new[] { 0.5, 0.5 }, new[] { 0, 0 })]
    [InlineData(100, new[] { 0.29, 0.71 }, new[] { 29, 71 })]
    public void Fractions_are_rounded_down_and_the_remainder_goes_round(int samples, double[] fractions, int[] expected) =>
        Assert.Equal(expected, Numbers(samples).RandomSplit(fractions, seed: 0).Select(part => part.Count));

    [Fact]
    public void Seeds_give_other_splits_and_the_default_generator_is_used_without_one()
    {
        TensorDataset dataset = Numbers(50);

        Assert.NotEqual(dataset.RandomSplit([0.5, 0.5], seed: 1)[0].Indices, dataset.RandomSplit([0.5, 0.5], seed: 2)[0].Indices);
        using (Generator.Use(new Generator(1L)))
        {
            Assert.Equal(new Generator(1L).Seed, Generator.Default.Seed);
            Assert.Equal(dataset.RandomSplit([25, 25], seed: 1)[1].Indices, dataset.RandomSplit([25, 25])[1].Indices);
        }
    }

    [Fact]
    public void Splits_that_do_not_add_up_are_refused()
    {
        TensorDataset dataset = Numbers(10);

        Assert.Contains("add up to the 10 samples; got [5, 4]", Error(() => dataset.RandomSplit([5, 4])), StringComparison.Ordinal);
        Assert.Contains("got [11, -1]", Error(() => dataset.RandomSplit([11, -1])), StringComparison.Ordinal);
        Assert.Contains("add up to 1; got [0.5, 0.4]", Error(() => dataset.RandomSplit([0.5, 0.4])), StringComparison.Ordinal);
        Assert.Contains("got [1.5, -0.5]", Error(() => dataset.RandomSplit([1.5, -0.5])), StringComparison.Ordinal);
        Assert.Contains("got [NaN]", Error(() => dataset.StratifiedSplit([double.NaN], Tensor.Arange(10))), StringComparison.Ordinal);
        Assert.Contains("exclude each other", Error(() => dataset.RandomSplit([1.0], 1, new Generator(2L))), StringComparison.Ordinal);
        Assert.Contains("exclude each other", Error(() => dataset.StratifiedSplit([1.0], null, 1, new Generator(2L))), StringComparison.Ordinal);
    }

    [Fact]
    public void A_stratified_split_keeps_the_classes_within_one_sample()
    {
        Gen<(long[] Labels, double[] Fractions, int Seed)> cases =
            from labels in Gen.ArrayOf(Gen.Choose(-2, 3).Select(x => (long)x))
            from weights in Gen.NonEmptyListOf(Gen.Choose(1, 20))
            from seed in Gen.Choose(0, 1000)
            select (labels, weights.Select(w => (double)w / weights.Sum()).ToArray(), seed);
        Prop.ForAll(cases.ToArbitrary(), c =>
        {
            TensorDataset dataset = new(Tensor.Arange(c.Labels.Length), Tensor.From(c.Labels));
            Subset[] parts = dataset.StratifiedSplit(c.Fractions, seed: c.Seed);

            Assert.Equal(Enumerable.Range(0, c.Labels.Length), parts.SelectMany(part => part.Indices).Order());
            for (int i = 0; i < parts.Length; i++)
            {
                foreach (IGrouping<long, long> members in c.Labels.GroupBy(label => label))
                {
                    double share = c.Fractions[i] * members.Count();
                    Assert.True(Math.Abs(parts[i].Indices.Count(index => c.Labels[index] == members.Key) - share) < 1);
                }
            }
        }).Check(Config.QuickThrowOnFailure);
    }

    [Fact]
    public void A_stratified_split_of_many_small_classes_keeps_the_fractions_of_the_whole()
    {
        Tensor labels = Tensor.From([.. Enumerable.Range(0, 300).Select(i => (long)(i / 3))]);

        Subset[] parts = Numbers(300).StratifiedSplit([0.8, 0.2], labels, seed: 0);

        Assert.Equal([240, 60], parts.Select(part => part.Count));
    }

    [Fact]
    public void Validation_parts_have_every_sample_once_and_training_parts_the_others()
    {
        Gen<(int Samples, int Folds, bool Shuffle)> cases =
            from samples in Gen.Choose(2, 60)
            from folds in Gen.Choose(2, samples)
            from shuffle in Gen.Elements(false, true)
            select (samples, folds, shuffle);
        Prop.ForAll(cases.ToArbitrary(), c =>
        {
            (Subset Train, Subset Validation)[] pairs = Numbers(c.Samples).KFold(c.Folds, c.Shuffle, c.Shuffle ? 7 : null);

            AssertPartition(pairs, c.Samples, c.Folds);
            Assert.Equal(c.Samples % c.Folds, pairs.Count(pair => pair.Validation.Count > c.Samples / c.Folds) % c.Folds);
            if (!c.Shuffle)
            {
                Assert.Equal(Enumerable.Range(0, c.Samples), pairs.SelectMany(pair => pair.Validation.Indices));
            }
        }).Check(Config.QuickThrowOnFailure);
    }

    [Fact]
    public void Stratified_folds_share_every_class_within_one_sample()
    {
        Gen<(long[] Labels, int Folds, bool Shuffle)> cases =
            from labels in Gen.ArrayOf(Gen.Choose(0, 3).Select(x => (long)x)).Where(labels => labels.Length >= 2)
            let largest = labels.GroupBy(label => label).Max(members => members.Count())
            where largest >= 2
            from folds in Gen.Choose(2, largest)
            from shuffle in Gen.Elements(false, true)
            select (labels, folds, shuffle);
        Prop.ForAll(cases.ToArbitrary(), c =>
        {
            TensorDataset dataset = new(Tensor.Arange(c.Labels.Length), Tensor.From(c.Labels));
            (Subset Train, Subset Validation)[] pairs = dataset.StratifiedKFold(c.Folds, shuffle: c.Shuffle, seed: c.Shuffle ? 7 : null);

            AssertPartition(pairs, c.Labels.Length, c.Folds);
            foreach (long label in c.Labels.Distinct())
            {
                int[] counts = [.. pairs.Select(pair => pair.Validation.Indices.Count(index => c.Labels[index] == label))];
                Assert.InRange(counts.Max() - counts.Min(), 0, 1);
            }
        }).Check(Config.QuickThrowOnFailure);
    }

    [Fact]
    public void Shuffled_folds_follow_from_the_seed()
    {
        TensorDataset dataset = new(Tensor.Arange(40), Tensor.Arange(40).Remainder(2));
        Func<long, IEnumerable<IReadOnlyList<int>>>[] ways =
        [
            seed => dataset.KFold(4, shuffle: true, seed: seed).Select(pair => pair.Validation.Indices),
            seed => dataset.KFold(4, shuffle: true, generator: new Generator(seed)).Select(pair => pair.Validation.Indices),
            seed => dataset.StratifiedKFold(4, shuffle: true, seed: seed).Select(pair => pair.Validation.Indices),
        ];
        foreach (Func<long, IEnumerable<IReadOnlyList<int>>> way in ways)
        {
            Assert.Equal(way(1), way(1));
            Assert.NotEqual(way(1), way(2));
        }
    }

    [Fact]
    public void Folds_that_cannot_be_are_refused()
    {
        TensorDataset dataset = new(Tensor.Arange(6), Tensor.From([0L, 0, 0, 1, 1, 2]));

        Assert.Contains("from 2 to that of the samples, 6; got 1", Error(() => dataset.KFold(1)), StringComparison.Ordinal);
        Assert.Contains("got 7", Error(() => dataset.KFold(7)), StringComparison.Ordinal);
        Assert.Contains("no effect without shuffle", Error(() => dataset.KFold(2, seed: 1)), StringComparison.Ordinal);
        Assert.Contains("no effect without shuffle", Error(() => dataset.StratifiedKFold(2, seed: 1)), StringComparison.Ordinal);
        Assert.Contains("no effect without shuffle; got a generator", Error(() => dataset.KFold(2, generator: new Generator(1))), StringComparison.Ordinal);
        Assert.Contains("exclude each other", Error(() => dataset.KFold(2, shuffle: true, seed: 1, generator: new Generator(1))), StringComparison.Ordinal);
        Assert.Contains("largest class, which are 3; got 4", Error(() => dataset.StratifiedKFold(4)), StringComparison.Ordinal);
    }

    [Fact]
    public void Labels_that_are_no_classes_are_refused()
    {
        TensorDataset real = new(Tensor.Arange(4), Tensor.Ones([4]));

        Assert.Contains("got float32 [4]", Error(() => real.StratifiedKFold(2)), StringComparison.Ordinal);
        Assert.Contains("one for each of 4 samples; got int64 [3]", Error(() => real.StratifiedSplit([1.0], Tensor.Arange(3))), StringComparison.Ordinal);
        Assert.Contains("give the labels", Error(() => Numbers(4).StratifiedSplit([0.5, 0.5])), StringComparison.Ordinal);
    }

    private static void AssertPartition((Subset Train, Subset Validation)[] pairs, int samples, int folds)
    {
        Assert.Equal(folds, pairs.Length);
        Assert.Equal(Enumerable.Range(0, samples), pairs.SelectMany(pair => pair.Validation.Indices).Order());
        Assert.InRange(pairs.Max(pair => pair.Validation.Count) - pairs.Min(pair => pair.Validation.Count), 0, 1);
        Assert.All(pairs, pair => Assert.Equal(Enumerable.Range(0, samples), pair.Train.Indices.Concat(pair.Validation.Indices).Order()));
    }

    private static TensorDataset Numbers(int samples) => new(Tensor.Arange(samples));

    private static string Error(Func<object> act) => Assert.Throws<ArgumentException>(act).Message;
}
