using System.Globalization;
using System.Text;

namespace MiniTorch.Data;

/// <summary>
/// What the columns of a table become: fitted on the training data, then used to read other files with the same columns, in any order, and saved with
/// the model. Its text is a table of what was inferred.
/// </summary>
public sealed partial class CsvSchema : IStateful
{
    private const int MaxShown = 40;

    /// <summary>A schema without columns, to load a saved one into.</summary>
    public CsvSchema()
        : this([], null)
    {
    }

    internal CsvSchema(IReadOnlyList<CsvColumn> columns, CsvColumn? target) => (Columns, Target) = (columns, target);

    /// <summary>The columns that become features, in the order of the features.</summary>
    public IReadOnlyList<CsvColumn> Columns { get; private set; }

    /// <summary>The column to learn, or null.</summary>
    public CsvColumn? Target { get; private set; }

    /// <summary>What the target is; <see cref="CsvTask.Auto"/> if there is none.</summary>
    public CsvTask Task => Target is null ? CsvTask.Auto : Target.IsNumeric ? CsvTask.Regression : CsvTask.Classification;

    /// <summary>The names of the classes in the order of their indices; empty without classes.</summary>
    public IReadOnlyList<string> ClassNames => Target?.Categories ?? [];

    /// <summary>The number of features: of numbers a row.</summary>
    public int FeatureCount => Columns.Sum(static column => column.Width);

    /// <summary>The name of each feature: that of its column, or <c>column=category</c>.</summary>
    public IReadOnlyList<string> FeatureNames =>
    [
        .. Columns.SelectMany(static column => column.Kind == CsvColumnKind.OneHot
            ? column.Categories.Select(category => $"{column.Name}={category}")
            : [column.Name]),
    ];

    /// <summary>
    /// A table of columns: number, name, what they become, how many values are missing and what is done there, and the range. More than 40 columns are
    /// shown in part.
    /// </summary>
    public override string ToString()
    {
        List<string[]> rows = [["", "column", "kind", "missing", "values"]];
        rows.AddRange(Columns.Take(MaxShown).Select(static column => Row(column, column.Kind switch
        {
            CsvColumnKind.Numeric => "number",
            CsvColumnKind.OneHot => $"one-hot, {column.Width} features",
            _ => "index",
        })));
        if (Columns.Count > MaxShown)
        {
            rows.Add(["", $"and {Columns.Count - MaxShown} more", "", "", ""]);
        }

        if (Target is not null)
        {
            rows.Add(Row(Target, Target.IsNumeric ? "target, number" : $"target, {Target.Categories.Count} classes"));
        }

        return Align(rows);
    }

    private static string[] Row(CsvColumn column, string kind) =>
    [
        column.Number.ToString(CultureInfo.InvariantCulture),
        column.Name,
        kind,
        column.MissingCount == 0 ? "0" : $"{column.MissingCount} ({column.Missing})",
        $"{column.Range}{(column.IsConstant ? " (constant)" : "")}",
    ];

    private static string Align(List<string[]> rows)
    {
        var text = new StringBuilder();
        int[] widths = [.. rows[0].Select((_, i) => rows.Max(row => row[i].Length))];
        foreach (string[] row in rows)
        {
            string line = string.Join("  ", row.Select((cell, i) => i == 0 ? cell.PadLeft(widths[i]) : cell.PadRight(widths[i])));
            text.Append(line.TrimEnd()).Append('\n');
        }

        return text.ToString(0, text.Length - 1);
    }
}
