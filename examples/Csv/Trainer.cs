using System.Diagnostics;
using MiniTorch.Data;
using MiniTorch.NN;
using MiniTorch.Optim;
using MiniTorch.Training;

namespace MiniTorch.Examples.Csv;

/// <summary>How far training has come; <c>Seconds</c> is the time of the epoch.</summary>
internal sealed record EpochResult(int Epoch, double TrainLoss, double ValidationLoss, double LearningRate, bool IsBest, double Seconds);

/// <summary>Trains a network until the validation loss no longer falls, and leaves it as it was at its best.</summary>
internal sealed class Trainer(TrainingOptions options)
{
    private const int EvaluationBatchSize = 4096;

    /// <param name="model">The network.</param>
    /// <param name="train">Prepared rows to learn from.</param>
    /// <param name="validation">Prepared rows that say when to stop.</param>
    /// <param name="seed">Decides the order of the rows.</param>
    /// <param name="report">Called after every epoch.</param>
    /// <param name="cancellation">Ends training after the current epoch.</param>
    /// <returns>The epoch that was best.</returns>
    public EpochResult Fit(
        Layer model, Samples train, Samples validation, long seed, Action<EpochResult> report, CancellationToken cancellation = default)
    {
        (DataLoader batches, AdamW optimizer, LRScheduler scheduler) = Begin(model, train, seed);
        var stopping = new EarlyStopping(options.Patience, restoreBest: true);
        EpochResult? best = null;
        for (int epoch = 1; epoch <= options.Epochs; epoch++)
        {
            long started = Stopwatch.GetTimestamp();
            double lr = scheduler.GetLastLr()[0], trainLoss = Epoch(model, optimizer, batches, train.Count, epoch);
            scheduler.Step();
            double validationLoss = Loss(model, validation);
            CheckFinite(validationLoss, epoch);
            bool stop = stopping.Update(validationLoss, model);
            var result = new EpochResult(epoch, trainLoss, validationLoss, lr, stopping.IsBest, Stopwatch.GetElapsedTime(started).TotalSeconds);
            best = stopping.IsBest ? result : best;
            report(result);
            if (stop || cancellation.IsCancellationRequested)
            {
                break;
            }
        }

        stopping.RestoreBest(model);
        model.Eval();
        return best!;
    }

    /// <summary>Trains for a number of epochs, with the learning rates that <see cref="Fit"/> has in them.</summary>
    public void Repeat(Layer model, Samples train, long seed, int epochs, CancellationToken cancellation = default)
    {
        (DataLoader batches, AdamW optimizer, LRScheduler scheduler) = Begin(model, train, seed);
        for (int epoch = 1; epoch <= epochs && !cancellation.IsCancellationRequested; epoch++)
        {
            Epoch(model, optimizer, batches, train.Count, epoch);
            scheduler.Step();
        }

        model.Eval();
    }

    /// <summary>The mean loss over rows.</summary>
    public static double Loss(Layer model, Samples rows)
    {
        double sum = 0;
        model.Eval();
        using GradModeScope mode = Autograd.NoGrad();
        foreach ((Tensor inputs, Tensor targets) in new DataLoader(rows.ToDataset(), EvaluationBatchSize))
        {
            using var scope = TensorScope.Begin();
            sum += Loss(model.Forward(inputs), targets).Item<float>() * (double)inputs.Shape[0];
        }

        return sum / rows.Count;
    }

    public static Tensor Loss(Tensor output, Tensor target) => target.DType == DType.Int64 ? F.CrossEntropy(output, target) : F.MseLoss(output, target);

    private (DataLoader Batches, AdamW Optimizer, LRScheduler Scheduler) Begin(Layer model, Samples train, long seed)
    {
        var batches = new DataLoader(train.ToDataset(), Math.Min(options.BatchSize, train.Count), shuffle: true, seed: seed);
        var optimizer = new AdamW(model.Parameters(), lr: options.LearningRate, weightDecay: options.WeightDecay);
        return (batches, optimizer, new CosineAnnealingLR(optimizer, tMax: options.Epochs));
    }

    private static double Epoch(Layer model, AdamW optimizer, DataLoader batches, int count, int epoch)
    {
        double sum = 0;
        model.Train();
        foreach ((Tensor inputs, Tensor targets) in batches)
        {
            using var scope = TensorScope.Begin();
            optimizer.ZeroGrad();
            Tensor loss = Loss(model.Forward(inputs), targets);
            loss.Backward();
            optimizer.Step();
            sum += loss.Item<float>() * (double)inputs.Shape[0];
        }

        CheckFinite(sum, epoch);
        return sum / count;
    }

    private static void CheckFinite(double loss, int epoch)
    {
        if (!double.IsFinite(loss))
        {
            throw new BadInputException($"the loss became {loss} in epoch {epoch}; a smaller --lr may help");
        }
    }
}
