using MiniTorch.NN;

namespace MiniTorch.Examples.Mnist;

/// <summary>A small convolutional network: twice a 3×3 convolution, ReLU and the largest of 2×2; then a hidden layer and one output a class.</summary>
internal static class ConvNet
{
    public const string Name = "cnn";

    private const int Channels = 16;
    private const int Hidden = 128;

    // Each of the two poolings halves a side.
    private const int Reduction = 4;

    public static Sequential Build(int rows, int columns, int classes, double dropout)
    {
        if (rows < Reduction || columns < Reduction)
        {
            throw new BadInputException($"--model cnn: images must have at least {Reduction}×{Reduction} pixels; got {rows}×{columns}");
        }

        List<Layer> layers =
        [
            new Unflatten(1, 1, rows),
            new Conv2d(1, Channels, 3, padding: 1),
            new ReLU(),
            new MaxPool2d(2),
            new Conv2d(Channels, 2 * Channels, 3, padding: 1),
            new ReLU(),
            new MaxPool2d(2),
            new Flatten(),
            new Linear(2 * Channels * (rows / Reduction) * (columns / Reduction), Hidden),
            new ReLU(),
        ];
        if (dropout > 0)
        {
            layers.Add(new Dropout(dropout));
        }

        layers.Add(new Linear(Hidden, classes));
        return new Sequential(layers);
    }
}
