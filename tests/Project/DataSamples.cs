using System.Globalization;
using MiniTorch;
using MiniTorch.Data;

namespace MiniTorch.Tests;

/// <summary>The samples of docs/data.md, compiled and run; <see cref="Project.PageTests"/> holds the page and the samples together.</summary>
public class DataSamples
{
    [Fact]
    public void Loads_batches_and_goes_on_from_a_place()
    {
        var generator = new Generator(0);
        Tensor images = Tensor.Rand([1000, 1, 28, 28], generator: generator), labels = Tensor.RandInt(0, 10, [1000], generator);

        // sample: loader
        var digits = new TensorDataset(images, labels);                 // float32 [1000, 1, 28, 28], int64 [1000]
        Subset[] parts = digits.StratifiedSplit([0.8, 0.2], seed: 0);   // each class in the same proportion
        IDataset train = parts[0]
            .Map(Transforms.RandomCrop(28, 28, padding: 2))
            .Map(Transforms.Normalize([0.5], [0.25]));
        var loader = new DataLoader(train, batchSize: 64, shuffle: true, seed: 0, numWorkers: 2);
        foreach (var (inputs, targets) in loader)
        {
            Console.WriteLine($"{loader.Position} of {loader.Count}: {inputs.Shape}, {targets.Shape}");
        }
        // sample-end
        Assert.Equal(13, loader.Count);
        Assert.InRange(parts[0].Count, 795, 805);
        float[][] whole = [.. new DataLoader(train, batchSize: 64, shuffle: true, seed: 0).Select(static batch => batch[0].ToArray<float>())];
        loader = new DataLoader(train, batchSize: 64, shuffle: true, seed: 0, numWorkers: 2);

        // sample: place
        StateNode place = StateNode.Empty;
        foreach (Batch batch in loader)
        {
            if (loader.Position == 7)                                   // the batch at hand counts as read
            {
                place = loader.SaveState();
                break;
            }
        }

        var resumed = new DataLoader(train, batchSize: 64, shuffle: true, numWorkers: 1);
        resumed.LoadState(place);                                       // the next foreach: the other six batches of this epoch
        // sample-end
        float[][] left = [.. resumed.Select(static batch => batch[0].ToArray<float>())];
        Assert.Equal(6, left.Length);
        Assert.Equal(whole[7..], left);
    }

    [Fact]
    public void Makes_samples_by_functions()
    {
        File.WriteAllLines("numbers.txt", Enumerable.Range(0, 20).Select(static i => $"{i}.5"));

        // sample: functions
        SampleDataset squares = Dataset.From(100, i => (Tensor.From((float)i), Tensor.From((float)i * i)));
        IStreamingDataset lines = Dataset.Stream(
            () => File.ReadLines("numbers.txt").Select(line => new Sample(Tensor.From(float.Parse(line, CultureInfo.InvariantCulture)))));
        var stream = new DataLoader(lines, batchSize: 8, numWorkers: 2);
        // sample-end
        Assert.Equal([9f, 49], squares.GetBatch([3, 7])[1].ToArray<float>());
        Assert.Equal([8, 8, 4], stream.Select(static batch => batch[0].Count));
        File.Delete("numbers.txt");
    }

    [Fact]
    public void Reads_a_table()
    {
        const string Houses = """
            area,rooms,heating,price
            70,3,gas,210
            82,,oil,240
            95,4,gas,285
            120,5,heat pump,390
            64,2,gas,190
            150,6,heat pump,480
            88,3,oil,255
            101,4,gas,300
            """;
        Page.Shows("data.md", $"```text\n{Houses}\n```");
        File.WriteAllText("houses.csv", Houses);
        File.WriteAllText("offers.csv", "heating;rooms;area\noil;4;90\n");

        // sample: table
        CsvTable table = CsvTable.Load("houses.csv", new CsvOptions { Target = "price", Missing = MissingPolicy.Mean });
        Console.WriteLine(table.Schema);

        Subset train = new TensorDataset(table.Features, table.Target!).RandomSplit([0.75, 0.25], seed: 0)[0];
        var (inputs, targets) = train.GetBatch([.. Enumerable.Range(0, train.Count)]);
        var imputer = new SimpleImputer();                              // what is missing becomes the mean …
        var scaler = new StandardScaler();
        Tensor prepared = scaler.FitTransform(imputer.FitTransform(inputs));    // … of the training part

        CsvTable offers = CsvTable.Load("offers.csv", table.Schema);    // the same columns, in any order; the target need not be there
        Tensor features = scaler.Transform(imputer.Transform(offers.Features));
        // sample-end
        Page.Shows("data.md", $"```text\n{table.Schema}\n```");
        Assert.Equal([6, 5], prepared.Shape);
        Assert.Equal([6, 1], targets.Shape);
        Assert.All(prepared.Mean(dim: 0).ToArray<float>(), static mean => Assert.Equal(0, mean, 1e-6));
        Assert.Equal([90f, 4, 0, 0, 1], offers.Features.ToArray<float>());
        Assert.Null(offers.Target);
        Assert.Equal([1, 5], features.Shape);
        Page.Shows("data.md", Assert.Throws<InvalidDataException>(() => CsvTable.Load("houses.csv")).Message);
        File.WriteAllText("houses.csv", Houses.Replace("95", "ninety-five", StringComparison.Ordinal));
        Page.Shows("data.md", Assert.Throws<InvalidDataException>(() => CsvTable.Load("houses.csv", table.Schema)).Message);
        File.Delete("houses.csv");
        File.Delete("offers.csv");
    }
}
