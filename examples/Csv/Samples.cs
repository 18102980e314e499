using MiniTorch.Data;

namespace MiniTorch.Examples.Csv;

/// <summary>Rows of a table: what is known, and what is to be learnt. Classes are int64 [rows], numbers float32 [rows, 1].</summary>
internal sealed record Samples(Tensor Inputs, Tensor Targets)
{
    public int Count => Inputs.Shape[0];

    public bool IsClassification => Targets.DType == DType.Int64;

    public Samples Take(IEnumerable<int> rows)
    {
        Tensor indices = Tensor.From((ReadOnlySpan<long>)[.. rows.Select(static row => (long)row)]);
        return new Samples(Inputs.IndexSelect(0, indices), Targets.IndexSelect(0, indices));
    }

    public TensorDataset ToDataset() => new(Inputs, Targets);

    /// <summary>Splits off a part for validation, with the proportions of the classes kept.</summary>
    /// <exception cref="BadInputException">There are too few rows.</exception>
    public (Samples Train, Samples Validation) Split(double validation, long seed)
    {
        double[] fractions = [1 - validation, validation];
        Subset[] parts = IsClassification
            ? ToDataset().StratifiedSplit(fractions, Targets, seed)
            : ToDataset().RandomSplit(fractions, seed);
        if (parts.Any(static part => part.Count == 0))
        {
            throw new BadInputException($"{Count} rows are too few to train on {1 - validation:0.#%} of them and to validate on the others; more rows are needed");
        }

        return (Take(parts[0].Indices), Take(parts[1].Indices));
    }

    /// <summary>The parts of a cross-validation: stratified for classes, shuffled for numbers.</summary>
    /// <exception cref="BadInputException">There are too few rows.</exception>
    public (Samples Train, Samples Validation)[] Folds(int folds, long seed)
    {
        try
        {
            (Subset Train, Subset Validation)[] pairs = IsClassification
                ? ToDataset().StratifiedKFold(folds, Targets, shuffle: true, seed)
                : ToDataset().KFold(folds, shuffle: true, seed);
            return [.. pairs.Select(pair => (Take(pair.Train.Indices), Take(pair.Validation.Indices)))];
        }
        catch (ArgumentException e)
        {
            throw new BadInputException($"--folds {folds}: {e.Message}");
        }
    }
}
