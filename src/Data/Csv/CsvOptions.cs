using System.Globalization;
using System.Text;

namespace MiniTorch.Data;

/// <summary>
/// How a CSV file is written, and which of its columns become features and target. All of it has a default: what is not said is found out
/// from the file, and <see cref="CsvSchema.ToString"/> says what was.
/// </summary>
public sealed record CsvOptions
{
    /// <summary>What separates the cells of a row; null to choose among comma, semicolon, tab and bar by the first lines.</summary>
    public char? Delimiter { get; init; }

    /// <summary>Whether the first row holds the names of the columns.</summary>
    public CsvHeader Header { get; init; }

    /// <summary>
    /// How numbers are written: its decimal separator and signs count, <c>new NumberFormatInfo { NumberDecimalSeparator = "," }</c> say.
    /// Separators of thousands are refused, since with the wrong culture they would turn 1,5 into 15.
    /// </summary>
    public IFormatProvider Culture { get; init; } = CultureInfo.InvariantCulture;

    /// <summary>What may enclose a cell; twice inside, it stands for itself.</summary>
    public char Quote { get; init; } = '"';

    /// <summary>The encoding; null for what the byte order mark says, and UTF-8 without one.</summary>
    public Encoding? Encoding { get; init; }

    /// <summary>The columns to take as features; null for all but the target.</summary>
    public IReadOnlyList<CsvColumnRef>? Include { get; init; }

    /// <summary>Columns to leave out, as names, identifiers and dates.</summary>
    public IReadOnlyList<CsvColumnRef> Exclude { get; init; } = [];

    /// <summary>The column to learn; null for none.</summary>
    public CsvColumnRef? Target { get; init; }

    /// <summary>What the target holds.</summary>
    public CsvTask Task { get; init; }

    /// <summary>What is to hold for single columns in place of what is inferred and of <see cref="Missing"/>.</summary>
    public IReadOnlyDictionary<CsvColumnRef, CsvColumnOptions> Columns { get; init; } = new Dictionary<CsvColumnRef, CsvColumnOptions>();

    /// <summary>What a column of text becomes if its kind is inferred: <see cref="CsvColumnKind.OneHot"/> or <see cref="CsvColumnKind.Index"/>.</summary>
    public CsvColumnKind TextKind { get; init; } = CsvColumnKind.OneHot;

    /// <summary>What happens where a value is missing.</summary>
    public MissingPolicy Missing { get; init; }

    /// <summary>The texts that stand for a missing value, in any case of letters; "" is the empty cell.</summary>
    public IReadOnlyList<string> MissingTokens { get; init; } = ["", "NA", "N/A", "NaN", "null", "?"];

    /// <summary>What happens to a text that a schema does not know.</summary>
    public UnknownCategory UnknownCategories { get; init; }

    /// <summary>The most different texts that a column may hold: more are hardly categories.</summary>
    public int MaxCategories { get; init; } = 256;
}

/// <summary>What is to hold for one column.</summary>
public sealed record CsvColumnOptions
{
    /// <summary>What becomes of its cells.</summary>
    public CsvColumnKind Kind { get; init; }

    /// <summary>What happens where a value is missing; null for what holds for the table.</summary>
    public MissingPolicy? Missing { get; init; }
}

/// <summary>Whether the first row holds names.</summary>
public enum CsvHeader
{
    /// <summary>It does unless one of its cells is a number.</summary>
    Auto,

    /// <summary>It does.</summary>
    Present,

    /// <summary>It does not: the columns are called c1, c2, ….</summary>
    None,
}

/// <summary>What a target is.</summary>
public enum CsvTask
{
    /// <summary>
    /// Classes if the target holds text, or whole numbers of at most 20 different values, each twice on average; else numbers. In a schema: no target.
    /// </summary>
    Auto,

    /// <summary>Classes: texts, or numbers as 0 and 1.</summary>
    Classification,

    /// <summary>Numbers.</summary>
    Regression,
}

/// <summary>What becomes of the cells of a column.</summary>
public enum CsvColumnKind
{
    /// <summary>
    /// Numbers if at least half of the cells are some, so that a text among them is an error; else categories. No column of a schema has this kind.
    /// </summary>
    Auto,

    /// <summary>The number, one feature.</summary>
    Numeric,

    /// <summary>One feature for each category: 1 where the cell is that category, else 0.</summary>
    OneHot,

    /// <summary>The place of the cell's category in <see cref="CsvColumn.Categories"/>, from 0, one feature: for an embedding.</summary>
    Index,
}

/// <summary>What happens to a category that a schema was not fitted on.</summary>
public enum UnknownCategory
{
    /// <summary>It is an error.</summary>
    Refuse,

    /// <summary>A one-hot column is 0 in all places, an index is −1.</summary>
    Ignore,
}
