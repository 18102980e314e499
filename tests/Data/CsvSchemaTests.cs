using MiniTorch.Data;

namespace MiniTorch.Tests;

public sealed class CsvSchemaTests : IDisposable
{
    private const string Train = "a,city,skip,y\n1,Rome,x,0\n2,Oslo,x,1\n4,Rome,x,1\n";

    private static readonly CsvOptions s_options = new() { Target = "y", Task = CsvTask.Classification, Exclude = ["skip"] };

    private readonly TempFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Another_file_is_read_as_the_first_was_with_its_columns_in_any_order()
    {
        CsvTable other = Read(Schema(), "y;city;more;a\r\n1.0;Oslo;?;7\r\n0;Rome;?;8\r\n");

        Assert.Equal([7, 1, 0, 8, 0, 1], other.Features.Floats());
        Assert.Equal([1, 0], other.Target.Longs());
        Assert.Equal(["a", "city=Oslo", "city=Rome"], other.Schema.FeatureNames);
    }

    [Fact]
    public void The_target_may_be_absent_or_left_unread()
    {
        Assert.Null(Read(Schema(), "city,a\nOslo,7\n").Target);
        Assert.Null(CsvTable.Load(_folder.Csv("city,a,y\nOslo,7,?\n"), Schema(), withTarget: false).Target);
    }

    [Fact]
    public void One_row_of_one_class_is_enough_to_predict() => Assert.Equal([1], Read(Schema(), "city,a,y\nOslo,7,1\n").Target.Longs());

    [Theory]
    [InlineData("city,y\nOslo,1\n", "columns of the schema are not in the file: 'a'; the columns are 'city', 'y'")]
    [InlineData("city,a,a\nOslo,1,1\n", "several columns have the name 'a', which the schema reads")]
    [InlineData("city,a\nOslo,1\nBonn,2\n", "line 3, column 'city' (1): 'Bonn' is none of the 2 known categories; unknown ones can be ignored: 'Oslo', 'Rome'")]
    [InlineData("city,a,y\nOslo,1,2\n", "line 2, column 'y' (3): '2' is none of the 2 known classes: '0', '1'")]
    [InlineData("city,a\nOslo,1\nRome,b\n", "line 3, column 'a' (2): expected a number; got 'b'")]
    [InlineData("city,a\nOslo,1\nRome,\n", "line 3, column 'a' (2): the value is missing, and the schema has no rule for that")]
    [InlineData("city,a\n,1\n", "line 2, column 'city' (1): the value is missing, and the schema has no rule for that")]
    [InlineData("city,a,y\nOslo,1,\n", "line 2, column 'y' (3): the value of the target is missing")]
    [InlineData("city,a\nOslo,1\nRome\n", "line 3: expected 2 cells, as in the first row; got 1")]
    [InlineData("city,a\n", "there is a header but no row")]
    public void A_file_that_does_not_fit_is_refused(string text, string expected)
    {
        CsvSchema schema = Schema();
        string path = _folder.Csv(text, "other.csv");

        Assert.Equal(expected, CsvFiles.Refusal(path, () => CsvTable.Load(path, schema)));
    }

    [Fact]
    public void Of_two_columns_of_a_name_the_one_at_the_same_place_is_read()
    {
        const string Text = "a,b,a\n1,2,3\n";
        CsvSchema schema = _folder.Load(Text, new CsvOptions { Exclude = [0] }).Schema;

        Assert.Equal([2, 3], Read(schema, Text).Features.Floats());
    }

    [Fact]
    public void Unknown_categories_can_be_ignored()
    {
        var ignore = new CsvOptions { UnknownCategories = UnknownCategory.Ignore };
        CsvSchema index = _folder.Load(Train, s_options with { TextKind = CsvColumnKind.Index }).Schema;

        Assert.Equal([7, 0, 0], Read(Schema(), "city,a\nBonn,7\n", ignore).Features.Floats());
        Assert.Equal([7, -1, 8, 1], Read(index, "city,a\nBonn,7\nRome,8\n", ignore).Features.Floats());
    }

    [Fact]
    public void The_rules_for_missing_values_are_the_schemas()
    {
        CsvSchema mean = _folder.Load(Train, s_options with { Missing = MissingPolicy.Mean }).Schema;
        CsvSchema drop = _folder.Load(Train, s_options with { Missing = MissingPolicy.DropRow }).Schema;

        Assert.True(Read(mean, "city,a\nRome,\n").HasMissing);
        Assert.Equal([2], Read(drop, "city,a\nRome,\nRome,3\n").DroppedLines);
        Assert.Contains("'' is none of the 2 known categories", CsvFiles.Refusal(
            _folder.Csv("city,a\n?,1\n"), () => CsvTable.Load(_folder.Csv("city,a\n?,1\n"), mean)).Replace("'?'", "''", StringComparison.Ordinal), StringComparison.Ordinal);
    }

    [Fact]
    public void A_restored_schema_reads_as_the_first()
    {
        CsvOptions[] all =
        [
            s_options,
            s_options with { Missing = MissingPolicy.Mean, TextKind = CsvColumnKind.Index },
            s_options with { Missing = MissingPolicy.Constant(2.5), Task = CsvTask.Regression },
            s_options with { Missing = MissingPolicy.DropRow, Target = null },
        ];
        foreach (CsvOptions options in all)
        {
            CsvSchema schema = _folder.Load(Train, options).Schema, restored = new();
            restored.LoadState(schema.SaveState());

            Assert.Equal(schema.ToString(), restored.ToString());
            Assert.Equal(schema.SaveState(), restored.SaveState());
            Assert.Equal(schema.Task, restored.Task);
            CsvTable one = Read(schema, "y,city,a\n1,Oslo,7\n"), other = Read(restored, "y,city,a\n1,Oslo,7\n");
            Assert.Equal(one.Features.Floats(), other.Features.Floats());
            Assert.Equal(one.Target?.ToString(), other.Target?.ToString());
        }
    }

    [Fact]
    public void What_is_no_schema_is_refused_and_changes_nothing()
    {
        CsvSchema schema = Schema();
        string before = schema.ToString();
        var saved = (MapState)schema.SaveState();
        StateNode Broken(string key, StateNode value)
        {
            var column = (MapState)((MapState)Schema().SaveState())["columns"].As<ListState>()[0];
            column[key] = value;
            return new MapState { ["columns"] = new ListState([column]), ["target"] = StateNode.Empty };
        }

        foreach (StateNode state in new[] { 3, new MapState(), Broken("kind", "Auto"), Broken("kind", "Other"), Broken("missing", "other"), Broken("min", "low") })
        {
            Assert.Throws<InvalidOperationException>(() => schema.LoadState(state));
        }

        Assert.Equal(before, schema.ToString());
        Assert.Equal(saved, schema.SaveState());
        Assert.Contains(
            "the schema has no columns", Assert.Throws<InvalidOperationException>(() => CsvTable.Load(_folder.Csv("a\n1\n"), new CsvSchema())).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void What_was_inferred_is_a_table()
    {
        CsvSchema schema = _folder.Load(
            "a,city,b,y\n1,Rome,5,0.5\n,Oslo,5,1\n4,Rome,5,1.5\n", new CsvOptions { Target = "y", Missing = MissingPolicy.Mean }).Schema;

        Assert.Equal(
            """
               column  kind                 missing   values
            1  a       number               1 (mean)  1 to 4, mean 2.5
            2  city    one-hot, 2 features  0         'Oslo', 'Rome'
            3  b       number               0         5 to 5, mean 5 (constant)
            4  y       target, number       0         0.5 to 1.5, mean 1
            """.ReplaceLineEndings("\n"),
            schema.ToString());
        Assert.EndsWith("4  y       target, 2 classes    0        '0', '1'", Schema().ToString(), StringComparison.Ordinal);
    }

    private CsvSchema Schema() => _folder.Load(Train, s_options).Schema;

    private CsvTable Read(CsvSchema schema, string text, CsvOptions? options = null) => CsvTable.Load(_folder.Csv(text, "other.csv"), schema, options);
}
