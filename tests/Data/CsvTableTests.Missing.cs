using MiniTorch.Data;

namespace MiniTorch.Tests;

public sealed partial class CsvTableTests
{
    private const string Gaps = "a,b,kind\n1,,u\nNA,4,v\n3,8,u\n";

    [Fact]
    public void Rows_without_a_value_are_dropped()
    {
        CsvTable table = _folder.Load(Gaps, new CsvOptions { Missing = MissingPolicy.DropRow });

        Assert.Equal(["a", "b", "kind=u"], table.Schema.FeatureNames);
        Assert.Equal([3, 8, 1], table.Features.Floats());
        Assert.Equal([2, 3], table.DroppedLines);
        Assert.Equal(1, table.Schema.Columns[0].MissingCount);
        Assert.Contains("2 of 3 rows were dropped because a value is missing, the first on line 2", table.Notes);
        Assert.Equal("no row is left: all 1 lack a value and are dropped", _folder.Refusal("a,b\n1,\n", new CsvOptions { Missing = MissingPolicy.DropRow }));
    }

    [Fact]
    public void A_constant_is_filled_in()
    {
        CsvTable table = _folder.Load(Gaps, new CsvOptions { Missing = MissingPolicy.Constant(-1), Exclude = ["kind"] });

        Assert.Equal([1, -1, -1, 4, 3, 8], table.Features.Floats());
        Assert.False(table.HasMissing);
        Assert.Equal((1d, 3d, 2d), (table.Schema.Columns[0].Min, table.Schema.Columns[0].Max, table.Schema.Columns[0].Mean));
    }

    [Fact]
    public void A_mean_is_left_to_an_imputer_that_sees_the_training_part_alone()
    {
        CsvTable table = _folder.Load(Gaps, new CsvOptions { Missing = MissingPolicy.Mean, Exclude = ["kind"] });
        Assert.Equal([1, float.NaN, float.NaN, 4, 3, 8], table.Features.Floats());
        Assert.True(table.HasMissing);
        Assert.Contains("missing values are NaN: fit a SimpleImputer on the training part", table.Notes);
        Assert.Contains("fit a SimpleImputer", Assert.Throws<InvalidOperationException>(table.ToDataset).Message, StringComparison.Ordinal);

        var imputer = new SimpleImputer();
        imputer.Fit(table.Features[..2]);

        Assert.Equal([1, 4, 1, 4, 3, 8], imputer.Transform(table.Features).Floats());
        Assert.False(_folder.Load("a,b\n1,2\n", new CsvOptions { Missing = MissingPolicy.Mean }).HasMissing);
    }

    [Fact]
    public void Each_column_may_have_a_rule_of_its_own()
    {
        CsvTable table = _folder.Load(Gaps, new CsvOptions
        {
            Missing = MissingPolicy.DropRow,
            Columns = new Dictionary<CsvColumnRef, CsvColumnOptions> { ["a"] = new() { Missing = MissingPolicy.Constant(9) } },
        });

        Assert.Equal([9, 4, 0, 1, 3, 8, 1, 0], table.Features.Floats());
        Assert.StartsWith(
            "line 3, column 'a' (1): the value is missing",
            _folder.Refusal(Gaps, new CsvOptions { Columns = new Dictionary<CsvColumnRef, CsvColumnOptions> { [1] = new() { Missing = MissingPolicy.DropRow } } }),
            StringComparison.Ordinal);
    }

    [Fact]
    public void What_else_a_dropped_row_holds_does_not_count()
    {
        CsvTable table = _folder.Load("a,b\n1,2\nabc,\n,?\n3,4\n", new CsvOptions
        {
            Columns = new Dictionary<CsvColumnRef, CsvColumnOptions> { ["b"] = new() { Missing = MissingPolicy.DropRow } },
        });

        Assert.Equal([1, 2, 3, 4], table.Features.Floats());
    }

    [Fact]
    public void Among_categories_missing_is_one_more()
    {
        CsvTable table = _folder.Load("a,x\nu,1\n?,2\n,3\nv,4\n", new CsvOptions { Missing = MissingPolicy.Mean });

        Assert.Equal(["a=", "a=u", "a=v", "x"], table.Schema.FeatureNames);
        Assert.Equal([0, 1, 0, 1, 1, 0, 0, 2, 1, 0, 0, 3, 0, 0, 1, 4], table.Features.Floats());
        Assert.Equal(2, table.Schema.Columns[0].MissingCount);
        Assert.False(table.HasMissing);
    }

    [Fact]
    public void A_target_is_never_filled_in()
    {
        const string Text = "x,y\n1,2.5\n2,\n3,4\n";
        Assert.StartsWith("line 3, column 'y' (2): the value is missing", _folder.Refusal(Text, s_y with { Missing = MissingPolicy.Mean }), StringComparison.Ordinal);
        Assert.StartsWith("line 3, column 'y' (2): the value is missing", _folder.Refusal(Text, s_y with { Missing = MissingPolicy.Constant(0) }), StringComparison.Ordinal);
        Assert.Equal([2.5f, 4], _folder.Load(Text, s_y with { Missing = MissingPolicy.DropRow }).Target.Floats());
    }

    [Theory]
    [InlineData("")]
    [InlineData("\"\"")]
    [InlineData(" ")]
    [InlineData("na")]
    [InlineData("n/a")]
    [InlineData("NULL")]
    [InlineData("nan")]
    [InlineData(" ? ")]
    public void The_usual_texts_stand_for_missing(string token) =>
        Assert.Equal([1, 0, 3], _folder.Load($"x,y\n1,1\n{token},2\n3,3\n", new CsvOptions { Missing = MissingPolicy.Constant(0), Include = ["x"] }).Features.Floats());

    [Fact]
    public void An_empty_cell_between_tabs_is_missing() => Assert.Equal(
        [0, 1, 2, 0, 0, 3], _folder.Load("x\ty\n\t1\n2\t \n \t3\n", new CsvOptions { Missing = MissingPolicy.Constant(0) }).Features.Floats());

    [Fact]
    public void Other_texts_can_stand_for_missing()
    {
        CsvTable table = _folder.Load("x\n-999\n1\nünbekannt\nNA\n", new CsvOptions
        {
            Header = CsvHeader.Present, MissingTokens = ["-999", "ünbekannt", "na"], Missing = MissingPolicy.Constant(0),
        });

        Assert.Equal([0, 1, 0, 0], table.Features.Floats());
        Assert.StartsWith("line 3, column 'x' (1): expected a number; got ''", _folder.Refusal("x,y\n1,1\n,2\n2,2\n", new CsvOptions { MissingTokens = ["-"] }), StringComparison.Ordinal);
        Assert.StartsWith("line 3, column 'x' (1): expected a finite number", _folder.Refusal("x,y\n1,1\nnan,2\n", new CsvOptions { MissingTokens = ["-"] }), StringComparison.Ordinal);
    }
}
