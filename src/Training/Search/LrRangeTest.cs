using MiniTorch.Data;
using MiniTorch.NN;
using MiniTorch.Optim;

namespace MiniTorch.Training;

/// <summary>How rates rise from one step of <see cref="LrRangeTest"/> to the next.</summary>
public enum LrRangeMode
{
    /// <summary>By a factor.</summary>
    Exponential,

    /// <summary>By a difference.</summary>
    Linear,
}

/// <summary>
/// Trains for a few steps while the learning rate rises, to see where the loss falls fastest and where it diverges (Smith 2015). Model,
/// optimizer, generator and loader are left bit by bit as they were, also after an error. PyTorch: fastai's <c>lr_find</c>, Lightning's
/// <c>Tuner.lr_find</c>, the package torch-lr-finder.
/// <code>
/// LrRangeTestResult test = LrRangeTest.Run(model, optimizer, train, batch =&gt; F.CrossEntropy(model.Forward(batch[0]), batch[1]));
/// if (test.Suggestion is { } lr) { optimizer.ParamGroups[0].Lr = lr; }
/// </code>
/// </summary>
/// <remarks>
/// All groups take the rate of the test. Step hooks of the optimizer are called. Random numbers come from a copy of
/// <see cref="Generator.Default"/>; generators that were given to layers are restored if they are among <c>generators</c>.
/// </remarks>
public static class LrRangeTest
{
    private const string Name = "lr range test";

    /// <summary>
    /// Runs over the batches of a loader, from the beginning again whenever it ends, with a function from a batch to its loss, a tensor of
    /// one element. The place of a <see cref="DataLoader"/>, or of another loader that is <see cref="IStateful"/>, is restored.
    /// </summary>
    /// <inheritdoc cref="Run(Module, Optimizer, Func{Tensor}, double, double, int, double, double, LrRangeMode, IEnumerable{Generator}?, CancellationToken)"/>
    public static LrRangeTestResult Run(
        Module model,
        Optimizer optimizer,
        IEnumerable<Batch> batches,
        Func<Batch, Tensor> loss,
        double start = 1e-7,
        double end = 10,
        int steps = 100,
        double smoothing = 0.98,
        double divergence = 4,
        LrRangeMode mode = LrRangeMode.Exponential,
        IEnumerable<Generator>? generators = null,
        CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(batches);
        ArgumentNullException.ThrowIfNull(loss);
        var source = new EndlessBatches(batches);
        return Run(
            model,
            optimizer,
            () =>
            {
                // Where a step evaluates the loss several times, it does so of one batch.
                Batch batch = source.Next();
                return () => loss(batch);
            },
            new Rates(start, end, steps, mode),
            smoothing,
            divergence,
            [.. Remember(generators), .. Remember(batches)],
            source,
            cancellationToken);
    }

    /// <summary>Runs with a function that computes the loss of its own next batch.</summary>
    /// <param name="model">The model, which trains in its training mode.</param>
    /// <param name="optimizer">Its optimizer.</param>
    /// <param name="loss">The loss, a tensor of one element; gradients are cleared and computed here.</param>
    /// <param name="start">The first rate, above 0.</param>
    /// <param name="end">The last rate, above the first.</param>
    /// <param name="steps">Number of rates, at least 2.</param>
    /// <param name="smoothing">β of the smoothed loss, from 0 to below 1: s ← β·s + (1 − β)·loss, divided by 1 − βᵗ.</param>
    /// <param name="divergence">The test ends where the smoothed loss is above this many times its minimum, as it does where the loss is
    /// not finite; above 1.</param>
    /// <param name="mode">How the rates rise.</param>
    /// <param name="generators">Generators beside the default one that training draws from.</param>
    /// <param name="cancellationToken">Ends the test; what was changed is restored then too.</param>
    /// <exception cref="ArgumentException">An option is out of range, there are no batches, or the loss has several elements.</exception>
    /// <exception cref="OperationCanceledException">The test was cancelled.</exception>
    public static LrRangeTestResult Run(
        Module model,
        Optimizer optimizer,
        Func<Tensor> loss,
        double start = 1e-7,
        double end = 10,
        int steps = 100,
        double smoothing = 0.98,
        double divergence = 4,
        LrRangeMode mode = LrRangeMode.Exponential,
        IEnumerable<Generator>? generators = null,
        CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(loss);
        return Run(
            model, optimizer, () => loss, new Rates(start, end, steps, mode), smoothing, divergence, Remember(generators), null, cancellationToken);
    }

    private static LrRangeTestResult Run(
        Module model,
        Optimizer optimizer,
        Func<Func<Tensor>> next,
        Rates rates,
        double smoothing,
        double divergence,
        Action[] others,
        EndlessBatches? source,
        CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(model);
        ArgumentNullException.ThrowIfNull(optimizer);
        if (!(smoothing is >= 0 and < 1) || !(divergence > 1))
        {
            Throw.Argument(
                Name, FormattableString.Invariant($"smoothing must be from 0 to below 1 and divergence above 1; got {smoothing} and {divergence}"));
        }

        var curve = new LossCurve(smoothing, divergence, rates.Mode);
        var before = new TrainingSnapshot(model, optimizer, others);
        try
        {
            using (Generator.Use(new Generator(0UL) { State = Generator.Default.State }))
            {
                before.TakeGradients();
                model.Train();
                optimizer.NonFiniteGradients = NonFiniteGradients.Apply;
                for (int i = 0; i < rates.Count && !curve.HasEnded; i++)
                {
                    cancellationToken.ThrowIfCancellationRequested();
                    foreach (ParamGroup group in optimizer.ParamGroups)
                    {
                        group.Lr = rates[i];
                    }

                    curve.Add(rates[i], Step(optimizer, next()));
                }
            }
        }
        finally
        {
            try
            {
                source?.Dispose();
            }
            finally
            {
                before.Restore();
            }
        }

        return curve.Result();
    }

    // The loss before the step. Some optimizers evaluate it more than once.
    private static double Step(Optimizer optimizer, Func<Tensor> loss)
    {
        double? first = null;
        optimizer.Step(() =>
        {
            optimizer.ZeroGrad();
            Tensor value = loss();
            if (value.Count != 1)
            {
                Throw.Argument(Name, $"the loss must be a tensor of one element; got {value.DType.Name()} {value.Shape}");
            }

            first ??= value.Item<double>();
            value.Backward();
            return value;
        });
        return first!.Value;
    }

    private static Action[] Remember(IEnumerable<Generator>? generators) =>
        [.. (generators ?? []).Select(static generator => Remember(generator.AsStateful()))];

    // What a loader saves of itself begins a resumed epoch; this one goes on as it would have.
    private static Action[] Remember(IEnumerable<Batch> batches) => batches switch
    {
        DataLoader loader => [loader.Remember()],
        IStateful place => [Remember(place)],
        _ => [],
    };

    private static Action Remember(IStateful owner)
    {
        StateNode state = owner.SaveState();
        return () => owner.LoadState(state);
    }

    /// <summary>The rates of the steps.</summary>
    private readonly struct Rates
    {
        private readonly double _start;
        private readonly double _end;

        public Rates(double start, double end, int steps, LrRangeMode mode)
        {
            if (!(start > 0) || !(end > start) || double.IsInfinity(end) || steps < 2)
            {
                Throw.Argument(
                    Name,
                    FormattableString.Invariant($"rates must rise from above 0 in at least 2 steps; got start {start}, end {end}, {steps} steps"));
            }

            if (mode is not (LrRangeMode.Exponential or LrRangeMode.Linear))
            {
                Throw.Argument(Name, $"the mode must be Exponential or Linear; got {mode}");
            }

            (_start, _end, Count, Mode) = (start, end, steps, mode);
        }

        public int Count { get; }

        public LrRangeMode Mode { get; }

        public double this[int step]
        {
            get
            {
                double share = (double)step / (Count - 1);
                return step == Count - 1 ? _end
                    : Mode == LrRangeMode.Linear ? _start + (share * (_end - _start))
                    : _start * Math.Pow(_end / _start, share);
            }
        }
    }

    /// <summary>The batches of a loader, again and again.</summary>
    private sealed class EndlessBatches(IEnumerable<Batch> batches) : IDisposable
    {
        private IEnumerator<Batch>? _epoch;

        public Batch Next()
        {
            if (_epoch is not null && _epoch.MoveNext())
            {
                return _epoch.Current;
            }

            _epoch?.Dispose();
            _epoch = batches.GetEnumerator();
            if (!_epoch.MoveNext())
            {
                Throw.Argument(Name, "needs at least one batch; the loader gave none");
            }

            return _epoch.Current;
        }

        public void Dispose() => _epoch?.Dispose();
    }
}
