using System.Text;
using MiniTorch.Data;

namespace MiniTorch.Tests;

/// <summary>CSV files, written and read.</summary>
internal static class CsvFiles
{
    private static readonly UTF8Encoding s_utf8 = new(encoderShouldEmitUTF8Identifier: false);

    extension(TempFolder folder)
    {
        /// <summary>A file of these characters in UTF-8.</summary>
        public string Csv(string text, string name = "table.csv") => folder.Write(name, s_utf8.GetBytes(text));

        public CsvTable Load(string text, CsvOptions? options = null) => CsvTable.Load(folder.Csv(text), options);

        /// <summary>What is said of a file that is refused, without its path; it is one line that begins with it.</summary>
        public string Refusal(string text, CsvOptions? options = null) => folder.Refusal(s_utf8.GetBytes(text), options);

        public string Refusal(byte[] content, CsvOptions? options = null)
        {
            string path = folder.Write("bad.csv", content);
            return Refusal(path, () => CsvTable.Load(path, options));
        }
    }

    public static string Refusal(string path, Action load)
    {
        string message = Assert.Throws<InvalidDataException>(load).Message;
        Assert.StartsWith($"{path}: ", message, StringComparison.Ordinal);
        Assert.DoesNotContain('\n', message);
        return message[(path.Length + 2)..];
    }

    public static float[] Floats(this Tensor? tensor) => tensor!.ToArray<float>();

    public static long[] Longs(this Tensor? tensor) => tensor!.ToArray<long>();
}
