using System.Globalization;
using System.Text;
using MiniTorch.Data;

namespace MiniTorch.Tests;

public sealed partial class CsvTableTests : IDisposable
{
    private readonly TempFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Numbers_become_a_row_of_features_each_and_text_becomes_classes()
    {
        CsvTable table = _folder.Load("a,b,kind\n1,2.5,dog\n-3e2,.5,cat\n+7,0,dog\n", new CsvOptions { Target = "kind" });

        Assert.Equal([3, 2], table.Features.Shape);
        Assert.Equal([1, 2.5f, -300, .5f, 7, 0], table.Features.Floats());
        Assert.Equal([1, 0, 1], table.Target.Longs());
        Assert.Equal(["cat", "dog"], table.Schema.ClassNames);
        Assert.Equal(CsvTask.Classification, table.Schema.Task);
        Assert.Equal(["a", "b"], table.Schema.FeatureNames);
        Assert.Equal(3, table.RowCount);
        Assert.Empty(table.Notes);
        CsvColumn a = table.Schema.Columns[0];
        Assert.Equal(("a", 1, CsvColumnKind.Numeric, -300d, 7d), (a.Name, a.Number, a.Kind, a.Min, a.Max));
        Assert.Equal((1 - 300 + 7) / 3.0, a.Mean, 12);
    }

    [Theory]
    [InlineData("a,b,c\n1,2,3\n4,5,6\n")]
    [InlineData("a,b,c\n1,2,3\n4,5,6")]
    [InlineData("a,b,c\r\n1,2,3\r\n4,5,6\r\n")]
    [InlineData("a,b,c\r1,2,3\r4,5,6\r")]
    [InlineData("\uFEFFa,b,c\n1,2,3\n4,5,6\n")]
    [InlineData("\"a\",\"b\",\"c\"\n\"1\",\"2\",3\n4,5,\"6\"\n")]
    [InlineData("a;b;c\n1;2;3\n4;5;6\n")]
    [InlineData("a\tb\tc\n1\t2\t3\n4\t5\t6\n")]
    [InlineData("a|b|c\n1|2|3\n4|5|6\n")]
    [InlineData("sep=;\na;b;c\n1;2;3\n4;5;6\n")]
    [InlineData("  a , b\t,c \n 1,2 , 3\n4,5,\" 6 \"\n")]
    [InlineData("a,b,c\n\n1,2,3\n\n\n4,5,6\n\n")]
    public void The_way_in_which_it_is_written_does_not_matter(string text)
    {
        CsvTable table = _folder.Load(text);

        Assert.Equal([1, 2, 3, 4, 5, 6], table.Features.Floats());
        Assert.Equal(["a", "b", "c"], table.Schema.FeatureNames);
        Assert.Null(table.Target);
        Assert.Equal(CsvTask.Auto, table.Schema.Task);
    }

    [Theory]
    [InlineData("utf-16")]
    [InlineData("utf-16BE")]
    [InlineData("utf-8")]
    public void A_byte_order_mark_says_the_encoding(string name)
    {
        Encoding encoding = Encoding.GetEncoding(name);
        string path = _folder.Write("wide.csv", [.. encoding.GetPreamble(), .. encoding.GetBytes("größe,ß\n1,a\n2,é\n3,a\n4,é\n")]);

        CsvTable table = CsvTable.Load(path, new CsvOptions { Target = "ß" });

        Assert.Equal(["größe"], table.Schema.FeatureNames);
        Assert.Equal(["a", "é"], table.Schema.ClassNames);
        Assert.Equal([1, 2, 3, 4], table.Features.Floats());
    }

    [Fact]
    public void An_encoding_can_be_given()
    {
        string path = _folder.Write("latin.csv", Encoding.Latin1.GetBytes("x,name\n1,é\n2,ü\n"));

        Assert.Equal(["é", "ü"], CsvTable.Load(path, new CsvOptions { Target = 1, Encoding = Encoding.Latin1 }).Schema.ClassNames);
        string wide = _folder.Write("wide.csv", Encoding.Unicode.GetBytes("x,name\n1,é\n2,ü\n"));
        Assert.Equal(["é", "ü"], CsvTable.Load(wide, new CsvOptions { Target = 1, Encoding = Encoding.Unicode }).Schema.ClassNames);
    }

    [Fact]
    public void Quotes_enclose_delimiters_line_breaks_and_quotes()
    {
        CsvTable table = _folder.Load(
            "x,\"a \"\"b\"\", c\"\n1,\"one, two\"\n2,\"line\nbreak\"\n3,\"\"\"\"\n4,inch 5\" pipe\n", new CsvOptions { Target = "a \"b\", c" });

        Assert.Equal(["\"", "inch 5\" pipe", "line\nbreak", "one, two"], table.Schema.ClassNames);
        Assert.Equal([3, 2, 0, 1], table.Target.Longs());
        CsvTable other = _folder.Load("x;y\n'1;5';2\n'it''s';3\n", new CsvOptions { Quote = '\'', Columns = Kind("x", CsvColumnKind.OneHot) });
        Assert.Equal(["x=1;5", "x=it's", "y"], other.Schema.FeatureNames);
    }

    [Fact]
    public void A_first_row_with_a_number_is_no_header()
    {
        CsvTable table = _folder.Load("1,2,a\n3,4,b\n", new CsvOptions { Target = ^1 });

        Assert.Equal(["c1", "c2"], table.Schema.FeatureNames);
        Assert.Equal("c3", table.Schema.Target!.Name);
        Assert.Equal([1, 2, 3, 4], table.Features.Floats());
        Assert.Equal(["1", "2"], _folder.Load("1,2\n3,4\n5,6\n", new CsvOptions { Header = CsvHeader.Present }).Schema.FeatureNames);
        Assert.Equal(["c1=u", "c1=x", "c2=v", "c2=y"], _folder.Load("x,y\nu,v\n", new CsvOptions { Header = CsvHeader.None }).Schema.FeatureNames);
    }

    [Fact]
    public void A_culture_says_the_decimal_separator()
    {
        var comma = new NumberFormatInfo { NumberDecimalSeparator = ",", NumberGroupSeparator = "." };
        var options = new CsvOptions { Culture = comma };

        Assert.Equal([1.5f, -2, 3.25f, 400], _folder.Load("a;b\n1,5;-2\n3,25;4e2\n", options).Features.Floats());
        Assert.Equal([1.5f, 2], _folder.Load("a,b\n\"1,5\",2\n", options with { Delimiter = ',' }).Features.Floats());
        Assert.Contains("is the decimal separator too; give the delimiter", _folder.Refusal("a,b\n\"1,5\",2\n", options), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("1,5")]
    [InlineData("1,234.5")]
    public void A_separator_of_thousands_is_never_taken_for_nothing(string number) => Assert.Contains(
        $"line 3, column 'b' (2): expected a number; got '{number}'",
        _folder.Refusal($"a;b\n1;2\n3;{number}\n5;6\n", new CsvOptions { Delimiter = ';' }),
        StringComparison.Ordinal);

    [Fact]
    public void A_decimal_separator_of_another_culture_is_recognised() => Assert.Contains(
        "got '1,5' (is ',' the decimal separator? set the culture)", _folder.Refusal("a;b\n1;2\n3;1,5\n5;6\n"), StringComparison.Ordinal);

    [Fact]
    public void Columns_are_selected_by_name_and_by_place()
    {
        const string Text = "a,b,c,d\n1,2,3,4\n5,6,7,8\n";

        Assert.Equal(["a", "d"], Names(new CsvOptions { Include = ["a", ^1] }));
        Assert.Equal(["d", "a"], Names(new CsvOptions { Include = [3, "a", "d"] }));
        Assert.Equal(["b", "c"], Names(new CsvOptions { Exclude = ["a", 3] }));
        Assert.Equal(["b"], Names(new CsvOptions { Include = ["a", "b"], Exclude = [0] }));
        Assert.Equal(["b", "c"], Names(new CsvOptions { Include = ["a", "b", "c"], Target = "a", Task = CsvTask.Regression }));
        Assert.Equal([4, 1, 8, 5], _folder.Load(Text, new CsvOptions { Include = [3, "a"] }).Features.Floats());

        IReadOnlyList<string> Names(CsvOptions options) => _folder.Load(Text, options).Schema.FeatureNames;
    }

    [Fact]
    public void A_column_of_text_becomes_one_feature_a_category_in_an_order_of_its_own()
    {
        const string Text = "city,x\nRome,1\nOslo,2\nRome,3\n";
        CsvTable oneHot = _folder.Load(Text), index = _folder.Load(Text, new CsvOptions { TextKind = CsvColumnKind.Index });

        Assert.Equal(["city=Oslo", "city=Rome", "x"], oneHot.Schema.FeatureNames);
        Assert.Equal([0, 1, 1, 1, 0, 2, 0, 1, 3], oneHot.Features.Floats());
        Assert.Equal(["city", "x"], index.Schema.FeatureNames);
        Assert.Equal([1, 1, 0, 2, 1, 3], index.Features.Floats());
        Assert.Equal(["Oslo", "Rome"], index.Schema.Columns[0].Categories);
    }

    [Fact]
    public void Numbers_can_be_declared_categories_and_are_then_in_their_order()
    {
        CsvTable table = _folder.Load("code,x\n10,1\n9,2\n10,3\n", new CsvOptions { Columns = Kind(0, CsvColumnKind.OneHot) });

        Assert.Equal(["code=9", "code=10", "x"], table.Schema.FeatureNames);
        Assert.Equal([0, 1, 1, 1, 0, 2, 0, 1, 3], table.Features.Floats());
    }

    [Fact]
    public void Texts_with_some_numbers_among_them_are_categories_all()
    {
        List<CsvProgress> reports = [];
        string path = _folder.Csv("code,x\n1a,1\n2,2\n3b,3\n");

        CsvTable table = CsvTable.Load(path, progress: new Recorder(reports));

        Assert.Equal(["code=1a", "code=2", "code=3b", "x"], table.Schema.FeatureNames);
        Assert.Equal([1, 0, 0, 1, 0, 1, 0, 2, 0, 0, 1, 3], table.Features.Floats());
        Assert.Equal(3 * new FileInfo(path).Length, reports[^1].Bytes);
        Assert.Equal(1, reports[^1].Fraction);
        CsvTable target = _folder.Load("x,code\n1,1a\n2,2\n3,3b\n", new CsvOptions { Target = 1 });
        Assert.Equal(["1a", "2", "3b"], target.Schema.ClassNames);
    }

    [Theory]
    [InlineData("0 1 1 0", CsvTask.Classification, "0 1")]
    [InlineData("1 2.0 1.0 2", CsvTask.Classification, "1 2")]
    [InlineData("-1 1 1 -1", CsvTask.Classification, "-1 1")]
    [InlineData("0.5 1 1 0.5", CsvTask.Regression, "")]
    [InlineData("1 2 3 1", CsvTask.Regression, "")]
    [InlineData("yes no no 1", CsvTask.Classification, "1 no yes")]
    public void The_task_is_inferred_from_the_target(string values, CsvTask task, string classes)
    {
        CsvTable table = _folder.Load("x,y\n" + string.Concat(values.Split(' ').Select(static value => $"1,{value}\n")), new CsvOptions { Target = "y" });

        Assert.Equal(task, table.Schema.Task);
        Assert.Equal(classes, string.Join(' ', table.Schema.ClassNames));
        Assert.Equal(task == CsvTask.Classification ? [4] : (int[])[4, 1], table.Target!.Shape);
    }

    [Fact]
    public void Twenty_values_are_classes_and_twenty_one_are_not()
    {
        Assert.Equal(CsvTask.Classification, Task(20));
        Assert.Equal(CsvTask.Regression, Task(21));

        CsvTask Task(int count) => _folder.Load(
            "x,y\n" + string.Concat(Enumerable.Range(0, 3 * count).Select(i => $"1,{i % count}\n")), new CsvOptions { Target = "y" }).Schema.Task;
    }

    [Fact]
    public void The_task_can_be_given()
    {
        const string Text = "x,y\n1,3\n2,1\n3,2.0\n4,10\n";
        CsvTable classes = _folder.Load(Text, new CsvOptions { Target = "y", Task = CsvTask.Classification });
        CsvTable numbers = _folder.Load(Text, new CsvOptions { Target = "y", Task = CsvTask.Regression });

        Assert.Equal(["1", "2", "3", "10"], classes.Schema.ClassNames);
        Assert.Equal([2, 0, 1, 3], classes.Target.Longs());
        Assert.Equal([4, 1], numbers.Target!.Shape);
        Assert.Equal([3, 1, 2, 10], numbers.Target.Floats());
    }

    [Fact]
    public void A_table_is_a_dataset()
    {
        const string Text = "x,y\n1,3\n2,1\n3,2.5\n";
        var (features, target) = _folder.Load(Text, new CsvOptions { Target = "y" }).ToDataset().GetBatch([2, 0]);

        Assert.Equal([3, 1], features.Floats());
        Assert.Equal([2.5f, 3], target.Floats());
        Assert.Equal(1, _folder.Load(Text).ToDataset().GetBatch([0]).Count);
    }

    [Fact]
    public void A_table_read_in_a_scope_outlives_it()
    {
        CsvTable table;
        using (TensorScope.Begin())
        {
            table = _folder.Load("x,y\n" + string.Concat(Enumerable.Repeat("1,2\n", 3000)));
        }

        Assert.Equal(6000, table.Features.Floats().Length);
    }

    [Fact]
    public void A_constant_column_is_told_of()
    {
        CsvTable table = _folder.Load("a,b,c\n1,5,u\n2,5.0,u\n");

        Assert.Equal([false, true, true], table.Schema.Columns.Select(static column => column.IsConstant));
        Assert.Equal(
            ["column 'b' (2) is constant: nothing can be learnt from it", "column 'c' (3) is constant: nothing can be learnt from it"], table.Notes);
    }

    private static Dictionary<CsvColumnRef, CsvColumnOptions> Kind(CsvColumnRef column, CsvColumnKind kind) => new() { [column] = new() { Kind = kind } };

    private sealed class Recorder(List<CsvProgress> reports) : IProgress<CsvProgress>
    {
        public void Report(CsvProgress value) => reports.Add(value);
    }
}
