namespace MiniTorch.Data;

/// <summary>A column of a table as it was fitted: what its cells become, and what was seen in them.</summary>
public sealed record CsvColumn
{
    internal CsvColumn(string name, int number, CsvColumnKind kind) => (Name, Number, Kind) = (name, number, kind);

    /// <summary>The name by which files are read.</summary>
    public string Name { get; }

    /// <summary>The place in the file it was fitted on, from 1, as messages name it.</summary>
    public int Number { get; }

    /// <summary>What becomes of its cells; a target of classes is an index.</summary>
    public CsvColumnKind Kind { get; }

    /// <summary>What happens where a value is missing.</summary>
    public MissingPolicy Missing { get; init; }

    /// <summary>
    /// The categories: numbers by value, else texts by their characters; empty for numbers. "" is the missing one. Classes that are numbers are known by their value.
    /// </summary>
    public IReadOnlyList<string> Categories { get; init; } = [];

    /// <summary>The number of cells without a value, those of dropped rows included.</summary>
    public long MissingCount { get; init; }

    /// <summary>The smallest number; NaN for categories.</summary>
    public double Min { get; init; } = double.NaN;

    /// <summary>The largest number; NaN for categories.</summary>
    public double Max { get; init; } = double.NaN;

    /// <summary>
    /// The mean of the numbers of all rows: to be shown. What fills missing values is to be fitted on the training part alone (<see cref="SimpleImputer"/>).
    /// </summary>
    public double Mean { get; init; } = double.NaN;

    /// <summary>Whether every value is the same, so that nothing can be learnt from it.</summary>
    public bool IsConstant => IsNumeric ? Min == Max : Categories.Count < 2;

    /// <summary>The number of features it becomes.</summary>
    public int Width => Kind == CsvColumnKind.OneHot ? Categories.Count : 1;

    internal bool IsNumeric => Kind == CsvColumnKind.Numeric;

    /// <summary>Whether the categories are numbers, so that 1 and 1.0 are the same.</summary>
    internal bool IsByValue { get; init; }

    internal string Range => IsNumeric ? $"{CsvText.Number(Min)} to {CsvText.Number(Max)}, mean {CsvText.Number(Mean)}" : CsvText.List(Categories);
}
