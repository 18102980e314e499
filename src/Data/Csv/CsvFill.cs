using System.Diagnostics.CodeAnalysis;

namespace MiniTorch.Data;

/// <summary>The passes over a file whose columns are known: the rows are counted, then the tensors filled, which are made once and never grow.</summary>
internal sealed class CsvFill
{
    private readonly string _path;
    private readonly CsvSchema _schema;
    private readonly CsvOptions _options;
    private readonly CsvMeter _meter;
    private readonly bool _withTarget;

    public CsvFill(string path, CsvSchema schema, CsvOptions options, CsvMeter meter, bool withTarget)
    {
        (_path, _schema, _options, _meter) = (path, schema, options, meter);
        _withTarget = withTarget && schema.Target is not null;
    }

    public CsvCount Count()
    {
        using var rows = new CsvRows(_path, _options, _meter);
        (ColumnFill[] columns, ColumnFill? target) = Columns(rows);
        var count = new CsvCount();
        while (rows.Read())
        {
            count.Add(rows.Line, IsDropped(rows, columns, target));
        }

        count.CheckSome(_path);
        return count;
    }

    public (NDArray Features, NDArray? Target, bool HasMissing) Fill(CsvCount count)
    {
        int width = _schema.FeatureCount;
        if (count.Rows * width > Array.MaxLength / sizeof(float))
        {
            Throw.Content(_path, $"{count.Rows} rows of {width} features take {count.Rows * width * sizeof(float)} bytes; a tensor has at most 2 GB");
        }

        using var rows = new CsvRows(_path, _options, _meter);
        (ColumnFill[] columns, ColumnFill? target) = Columns(rows);
        float[] features = new float[count.Rows * width];
        float[] numbers = new float[target is not null && _schema.Target!.IsNumeric ? count.Rows : 0];
        long[] classes = new long[target is not null && !_schema.Target!.IsNumeric ? count.Rows : 0];
        int row = 0;
        while (rows.Read())
        {
            if (IsDropped(rows, columns, target))
            {
                continue;
            }

            if (row == count.Rows)
            {
                Changed();
            }

            Span<float> cells = features.AsSpan(row * width, width);
            foreach (ColumnFill column in columns)
            {
                column.Fill(rows, cells);
            }

            if (numbers.Length > 0)
            {
                numbers[row] = (float)target!.Target(rows);
            }
            else if (classes.Length > 0)
            {
                classes[row] = (long)target!.Target(rows);
            }

            row++;
        }

        if (row < count.Rows)
        {
            Changed();
        }

        NDArray? targets = target is null ? null
            : numbers.Length > 0 ? NDArray.Wrap(numbers, [row, 1])
            : NDArray.Wrap(classes);
        return (NDArray.Wrap(features, [row, width]), targets, columns.Any(static column => column.HasMissing));
    }

    private static bool IsDropped(CsvRows rows, ColumnFill[] columns, ColumnFill? target)
    {
        foreach (ColumnFill column in columns)
        {
            if (column.DropsRow(rows))
            {
                return true;
            }
        }

        return target?.DropsRow(rows) ?? false;
    }

    private (ColumnFill[] Columns, ColumnFill? Target) Columns(CsvRows rows)
    {
        Dictionary<string, int> places = new(StringComparer.Ordinal);
        foreach ((int place, string name) in rows.Names.Index())
        {
            places[name] = places.ContainsKey(name) ? -1 : place;
        }

        string[] absent = [.. _schema.Columns.Select(static column => column.Name).Where(name => !places.ContainsKey(name))];
        if (absent.Length > 0)
        {
            Throw.Content(
                _path, $"columns of the schema are not in the file: {CsvText.List(absent)}; the columns are {CsvText.List(rows.Names)}");
        }

        var columns = new ColumnFill[_schema.Columns.Count];
        int start = 0;
        for (int i = 0; i < columns.Length; i++)
        {
            CsvColumn column = _schema.Columns[i];
            columns[i] = new ColumnFill(column, Place(column), start, _options.UnknownCategories);
            start += column.Width;
        }

        bool hasTarget = _withTarget && places.ContainsKey(_schema.Target!.Name);
        return (columns, hasTarget ? new ColumnFill(_schema.Target!, Place(_schema.Target!), 0, UnknownCategory.Refuse) : null);

        int Place(CsvColumn column)
        {
            // A schema was fitted on one of two columns of a name only if the other was excluded by its index; the place tells them apart in such a file alone.
            int place = places[column.Name];
            int own = column.Number - 1;
            if (place < 0 && own < rows.Names.Length && rows.Names[own] == column.Name)
            {
                return own;
            }

            if (place < 0)
            {
                Throw.Content(_path, $"several columns have the name {CsvText.Quote(column.Name)}, which the schema reads");
            }

            return place;
        }
    }

    [DoesNotReturn]
    private void Changed() => Throw.Content(_path, "the file has changed while it was read");
}
