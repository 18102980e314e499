using System.Runtime.CompilerServices;
using MiniTorch.NN;
using MiniTorch.Optim;

namespace MiniTorch.Training;

/// <summary>
/// Tries combinations of options in parallel and ranks them. scikit-learn: <c>GridSearchCV</c>, <c>RandomizedSearchCV</c>; Lightning and
/// Ray Tune do the like for PyTorch.
/// <code>
/// var points = GridSearch.Product(new GridAxis("lr", 1e-1, 1e-2), new GridAxis("hidden", 32, 64));
/// GridSearchResult result = GridSearch.Run(points, trial =&gt; Train(trial.Get&lt;int&gt;("hidden"), trial.Get&lt;double&gt;("lr")), PlateauMode.Max);
/// Console.WriteLine(result);
/// </code>
/// </summary>
/// <remarks>
/// <para>Every trial has a model and a generator of its own, so the results are the same for any degree of parallelism, and the caller's
/// model, optimizer and generator are not touched. A trial that throws, or whose metric is not finite, is a row with its error.</para>
/// <para>Trials run on threads of their own; the kernels of each use what processors the others leave.</para>
/// </remarks>
public static class GridSearch
{
    private const string Name = "grid search";

    /// <summary>All combinations, the last axis varying fastest; without axes the one empty combination. scikit-learn: <c>ParameterGrid</c>.</summary>
    /// <exception cref="ArgumentException">Two axes have the same name, or there are more combinations than a list holds.</exception>
    public static IReadOnlyList<GridPoint> Product(params ReadOnlySpan<GridAxis> axes)
    {
        long count = Count(axes);
        if (count > Array.MaxLength)
        {
            Throw.Argument(Name, $"there are {count} combinations; take some of them by Sample");
        }

        var points = new GridPoint[count];
        for (int i = 0; i < points.Length; i++)
        {
            points[i] = At(axes, i);
        }

        return points;
    }

    /// <summary>So many different combinations at random, all equally likely, or all if there are fewer. scikit-learn:
    /// <c>ParameterSampler</c>.</summary>
    /// <param name="count">How many, at least 0.</param>
    /// <param name="generator">Where random numbers come from; <see cref="Generator.Default"/> if null.</param>
    /// <param name="axes">The options.</param>
    /// <exception cref="ArgumentException"><paramref name="count"/> is negative, two axes have the same name, or there are more than 2⁶²
    /// combinations.</exception>
    public static IReadOnlyList<GridPoint> Sample(int count, Generator? generator, params ReadOnlySpan<GridAxis> axes)
    {
        if (count < 0)
        {
            Throw.Argument(Name, $"the number of samples must not be negative; got {count}");
        }

        generator ??= Generator.Default;
        long total = Count(axes);
        count = (int)Math.Min(count, total);

        // Floyd's: as many draws as samples, whatever the total (Bentley and Floyd 1987).
        HashSet<long> chosen = [];
        List<GridPoint> points = [];
        for (long last = total - count; last < total; last++)
        {
            long index = generator.NextInt64(0, last + 1);
            index = chosen.Add(index) ? index : last;
            chosen.Add(index);
            points.Add(At(axes, index));
        }

        // Floyd's sets are fair, their order is not.
        for (int i = points.Count - 1; i > 0; i--)
        {
            int other = (int)generator.NextInt64(0, i + 1);
            (points[i], points[other]) = (points[other], points[i]);
        }

        return points;
    }

    /// <summary>Evaluates every combination with a function that makes all that it needs.</summary>
    /// <param name="points">The combinations, at least one.</param>
    /// <param name="evaluate">Trains and returns the validation metric. Called on several threads at once.</param>
    /// <param name="mode">Whether lower metrics are better, as of a loss, or higher ones.</param>
    /// <param name="repeats">How often each is evaluated, with other random numbers, or on another fold: <see cref="GridTrial.Repeat"/>.</param>
    /// <param name="maxParallelism">How many trials may run at the same time; the number of processors if null.</param>
    /// <param name="generator">Where the trials' generators are split from, without drawing; <see cref="Generator.Default"/> if null.</param>
    /// <param name="progress">Is told of every trial that has ended, in the order in which they do, one at a time.</param>
    /// <param name="cancellationToken">No further trial begins then.</param>
    /// <exception cref="ArgumentException">There are no combinations, or a number is not positive.</exception>
    /// <exception cref="OperationCanceledException">The search was cancelled; all running trials have ended.</exception>
    public static GridSearchResult Run(
        IEnumerable<GridPoint> points,
        Func<GridTrial, double> evaluate,
        PlateauMode mode = PlateauMode.Min,
        int repeats = 1,
        int? maxParallelism = null,
        Generator? generator = null,
        IProgress<GridProgress>? progress = null,
        CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(points);
        ArgumentNullException.ThrowIfNull(evaluate);
        GridPoint[] all = [.. points];
        if (all.Length == 0 || repeats < 1 || maxParallelism < 1 || mode is not (PlateauMode.Min or PlateauMode.Max))
        {
            Throw.Argument(
                Name,
                $"needs at least one combination, repeats and maxParallelism of at least 1, mode Min or Max; got {all.Length} combinations, {repeats}, {maxParallelism}, {mode}");
        }

        var runner = new GridRunner(all, repeats, evaluate, generator ?? Generator.Default, progress, cancellationToken);
        runner.Run(Math.Min(maxParallelism ?? Environment.ProcessorCount, runner.Total));
        return new GridSearchResult(all, runner.Scores, runner.Errors, repeats, mode);
    }

    /// <summary>
    /// Evaluates every combination with a model of its own: <c>model</c> makes it, a new one or a copy as <c>_ =&gt; model.Clone()</c>, called by
    /// one thread at a time with the trial's random numbers; <c>evaluate</c> trains it and returns the validation metric.
    /// </summary>
    /// <inheritdoc cref="Run(IEnumerable{GridPoint}, Func{GridTrial, double}, PlateauMode, int, int?, Generator?, IProgress{GridProgress}?, CancellationToken)"/>
    /// <exception cref="InvalidOperationException">Two trials were given the same model, or models that share a parameter.</exception>
    public static GridSearchResult Run<TModel>(
        IEnumerable<GridPoint> points,
        Func<GridTrial, TModel> model,
        Func<TModel, GridTrial, double> evaluate,
        PlateauMode mode = PlateauMode.Min,
        int repeats = 1,
        int? maxParallelism = null,
        Generator? generator = null,
        IProgress<GridProgress>? progress = null,
        CancellationToken cancellationToken = default)
        where TModel : Module
    {
        ArgumentNullException.ThrowIfNull(model);
        ArgumentNullException.ThrowIfNull(evaluate);
        var gate = new Lock();
        var owners = new ConditionalWeakTable<object, object>();
        return Run(points, trial => evaluate(Make(trial), trial), mode, repeats, maxParallelism, generator, progress, cancellationToken);

        TModel Make(GridTrial trial)
        {
            lock (gate)
            {
                TModel made = model(trial);
                foreach (object part in (IEnumerable<object>)[made, .. made.Parameters()])
                {
                    if (!owners.TryAdd(part, trial))
                    {
                        throw new SharedModelException(
                            $"{Name}: every trial needs a model of its own; those of two trials {(part is Module ? "are the same" : "share a parameter")}: make a new one, or a copy by model.Clone()");
                    }
                }

                return made;
            }
        }
    }

    private static long Count(ReadOnlySpan<GridAxis> axes)
    {
        HashSet<string> names = [];
        UInt128 count = 1;
        foreach (GridAxis axis in axes)
        {
            if (!names.Add(axis.Name))
            {
                Throw.Argument(Name, $"two axes are called '{axis.Name}'");
            }

            count *= (UInt128)axis.Values.Count;
            if (count > 1UL << 62)
            {
                Throw.Argument(Name, "there are more than 2^62 combinations");
            }
        }

        return (long)count;
    }

    private static GridPoint At(ReadOnlySpan<GridAxis> axes, long index)
    {
        var values = new object[axes.Length];
        for (int i = axes.Length - 1; i >= 0; i--)
        {
            (index, long place) = Math.DivRem(index, axes[i].Values.Count);
            values[i] = axes[i].Values[(int)place];
        }

        var point = new GridPoint();
        for (int i = 0; i < values.Length; i++)
        {
            point[axes[i].Name] = values[i];
        }

        return point;
    }
}
