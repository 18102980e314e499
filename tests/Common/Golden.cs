using System.Text.Json;
using System.Text.RegularExpressions;

namespace MiniTorch.Tests;

/// <summary>
/// Reads the reference numbers of tests/golden, or of the folder that the environment variable MINITORCH_GOLDEN names. What a test does
/// with a case is its own affair; here are only the values.
/// </summary>
public static partial class Golden
{
    private static readonly string _ownFolder = Path.Combine(AppContext.BaseDirectory, "golden");

    /// <summary>Where the files are.</summary>
    public static string Folder { get; } = Environment.GetEnvironmentVariable("MINITORCH_GOLDEN") is { Length: > 0 } folder
        ? folder
        : _ownFolder;

    /// <summary>The cases of a file, as <c>tensors.json</c>.</summary>
    public static IReadOnlyList<GoldenNode> Cases(string file) => Read(Folder, file);

    /// <summary>The cases of a file that the project made itself: it comes from tests/golden, whatever folder the variable names.</summary>
    public static IReadOnlyList<GoldenNode> OwnCases(string file) => Read(_ownFolder, file);

    /// <summary>
    /// Number and name of every case, for a [MemberData]: the name is what the case holds under <paramref name="key"/> (<c>op</c>,
    /// <c>optimizer</c>, <c>scheduler</c>). The test then takes <c>Cases(file)[index]</c>.
    /// </summary>
    public static TheoryData<int, string> Theory(string file, string key) => Theory(Cases(file), key);

    /// <summary>Number and name of every case.</summary>
    public static TheoryData<int, string> Theory(IReadOnlyList<GoldenNode> cases, string key)
    {
        var data = new TheoryData<int, string>();
        foreach ((int index, GoldenNode item) in cases.Index())
        {
            data.Add(index, item[key].String);
        }

        return data;
    }

    /// <summary>A document of the files' form. NaN and the infinities may stand bare, as Python writes them.</summary>
    public static GoldenNode Parse(string json)
    {
        using JsonDocument document = JsonDocument.Parse(BareNumber().Replace(json, "\"$0\""));
        return new GoldenNode("", document.RootElement.Clone());
    }

    private static IReadOnlyList<GoldenNode> Read(string folder, string file) =>
        [.. Parse(File.ReadAllText(Path.Combine(folder, file)))["cases"].Items];

    // Not in quotes already: after the colon, comma or bracket that a value follows.
    [GeneratedRegex(@"(?<=[:,\[]\s*)-?(NaN|Infinity)(?=\s*[,\]}])")]
    private static partial Regex BareNumber();
}
