namespace MiniTorch.Data;

/// <summary>What is seen of one column in the first pass, and what it therefore is.</summary>
/// <remarks>The task for a target is said by its kind: numeric for regression, index for classification.</remarks>
internal sealed class ColumnScan(int source, CsvColumnKind kind, MissingPolicy missing, bool isTarget, CsvOptions options)
{
    private const int MaxInferredClasses = 20;

    private readonly CategorySet _texts = new(options.MaxCategories);
    private readonly CategorySet _values = new(kind == CsvColumnKind.Auto ? Math.Min(MaxInferredClasses, options.MaxCategories) : options.MaxCategories);
    private long _missing;
    private long _numbers;
    private long _others;
    private double _sum;
    private double _min = double.PositiveInfinity;
    private double _max = double.NegativeInfinity;
    private bool _areWhole = true;
    private (long Line, string Message)? _refused;

    private enum Finding
    {
        Numbers,
        Categories,
        Mixture,
    }

    public bool DropsRow => missing.DropsRow;

    public int Source => source;

    /// <summary>Whether the row lacks the value; to be asked before any column of the row is added.</summary>
    public bool IsMissing(CsvRows rows)
    {
        bool isMissing = rows.IsMissing(source);
        _missing += isMissing ? 1 : 0;
        return isMissing;
    }

    /// <summary>Takes the value of a row that is kept.</summary>
    public void Add(CsvRows rows, bool isMissing)
    {
        if (isMissing)
        {
            if (missing.Refuses)
            {
                rows.Refuse(source, "the value is missing; to drop such rows, or to fill in a mean or a constant, choose a rule for missing values");
            }

            return;
        }

        bool mayBeNumber = kind is CsvColumnKind.Auto or CsvColumnKind.Numeric || isTarget;
        if (mayBeNumber && rows.TryNumber(source, out double value))
        {
            AddNumber(rows, value);
        }
        else
        {
            _others++;
            _refused ??= mayBeNumber ? (rows.Line, rows.NoNumber(source)) : null;
            _texts.Add(_texts.HasOverflown ? "" : rows.Text(source));
            return;
        }

        if (kind == CsvColumnKind.Index)
        {
            _texts.Add(rows.Text(source));
        }
    }

    /// <summary>The column; null if it holds categories some of which were taken for numbers, so that it must be scanned again as categories.</summary>
    public CsvColumn? Finish(string path, string name, int number)
    {
        if (_numbers + _others == 0)
        {
            Refuse("no row has a value; exclude the column");
        }

        Finding finding = Find();
        if (finding == Finding.Mixture)
        {
            return null;
        }

        if (finding == Finding.Numbers)
        {
            CheckNumbers();
            return new CsvColumn(name, number, CsvColumnKind.Numeric)
            {
                Missing = missing, MissingCount = _missing, Min = _min, Max = _max, Mean = _sum / _numbers,
            };
        }

        bool byValue = isTarget && _others == 0;
        CategorySet categories = byValue ? _values : _texts;
        if (!isTarget && !missing.DropsRow && _missing > 0)
        {
            categories.Add("");
        }

        CheckCategories(categories);
        CsvColumnKind found = isTarget ? CsvColumnKind.Index : kind == CsvColumnKind.Auto ? options.TextKind : kind;
        return new CsvColumn(name, number, found)
        {
            Missing = missing, MissingCount = _missing, Categories = categories.Sorted(), IsByValue = byValue,
        };

        void CheckNumbers()
        {
            if (_refused is { } refused)
            {
                string hint = kind == CsvColumnKind.Auto && _others > 0
                    ? $"; {_numbers} of {_numbers + _others} values are numbers, so the column is taken for one of numbers: declare it categorical, or the text a missing value, if it is"
                    : "";
                Throw.Content(path, $"line {refused.Line}, {CsvText.Column(name, number)}: {refused.Message}{hint}");
            }

            if (isTarget && _min == _max)
            {
                Refuse($"the target has the value {CsvText.Number(_min)} in every row; there is nothing to learn");
            }
        }

        void CheckCategories(CategorySet categories)
        {
            if (categories.HasOverflown)
            {
                Refuse($"more than {options.MaxCategories} different texts; exclude the column, or allow more categories");
            }

            if (isTarget && categories.Count < 2)
            {
                Refuse($"the target has a single class, {CsvText.Quote(categories.Sorted()[0])}; classification needs two or more");
            }
        }

        void Refuse(string message) => Throw.Content(path, $"{CsvText.Column(name, number)}: {message}");
    }

    private void AddNumber(CsvRows rows, double value)
    {
        _numbers++;
        if (!float.IsFinite((float)value))
        {
            _refused ??= (rows.Line, rows.NoNumber(source));
            return;
        }

        _sum += value;
        _min = Math.Min(_min, value);
        _max = Math.Max(_max, value);
        if (isTarget)
        {
            _areWhole &= value == Math.Floor(value);
            _values.Add(_values.HasOverflown ? "" : CsvRows.ClassName(value));
        }
    }

    private Finding Find()
    {
        switch (kind)
        {
            case CsvColumnKind.Numeric: return Finding.Numbers;
            case CsvColumnKind.OneHot or CsvColumnKind.Index: return Finding.Categories;
        }

        if (_others > _numbers)
        {
            return _numbers == 0 ? Finding.Categories : Finding.Mixture;
        }

        bool areClasses = isTarget && _refused is null && _areWhole && !_values.HasOverflown && 2 * _values.Count <= _numbers;
        return areClasses ? Finding.Categories : Finding.Numbers;
    }
}
