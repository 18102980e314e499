namespace MiniTorch.Data;

/// <summary>The first pass over a file whose columns are not known yet: what they are, and how many rows there are.</summary>
internal static class CsvFit
{
    public static (CsvSchema Schema, CsvCount Count) Scan(string path, CsvOptions options, CsvMeter meter)
    {
        Dictionary<int, CsvColumnKind> settled = [];
        while (true)
        {
            using var rows = new CsvRows(path, options, meter);
            var names = new CsvNames(rows.Names);
            (int[] features, int? target) = Select(path, names, options);
            ColumnScan[] scans = Scans(path, names, features, target, options, settled);
            CsvCount count = Scan(rows, scans);
            CsvColumn?[] columns = [.. scans.Select(scan => scan.Finish(path, rows.Names[scan.Source], scan.Source + 1))];
            if (!columns.Contains(null))
            {
                return (new CsvSchema(columns[..features.Length]!, target is null ? null : columns[^1]), count);
            }

            for (int i = 0; i < columns.Length; i++)
            {
                if (columns[i] is null)
                {
                    settled.Add(scans[i].Source, scans[i].Source == target ? CsvColumnKind.Index : options.TextKind);
                }
            }

            meter.AddPass();
        }
    }

    private static CsvCount Scan(CsvRows rows, ColumnScan[] scans)
    {
        var count = new CsvCount();
        bool[] missing = new bool[scans.Length];
        while (rows.Read())
        {
            bool isDropped = false;
            for (int i = 0; i < scans.Length; i++)
            {
                missing[i] = scans[i].IsMissing(rows);
                isDropped |= missing[i] && scans[i].DropsRow;
            }

            count.Add(rows.Line, isDropped);
            for (int i = 0; i < scans.Length && !isDropped; i++)
            {
                scans[i].Add(rows, missing[i]);
            }
        }

        count.CheckSome(rows.Path);
        return count;
    }

    private static ColumnScan[] Scans(
        string path, CsvNames names, int[] features, int? target, CsvOptions options, Dictionary<int, CsvColumnKind> settled)
    {
        Dictionary<int, CsvColumnOptions> own = [];
        foreach ((CsvColumnRef column, CsvColumnOptions value) in options.Columns)
        {
            own[column.Find(path, names, "of which something is said")] = value;
        }

        List<ColumnScan> scans = [.. features.Select(feature => Scan(feature, own.GetValueOrDefault(feature)?.Kind ?? CsvColumnKind.Auto))];
        if (target is { } place)
        {
            CsvColumnKind kind = options.Task switch
            {
                CsvTask.Classification => CsvColumnKind.Index,
                CsvTask.Regression => CsvColumnKind.Numeric,
                _ => CsvColumnKind.Auto,
            };
            scans.Add(Scan(place, kind));
        }

        return [.. scans];

        // What is filled in for a target would be learnt.
        ColumnScan Scan(int source, CsvColumnKind kind)
        {
            bool isTarget = source == target;
            MissingPolicy missing = own.GetValueOrDefault(source)?.Missing ?? options.Missing;
            return new ColumnScan(
                source, settled.GetValueOrDefault(source, kind), isTarget && !missing.DropsRow ? MissingPolicy.Refuse : missing, isTarget, options);
        }
    }

    private static (int[] Features, int? Target) Select(string path, CsvNames names, CsvOptions options)
    {
        int? target = options.Target?.Find(path, names, "the target");
        IEnumerable<int> included = options.Include is null
            ? Enumerable.Range(0, names.All.Length)
            : options.Include.Select(column => column.Find(path, names, "to be included")).Distinct();
        HashSet<int> excluded = [.. options.Exclude.Select(column => column.Find(path, names, "to be excluded"))];
        int[] features = [.. included.Where(column => column != target && !excluded.Contains(column))];
        if (features.Length == 0)
        {
            Throw.Content(path, $"no column is left for the features; the columns are {CsvText.List(names.All)}");
        }

        CheckNames(path, names.All, target is { } place ? [.. features, place] : features);
        return (features, target);
    }

    private static void CheckNames(string path, string[] names, int[] used)
    {
        Dictionary<string, int> seen = new(StringComparer.Ordinal);
        foreach (int column in used)
        {
            if (names[column].Length == 0)
            {
                Throw.Content(path, $"column {column + 1} has no name; name it, or exclude it by its index, {column}");
            }

            if (!seen.TryAdd(names[column], column))
            {
                int first = seen[names[column]];
                Throw.Content(
                    path, $"columns {first + 1} and {column + 1} have the same name, {CsvText.Quote(names[column])}; rename one, or exclude it by its index, {first} or {column}");
            }
        }
    }
}
