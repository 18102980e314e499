using System.Diagnostics;
using System.Globalization;
using System.Net.WebSockets;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace MiniTorch.Tests;

/// <summary>Chromium without a window, over its DevTools protocol.</summary>
internal sealed class Browser : IAsyncDisposable
{
    private static readonly string[] _names = ["chromium", "chromium-browser", "google-chrome"];

    private readonly Process _process;
    private readonly TemporaryFolder _profile;
    private readonly ClientWebSocket _socket = new();
    private readonly CancellationTokenSource _limit = new(TimeSpan.FromMinutes(4));
    private int _messages;

    private Browser(Process process, TemporaryFolder profile) => (_process, _profile) = (process, profile);

    /// <summary>The program, or null where none is installed.</summary>
    public static string? Program { get; } = (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator)
        .SelectMany(static folder => _names.Select(name => Path.Combine(folder, name)))
        .FirstOrDefault(File.Exists);

    public static async Task<Browser> Open(string path, string fragment)
    {
        var profile = new TemporaryFolder();
        string folder = profile.File("profile");
        var start = new ProcessStartInfo(Program!)
        {
            UseShellExecute = false,
            RedirectStandardError = true,
            RedirectStandardOutput = true,
            ArgumentList =
            {
                "--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
                "--disable-component-update", "--disable-sync", "--window-size=1200,900", "--remote-debugging-port=0", $"--user-data-dir={folder}", "about:blank",
            },
        };
        var browser = new Browser(Process.Start(start)!, profile);
        browser._process.ErrorDataReceived += static (_, _) => { };
        browser._process.BeginErrorReadLine();
        browser._process.BeginOutputReadLine();
        await browser.Connect(Path.Combine(folder, "DevToolsActivePort"));
        await browser.Ask("Page.navigate", new JsonObject { ["url"] = $"{new Uri(path)}#{fragment}" });
        return browser;
    }

    /// <summary>The value of a script's expression, as text.</summary>
    public async Task<string> Evaluate(string expression)
    {
        JsonNode answer = await Ask("Runtime.evaluate", new JsonObject { ["expression"] = expression, ["returnByValue"] = true, ["awaitPromise"] = true });
        return answer["exceptionDetails"] is { } error ? throw new InvalidOperationException(error.ToJsonString()) : $"{answer["result"]?["value"]}";
    }

    /// <summary>Waits until an expression is true.</summary>
    public async Task Until(string condition)
    {
        while (await Evaluate($"String({condition})") != "true")
        {
            await Task.Delay(50, _limit.Token);
        }
    }

    /// <summary>Presses and lets go a key, as its name in key events.</summary>
    public async Task Press(string key)
    {
        foreach (string type in (string[])["rawKeyDown", "keyUp"])
        {
            await Ask("Input.dispatchKeyEvent", new JsonObject { ["type"] = type, ["key"] = key, ["code"] = key == " " ? "Space" : key });
        }
    }

    public async ValueTask DisposeAsync()
    {
        _process.Kill(entireProcessTree: true);
        await _process.WaitForExitAsync();
        _process.Dispose();
        _socket.Dispose();
        _limit.Dispose();
        _profile.Dispose();
    }

    private async Task Connect(string portFile)
    {
        string[] lines;
        while (!File.Exists(portFile) || (lines = await File.ReadAllLinesAsync(portFile, _limit.Token)).Length < 2)
        {
            await Task.Delay(50, _limit.Token);
        }

        using var http = new HttpClient();
        string pages = await http.GetStringAsync(new Uri($"http://127.0.0.1:{int.Parse(lines[0], CultureInfo.InvariantCulture)}/json/list"), _limit.Token);
        JsonNode page = JsonNode.Parse(pages)!.AsArray().First(static page => (string?)page!["type"] == "page")!;
        await _socket.ConnectAsync(new Uri((string)page["webSocketDebuggerUrl"]!), _limit.Token);
    }

    private async Task<JsonNode> Ask(string method, JsonObject parameters)
    {
        int id = ++_messages;
        var message = new JsonObject { ["id"] = id, ["method"] = method, ["params"] = parameters };
        await _socket.SendAsync(JsonSerializer.SerializeToUtf8Bytes(message), WebSocketMessageType.Text, endOfMessage: true, _limit.Token);
        while (true)
        {
            JsonNode answer = await Receive();
            if ((int?)answer["id"] == id)
            {
                return answer["result"] ?? throw new InvalidOperationException(answer.ToJsonString());
            }
        }
    }

    private async Task<JsonNode> Receive()
    {
        using var text = new MemoryStream();
        byte[] buffer = new byte[1 << 16];
        WebSocketReceiveResult part;
        do
        {
            part = await _socket.ReceiveAsync(buffer, _limit.Token);
            text.Write(buffer, 0, part.Count);
        }
        while (!part.EndOfMessage);

        return JsonNode.Parse(text.ToArray())!;
    }
}
