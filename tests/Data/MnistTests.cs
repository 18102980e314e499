using System.Security.Cryptography;
using MiniTorch.Data;

namespace MiniTorch.Tests;

/// <summary>The data set in examples/data/mnist.</summary>
public sealed class MnistTests
{
    private static readonly Lazy<Mnist> _mnist = new(static () => Mnist.Load(Idx.MnistFolder));

    private static Mnist Digits => _mnist.Value;

    [Fact]
    public void The_counts_and_shapes_are_the_published_ones()
    {
        Assert.Equal([60000, 28, 28], Digits.Train.Images.Shape);
        Assert.Equal([10000, 28, 28], Digits.Test.Images.Shape);
        Assert.Equal((60000, 10000), (Digits.Train.Count, Digits.Test.Count));
    }

    // Computed from the files by gzip and sha256sum.
    [Fact]
    public void The_pixels_are_those_of_the_files()
    {
        Assert.Equal("741c988805d008ac6e4c904b69001ba184c24b2c540a4ef403f4c71b676cf757", Sha256(Digits.Train.Images));
        Assert.Equal("6d87418db22cc8025d05968bec9bd5c3932904b23485740db143a061a2c9d161", Sha256(Digits.Test.Images));
    }

    [Fact]
    public void The_digits_are_as_frequent_as_published()
    {
        Assert.Equal([5923, 6742, 5958, 6131, 5842, 5421, 5918, 6265, 5851, 5949], Histogram(Digits.Train));
        Assert.Equal([980, 1135, 1032, 1010, 982, 892, 958, 1028, 974, 1009], Histogram(Digits.Test));
        Assert.Equal([5L, 0, 4, 1, 9, 2, 1, 3, 1, 4], Digits.Train.Labels.ToArray<long>()[..10]);
    }

    [Fact]
    public void The_default_mean_and_deviation_are_those_of_the_training_pixels()
    {
        byte[] pixels = Digits.Train.Images.ToArray<byte>();
        double mean = pixels.Average(x => x / 255.0);
        double std = Math.Sqrt(pixels.Average(x => x / 255.0 * (x / 255.0)) - (mean * mean));

        Assert.Equal(Mnist.DefaultMean, mean, 4);
        Assert.Equal(Mnist.DefaultStd, std, 4);
    }

    [Fact]
    public void The_loop_of_the_manual_sees_every_digit_once()
    {
        var train = new DataLoader(Mnist.Load(Idx.MnistFolder).Train, batchSize: 128, shuffle: true, seed: 0);
        long[] digits = new long[10];
        int batches = 0;
        foreach (var (images, labels) in train)
        {
            using var scope = TensorScope.Begin();
            batches++;
            Assert.Equal([labels.Shape[0], 28, 28], images.Shape);
            foreach (long label in labels.ToArray<long>())
            {
                digits[label]++;
            }
        }

        Assert.Equal((469, 469), (batches, train.Count));
        Assert.Equal(Histogram(Digits.Train), digits);
    }

    private static long[] Histogram(ImageDataset dataset)
    {
        long[] counts = new long[10];
        foreach (long label in dataset.Labels.ToArray<long>())
        {
            counts[label]++;
        }

        return counts;
    }

    private static string Sha256(NDArray array) => Convert.ToHexStringLower(SHA256.HashData(array.ToArray<byte>()));
}
