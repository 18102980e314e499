using MiniTorch;
using MiniTorch.Data;
using MiniTorch.NN;
using MiniTorch.Optim;
using MiniTorch.Serialization;
using MiniTorch.Training;

namespace MiniTorch.Tests;

/// <summary>The samples of docs/training.md, compiled and run; <see cref="Project.PageTests"/> holds the page and the samples together.</summary>
public class TrainingSamples
{
    [Fact]
    public void Averages_models()
    {
        (DataLoader train, DataLoader validation) = Circle();
        using GeneratorScope random = Generator.Use(new Generator(0));
        var model = new Sequential(new Linear(2, 32), new BatchNorm1d(32), new Tanh(), new Linear(32, 2));
        var optimizer = new AdamW(model.Parameters(), lr: 1e-2);

        // sample: average
        var swa = new AveragedModel(model);                             // the mean of what it is given
        var ema = AveragedModel.Ema(model, decay: 0.99);                // later models count for more
        var scheduler = new SWALR(optimizer, swaLr: 5e-3, annealEpochs: 5);
        for (int epoch = 0; epoch < 20; epoch++)
        {
            foreach (var (inputs, targets) in train)
            {
                optimizer.ZeroGrad();
                F.CrossEntropy(model.Forward(inputs), targets).Backward();
                optimizer.Step();
                ema.UpdateParameters(model);                            // after every step
            }

            if (epoch >= 10)
            {
                swa.UpdateParameters(model);                            // after every epoch, once the loss is low
                scheduler.Step();
            }
        }

        AveragedModel.UpdateBatchNorm(train, swa);                      // the running values of the averaged parameters
        AveragedModel.UpdateBatchNorm(train, ema);
        // sample-end
        Assert.Equal((10, 20 * train.Count), (swa.AveragedCount, ema.AveragedCount));
        Assert.All([swa, ema], average => Assert.True(AccuracyOf(average, validation) > 0.9));
    }

    [Fact]
    public void Finds_a_rate()
    {
        (DataLoader train, _) = Circle();
        using GeneratorScope random = Generator.Use(new Generator(0));
        var model = new Sequential(new Linear(2, 32), new Tanh(), new Linear(32, 2));
        var optimizer = new Adam(model.Parameters());
        float[] before = model.Parameters()[0].ToArray<float>();

        // sample: range
        LrRangeTestResult test = LrRangeTest.Run(model, optimizer, train, batch => F.CrossEntropy(model.Forward(batch[0]), batch[1]));
        Console.WriteLine(test);                                        // rates and losses, the suggestion and why
        if (test.Suggestion is { } lr)
        {
            optimizer.ParamGroups[0].Lr = lr;
        }
        // sample-end
        Assert.Equal(before, model.Parameters()[0].ToArray<float>());
        Assert.Equal(test.Suggestion, optimizer.ParamGroups[0].Lr);
        Assert.InRange(test.Suggestion!.Value, 1e-4, 1);
    }

    [Fact]
    public void Searches_a_grid()
    {
        Tensor x = (Tensor.Rand([40, 1], generator: new Generator(1)) * 2) - 1, y = (x * 3).Sin();

        // sample: grid
        GridSearchResult search = GridSearch.Run(
            GridSearch.Product(new GridAxis("lr", 0.03, 0.003), new GridAxis("hidden", 4, 16)),
            trial => new Sequential(new Linear(1, trial.Get<int>("hidden")), new Tanh(), new Linear(trial.Get<int>("hidden"), 1)),
            (model, trial) =>
            {
                var optimizer = new Adam(model.Parameters(), trial.Get<double>("lr"));
                for (int step = 0; step < 100; step++)
                {
                    optimizer.ZeroGrad();
                    F.MseLoss(model.Forward(x[..30]), y[..30]).Backward();
                    optimizer.Step();
                }

                return Math.Round(Metrics.Rmse(model.Forward(x[30..]).Detach(), y[30..]), 3);
            },
            PlateauMode.Min,
            repeats: 2,
            generator: new Generator(0));
        Console.WriteLine(search);
        Console.WriteLine($"best: {search.Best.Point}");
        // sample-end
        Page.Shows("training.md", $"```text\n{search}\nbest: {search.Best.Point}\n```");
    }

    [Fact]
    public void Measures_and_stops()
    {
        (DataLoader train, DataLoader validation) = Circle();
        using GeneratorScope random = Generator.Use(new Generator(0));
        var model = new Sequential(new Linear(2, 32), new Tanh(), new Dropout(0.1), new Linear(32, 2));
        var optimizer = new Adam(model.Parameters(), lr: 1e-2);

        // sample: stopping
        var stopping = new EarlyStopping(patience: 5, mode: PlateauMode.Max, restoreBest: true);
        var accuracy = new Accuracy();
        while (!stopping.ShouldStop)
        {
            model.Train();
            foreach (var (inputs, targets) in train)
            {
                optimizer.ZeroGrad();
                F.CrossEntropy(model.Forward(inputs), targets).Backward();
                optimizer.Step();
            }

            model.Eval();
            accuracy.Reset();
            using GradModeScope mode = Autograd.NoGrad();
            foreach (var (inputs, targets) in validation)
            {
                accuracy.Update(model.Forward(inputs), targets);
            }

            stopping.Update(accuracy.Compute(), model);                 // the fifth in a row that is no better puts the best model back
        }

        Console.WriteLine($"{stopping.Message}; best {stopping.Best:P1} at update {stopping.BestUpdate}");
        // sample-end
        Assert.Equal(5, stopping.Waited);
        Assert.True(stopping.Best > 0.9);
        Assert.Equal(stopping.Best, AccuracyOf(model, validation));
    }

    [Fact]
    public void Saves_to_files()
    {
        (DataLoader train, _) = Circle();
        var model = new Sequential(new Linear(2, 8), new Tanh(), new Linear(8, 2));
        var optimizer = new Adam(model.Parameters());
        Batch batch = train.First();
        F.CrossEntropy(model.Forward(batch[0]), batch[1]).Backward();
        optimizer.Step();
        StateNode before = ((IStateful)model).SaveState(), moments = optimizer.SaveState();
        int epoch = 12;

        // sample: files
        SafeTensors.Save("model.safetensors", model.StateDict());       // the bytes of safetensors.torch's save_file
        model.LoadStateDict(SafeTensors.Load("model.safetensors"));

        StateFile.Save("run.safetensors", new MapState
        {
            ["model"] = ((IStateful)model).SaveState(),
            ["optimizer"] = optimizer.SaveState(),
            ["loader"] = train.SaveState(),
            ["epoch"] = epoch,
        });
        MapState run = StateFile.Load("run.safetensors").As<MapState>();
        ((IStateful)model).LoadState(run["model"]);
        optimizer.LoadState(run["optimizer"]);
        train.LoadState(run["loader"]);
        epoch = (int)run["epoch"].ToInt64();
        // sample-end
        Assert.Equal(model.StateDict().Keys.Order(), SafeTensors.Load("model.safetensors").Keys.Order());
        Assert.Equal(12, epoch);
        Assert.Contains("/model/0.weight", SafeTensors.Load("run.safetensors").Keys);
        Assert.Equal(before.As<MapState>()["0.weight"].As<TensorState>().Value.ToArray<float>(), model.GetParameter("0.weight").ToArray<float>());
        Assert.Equal(moments.As<MapState>().Keys, optimizer.SaveState().As<MapState>().Keys);
        File.Delete("model.safetensors");
        File.Delete("run.safetensors");
    }

    private static (DataLoader Train, DataLoader Validation) Circle()
    {
        Tensor x = Tensor.Rand([1280, 2], generator: new Generator(0)) * 2 - 1, y = (x * x).Sum(dim: 1).Lt(0.5).To(DType.Int64);
        return (
            new DataLoader(new TensorDataset(x[..1024], y[..1024]), batchSize: 64, shuffle: true, seed: 0),
            new DataLoader(new TensorDataset(x[1024..], y[1024..]), batchSize: 256));
    }

    private static double AccuracyOf(Layer model, DataLoader data)
    {
        model.Eval();
        Batch batch = data.First();
        return Metrics.Accuracy(model.Forward(batch[0]).Detach(), batch[1]);
    }
}
