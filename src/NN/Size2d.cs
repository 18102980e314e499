using System.Globalization;

namespace MiniTorch.NN;

/// <summary>
/// Two numbers, for height and width; written as one number if they are equal, else as a pair: <c>new Conv2d(1, 32, 3)</c>,
/// <c>new Conv2d(1, 32, (3, 5), stride: (2, 1))</c>. PyTorch: <c>_size_2_t</c>.
/// </summary>
/// <param name="Height">Of the second-to-last dimension.</param>
/// <param name="Width">Of the last dimension.</param>
public readonly record struct Size2d(int Height, int Width)
{
    /// <summary>One number for both.</summary>
    public static implicit operator Size2d(int size) => new(size, size);

    /// <summary>Height and width.</summary>
    public static implicit operator Size2d((int Height, int Width) size) => new(size.Height, size.Width);

    /// <summary>As it would be written: <c>3</c> or <c>(3, 5)</c>.</summary>
    public override string ToString() => Height == Width ? Height.ToString(CultureInfo.InvariantCulture) : Pair.ToString();

    internal (int Height, int Width) Pair => (Height, Width);
}
