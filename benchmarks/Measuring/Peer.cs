using System.Diagnostics;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace MiniTorch.Benchmarks;

/// <summary>A program that measures the same with another library and takes turns with this one: a line to it, a line of JSON from it.</summary>
internal sealed class Peer : IDisposable
{
    private readonly Process _process;

    public Peer(string program, params IEnumerable<string> arguments) =>
        _process = Process.Start(new ProcessStartInfo(program, arguments) { UseShellExecute = false, RedirectStandardInput = true, RedirectStandardOutput = true })!;

    public JsonObject Ask(string line)
    {
        _process.StandardInput.WriteLine(line);
        _process.StandardInput.Flush();
        string answer = _process.StandardOutput.ReadLine() ?? throw new InvalidOperationException($"the peer ended instead of answering '{line}'");
        return JsonNode.Parse(answer)!.AsObject();
    }

    /// <summary>Ends it, which the end of its input tells it.</summary>
    public void Dispose()
    {
        _process.StandardInput.Close();
        _process.WaitForExit();
        _process.Dispose();
    }
}
