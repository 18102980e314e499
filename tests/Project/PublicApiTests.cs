namespace MiniTorch.Tests.Project;

/// <summary>
/// The public surface of each layer is written down in docs/api, so that a change of it is seen in review.
/// With MINITORCH_UPDATE_API=1 in the environment the test writes the files anew instead of comparing.
/// </summary>
public class PublicApiTests
{
    public static TheoryData<string> LayerNames => Repository.LayerNames;

    [Theory]
    [MemberData(nameof(LayerNames))]
    public void Public_surface_is_the_one_in_docs_api(string name)
    {
        string actual = ApiListing.Of(Repository.LayerOf(name).Load().GetTypes());
        string file = Path.Combine(Repository.Root, "docs", "api", $"MiniTorch.{name}.txt");
        if (Environment.GetEnvironmentVariable("MINITORCH_UPDATE_API") == "1")
        {
            Directory.CreateDirectory(Path.GetDirectoryName(file)!);
            File.WriteAllText(file, actual);
        }

        string written = File.Exists(file) ? File.ReadAllText(file).ReplaceLineEndings("\n") : "\n";

        Assert.True(actual == written, $"""
            The public API of MiniTorch.{name} is not what docs/api/MiniTorch.{name}.txt says:
            {Difference(written, actual)}
            If the change is meant: MINITORCH_UPDATE_API=1 dotnet test -c Release tests/Project
            """);
    }

    private static string Difference(string written, string actual)
    {
        string[] before = written.Split('\n'), after = actual.Split('\n');
        return string.Join('\n', before.Except(after).Select(line => "- " + line).Concat(after.Except(before).Select(line => "+ " + line)));
    }
}
