using MiniTorch.Data;

namespace MiniTorch.Tests;

/// <summary>The tables of <c>examples/data/csv</c>, against what their notes say.</summary>
public sealed class CsvExampleTests
{
    [Theory]
    [InlineData("breast_cancer", 569, 30, "diagnosis", "benign malignant", "357 212")]
    [InlineData("iris", 150, 4, "species", "setosa versicolor virginica", "50 50 50")]
    [InlineData("wine", 178, 13, "class", "class_0 class_1 class_2", "59 71 48")]
    [InlineData("digits", 1797, 64, "digit", "0 1 2 3 4 5 6 7 8 9", "178 182 177 183 181 182 181 179 174 180")]
    [InlineData("diabetes", 442, 10, "progression", "", "")]
    public void A_table_has_the_rows_columns_and_classes_of_its_notes(string name, int rows, int columns, string target, string classes, string counts)
    {
        CsvTable table = Load(name);

        Assert.Equal([rows, columns], table.Features.Shape);
        Assert.Equal(target, table.Schema.Target!.Name);
        Assert.Equal(classes, string.Join(' ', table.Schema.ClassNames));
        Assert.False(table.HasMissing);
        Assert.Empty(table.DroppedLines);
        Assert.All(table.Schema.Columns, static column => Assert.Equal(CsvColumnKind.Numeric, column.Kind));
        if (classes.Length > 0)
        {
            Assert.Equal(counts, string.Join(' ', table.Target.Longs().CountBy(static label => label).OrderBy(static pair => pair.Key).Select(static pair => pair.Value)));
        }
    }

    [Theory]
    [InlineData("breast_cancer", "mean_radius", 6.981, 28.11)]
    [InlineData("breast_cancer", "area_error", 6.802, 542.2)]
    [InlineData("breast_cancer", "worst_perimeter", 50.41, 251.2)]
    [InlineData("breast_cancer", "worst_concave_points", 0, 0.291)]
    [InlineData("iris", "sepal_length", 4.3, 7.9)]
    [InlineData("iris", "petal_width", 0.1, 2.5)]
    [InlineData("wine", "malic_acid", 0.74, 5.80)]
    [InlineData("wine", "proline", 278, 1680)]
    [InlineData("digits", "p2", 0, 16)]
    [InlineData("diabetes", "progression", 25, 346)]
    public void A_column_has_the_range_of_its_notes(string table, string name, double min, double max)
    {
        CsvSchema schema = Load(table).Schema;
        CsvColumn column = schema.Columns.Append(schema.Target!).Single(column => column.Name == name);

        Assert.Equal((min, max), (column.Min, column.Max));
    }

    [Fact]
    public void The_border_pixels_of_digits_are_constant() => Assert.Equal(
        ["column 'p0' (1) is constant: nothing can be learnt from it", "column 'p32' (33) is constant: nothing can be learnt from it", "column 'p39' (40) is constant: nothing can be learnt from it"],
        Load("digits").Notes);

    private static CsvTable Load(string name) =>
        CsvTable.Load(Path.Combine(Idx.MnistFolder, "..", "csv", $"{name}.csv"), new CsvOptions { Target = ^1 });
}
