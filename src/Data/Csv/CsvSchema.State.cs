namespace MiniTorch.Data;

public sealed partial class CsvSchema
{
    private const string ColumnsKey = "columns";
    private const string TargetKey = "target";
    private const string NameKey = "name";
    private const string NumberKey = "number";
    private const string KindKey = "kind";
    private const string MissingKey = "missing";
    private const string ConstantKey = "constant";
    private const string CategoriesKey = "categories";
    private const string ByValueKey = "by_value";
    private const string MissingCountKey = "missing_count";
    private const string MinKey = "min";
    private const string MaxKey = "max";
    private const string MeanKey = "mean";

    /// <summary>The columns and what was seen in them.</summary>
    public StateNode SaveState() => new MapState
    {
        [ColumnsKey] = new ListState(Columns.Select(Save)),
        [TargetKey] = Target is null ? StateNode.Empty : Save(Target),
    };

    /// <summary>Becomes the schema that was saved.</summary>
    /// <exception cref="InvalidOperationException">The state is not that of a schema; this one is then as before.</exception>
    public void LoadState(StateNode state)
    {
        ArgumentNullException.ThrowIfNull(state);
        MapState map = state.As<MapState>();
        CsvColumn[] columns = [.. Entry(map, ColumnsKey).As<ListState>().Select(Load)];
        StateNode target = Entry(map, TargetKey);
        (Columns, Target) = (columns, target is EmptyState ? null : Load(target));
    }

    private static MapState Save(CsvColumn column)
    {
        MapState map = new()
        {
            [NameKey] = column.Name,
            [NumberKey] = column.Number,
            [KindKey] = column.Kind.ToString(),
            [MissingKey] = column.Missing.Name,
            [ConstantKey] = column.Missing.Value,
            [MissingCountKey] = column.MissingCount,
        };
        if (column.IsNumeric)
        {
            (map[MinKey], map[MaxKey], map[MeanKey]) = (column.Min, column.Max, column.Mean);
        }
        else
        {
            map[CategoriesKey] = new ListState(column.Categories.Select(static category => (StateNode)category));
            map[ByValueKey] = column.IsByValue;
        }

        return map;
    }

    private static CsvColumn Load(StateNode state)
    {
        MapState map = state.As<MapState>();
        string name = Entry(map, NameKey).As<TextState>().Value;
        string kindName = Entry(map, KindKey).As<TextState>().Value;
        if (!Enum.TryParse(kindName, out CsvColumnKind kind) || kind is < CsvColumnKind.Numeric or > CsvColumnKind.Index)
        {
            Throw.Invalid("csv schema", $"the state has an unknown kind of column, '{kindName}'");
        }

        CsvColumn column = new(name, (int)Entry(map, NumberKey).ToInt64(), kind)
        {
            Missing = MissingPolicy.Of(Entry(map, MissingKey).As<TextState>().Value, Entry(map, ConstantKey).ToDouble()),
            MissingCount = Entry(map, MissingCountKey).ToInt64(),
        };
        return column.IsNumeric
            ? column with
            {
                Min = Entry(map, MinKey).ToDouble(),
                Max = Entry(map, MaxKey).ToDouble(),
                Mean = Entry(map, MeanKey).ToDouble(),
            }
            : column with
            {
                Categories = [.. Entry(map, CategoriesKey).As<ListState>().Select(static node => node.As<TextState>().Value)],
                IsByValue = Entry(map, ByValueKey).ToBoolean(),
            };
    }

    private static StateNode Entry(MapState map, string key)
    {
        if (!map.TryGetValue(key, out StateNode? node))
        {
            Throw.Invalid("csv schema", $"the state has no '{key}'; its keys are {string.Join(", ", map.Keys)}");
        }

        return node;
    }
}
