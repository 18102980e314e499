using MiniTorch.Data;
using MiniTorch.NN;
using MiniTorch.Optim;

namespace MiniTorch.Examples.Mnist;

/// <summary>How far an epoch has come.</summary>
/// <param name="Batches">Batches trained on.</param>
/// <param name="Images">Images trained on.</param>
/// <param name="Loss">Mean loss over these images.</param>
internal sealed record EpochProgress(int Batches, int Images, double Loss)
{
    public static EpochProgress None { get; } = new(0, 0, 0);
}

/// <summary>The training loop and the evaluation.</summary>
internal sealed class Trainer(Layer model, Optimizer optimizer, LRScheduler scheduler, PhaseTimer timer)
{
    private int _epoch;

    /// <summary>One pass over the training images; ends early, after a whole batch, when cancelled.</summary>
    /// <exception cref="TrainingDivergedException">The loss is no longer a number.</exception>
    public EpochProgress Train(DataLoader batches, Action<EpochProgress> report, CancellationToken cancellation)
    {
        EpochProgress done = EpochProgress.None;
        double lossSum = 0;
        _epoch++;
        model.Train();
        timer.Switch(Phase.Batches);
        foreach ((Tensor images, Tensor labels) in batches)
        {
            float loss = Step(images, labels);
            if (!float.IsFinite(loss))
            {
                throw new TrainingDivergedException(
                    $"the loss became {loss} at step {scheduler.StepCount} (epoch {_epoch}, batch {done.Batches + 1})");
            }

            int count = done.Images + images.Shape[0];
            lossSum += (double)loss * images.Shape[0];
            done = new EpochProgress(done.Batches + 1, count, lossSum / count);
            report(done);
            if (cancellation.IsCancellationRequested)
            {
                break;
            }

            timer.Switch(Phase.Batches);
        }

        return done;
    }

    /// <summary>Loss, accuracy and confusion on images it was not trained on.</summary>
    /// <exception cref="TrainingDivergedException">The loss is no longer a number.</exception>
    public Evaluation Evaluate(DataLoader batches, int classes)
    {
        var evaluation = new Evaluation(classes);
        model.Eval();
        timer.Switch(Phase.Evaluation);
        using GradModeScope mode = Autograd.NoGrad();
        foreach ((Tensor images, Tensor labels) in batches)
        {
            using var scope = TensorScope.Begin();
            Tensor logits = model.Forward(images);
            Tensor loss = F.CrossEntropy(logits, labels, reduction: NN.Reduction.Sum);
            evaluation.Add(loss.Item<float>(), logits.ArgMax(1).ToArray<long>(), labels.ToArray<long>());
        }

        timer.Switch(Phase.Other);
        if (!double.IsFinite(evaluation.Loss))
        {
            throw new TrainingDivergedException(
                $"the test loss became {evaluation.Loss} after step {scheduler.StepCount} (epoch {_epoch})");
        }

        return evaluation;
    }

    private float Step(Tensor images, Tensor labels)
    {
        using var scope = TensorScope.Begin();

        timer.Switch(Phase.Forward);
        Tensor loss = F.CrossEntropy(model.Forward(images), labels);

        timer.Switch(Phase.Backward);
        optimizer.ZeroGrad();
        loss.Backward();

        timer.Switch(Phase.Optimizer);
        optimizer.Step();
        scheduler.Step();

        timer.Switch(Phase.Other);
        return loss.Item<float>();
    }
}
