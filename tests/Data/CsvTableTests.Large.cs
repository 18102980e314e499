using System.Globalization;
using MiniTorch.Data;

namespace MiniTorch.Tests;

public sealed partial class CsvTableTests
{
    [Fact]
    public void Ten_thousand_columns_are_read()
    {
        const int Columns = 10_000;
        string header = string.Join(',', Enumerable.Range(0, Columns).Select(static i => $"v{i}"));
        string[] rows = [.. Enumerable.Range(0, 6).Select(row => string.Join(',', Enumerable.Range(0, Columns).Select(i => $"{(row * i) % 97}.5")))];

        CsvTable table = _folder.Load($"{header},y\n{string.Join("\n", rows.Select(static (row, i) => $"{row},{i % 2}"))}\n", s_y);

        Assert.Equal([6, Columns], table.Features.Shape);
        Assert.Equal((5 * 9999 % 97) + .5f, table.Features[5, 9999].Item<float>());
        Assert.Equal(["0", "1"], table.Schema.ClassNames);
        Assert.Equal(43, table.Schema.ToString().Split('\n').Length);
        Assert.Contains("and 9960 more", table.Schema.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void A_cell_longer_than_any_buffer_is_read()
    {
        string text = new('a', 3_000_000);
        CsvTable table = _folder.Load($"x,note,y\n1,\"{text}\",0\n2,{text},1\n{new string('0', 1_000_000)}3,b,0\n", s_y);

        Assert.Equal(text, table.Schema.Columns[1].Categories[0]);
        Assert.Equal([1, 1, 0, 2, 1, 0, 3, 0, 1], table.Features.Floats());
    }

    [Fact]
    public void A_row_without_end_is_refused_before_it_fills_the_memory()
    {
        string path = Path.Combine(_folder.Path, "endless.csv");
        using (StreamWriter file = new(path))
        {
            file.Write("x,y\n1,2\n\"");
            string line = new('1', 1 << 16);
            for (int i = 0; i < 1300; i++)
            {
                file.WriteLine(line);
            }
        }

        Assert.Equal("line 3: the row that begins here is longer than 64 MB; is a quote not closed?", CsvFiles.Refusal(path, () => CsvTable.Load(path)));
    }

    [Fact]
    public void Features_larger_than_a_tensor_are_refused_before_memory_is_taken()
    {
        string text = "name,y\n" + string.Concat(Enumerable.Range(0, 30_000).Select(static i => $"n{i},{i % 2}\n"));

        Assert.Equal(
            "30000 rows of 30000 features take 3600000000 bytes; a tensor has at most 2 GB", _folder.Refusal(text, s_y with { MaxCategories = 30_000 }));
    }

    [Theory]
    [InlineData("x,y\n1,2\n3,4\n5,6\n")]
    [InlineData("x,y\n1,2\n")]
    public void A_file_that_changes_between_the_passes_is_refused(string later)
    {
        string path = _folder.Csv("x,y\n1,2\n3,4\n"), other = _folder.Csv(later, "later.csv");
        bool isReplaced = false;

        Assert.Equal("the file has changed while it was read", CsvFiles.Refusal(path, () => CsvTable.Load(path, progress: new Watcher(() =>
        {
            if (!isReplaced)
            {
                File.Move(other, path, overwrite: true);
                isReplaced = true;
            }
        }))));
    }

    [Fact]
    public void Progress_never_goes_back_and_ends_at_one()
    {
        List<CsvProgress> reports = [];
        string path = Numbers(rows: 40_000);
        CsvTable.Load(path, progress: new Recorder(reports));

        long length = new FileInfo(path).Length;
        Assert.True(reports.Count > 6);
        Assert.Equal(reports.Select(static report => report.Bytes).Order(), reports.Select(static report => report.Bytes));
        Assert.All(reports, report => Assert.Equal(2 * length, report.TotalBytes));
        Assert.Equal(new CsvProgress(2 * length, 2 * length, 40_000), reports[^1]);
        Assert.Contains(reports, static report => report.Fraction is > .2 and < .4 && report.Rows is > 0 and < 40_000);
    }

    [Fact]
    public void Reading_can_be_cancelled()
    {
        string path = Numbers(rows: 40_000);
        using CancellationTokenSource source = new();
        int reports = 0;
        var watcher = new Watcher(() =>
        {
            if (++reports == 3)
            {
                source.Cancel();
            }
        });

        Assert.Throws<OperationCanceledException>(() => CsvTable.Load(path, progress: watcher, cancellationToken: source.Token));
        Assert.Equal(3, reports);
    }

    [Fact]
    public void Memory_is_that_of_the_tensor_and_no_cell_becomes_a_string()
    {
        string path = Numbers(rows: 40_000);
        CsvTable.Load(path);
        long before = GC.GetAllocatedBytesForCurrentThread();

        CsvTable table = CsvTable.Load(path);

        long tensor = 4L * table.Features.Count;
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, tensor, (long)(1.2 * tensor));
    }

    [Fact]
    public void A_value_is_the_nearest_float_wherever_it_stands()
    {
        string path = Numbers(rows: 3000);
        float[] values = CsvTable.Load(path).Features.Floats();

        string[] cells = File.ReadAllText(path).Split(',', '\n')[8..^1];
        Assert.Equal(cells.Select(static cell => (float)double.Parse(cell, CultureInfo.InvariantCulture)), values);
    }

    private string Numbers(int rows)
    {
        Generator generator = new(3L);
        float[] values = Tensor.Randn([rows, 8], generator: generator).Floats();
        return _folder.Csv("a,b,c,d,e,f,g,h\n" + string.Concat(values.Chunk(8).Select(
            static row => string.Join(',', row.Select(static value => value.ToString("R", CultureInfo.InvariantCulture))) + "\n")));
    }

    private sealed class Watcher(Action action) : IProgress<CsvProgress>
    {
        public void Report(CsvProgress value) => action();
    }
}
