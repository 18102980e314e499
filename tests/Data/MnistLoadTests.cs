using MiniTorch.Data;

namespace MiniTorch.Tests;

/// <summary>Small data sets in MNIST's four files, whole and broken.</summary>
public sealed class MnistLoadTests : IDisposable
{
    private const string TrainImages = "train-images-idx3-ubyte", TrainLabels = "train-labels-idx1-ubyte";
    private const string TestImages = "t10k-images-idx3-ubyte", TestLabels = "t10k-labels-idx1-ubyte";

    private readonly TempFolder _folder = new();

    public MnistLoadTests()
    {
        _folder.Write(TrainImages, Images(6, 4, 5));
        _folder.Write(TrainLabels, Labels(0, 1, 2, 3, 8, 9));
        _folder.Write(TestImages, Images(2, 4, 5));
        _folder.Write(TestLabels, Labels(7, 7));
    }

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Any_four_files_of_these_names_are_loaded()
    {
        Mnist data = Mnist.Load(_folder.Path, mean: 0.5, std: 2);

        Assert.Equal([6, 4, 5], data.Train.Images.Shape);
        Assert.Equal([0, 1, 2, 3, 8, 9], data.Train.Labels.ToArray<long>());
        Assert.Equal([7, 7], data.Test.Labels.ToArray<long>());
        Assert.Equal((0.5, 2.0), (data.Train.Mean, data.Test.Std));
    }

    [Theory]
    [InlineData("train-images-idx3-ubyte.gz")]
    [InlineData("train-images.idx3-ubyte")]
    [InlineData("train-images.idx3-ubyte.gz")]
    public void Other_spellings_are_found(string name)
    {
        File.Delete(Path.Combine(_folder.Path, TrainImages));
        _folder.Write(name, name.EndsWith(".gz", StringComparison.Ordinal) ? Idx.Gzip(Images(6, 4, 5)) : Images(6, 4, 5));

        Assert.Equal(6, Mnist.Load(_folder.Path).Train.Count);
    }

    [Fact]
    public void A_data_set_loaded_in_a_scope_outlives_it()
    {
        Mnist data;
        using (TensorScope.Begin())
        {
            data = Mnist.Load(_folder.Path);
        }

        Assert.Equal([8, 9], data.Train.GetBatch([4, 5])[1].ToArray<long>());
    }

    [Fact]
    public void Different_numbers_of_images_and_labels_are_refused()
    {
        _folder.Write(TrainLabels, Labels(0, 1, 2, 3, 4));

        AssertRefused(TrainLabels, "images and labels: 6 and 5");
    }

    [Fact]
    public void A_label_above_nine_is_refused_with_its_index()
    {
        _folder.Write(TestLabels, Labels(9, 10));

        AssertRefused(TestLabels, "labels must be 0 to 9; label 1 is 10");
    }

    [Fact]
    public void Images_of_another_rank_or_type_are_refused()
    {
        _folder.Write(TestImages, Idx.File(Idx.UInt8, [2, 20], Idx.Pattern(40)));
        AssertRefused(TestImages, "images must be uint8 [count, rows, columns]; got uint8 [2, 20]");

        _folder.Write(TestImages, Idx.File(Idx.Int32, [2, 1, 1], Idx.Pattern(8)));
        AssertRefused(TestImages, "got int32 [2, 1, 1]");
    }

    [Fact]
    public void Labels_of_another_rank_are_refused()
    {
        _folder.Write(TrainLabels, Images(6, 4, 5));

        AssertRefused(TrainLabels, "labels must be uint8 [count]; got uint8 [6, 4, 5]");
    }

    [Fact]
    public void A_set_without_images_is_refused()
    {
        _folder.Write(TrainImages, Images(0, 4, 5));

        AssertRefused(TrainImages, "holds no images");
    }

    [Fact]
    public void Images_of_different_sizes_to_train_and_test_on_are_refused()
    {
        _folder.Write(TestImages, Images(2, 5, 4));

        AssertRefused("", "got 4 × 5 and 5 × 4");
    }

    [Fact]
    public void A_broken_file_is_refused_by_its_name()
    {
        byte[] gzip = Idx.Gzip(Images(6, 4, 5));
        File.Delete(Path.Combine(_folder.Path, TrainImages));
        _folder.Write(TrainImages + ".gz", gzip[..^9]);

        AssertRefused(TrainImages + ".gz", "corrupt or incomplete");
    }

    [Theory]
    [InlineData(TrainImages)]
    [InlineData(TrainLabels)]
    [InlineData(TestImages)]
    [InlineData(TestLabels)]
    public void A_missing_file_is_named_with_what_is_expected(string name)
    {
        string path = Path.Combine(_folder.Path, name);
        File.Delete(path);

        FileNotFoundException exception = Assert.Throws<FileNotFoundException>(() => Mnist.Load(_folder.Path));

        Assert.StartsWith(
            $"{path}: there is no such file, nor with .gz; expected a folder with train-images", exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_missing_folder_is_named_with_what_is_expected()
    {
        string path = Path.Combine(_folder.Path, "nowhere");
        DirectoryNotFoundException exception = Assert.Throws<DirectoryNotFoundException>(() => Mnist.Load(path));
        Assert.StartsWith($"{path}: there is no such folder; expected a folder with train-images", exception.Message, StringComparison.Ordinal);

        path = Path.Combine(_folder.Path, TrainLabels);
        exception = Assert.Throws<DirectoryNotFoundException>(() => Mnist.Load(path));
        Assert.StartsWith($"{path}: is a file; expected a folder", exception.Message, StringComparison.Ordinal);
    }

    private static byte[] Images(uint count, uint rows, uint columns) =>
        Idx.File(Idx.UInt8, [count, rows, columns], Idx.Pattern((int)(count * rows * columns)));

    private static byte[] Labels(params byte[] labels) => Idx.File(Idx.UInt8, [(uint)labels.Length], labels);

    private void AssertRefused(string name, string expected)
    {
        InvalidDataException exception = Assert.Throws<InvalidDataException>(() => Mnist.Load(_folder.Path));
        string path = name.Length == 0 ? _folder.Path : Path.Combine(_folder.Path, name);
        Assert.StartsWith($"{path}: ", exception.Message, StringComparison.Ordinal);
        Assert.Contains(expected, exception.Message, StringComparison.Ordinal);
        Assert.DoesNotContain('\n', exception.Message);
    }
}
