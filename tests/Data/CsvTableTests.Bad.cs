using System.Text;
using MiniTorch.Data;

namespace MiniTorch.Tests;

public sealed partial class CsvTableTests
{
    private static readonly CsvOptions s_y = new() { Target = "y" };

    public static TheoryData<string, string> Bad() => new()
    {
        { "", "the file is empty" },
        { "\n\n", "the file is empty" },
        { "x,y\n", "there is a header but no row" },
        { "x,y\n1,2\n3\n", "line 3: expected 2 cells, as in the first row; got 1" },
        { "x,y\n1,2\n\n3,4,5\n", "line 4: expected 2 cells, as in the first row; got 3" },
        { "x,y\n\"a\nb\",2\n3\n", "line 4: expected 2 cells, as in the first row; got 1" },
        {
            "y,age\n1,1\n2,2\n2,2\n1,2\n2,abc\n3,4\n",
            "line 6, column 'age' (2): expected a number; got 'abc'; 5 of 6 values are numbers, so the column is taken for one of numbers: "
            + "declare it categorical, or the text a missing value, if it is"
        },
        { "x,y\n1,1\n\"2\n3\",2\n", "line 3, column 'x' (1): expected a number; got '2\\n3'; 1 of 2 values are numbers" },
        { "x,y\n1,1\ninf,2\n", "line 3, column 'x' (1): expected a finite number within the range of float32; got 'inf'" },
        { "x,y\n1,1\n-Infinity,2\n", "line 3, column 'x' (1): expected a finite number within the range of float32; got '-Infinity'" },
        { "x,y\n1,1\n1e39,2\n", "line 3, column 'x' (1): expected a finite number within the range of float32; got '1e39'" },
        { "x,y\n1,1\n1e999,2\n", "line 3, column 'x' (1): expected a finite number within the range of float32; got '1e999'" },
        { "x,y\n1,1\n,2\n", "line 3, column 'x' (1): the value is missing; to drop such rows, or to fill in a mean or a constant, choose a rule" },
        { "x,y\n1,1\nNaN,2\n", "line 3, column 'x' (1): the value is missing" },
        { "x,y\n1,1\n1, ? \n", "line 3, column 'y' (2): the value is missing" },
        { "x,Y\n1,2\n", "there is no column 'y' (the target); the columns are 'x', 'Y'" },
        { "x,y,x\n1,2,3\n", "columns 1 and 3 have the same name, 'x'; rename one, or exclude it by its index, 0 or 2" },
        { "y,x,y\n1,2,3\n", "column 'y' (the target) may be column 1 or 3: both have the name" },
        { "x,,y\n1,2,3\n", "column 2 has no name; name it, or exclude it by its index, 1" },
        { "y\n1\n2\n", "no column is left for the features; the columns are 'y'" },
        { "x,y\n1,a\n2,a\n", "column 'y' (2): the target has a single class, 'a'; classification needs two or more" },
        { "x,y\n1,0\n2,0\n", "column 'y' (2): the target has a single class, '0'; classification needs two or more" },
        { "x,y\n1,0.5\n2,0.5\n", "column 'y' (2): the target has the value 0.5 in every row; there is nothing to learn" },
        { "x,y\n1,2\n\"3,4\n5,6\n", "line 3: a quote is opened in the row that begins here and never closed" },
        { "x,y\n1,2\n\"3\"4,5\n", "line 3: text follows a closing quote; a quote within quotes is written twice" },
        { "x,y\n1,2\n3,4\0\n", "not a text file: byte 11 is NUL" },
    };

    [Theory]
    [MemberData(nameof(Bad))]
    public void A_bad_file_is_refused_in_one_line(string text, string expected) =>
        Assert.StartsWith(expected, _folder.Refusal(text, s_y), StringComparison.Ordinal);

    [Fact]
    public void What_is_no_text_is_refused()
    {
        Assert.Equal("not a text file but gzip; unpack it first", _folder.Refusal(Idx.Gzip("x,y\n1,2\n"u8.ToArray())));
        Assert.StartsWith("not a text file but a zip archive", _folder.Refusal([(byte)'P', (byte)'K', 3, 4, 0, 0]), StringComparison.Ordinal);
        Assert.StartsWith("not a text file: byte 1 is NUL (UTF-16", _folder.Refusal(Encoding.Unicode.GetBytes("x,y\n1,2\n")), StringComparison.Ordinal);
        Assert.StartsWith("not a text file: byte 300003 is NUL", _folder.Refusal([.. "x\n1"u8, .. Enumerable.Repeat((byte)'1', 300_000), 0]), StringComparison.Ordinal);
    }

    [Fact]
    public void Text_in_another_encoding_is_refused_where_it_matters()
    {
        byte[] latin = Encoding.Latin1.GetBytes("x,näme\n1,2\n2,3\n");
        Assert.StartsWith("line 1, column 'c2' (2): the text is not UTF-8; give the encoding of the file, Latin-1 say", _folder.Refusal(latin), StringComparison.Ordinal);
        latin = Encoding.Latin1.GetBytes("x,name\n1,a\n2,ü\n");
        Assert.StartsWith("line 3, column 'name' (2): the text is not UTF-8", _folder.Refusal(latin), StringComparison.Ordinal);
        Assert.Equal([1, 2], CsvTable.Load(_folder.Write("latin.csv", latin), new CsvOptions { Include = ["x"] }).Features.Floats());
    }

    [Fact]
    public void A_declared_kind_is_kept_to()
    {
        var numeric = new CsvOptions { Columns = Kind("x", CsvColumnKind.Numeric) };
        Assert.Equal("line 2, column 'x' (1): expected a number; got 'a'", _folder.Refusal("x,y\na,1\nb,2\n", numeric));
        Assert.Equal("column 'x' (1): no row has a value; exclude the column", _folder.Refusal("x,y\n,1\n,2\n", numeric with { Missing = MissingPolicy.Mean }));
        Assert.StartsWith(
            "line 2, column 'y' (2): expected a number; got 'a'",
            _folder.Refusal("x,y\n1,a\n2,b\n", s_y with { Task = CsvTask.Regression }), StringComparison.Ordinal);
        Assert.StartsWith("there is no column 'z' (of which something is said)", _folder.Refusal("x,y\n1,2\n", new CsvOptions { Columns = Kind("z", CsvColumnKind.Index) }), StringComparison.Ordinal);
    }

    [Fact]
    public void Too_many_categories_are_refused()
    {
        string text = "name,y\n" + string.Concat(Enumerable.Range(0, 257).Select(static i => $"n{i},{i % 2}\n"));

        Assert.Equal("column 'name' (1): more than 256 different texts; exclude the column, or allow more categories", _folder.Refusal(text, s_y));
        Assert.Equal([257, 257], _folder.Load(text, s_y with { MaxCategories = 257 }).Features.Shape);
        Assert.Equal([257, 1], _folder.Load(text, s_y with { Include = ["y"], Target = null }).Features.Shape);
    }

    [Fact]
    public void A_long_list_and_a_long_text_are_shown_in_part()
    {
        string header = string.Join(',', Enumerable.Range(0, 100).Select(static i => $"v{i}"));
        string message = _folder.Refusal($"{header}\n", new CsvOptions { Target = "y" });
        Assert.EndsWith("'v18', 'v19' and 80 more", message, StringComparison.Ordinal);
        message = _folder.Refusal($"x,y\n1,0\n{new string('z', 1000)},1\n3,1\n", s_y);
        Assert.Contains($"got '{new string('z', 40)}…'; ", message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_file_that_is_not_there_is_named()
    {
        string path = Path.Combine(_folder.Path, "nowhere.csv");
        Assert.Equal($"{path}: there is no such file", Assert.Throws<FileNotFoundException>(() => CsvTable.Load(path)).Message);
        Assert.Equal($"{_folder.Path}: is a folder, not a file", Assert.Throws<FileNotFoundException>(() => CsvTable.Load(_folder.Path)).Message);
    }

    [Fact]
    public void A_column_that_is_not_there_is_named_with_what_it_is_for()
    {
        const string Text = "a,b\n1,2\n";
        Assert.StartsWith("there is no column 'c' (to be included); the columns are 'a', 'b'", _folder.Refusal(Text, new CsvOptions { Include = ["c"] }), StringComparison.Ordinal);
        Assert.Equal("there is no column at index 2 (to be excluded); there are 2", _folder.Refusal(Text, new CsvOptions { Exclude = [2] }));
        Assert.Equal("there is no column at index ^3 (the target); there are 2", _folder.Refusal(Text, new CsvOptions { Target = ^3 }));
    }

    [Fact]
    public void Options_that_cannot_be_are_refused()
    {
        string path = _folder.Csv("a,b\n1,2\n");
        CsvOptions[] wrong =
        [
            new() { TextKind = CsvColumnKind.Numeric }, new() { MaxCategories = 0 }, new() { Delimiter = '"' }, new() { Delimiter = 'x' },
            new() { Delimiter = '\n' }, new() { Quote = 'é' },
        ];
        Assert.All(wrong, options => Assert.StartsWith("csv options: ", Assert.Throws<ArgumentException>(() => CsvTable.Load(path, options)).Message, StringComparison.Ordinal));
        Assert.Throws<ArgumentException>(() => CsvTable.Load(""));
        Assert.Throws<ArgumentException>(() => MissingPolicy.Constant(double.NaN));
        Assert.Throws<ArgumentException>(() => MissingPolicy.Constant(1e39));
    }
}
