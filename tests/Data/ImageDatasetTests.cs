using FsCheck;
using FsCheck.Fluent;
using MiniTorch.Data;

namespace MiniTorch.Tests;

public sealed class ImageDatasetTests
{
    [Fact]
    public void A_batch_is_normalised_floats_and_int64_classes()
    {
        ImageDataset dataset = Make(4, 3, 5, mean: 0.25, std: 0.5);

        var (images, labels) = dataset.GetBatch([2, 0, 2]);

        Assert.Equal((DType.Float32, DType.Int64), (images.DType, labels.DType));
        Assert.Equal([3, 3, 5], images.Shape);
        Assert.Equal([2, 0, 2], labels.ToArray<long>());
        byte[] pixels = dataset.Images.ToArray<byte>();
        int[] rows = [2, 0, 2];
        double[] expected = [.. rows.SelectMany(i => pixels[(15 * i)..(15 * (i + 1))]).Select(x => ((x / 255.0) - 0.25) / 0.5)];
        Assert.Equal(expected, images.ToArray<float>().Select(x => (double)x), Near);
    }

    [Fact]
    public void Every_pixel_value_is_within_rounding_of_the_formula()
    {
        NDArray pixels = NDArray.Arange(256).To(DType.UInt8).Reshape(1, 16, 16);
        ImageDataset dataset = new(pixels, NDArray.Zeros([1], DType.UInt8), Mnist.DefaultMean, Mnist.DefaultStd);

        float[] values = dataset.GetBatch([0])[0].ToArray<float>();

        Assert.Equal(Enumerable.Range(0, 256).Select(x => ((x / 255.0) - 0.1307) / 0.3081), values.Select(x => (double)x), Near);
    }

    [Fact]
    public void The_bits_of_a_pixel_do_not_depend_on_its_place()
    {
        Gen<(int Rows, int Columns, int Count)> cases =
            from rows in Gen.Choose(1, 12)
            from columns in Gen.Choose(1, 30)
            from count in Gen.Choose(1, 200)
            select (rows, columns, count);
        Prop.ForAll(cases.ToArbitrary(), c =>
        {
            ImageDataset dataset = Make(7, c.Rows, c.Columns, Mnist.DefaultMean, Mnist.DefaultStd);
            int[] indices = [.. Enumerable.Range(0, c.Count).Select(i => i * 3 % 7)];
            float scale = (float)(1 / (255 * Mnist.DefaultStd)), shift = (float)(-Mnist.DefaultMean / Mnist.DefaultStd);
            byte[] pixels = dataset.Images.ToArray<byte>();
            int size = c.Rows * c.Columns;
            float[] expected = [.. indices.SelectMany(i => pixels[(size * i)..(size * (i + 1))]).Select(x => (x * scale) + shift)];
            Assert.Equal(expected, dataset.GetBatch(indices)[0].ToArray<float>());
        }).Check(Config.QuickThrowOnFailure);
    }

    [Fact]
    public void Images_larger_than_the_stage_are_gathered_too()
    {
        ImageDataset dataset = Make(3, 200, 201, mean: 0, std: 1);

        float[] values = dataset.GetBatch([2, 1])[0].ToArray<float>();

        byte[] pixels = dataset.Images.ToArray<byte>();
        Assert.Equal([.. pixels[(2 * 200 * 201)..], .. pixels[(200 * 201)..(2 * 200 * 201)]], values.Select(x => (byte)Math.Round(x * 255)));
    }

    [Fact]
    public void No_indices_give_an_empty_batch() => Assert.Equal([0, 3, 5], Make(4, 3, 5, 0, 1).GetBatch([])[0].Shape);

    [Theory]
    [InlineData(0, 0)]
    [InlineData(3, 3)]
    [InlineData(4, 4)]
    [InlineData(100, 4)]
    public void Take_gives_the_first_images_and_keeps_the_rest(int count, int expected)
    {
        ImageDataset all = Make(4, 3, 5, mean: 0.1, std: 0.2);

        ImageDataset some = all.Take(count);

        Assert.Equal(expected, some.Count);
        Assert.Equal((0.1, 0.2), (some.Mean, some.Std));
        Assert.True(some.Images.SharesStorageWith(all.Images));
        for (int i = 0; i < expected; i++)
        {
            Assert.Equal(all.GetBatch([i])[0].ToArray<float>(), some.GetBatch([i])[0].ToArray<float>());
        }

        Assert.Throws<ArgumentOutOfRangeException>(() => some.GetBatch([expected]));
    }

    [Fact]
    public void A_dataset_made_in_a_scope_outlives_it()
    {
        ImageDataset dataset;
        using (BufferScope.Begin())
        {
            dataset = Make(1000, 3, 5, 0, 1);
        }

        Assert.Equal(99, dataset.GetBatch([999])[1].Item<long>());
    }

    [Fact]
    public void Arguments_that_do_not_fit_are_refused()
    {
        NDArray images = NDArray.Zeros([4, 3, 5], DType.UInt8), labels = NDArray.Zeros([4], DType.UInt8);

        Assert.Throws<ArgumentException>(() => new ImageDataset(images.To(DType.Float32), labels));
        Assert.Throws<ArgumentException>(() => new ImageDataset(images.Reshape(4, 15), labels));
        Assert.Throws<ArgumentException>(() => new ImageDataset(images, labels.To(DType.Float32)));
        Assert.Throws<ArgumentException>(() => new ImageDataset(images, labels.Reshape(4, 1)));
        Assert.Throws<ArgumentException>(() => new ImageDataset(images, labels, mean: double.NaN));
        Assert.Throws<ArgumentException>(() => new ImageDataset(images, labels, std: 0));
        Assert.Throws<ArgumentException>(() => new ImageDataset(images, labels, std: double.NaN));
        Assert.Throws<ArgumentException>(() => new ImageDataset(images, labels, std: 1e-320));
        Assert.Throws<ArgumentException>(() => new ImageDataset(images, labels, mean: 1e300));
        Assert.Throws<ArgumentException>(() => new ImageDataset(images, labels).Take(-1));
        Assert.Contains(
            "got uint8 [3] for images [4, 3, 5]",
            Assert.Throws<ArgumentException>(() => new ImageDataset(images, NDArray.Zeros([3], DType.UInt8))).Message,
            StringComparison.Ordinal);
    }

    private static bool Near(double expected, double actual) => Math.Abs(expected - actual) <= 1e-6;

    private static ImageDataset Make(int count, int rows, int columns, double mean, double std) => new(
        NDArray.From(Idx.Pattern(count * rows * columns), [count, rows, columns]),
        NDArray.From([.. Enumerable.Range(0, count).Select(i => (byte)(i % 100))]),
        mean,
        std);
}
