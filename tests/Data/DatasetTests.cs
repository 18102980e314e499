using FsCheck;
using FsCheck.Fluent;
using MiniTorch.Data;

namespace MiniTorch.Tests;

public sealed class DatasetTests
{
    [Fact]
    public void A_subset_is_the_samples_at_its_indices() => Prop.ForAll(
        Gen.ArrayOf(Gen.Choose(0, 9)).ToArbitrary(),
        indices =>
        {
            Subset subset = new(Numbers(10), indices);
            int[] reversed = [.. Enumerable.Range(0, indices.Length).Reverse()];

            Assert.Equal(indices.Length, subset.Count);
            Assert.Equal([.. indices.Reverse().Select(i => (long)i)], subset.GetBatch(reversed)[0].ToArray<long>());
        }).Check(Config.QuickThrowOnFailure);

    [Fact]
    public void Subsets_may_be_nested_and_large()
    {
        Subset inner = new(Numbers(2000), Enumerable.Range(0, 2000).Reverse());
        Subset outer = new(inner, Enumerable.Range(500, 600));

        long[] values = outer.GetBatch([.. Enumerable.Range(0, 600)])[0].ToArray<long>();

        Assert.Equal(Enumerable.Range(0, 600).Select(i => 1499L - i), values);
        Assert.Same(inner, outer.Dataset);
    }

    [Fact]
    public void Indices_outside_are_refused()
    {
        Assert.Contains("index 10", Range(() => new Subset(Numbers(10), [3, 10])), StringComparison.Ordinal);
        Assert.Contains("index -1", Range(() => new Subset(Numbers(10), [-1])), StringComparison.Ordinal);
        Assert.Contains("there are 2 samples", Range(() => new Subset(Numbers(10), [7, 8]).GetBatch([2])), StringComparison.Ordinal);
        Assert.Contains("there are 7 samples", Range(() => new ConcatDataset(Numbers(3), Numbers(4)).GetBatch([0, 7])), StringComparison.Ordinal);
        Assert.Contains("there are 3 samples", Range(() => Dataset.From(3, i => Tensor.From((float)i)).GetBatch([3])), StringComparison.Ordinal);
    }

    [Fact]
    public void Datasets_one_after_the_other_are_one()
    {
        Gen<(int[] Sizes, int[] Indices)> cases =
            from sizes in Gen.NonEmptyListOf(Gen.Choose(0, 8))
            where sizes.Sum() > 0
            from indices in Gen.ArrayOf(Gen.Choose(0, sizes.Sum() - 1))
            select (sizes.ToArray(), indices);
        Prop.ForAll(cases.ToArbitrary(), c =>
        {
            int start = 0;
            ConcatDataset dataset = new([.. c.Sizes.Select(size => (IDataset)new TensorDataset(
                Tensor.Arange(start, start += size), Tensor.Full([size, 2], start)))]);
            long[] ends = [.. c.Sizes.Select((_, i) => (long)c.Sizes[..(i + 1)].Sum())];

            var (numbers, marks) = dataset.GetBatch(c.Indices);

            Assert.Equal(c.Sizes.Sum(), dataset.Count);
            Assert.Equal([.. c.Indices.Select(i => (long)i)], numbers.ToArray<long>());
            Assert.Equal(c.Indices.SelectMany(i => Enumerable.Repeat((double)ends.First(end => i < end), 2)), marks.To(DType.Float64).ToArray<double>());
        }).Check(Config.QuickThrowOnFailure);
    }

    [Fact]
    public void Datasets_that_do_not_go_together_are_refused()
    {
        Assert.Contains("at least one", Assert.Throws<ArgumentException>(() => new ConcatDataset()).Message, StringComparison.Ordinal);
        IDataset large = Dataset.From(int.MaxValue, i => Tensor.From((float)i));
        Assert.Contains("the first 2 datasets have", Assert.Throws<ArgumentException>(() => new ConcatDataset(large, Numbers(1))).Message, StringComparison.Ordinal);
        ConcatDataset unlike = new(Numbers(2), new TensorDataset(Tensor.Arange(2), Tensor.Arange(2)));
        Assert.Contains(
            "got 1 and 2", Assert.Throws<InvalidOperationException>(() => unlike.GetBatch([0, 2])).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Samples_made_one_by_one_are_stacked()
    {
        SampleDataset dataset = Dataset.From(5, i => (Tensor.Full([2, 3], i), Tensor.From((long)i)));

        var (inputs, targets) = dataset.GetBatch([4, 1]);

        Assert.Equal(5, dataset.Count);
        Assert.Equal([2, 2, 3], inputs.Shape);
        Assert.Equal([4, 4, 4, 4, 4, 4, 1, 1, 1, 1, 1, 1], inputs.To(DType.Int64).ToArray<long>());
        Assert.Equal([4, 1], targets.ToArray<long>());
    }

    [Fact]
    public void A_sample_is_a_tensor_or_a_tuple()
    {
        (Tensor a, Tensor b, Tensor c) = (Tensor.From(1f), Tensor.From(2f), Tensor.From(3f));
        Sample one = a, two = (a, b), three = (a, b, c);

        Assert.Equal([1, 2, 3], new[] { one.Count, two.Count, three.Count });
        var (first, second) = two;
        Assert.Same(a, first);
        Assert.Same(b, second);
        var (_, _, third) = three;
        Assert.Same(c, third);
        Assert.Equal(
            "sample: taken apart into 2 tensors, it has 1",
            Assert.Throws<InvalidOperationException>(() => { var (x, y) = one; return x.Rank + y.Rank; }).Message);
    }

    [Fact]
    public void Samples_that_differ_are_not_stacked()
    {
        string shapes = Assert.Throws<ArgumentException>(() => Batch.Stack([(Tensor.Ones([2]), Tensor.Ones([1])), (Tensor.Ones([3]), Tensor.Ones([1]))])).Message;
        Assert.Contains("sample 0 of the batch is float32 [2] and float32 [1], sample 1 is float32 [3] and float32 [1]", shapes, StringComparison.Ordinal);
        Assert.Throws<ArgumentException>(() => Batch.Stack([Tensor.Ones([2]), Tensor.Arange(2)]));
        Assert.Throws<ArgumentException>(() => Batch.Stack([Tensor.Ones([2]), (Tensor.Ones([2]), Tensor.Ones([2]))]));
        Assert.Contains("at least one sample", Assert.Throws<ArgumentException>(() => Batch.Stack([])).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Samples_of_a_batch_are_its_rows_and_stack_to_it_again()
    {
        Batch batch = new(Tensor.Arange(12).Reshape(3, 2, 2), Tensor.From([5f, 6f, 7f]));

        Sample[] samples = batch.ToSamples();

        Assert.Equal(3, samples.Length);
        Assert.Equal([4, 5, 6, 7], samples[1][0].ToArray<long>());
        Assert.Equal(7f, samples[2][1].Item<float>());
        Batch again = Batch.Stack(samples);
        Assert.Equal(batch[0].ToArray<long>(), again[0].ToArray<long>());
        Assert.Equal(batch[1].ToArray<float>(), again[1].ToArray<float>());
        Assert.Throws<InvalidOperationException>(() => new Batch(Tensor.Arange(3), Tensor.Arange(4)).ToSamples());
        Assert.Throws<InvalidOperationException>(() => new Batch(Tensor.From(1f)).ToSamples());
    }

    [Fact]
    public void A_sample_that_fails_is_named()
    {
        SampleDataset dataset = Dataset.From(9, i => i == 7 ? throw new IOException("no such file") : Tensor.From((float)i));

        SampleException exception = Assert.Throws<SampleException>(() => dataset.GetBatch([0, 7, 8]));

        Assert.Equal("data loader: sample 7: no such file", exception.Message);
        Assert.Equal([7], exception.Indices);
        Assert.IsType<IOException>(exception.InnerException);
    }

    [Fact]
    public void A_negative_count_is_refused() =>
        Assert.Throws<ArgumentOutOfRangeException>(() => Dataset.From(-1, i => Tensor.From((float)i)));

    private static TensorDataset Numbers(int samples) => new(Tensor.Arange(samples));

    private static string Range(Func<object> act) => Assert.Throws<ArgumentOutOfRangeException>(act).Message;
}
