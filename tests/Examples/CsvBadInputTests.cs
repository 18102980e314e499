namespace MiniTorch.Tests.Examples;

/// <summary>Bad input: one line on standard error, exit code 2, never a stack trace.</summary>
public sealed class CsvBadInputTests : IDisposable
{
    private readonly TableFolder _data = new();

    public void Dispose() => _data.Dispose();

    [Theory]
    [InlineData("a,b,c\n1,2,0\n1,2\n", "table.csv: line 3: expected 3 cells, as in the first row; got 2")]
    [InlineData("a,b,c\n1,2,0\n2,3,1\nabc,4,0\n4,5,1\n", "table.csv: line 4, column 'a' (1): expected a number; got 'abc'")]
    [InlineData("a,b,c\n1,2,0\n2,3,1\n3,inf,0\n4,5,1\n", "table.csv: line 4, column 'b' (2): expected a finite number")]
    [InlineData("", "table.csv: the file is empty")]
    [InlineData("a,b,c\n", "table.csv: there is a header but no row")]
    [InlineData("a,b,c\n1,2,yes\n2,3,yes\n3,4,yes\n", "table.csv: column 'c' (3): the target has a single class, 'yes'")]
    [InlineData("a,b,d\n1,2,0\n2,3,1\n", "table.csv: there is no column 'c' (the target); the columns are 'a', 'b', 'd'")]
    [InlineData("a,b,c\n1,2,yes\n2,3,no\n", "2 rows are too few")]
    public void A_table_that_nothing_can_be_learnt_from_is_refused(string text, string expected)
    {
        string table = _data.WriteText("table.csv", text);

        Finished run = Example.Csv.RunIn(_data.Path, [table, "--target", "c"]);

        run.AssertRefused("csv", expected);
        Assert.StartsWith("Table     table.csv\n", run.Output, StringComparison.Ordinal);
        Assert.Equal([table], Directory.GetFiles(_data.Path));
    }

    [Theory]
    [InlineData("nowhere.csv --target kind", "nowhere.csv: there is no such file")]
    [InlineData(". --target kind", ".: is a folder")]
    [InlineData("table.csv", "--target says which column of table.csv to predict")]
    [InlineData("table.csv --target kind --folds 61", "--folds 61: stratified k-fold: the number of folds must be from 2 to that of the samples, 60; got 61")]
    [InlineData("table.csv --target kind --lr 1e30", "in epoch 1; a smaller --lr may help")]
    [InlineData("table.csv --target kind --model nowhere/it", "--model: 'nowhere/it' cannot be written: there is no folder '")]
    [InlineData("table.csv --target kind --model .", "--model: '.' cannot be written: it is a folder")]
    [InlineData("table.csv --target kind --metrics nowhere/it", "--metrics: 'nowhere/it' cannot be written: ")]
    [InlineData("table.csv --target kind --metrics ./table.csv", "--metrics: './table.csv' is read by this run")]
    [InlineData("predict table.csv table.csv", "table.csv: not a safetensors file")]
    [InlineData("predict table.csv", "Required argument 'FILE.csv' missing for command: 'predict'")]
    public void What_cannot_be_done_is_refused_before_training(string arguments, string expected)
    {
        string table = _data.Write("table.csv", TableFolder.Columns);
        string content = File.ReadAllText(table);

        Finished run = Example.Csv.RunIn(_data.Path, arguments.Split(' '));

        run.AssertRefused("csv", expected);
        Assert.DoesNotContain("Epoch  ", run.Output, StringComparison.Ordinal);
        Assert.Equal([table], Directory.GetFiles(_data.Path));
        Assert.Equal(content, File.ReadAllText(table));
    }

    [Fact]
    public void Ten_thousand_columns_are_handled()
    {
        IEnumerable<string> names = Enumerable.Range(0, 10_000).Select(static i => $"f{i}");
        IEnumerable<string> rows = Enumerable.Range(0, 20).Select(
            static row => string.Join(',', Enumerable.Range(0, 10_000).Select(column => $"{(row * (column + 7)) % 11}").Append($"{row % 2}")));
        _data.WriteText("wide.csv", $"{string.Join(',', names)},c\n{string.Join('\n', rows)}\n");

        Finished run = Example.Csv.RunIn(_data.Path, ["wide.csv", "--target", "c", "--epochs", "1", "--hidden", "8"]);

        Assert.Equal((0, ""), (run.ExitCode, run.Error));
        Assert.Contains("          20 rows, 10,000 features", run.Lines);
        Assert.Contains("       and 9960 more", run.Lines);
        Assert.Contains(run.Lines, static line => line.StartsWith("Accuracy  ", StringComparison.Ordinal));
    }
}
