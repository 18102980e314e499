using System.Globalization;
using System.Text;

namespace MiniTorch.Tests.Examples;

/// <summary>A folder, gone afterwards, with small tables that are easily learned.</summary>
internal sealed class TableFolder : IDisposable
{
    public const int Rows = 60;

    /// <summary>A number, a number that is missing in places, a text, a constant, and a class and a number that depend on them.</summary>
    public static readonly string[] Columns = ["size", "weight", "colour", "unit", "kind", "price"];

    private static readonly string[] _colours = ["red", "green", "dark \"blue\", x"];

    // artifacts/bin/MiniTorch.Examples.Tests/release → artifacts/bin/Csv/release
    private static readonly string _tables = System.IO.Path.Combine(
        AppContext.BaseDirectory, "..", "..", "Csv", System.IO.Path.GetFileName(System.IO.Path.TrimEndingDirectorySeparator(AppContext.BaseDirectory)), "data", "csv");

    public static string Iris { get; } = System.IO.Path.GetFullPath(System.IO.Path.Combine(_tables, "iris.csv"));

    public static string Diabetes { get; } = System.IO.Path.GetFullPath(System.IO.Path.Combine(_tables, "diabetes.csv"));

    public string Path { get; } = Directory.CreateTempSubdirectory("minitorch-examples-").FullName;

    public string File(string name) => System.IO.Path.Combine(Path, name);

    public static string Kind(int row) => Size(row) + (row % 3 == 1 ? 2 : 0) > 5 ? "large" : "small";

    public static double Price(int row) => (3 * Size(row)) - (row % 3);

    /// <summary>Writes columns of the table.</summary>
    /// <returns>The path.</returns>
    public string Write(string name, params string[] columns)
    {
        IEnumerable<string> rows = Enumerable.Range(0, Rows).Select(row => string.Join(',', columns.Select(column => Cell(column, row))));
        return WriteText(name, $"{string.Join(',', columns)}\n{string.Join('\n', rows)}\n");
    }

    /// <summary>Writes columns of the table as a spreadsheet does: a byte order mark, CRLF, every cell in quotes.</summary>
    /// <returns>The path.</returns>
    public string WriteQuoted(string name, params string[] columns)
    {
        IEnumerable<string> rows = Enumerable.Range(0, Rows).Select(
            row => string.Join(',', columns.Select(column => Cell(column, row)).Select(static cell => cell.StartsWith('"') ? cell : $"\"{cell}\"")));
        string path = File(name);
        System.IO.File.WriteAllText(path, $"{string.Join(',', columns)}\r\n{string.Join("\r\n", rows)}", new UTF8Encoding(encoderShouldEmitUTF8Identifier: true));
        return path;
    }

    /// <returns>The path.</returns>
    public string WriteText(string name, string text)
    {
        System.IO.File.WriteAllText(File(name), text);
        return File(name);
    }

    public void Dispose() => Directory.Delete(Path, recursive: true);

    private static string Cell(string column, int row) => column switch
    {
        "size" => Size(row).ToString(CultureInfo.InvariantCulture),
        "weight" => row % 10 == 3 ? row % 20 == 3 ? "" : "NaN" : $"{(row * 53 % 90) - 45}",
        "colour" => $"\"{_colours[row % 3].Replace("\"", "\"\"", StringComparison.Ordinal)}\"",
        "unit" => "1",
        "kind" => Kind(row),
        "price" => Price(row).ToString(CultureInfo.InvariantCulture),
        _ => throw new ArgumentOutOfRangeException(nameof(column), column, null),
    };

    private static double Size(int row) => row * 37 % 100 / 10.0;
}
