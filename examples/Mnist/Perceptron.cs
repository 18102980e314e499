using MiniTorch.NN;

namespace MiniTorch.Examples.Mnist;

/// <summary>The model: images flattened, hidden layers with ReLU and dropout, one output a class.</summary>
internal static class Perceptron
{
    public const string Name = "mlp";

    // float32: the parameter, its gradient and Adam's two averages
    private const int BytesPerParameter = 4 * sizeof(float);

    public static Sequential Build(int inputs, IReadOnlyList<int> hidden, int classes, double dropout)
    {
        CheckSize([inputs, .. hidden, classes]);
        List<Layer> layers = [new Flatten()];
        foreach (int width in hidden)
        {
            layers.Add(new Linear(inputs, width));
            layers.Add(new ReLU());
            if (dropout > 0)
            {
                layers.Add(new Dropout(dropout));
            }

            inputs = width;
        }

        layers.Add(new Linear(inputs, classes));
        return new Sequential(layers);
    }

    // An operating system may promise more memory than it has, and end the program when it is used.
    private static void CheckSize(int[] widths)
    {
        double parameters = widths.Zip(widths.Skip(1), static (from, to) => (from + 1.0) * to).Sum();
        double room = Math.Min(Array.MaxLength, (double)GC.GetGCMemoryInfo().TotalAvailableMemoryBytes / BytesPerParameter);
        if (parameters > room)
        {
            throw new BadInputException($"--hidden: {parameters:N0} parameters are too many; there is memory for {Math.Floor(room):N0}");
        }
    }
}
