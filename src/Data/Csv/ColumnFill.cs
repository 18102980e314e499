namespace MiniTorch.Data;

/// <summary>Turns the cells of one column into numbers.</summary>
internal sealed class ColumnFill(CsvColumn column, int source, int start, UnknownCategory unknown)
{
    private const float NoCategory = -1;

    private readonly CategorySet? _categories = column.IsNumeric ? null : new CategorySet(column.Categories);

    /// <summary>Whether a value was left to be filled in later.</summary>
    public bool HasMissing { get; private set; }

    public bool DropsRow(CsvRows rows) => column.Missing.DropsRow && rows.IsMissing(source);

    /// <summary>Writes the features of a row of zeros.</summary>
    public void Fill(CsvRows rows, Span<float> row)
    {
        bool isMissing = rows.IsMissing(source);
        if (isMissing && column.Missing.Refuses)
        {
            rows.Refuse(source, "the value is missing, and the schema has no rule for that");
        }

        if (column.IsNumeric)
        {
            row[start] = isMissing ? column.Missing.Fill : (float)rows.Number(source);
            HasMissing |= float.IsNaN(row[start]);
            return;
        }

        int category = Category(rows, isMissing);
        if (category < 0 && unknown == UnknownCategory.Refuse)
        {
            RefuseCategory(rows, "categories; unknown ones can be ignored");
        }

        if (column.Kind == CsvColumnKind.Index)
        {
            row[start] = category < 0 ? NoCategory : category;
        }
        else if (category >= 0)
        {
            row[start + category] = 1;
        }
    }

    /// <summary>The class or the number of a target.</summary>
    public double Target(CsvRows rows)
    {
        if (rows.IsMissing(source))
        {
            rows.Refuse(source, "the value of the target is missing");
        }

        if (column.IsNumeric)
        {
            return rows.Number(source);
        }

        int category = Category(rows, isMissing: false);
        if (category < 0)
        {
            RefuseCategory(rows, "classes");
        }

        return category;
    }

    private int Category(CsvRows rows, bool isMissing) =>
        isMissing ? _categories!.Find("")
        : column.IsByValue && rows.TryNumber(source, out double value) ? _categories!.Find(CsvRows.ClassName(value))
        : _categories!.Find(rows.Text(source));

    private void RefuseCategory(CsvRows rows, string what) => rows.Refuse(
        source, $"{CsvText.Quote(rows[source])} is none of the {column.Categories.Count} known {what}: {CsvText.List(column.Categories)}");
}
