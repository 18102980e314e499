using System.Runtime.ExceptionServices;

namespace MiniTorch.Training;

/// <summary>A mistake of the caller's that concerns all trials: it ends the search.</summary>
internal sealed class SharedModelException(string message) : InvalidOperationException(message);

/// <summary>Runs the trials of a search on threads of their own; where a result goes follows from the trial alone.</summary>
internal sealed class GridRunner(
    GridPoint[] points,
    int repeats,
    Func<GridTrial, double> evaluate,
    Generator generator,
    IProgress<GridProgress>? progress,
    CancellationToken cancellationToken)
{
    private readonly Lock _gate = new();
    private ExceptionDispatchInfo? _failure;
    private int _next;
    private int _done;

    public int Total { get; } = checked(points.Length * repeats);

    /// <summary>A metric for every repetition of every combination; NaN where it failed.</summary>
    public double[] Scores { get; } = new double[points.Length * repeats];

    /// <summary>Why it failed.</summary>
    public Exception?[] Errors { get; } = new Exception?[points.Length * repeats];

    public void Run(int parallelism)
    {
        // Threads flow the caller's modes, as NoGrad, but neither its scopes nor, below, its generator.
        var threads = new Thread[parallelism];
        for (int i = 0; i < parallelism; i++)
        {
            threads[i] = new Thread(RunTrials) { IsBackground = true, Name = $"MiniTorch grid search {i}" };
            threads[i].Start();
        }

        Array.ForEach(threads, static thread => thread.Join());
        _failure?.Throw();
        if (_done < Total)
        {
            throw new OperationCanceledException(cancellationToken);
        }
    }

    private void RunTrials()
    {
        while (!cancellationToken.IsCancellationRequested && Volatile.Read(ref _failure) is null)
        {
            int number = Interlocked.Increment(ref _next) - 1;
            if (number >= Total)
            {
                return;
            }

            try
            {
                RunTrial(number);
            }
            catch (Exception error)
            {
                Interlocked.CompareExchange(ref _failure, ExceptionDispatchInfo.Capture(error), null);
                return;
            }
        }
    }

    private void RunTrial(int number)
    {
        (int index, int repeat) = Math.DivRem(number, repeats);
        var trial = new GridTrial(points[index], index, repeat, generator.Split(index).Split(repeat), cancellationToken);
        Exception? error = null;
        double score = double.NaN;
        try
        {
            using (Generator.Use(trial.Generator))
            {
                score = evaluate(trial);
            }

            if (!double.IsFinite(score))
            {
                error = new InvalidOperationException(FormattableString.Invariant($"diverged: the metric is {score}"));
            }
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            return;
        }
        catch (Exception thrown) when (thrown is not SharedModelException)
        {
            error = thrown;
        }

        (Scores[number], Errors[number]) = (error is null ? score : double.NaN, error);
        lock (_gate)
        {
            _done++;
            progress?.Report(new GridProgress(_done, Total, trial, Scores[number], error is null ? null : GridSearchResult.OneLine(error)));
        }
    }
}
