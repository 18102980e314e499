using System.Globalization;
using FsCheck;
using FsCheck.Fluent;
using MiniTorch.Data;

namespace MiniTorch.Tests;

public sealed class CsvRoundTripTests : IDisposable
{
    private readonly TempFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Any_table_written_with_quotes_is_read_back()
    {
        Gen<string> text = from characters in Gen.ArrayOf(Gen.Elements("abzé€😀 ,;\t|\"'\n\r#=-?".EnumerateRunes().Select(static rune => rune.ToString()).ToArray()))
                           select string.Concat(characters);
        Gen<float> number = from bits in Gen.Choose(int.MinValue, int.MaxValue)
                            let value = BitConverter.Int32BitsToSingle(bits)
                            select float.IsFinite(value) ? value : 0;
        Gen<(char Delimiter, string NewLine, string[] Texts, float[] Numbers)> tables =
            from delimiter in Gen.Elements(',', ';', '\t', '|')
            from newLine in Gen.Elements("\n", "\r\n")
            from rows in Gen.Choose(1, 30)
            from texts in Gen.ArrayOf(text, rows)
            from numbers in Gen.ArrayOf(number, rows)
            select (delimiter, newLine, texts, numbers);
        Prop.ForAll(tables.ToArbitrary(), table =>
        {
            IEnumerable<string> rows = table.Texts.Zip(table.Numbers, (cell, value) =>
                $"{Quote(cell)}{table.Delimiter}{value.ToString("R", CultureInfo.InvariantCulture)}");
            string path = _folder.Csv(string.Join(table.NewLine, rows.Prepend($"{Quote("a \"b\"\n")}{table.Delimiter}number")));

            CsvTable read = CsvTable.Load(path, new CsvOptions
            {
                Delimiter = table.Delimiter,
                MissingTokens = [],
                Columns = new Dictionary<CsvColumnRef, CsvColumnOptions> { ["a \"b\"\n"] = new() { Kind = CsvColumnKind.Index } },
            });

            float[] values = read.Features.Floats();
            IReadOnlyList<string> categories = read.Schema.Columns[0].Categories;
            Assert.Equal(table.Texts, values.Where(static (_, i) => i % 2 == 0).Select(index => categories[(int)index]));
            Assert.Equal(table.Numbers, values.Where(static (_, i) => i % 2 == 1));
        }).Check(Config.QuickThrowOnFailure);
    }

    private static string Quote(string text) => $"\"{text.Replace("\"", "\"\"", StringComparison.Ordinal)}\"";
}
