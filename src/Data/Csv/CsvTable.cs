namespace MiniTorch.Data;

/// <summary>
/// A CSV file as tensors: features, a target, and the schema by which other files are read.
/// <code>
/// CsvTable train = CsvTable.Load("train.csv", new CsvOptions { Target = "species" });
/// CsvTable other = CsvTable.Load("new.csv", train.Schema);
/// </code>
/// </summary>
/// <remarks>
/// <para>
/// The file is read twice, and no cell is kept as text: memory is the tensors' and a little more. What is wrong with a file is said in one line with
/// the path, the line, the column with its number from 1, and the text.
/// </para>
/// <para>
/// Nothing is learnt here that would leak from validation data into training but the lists of categories and classes: to scale, and to fill in means,
/// fit a <see cref="StandardScaler"/> and a <see cref="SimpleImputer"/> on the training part of <see cref="Features"/>.
/// </para>
/// </remarks>
public sealed class CsvTable
{
    private CsvTable(string path, CsvSchema schema, CsvCount count, (NDArray Features, NDArray? Target, bool HasMissing) values)
    {
        Path = path;
        Schema = schema;
        Features = new Tensor(values.Features);
        Target = values.Target is null ? null : new Tensor(values.Target);
        HasMissing = values.HasMissing;
        DroppedLines = count.DroppedLines;
    }

    /// <summary>The file.</summary>
    public string Path { get; }

    /// <summary>What the columns became.</summary>
    public CsvSchema Schema { get; }

    /// <summary>One row of features for each row that was kept: float32 [rows, features]. NaN stands for what is missing under <see cref="MissingPolicy.Mean"/>.</summary>
    public Tensor Features { get; }

    /// <summary>
    /// Class indices, int64 [rows], as <c>F.CrossEntropy</c> takes them; or numbers, float32 [rows, 1], in the shape of a model's output; or null without a target.
    /// </summary>
    public Tensor? Target { get; }

    /// <summary>The number of rows.</summary>
    public int RowCount => Features.Shape[0];

    /// <summary>The lines of the file on which rows begin that were left out because a value is missing.</summary>
    public IReadOnlyList<long> DroppedLines { get; }

    /// <summary>Whether <see cref="Features"/> holds NaN, to be filled by a <see cref="SimpleImputer"/>.</summary>
    public bool HasMissing { get; }

    /// <summary>What is to be known about the table before training: columns that are constant, rows that were dropped, values that are missing; a line each.</summary>
    public IReadOnlyList<string> Notes
    {
        get
        {
            List<string> notes =
            [
                .. Schema.Columns.Where(static column => column.IsConstant).Select(
                    static column => $"{CsvText.Column(column.Name, column.Number)} is constant: nothing can be learnt from it"),
            ];
            if (DroppedLines.Count > 0)
            {
                notes.Add($"{DroppedLines.Count} of {RowCount + DroppedLines.Count} rows were dropped because a value is missing, the first on line {DroppedLines[0]}");
            }

            if (HasMissing)
            {
                notes.Add("missing values are NaN: fit a SimpleImputer on the training part");
            }

            return notes;
        }
    }

    /// <summary>Reads a file, and finds out what its columns are.</summary>
    /// <param name="path">The file.</param>
    /// <param name="options">How it is written and what is wanted of it; null for the defaults, under which all columns are features.</param>
    /// <param name="progress">Told after every quarter of a megabyte and at the end.</param>
    /// <param name="cancellationToken">Ends the reading.</param>
    /// <exception cref="FileNotFoundException">There is no such file, or it is a folder.</exception>
    /// <exception cref="InvalidDataException">
    /// The file is not a table as the options have it: it is empty, no text or of another encoding, a row has more or fewer cells than the first, a quote is
    /// not closed, a column does not exist or has the name of another, a number is text or not finite, a value is missing, there are too many categories, or
    /// the target is the same in all rows. The message is one line that begins with the path.
    /// </exception>
    /// <exception cref="IOException">The file cannot be read.</exception>
    /// <exception cref="UnauthorizedAccessException">The file may not be read.</exception>
    /// <exception cref="OperationCanceledException"><paramref name="cancellationToken"/> was cancelled.</exception>
    public static CsvTable Load(
        string path, CsvOptions? options = null, IProgress<CsvProgress>? progress = null, CancellationToken cancellationToken = default)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        options = Check(options);
        var meter = new CsvMeter(progress, cancellationToken);
        (CsvSchema schema, CsvCount count) = CsvFit.Scan(path, options, meter);
        return Fill(new CsvFill(path, schema, options, meter, withTarget: true), path, schema, count, meter);
    }

    /// <summary>Reads a file by a schema that was fitted on another. The columns are found by their names; others may stand among them.</summary>
    /// <param name="path">The file.</param>
    /// <param name="schema">What the columns become.</param>
    /// <param name="options">How the file is written, and what happens to unknown categories; what it says of columns is not asked for.</param>
    /// <param name="withTarget">Whether to read the target where the file has it: to predict it need not be known, nor be there.</param>
    /// <param name="progress">Told after every quarter of a megabyte and at the end.</param>
    /// <param name="cancellationToken">Ends the reading.</param>
    /// <exception cref="FileNotFoundException">There is no such file, or it is a folder.</exception>
    /// <exception cref="InvalidDataException">The file is no such table; it lacks a column, or holds a category or a class that the schema does not know.</exception>
    /// <exception cref="InvalidOperationException">The schema has no columns.</exception>
    /// <exception cref="IOException">The file cannot be read.</exception>
    /// <exception cref="UnauthorizedAccessException">The file may not be read.</exception>
    /// <exception cref="OperationCanceledException"><paramref name="cancellationToken"/> was cancelled.</exception>
    public static CsvTable Load(
        string path,
        CsvSchema schema,
        CsvOptions? options = null,
        bool withTarget = true,
        IProgress<CsvProgress>? progress = null,
        CancellationToken cancellationToken = default)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        ArgumentNullException.ThrowIfNull(schema);
        if (schema.Columns.Count == 0)
        {
            Throw.Invalid("csv table", "the schema has no columns; fit one with Load(path, options), or load its state");
        }

        var meter = new CsvMeter(progress, cancellationToken);
        var fill = new CsvFill(path, schema, Check(options), meter, withTarget);
        return Fill(fill, path, schema, fill.Count(), meter);
    }

    /// <summary>The rows as samples: features, and the target if there is one.</summary>
    /// <exception cref="InvalidOperationException">Values are missing (<see cref="HasMissing"/>).</exception>
    public TensorDataset ToDataset()
    {
        if (HasMissing)
        {
            Throw.Invalid(
                "csv table", "values are missing (NaN); split Features, fit a SimpleImputer on the part to train on, and make a TensorDataset of what it gives");
        }

        return Target is null ? new TensorDataset(Features) : new TensorDataset(Features, Target);
    }

    private static CsvTable Fill(CsvFill fill, string path, CsvSchema schema, CsvCount count, CsvMeter meter)
    {
        var table = new CsvTable(path, schema, count, fill.Fill(count));
        meter.Report();
        return table;
    }

    private static CsvOptions Check(CsvOptions? options)
    {
        options ??= new CsvOptions();
        if (options.TextKind is not (CsvColumnKind.OneHot or CsvColumnKind.Index))
        {
            Throw.Argument("csv options", $"text becomes OneHot or Index; got {options.TextKind}");
        }

        if (options.MaxCategories < 1)
        {
            Throw.Argument("csv options", $"there must be room for a category; got MaxCategories {options.MaxCategories}");
        }

        CheckCharacter("delimiter", options.Delimiter ?? ',');
        CheckCharacter("quote", options.Quote);
        if (options.Delimiter == options.Quote)
        {
            Throw.Argument("csv options", $"delimiter and quote must differ; both are '{options.Quote}'");
        }

        return options;
    }

    private static void CheckCharacter(string what, char value)
    {
        if (!char.IsAscii(value) || value is '\r' or '\n' or '\0' || char.IsAsciiLetterOrDigit(value))
        {
            Throw.Argument("csv options", $"the {what} must be an ASCII character that is no letter, digit or line break; got {CsvText.Quote(value.ToString())}");
        }
    }
}
