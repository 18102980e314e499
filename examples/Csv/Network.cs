using MiniTorch.NN;

namespace MiniTorch.Examples.Csv;

/// <summary>The model: hidden layers with ReLU and dropout, one output a class, or one for a number.</summary>
internal static class Network
{
    // float32: the parameter, its gradient and Adam's two averages
    private const int BytesPerParameter = 4 * sizeof(float);

    public static Sequential Build(int inputs, IReadOnlyList<int> hidden, int outputs, double dropout, Generator generator)
    {
        CheckSize([inputs, .. hidden, outputs]);
        List<Layer> layers = [];
        foreach (int width in hidden)
        {
            layers.Add(new Linear(inputs, width, generator: generator));
            layers.Add(new ReLU());
            if (dropout > 0)
            {
                layers.Add(new Dropout(dropout, generator));
            }

            inputs = width;
        }

        layers.Add(new Linear(inputs, outputs, generator: generator));
        return new Sequential(layers);
    }

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
