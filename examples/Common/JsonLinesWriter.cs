using System.Text.Json;

namespace MiniTorch.Examples;

/// <summary>Writes JSON lines, each at once, so that a run can be followed.</summary>
internal sealed class JsonLinesWriter : IDisposable
{
    private readonly StreamWriter _writer;

    /// <param name="option">The option that names the file, for the error.</param>
    /// <param name="path">The file; an old one is replaced.</param>
    /// <exception cref="BadInputException">The file cannot be written.</exception>
    public JsonLinesWriter(string option, string path)
    {
        try
        {
            _writer = new StreamWriter(path) { AutoFlush = true, NewLine = "\n" };
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or ArgumentException)
        {
            throw new BadInputException($"{option}: '{path}' cannot be written: {e.Message}");
        }
    }

    public void Write<T>(T line) => _writer.WriteLine(JsonSerializer.Serialize(line));

    public void Dispose() => _writer.Dispose();
}
