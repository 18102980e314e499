using System.Diagnostics;
using MiniTorch.Data;
using MiniTorch.NN;

namespace MiniTorch.Examples.Csv;

/// <summary>One run: loads the table, trains on a part or on several, reports.</summary>
internal sealed class Session : IDisposable
{
    // The part of a fold's training rows that says when to stop; then a network learns from all of them for so many epochs.
    private const double StoppingPart = 0.15;

    private readonly TrainingOptions _options;
    private readonly Trainer _trainer;
    private readonly Report _report = new();
    private readonly JsonLinesWriter? _metrics;
    private readonly CtrlC _ctrlC;

    public Session(TrainingOptions options)
    {
        _options = options;
        _trainer = new Trainer(options);
        CheckFiles(options);
        _metrics = options.MetricsFile is null ? null : new JsonLinesWriter("--metrics", options.MetricsFile);
        _ctrlC = new CtrlC(onFirst: _report.Ending, onSecond: _report.RestoreTerminal);
    }

    /// <returns>Whether training ran to its end; false if it was interrupted.</returns>
    public bool Run()
    {
        Workers.Count = _options.Threads ?? Workers.Count;
        _report.File(_options.File);
        CsvTable table;
        try
        {
            table = _report.Loading(_options.File, progress => CsvTable.Load(_options.File, _options.Table, progress, _ctrlC.Token));
        }
        catch (OperationCanceledException)
        {
            _report.Interrupted("while the table was read");
            return false;
        }

        _report.Table(table);
        var all = new Samples(table.Features, table.Target!);
        if (_options.Folds is { } folds)
        {
            CrossValidate(all, table.Schema, folds);
        }
        else
        {
            Train(all, table.Schema);
        }

        return !_ctrlC.Token.IsCancellationRequested;
    }

    public void Dispose()
    {
        _ctrlC.Dispose();
        _metrics?.Dispose();
    }

    // The program is not to find out at its end, nor to write over the table.
    private static void CheckFiles(TrainingOptions options)
    {
        if (options.Folds is null)
        {
            OutputFile.CheckIsOther("--model", options.ModelFile, options.File);
            OutputFile.CheckWritable("--model", options.ModelFile);
        }

        if (options.MetricsFile is { } metrics)
        {
            OutputFile.CheckIsOther("--metrics", metrics, options.File);
        }
    }

    private void Train(Samples all, CsvSchema schema)
    {
        (Samples train, Samples validation) = all.Split(_options.Validation, _options.Seed);
        _report.Split(train.Count, validation.Count, all.IsClassification, _options.Seed);
        Preparation preparation = Preparation.Fit(train);
        Sequential model = Build(schema, fold: 0);
        _report.Model(model, _options);

        long started = Stopwatch.GetTimestamp();
        Samples preparedTrain = preparation.Apply(train), preparedValidation = preparation.Apply(validation);
        int epochs = 0;
        EpochResult best = _report.Training(_options.Epochs, report => _trainer.Fit(
            model,
            preparedTrain,
            preparedValidation,
            _options.Seed,
            result =>
            {
                Scores scores = Scores.Of(model, preparation, validation);
                report(result, scores);
                epochs = result.Epoch;
                _metrics?.Write(MetricsLine.Epoch(result, scores));
            },
            _ctrlC.Token));
        double seconds = Stopwatch.GetElapsedTime(started).TotalSeconds;
        if (_ctrlC.Token.IsCancellationRequested)
        {
            _report.Interrupted($"after epoch {epochs:N0}; what was learned so far:");
        }

        Scores own = Scores.Of(model, preparation, validation);
        Scores linear = Scores.Of(LinearBaseline.Fit(preparedTrain, SavedModel.Outputs(schema)), preparation, validation);
        _report.Comparison(best, own, linear);
        _metrics?.Write(MetricsLine.Validation(best, own, linear, seconds));
        new SavedModel(schema, preparation, model, _options.Hidden, _options.Dropout).Save(_options.ModelFile);
        _report.Saved(_options.ModelFile);
    }

    private void CrossValidate(Samples all, CsvSchema schema, int folds)
    {
        (Samples Train, Samples Validation)[] parts = all.Folds(folds, _options.Seed);
        _report.Folds(Build(schema, fold: 0), _options, StoppingPart);
        List<FoldResult> results = [];
        _report.CrossValidation(folds, report =>
        {
            for (int fold = 0; fold < folds && !_ctrlC.Token.IsCancellationRequested; fold++)
            {
                FoldResult? result = Fold(parts[fold].Train, parts[fold].Validation, schema, fold);
                if (result is not null)
                {
                    results.Add(result);
                    report(result);
                    _metrics?.Write(MetricsLine.Fold($"{fold + 1}", result));
                }
            }
        });
        if (results.Count < folds)
        {
            _report.Interrupted($"in fold {results.Count + 1} of {folds}{(results.Count == 0 ? "" : "; without it:")}");
        }

        if (results.Count == 0)
        {
            return;
        }

        FoldResult mean = FoldResult.Mean(results);
        _report.Mean(results, mean);
        _metrics?.Write(MetricsLine.Fold("mean", mean));
    }

    // Null if it was interrupted: a network that is half trained says nothing of the options.
    private FoldResult? Fold(Samples train, Samples heldOut, CsvSchema schema, int fold)
    {
        long started = Stopwatch.GetTimestamp();
        (Samples learnt, Samples stopping) = train.Split(StoppingPart, _options.Seed + fold);
        Preparation preparation = Preparation.Fit(learnt);
        EpochResult best = _trainer.Fit(
            Build(schema, fold), preparation.Apply(learnt), preparation.Apply(stopping), _options.Seed, static _ => { }, _ctrlC.Token);

        Preparation whole = Preparation.Fit(train);
        Samples prepared = whole.Apply(train);
        Sequential model = Build(schema, fold);
        _trainer.Repeat(model, prepared, _options.Seed, best.Epoch, _ctrlC.Token);
        if (_ctrlC.Token.IsCancellationRequested)
        {
            return null;
        }

        Layer linear = LinearBaseline.Fit(prepared, SavedModel.Outputs(schema));
        return new FoldResult(
            fold + 1,
            best.Epoch,
            Scores.Of(model, whole, heldOut),
            Scores.Of(linear, whole, heldOut),
            Stopwatch.GetElapsedTime(started).TotalSeconds);
    }

    private Sequential Build(CsvSchema schema, int fold) => Network.Build(
        schema.FeatureCount, _options.Hidden, SavedModel.Outputs(schema), _options.Dropout, new Generator(_options.Seed).Split(fold));
}
