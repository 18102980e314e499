namespace MiniTorch.Data;

/// <summary>
/// MNIST (LeCun, Cortes, Burges 1998), or any data set in the same four IDX files, as Fashion-MNIST (Xiao, Rasul, Vollgraf 2017): small
/// grey images of ten classes. PyTorch: <c>torchvision.datasets.MNIST</c>.
/// </summary>
public sealed class Mnist
{
    /// <summary>The number of classes; labels are 0 to 9.</summary>
    public const int ClassCount = 10;

    /// <summary>The mean of MNIST's training pixels, between 0 and 1.</summary>
    public const double DefaultMean = 0.1307;

    /// <summary>The standard deviation of MNIST's training pixels.</summary>
    public const double DefaultStd = 0.3081;

    private const string Expected =
        "a folder with train-images-idx3-ubyte, train-labels-idx1-ubyte, t10k-images-idx3-ubyte and t10k-labels-idx1-ubyte, plain or as .gz";

    private Mnist(ImageDataset train, ImageDataset test)
    {
        Train = train;
        Test = test;
    }

    /// <summary>The images to train on; MNIST has 60,000.</summary>
    public ImageDataset Train { get; }

    /// <summary>The images to test on; MNIST has 10,000.</summary>
    public ImageDataset Test { get; }

    /// <summary>
    /// Reads <c>train-images-idx3-ubyte</c>, <c>train-labels-idx1-ubyte</c>, <c>t10k-images-idx3-ubyte</c> and
    /// <c>t10k-labels-idx1-ubyte</c>, each plain or with <c>.gz</c>; a dot before <c>idx</c> in place of the dash is known too.
    /// </summary>
    /// <param name="directory">The folder of the files.</param>
    /// <param name="mean">The mean of a pixel between 0 and 1, which batches are normalised by; for Fashion-MNIST 0.2860.</param>
    /// <param name="std">The standard deviation of a pixel; for Fashion-MNIST 0.3530.</param>
    /// <exception cref="DirectoryNotFoundException">There is no such folder.</exception>
    /// <exception cref="FileNotFoundException">One of the files is missing.</exception>
    /// <exception cref="InvalidDataException">A file is not valid IDX (<see cref="IdxFile.Read"/>), holds no images or not images or labels
    /// at all, numbers of images and labels differ, a label is above 9, or the images to train and to test on differ in size.</exception>
    /// <exception cref="ArgumentException"><paramref name="mean"/> is not finite or <paramref name="std"/> is not positive.</exception>
    public static Mnist Load(string directory, double mean = DefaultMean, double std = DefaultStd)
    {
        ArgumentException.ThrowIfNullOrEmpty(directory);
        if (!Directory.Exists(directory))
        {
            Throw.NoFolder(directory, $"{(File.Exists(directory) ? "is a file" : "there is no such folder")}; expected {Expected}");
        }

        ImageDataset train = LoadPart(directory, "train", mean, std);
        ImageDataset test = LoadPart(directory, "t10k", mean, std);
        if (Size(train) != Size(test))
        {
            Throw.Content(directory, $"images to train and to test on must have the same size; got {Size(train)} and {Size(test)}");
        }

        return new Mnist(train, test);
    }

    private static ImageDataset LoadPart(string directory, string part, double mean, double std)
    {
        string imagesPath = Find(directory, $"{part}-images", "idx3-ubyte");
        string labelsPath = Find(directory, $"{part}-labels", "idx1-ubyte");
        NDArray images = ReadBytes(imagesPath, "images", "[count, rows, columns]", rank: 3);
        NDArray labels = ReadBytes(labelsPath, "labels", "[count]", rank: 1);
        if (images.Shape[0] != labels.Shape[0])
        {
            Throw.Content(labelsPath, $"every image must have a label; got images and labels: {images.Shape[0]} and {labels.Shape[0]}");
        }

        ReadOnlySpan<byte> classes = labels.Elements<byte>();
        int wrong = classes.IndexOfAnyExceptInRange((byte)0, (byte)(ClassCount - 1));
        if (wrong >= 0)
        {
            Throw.Content(labelsPath, $"labels must be 0 to {ClassCount - 1}; label {wrong} is {classes[wrong]}");
        }

        return new ImageDataset(images, labels, mean, std);
    }

    private static NDArray ReadBytes(string path, string what, string sizes, int rank)
    {
        NDArray array = IdxFile.Read(path);
        if (array.DType != DType.UInt8 || array.Rank != rank)
        {
            Throw.Content(path, $"{what} must be uint8 {sizes}; got {array.DType.Name()} {array.Shape}");
        }

        if (array.Count == 0)
        {
            Throw.Content(path, $"holds no {what}: its shape is {array.Shape}");
        }

        return array;
    }

    private static string Find(string directory, string name, string kind)
    {
        string[] names = [$"{name}-{kind}", $"{name}-{kind}.gz", $"{name}.{kind}", $"{name}.{kind}.gz"];
        string path = Path.Combine(directory, names[0]);
        string? found = names.Select(file => Path.Combine(directory, file)).FirstOrDefault(File.Exists);
        if (found is null)
        {
            Throw.NoFile(path, $"there is no such file, nor with .gz; expected {Expected}");
        }

        return found;
    }

    private static string Size(ImageDataset images) => $"{images.Images.Shape[1]} × {images.Images.Shape[2]}";
}
