using System.Diagnostics;
using MiniTorch.Data;
using MiniTorch.NN;
using MiniTorch.Optim;

namespace MiniTorch.Examples.Mnist;

/// <summary>One run: loads the data, builds the model, trains it, reports.</summary>
internal sealed class Session : IDisposable
{
    private const int TestBatchSize = 1000;
    private const int Classes = Data.Mnist.ClassCount;

    private readonly TrainingOptions _options;
    private readonly PhaseTimer _timer = new();
    private readonly Report _report = new();
    private readonly JsonLinesWriter? _metrics;
    private readonly CtrlC _ctrlC;

    public Session(TrainingOptions options)
    {
        _options = options;
        _metrics = options.MetricsFile is null ? null : new JsonLinesWriter("--metrics", options.MetricsFile);
        _ctrlC = new CtrlC(onFirst: _report.Ending, onSecond: _report.RestoreTerminal);
    }

    /// <returns>Whether training ran to its end; false if it was interrupted.</returns>
    public bool Run()
    {
        Workers.Count = _options.Threads ?? Workers.Count;
        Tensor.ManualSeed(_options.Seed);

        (ImageDataset train, ImageDataset test) = LoadData();
        (int rows, int columns) = (train.Images.Shape[1], train.Images.Shape[2]);
        Sequential model = _options.IsConvolutional
            ? ConvNet.Build(rows, columns, Classes, _options.Dropout)
            : Perceptron.Build(rows * columns, _options.Hidden, Classes, _options.Dropout);
        _report.Model(model, _options);

        var trainBatches = new DataLoader(train, _options.BatchSize, shuffle: true, seed: _options.Seed);
        var testBatches = new DataLoader(test, TestBatchSize);
        long steps = (long)_options.Epochs * trainBatches.Count;
        Optimizer optimizer = Optimizers.Create(_options.Optimizer, model.Parameters(), _options.LearningRate);
        var scheduler = new CosineAnnealingLR(optimizer, tMax: (int)Math.Min(steps, int.MaxValue));
        var trainer = new Trainer(model, optimizer, scheduler, _timer);

        Evaluation? evaluation = null;
        for (int epoch = 1; epoch <= _options.Epochs && !_ctrlC.Token.IsCancellationRequested; epoch++)
        {
            long started = Stopwatch.GetTimestamp();
            double lr = scheduler.GetLastLr()[0];
            EpochProgress trained = _report.Training(
                epoch, trainBatches.Count, report => trainer.Train(trainBatches, report, _ctrlC.Token));
            evaluation = trainer.Evaluate(testBatches, Classes);

            double seconds = Stopwatch.GetElapsedTime(started).TotalSeconds;
            var metrics = new EpochMetrics(epoch, trained.Loss, evaluation.Loss, evaluation.Accuracy, lr, seconds);
            _report.Epoch(metrics);
            _metrics?.Write(metrics);
        }

        bool isFinished = scheduler.StepCount == steps;
        if (!isFinished)
        {
            _report.Interrupted(scheduler.StepCount);
        }

        _report.Result(evaluation, _timer);
        return isFinished;
    }

    public void Dispose()
    {
        _ctrlC.Dispose();
        _metrics?.Dispose();
    }

    private (ImageDataset Train, ImageDataset Test) LoadData()
    {
        _report.Folder(_options.DataFolder);
        _timer.Switch(Phase.Files);
        Data.Mnist data = Data.Mnist.Load(_options.DataFolder);
        _timer.Switch(Phase.Other);
        ImageDataset train = data.Train.Take(_options.Limit ?? data.Train.Count);
        _report.Data(train, data);
        return (train, data.Test);
    }
}
