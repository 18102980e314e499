namespace MiniTorch.Data;

/// <summary>
/// Grey images and their classes, kept as one byte a pixel. A batch is the images as float32, (x / 255 − <see cref="Mean"/>) /
/// <see cref="Std"/> of each pixel x, in shape [n, rows, columns], and the classes as int64, in shape [n]. The arrays leave every scope.
/// PyTorch: torchvision's <c>ToTensor</c> and <c>Normalize</c> on a dataset of images, without the dimension of channels.
/// </summary>
public sealed class ImageDataset : IDataset
{
    private const double White = 255;

    private readonly float _scale;
    private readonly float _shift;

    /// <summary>A dataset of images and classes.</summary>
    /// <param name="images">uint8, [count, rows, columns].</param>
    /// <param name="labels">Integers, [count].</param>
    /// <param name="mean">What is subtracted from a pixel between 0 and 1.</param>
    /// <param name="std">What the difference is divided by.</param>
    /// <exception cref="ArgumentException">The arrays are not of these types and shapes, their counts differ, <paramref name="mean"/> is
    /// not finite, <paramref name="std"/> is not positive, or float32 cannot hold their quotients.</exception>
    public ImageDataset(NDArray images, NDArray labels, double mean = 0, double std = 1)
    {
        ArgumentNullException.ThrowIfNull(images);
        ArgumentNullException.ThrowIfNull(labels);
        if (images.DType != DType.UInt8 || images.Rank != 3)
        {
            Throw.Argument("image dataset", $"images must be uint8 [count, rows, columns]; got {images.DType.Name()} {images.Shape}");
        }

        if (labels.DType is not (DType.UInt8 or DType.Int32 or DType.Int64) || labels.Rank != 1 || labels.Shape[0] != images.Shape[0])
        {
            Throw.Argument(
                "image dataset",
                $"labels must be integers, one an image; got {labels.DType.Name()} {labels.Shape} for images {images.Shape}");
        }

        _scale = (float)(1 / (White * std));
        _shift = (float)(-mean / std);
        if (!(std > 0) || !double.IsFinite(std) || !float.IsFinite(_scale) || !float.IsFinite(_shift))
        {
            Throw.Argument(
                "image dataset",
                FormattableString.Invariant(
                    $"the mean must be finite and the standard deviation positive, and so 1 / std and mean / std in float32; got {mean} and {std}"));
        }

        Images = images.Contiguous();
        Labels = labels.To(DType.Int64).Contiguous();
        BufferScope.Escape(Images);
        BufferScope.Escape(Labels);
        Mean = mean;
        Std = std;
    }

    /// <inheritdoc/>
    public int Count => Images.Shape[0];

    /// <summary>The pixels as they are in the file: uint8, [count, rows, columns].</summary>
    public NDArray Images { get; }

    /// <summary>The classes: int64, [count].</summary>
    public NDArray Labels { get; }

    /// <summary>What is subtracted from a pixel between 0 and 1.</summary>
    public double Mean { get; }

    /// <summary>What the difference is divided by.</summary>
    public double Std { get; }

    /// <inheritdoc/>
    public Batch GetBatch(ReadOnlySpan<int> indices)
    {
        NDArray rows = Rows.Indices(indices, Count);
        NDArray images = Rows.GatherScaled(Images, indices, _scale, _shift);
        return new Batch(new Tensor(images), new Tensor(Labels.IndexSelect(0, rows)));
    }

    /// <summary>The first <paramref name="count"/> images, or all if there are fewer; the pixels are shared.</summary>
    /// <exception cref="ArgumentException"><paramref name="count"/> is negative.</exception>
    public ImageDataset Take(int count)
    {
        if (count < 0)
        {
            Throw.Argument("take", $"the number of images must not be negative; got {count}");
        }

        return new ImageDataset(Images.Slice(0, 0, count), Labels.Slice(0, 0, count), Mean, Std);
    }
}
