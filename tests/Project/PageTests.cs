using System.Text.RegularExpressions;

namespace MiniTorch.Tests.Project;

/// <summary>
/// Every <c>csharp</c> block of README.md and of docs/ is code that is compiled and run by a test here, word for word, or an excerpt of a source file, if its
/// first line is a comment with the file's path. A sample stands in a test between the lines <c>// sample: NAME</c> and <c>// sample-end</c>; parts of
/// the same NAME (statements in the test, types beside it) are read as one text with an empty line between them. The block's leading usings
/// must stand in the sample's file too.
/// </summary>
public partial class PageTests
{
    private static readonly string[] _pages =
        ["README.md", .. Directory.EnumerateFiles(Path.Combine(Repository.Root, "docs"), "*.md").Select(path => $"docs/{Path.GetFileName(path)}")];

    public static TheoryData<string> Pages => [.. _pages];

    [Theory]
    [MemberData(nameof(Pages))]
    public void Every_block_of_a_page_is_a_sample_compiled_here_or_an_excerpt(string page)
    {
        Sample[] samples = [.. Samples()];
        foreach (string block in CodeBlocks(Checkout.Read(page)))
        {
            if (Excerpt().Match(block) is { Success: true } excerpt)
            {
                string[] source = Lines(Checkout.Read(excerpt.Groups["path"].Value));
                string[] lines = Lines(excerpt.Groups["text"].Value);
                bool isFound = Enumerable.Range(0, source.Length).Any(start => source.Skip(start).Take(lines.Length).SequenceEqual(lines));
                Assert.True(isFound, $"{excerpt.Groups["path"].Value} does not hold:\n{block}");
                continue;
            }

            (string[] usings, string body) = SplitUsings(block);
            Sample? nearest = samples.MaxBy(sample => sample.Text.Split('\n').Intersect(body.Split('\n')).Count());
            Assert.True(nearest is not null, $"No sample in tests/Project for the block:\n{block}");
            Assert.Equal(nearest.Text, body);
            Assert.Empty(usings.Except(nearest.Usings));
        }

        // Whatever the indentation, so that an excerpt need not keep that of its class.
        static string[] Lines(string text) => [.. text.ReplaceLineEndings("\n").TrimEnd().Split('\n').Select(line => line.Trim())];
    }

    [Fact]
    public void Every_sample_stands_on_a_page()
    {
        string[] blocks = [.. _pages.SelectMany(page => CodeBlocks(Checkout.Read(page))).Select(block => SplitUsings(block).Body)];

        Assert.Empty(Samples().Where(sample => !blocks.Contains(sample.Text)).Select(sample => sample.Name));
    }

    [Fact]
    public void Blocks_and_samples_are_read_without_their_indentation()
    {
        const string readme = "text\n```csharp\nusing A;\n\nfor (;;)\n{\n    f();\n}\n```\n```bash\nls\n```\n";
        const string source = "using A;\nusing B;\n        // sample: one\n        for (;;)\n        {\n            f();\n        }\n        // sample-end\n";

        (string[] usings, string body) = SplitUsings(Assert.Single(CodeBlocks(readme)));
        Sample sample = Assert.Single(SamplesIn(source));

        Assert.Equal(["using A;"], usings);
        Assert.Equal(sample.Text, body);
        Assert.Equal(["using A;", "using B;"], sample.Usings);
    }

    private static IEnumerable<string> CodeBlocks(string markdown) =>
        CodeBlock().Matches(markdown.ReplaceLineEndings("\n")).Select(match => match.Groups["text"].Value);

    private static IEnumerable<Sample> Samples() =>
        Directory.EnumerateFiles(Path.Combine(Repository.Root, "tests", "Project"), "*.cs", SearchOption.AllDirectories)
            .SelectMany(file => SamplesIn(File.ReadAllText(file)));

    private static IEnumerable<Sample> SamplesIn(string source)
    {
        source = source.ReplaceLineEndings("\n");
        string[] usings = [.. UsingLine().Matches(source).Select(match => match.Value)];
        return MarkedPart().Matches(source)
            .GroupBy(match => match.Groups["name"].Value, match => Unindent(match.Groups["text"].Value))
            .Select(parts => new Sample(parts.Key, usings, string.Join("\n\n", parts)));
    }

    private static (string[] Usings, string Body) SplitUsings(string block)
    {
        string[] lines = block.Trim('\n').Split('\n');
        int start = lines.TakeWhile(line => line.Length == 0 || UsingLine().IsMatch(line)).Count();
        return ([.. lines[..start].Where(line => line.Length > 0)], string.Join('\n', lines[start..]));
    }

    private static string Unindent(string text)
    {
        string[] lines = text.Trim('\n').Split('\n');
        int indent = lines.Where(line => line.Length > 0).Min(line => line.Length - line.TrimStart(' ').Length);
        return string.Join('\n', lines.Select(line => line.Length == 0 ? line : line[indent..]));
    }

    [GeneratedRegex(@"^```csharp\n(?<text>.*?)^```", RegexOptions.Multiline | RegexOptions.Singleline | RegexOptions.ExplicitCapture)]
    private static partial Regex CodeBlock();

    [GeneratedRegex(@"^// (?<path>[\w./]+\.cs)\n(?<text>.*)", RegexOptions.Singleline | RegexOptions.ExplicitCapture)]
    private static partial Regex Excerpt();

    [GeneratedRegex(@"^using [\w.]+;", RegexOptions.Multiline)]
    private static partial Regex UsingLine();

    [GeneratedRegex(
        @"^ *// sample: (?<name>\S+)\n(?<text>.*?)^ *// sample-end$",
        RegexOptions.Multiline | RegexOptions.Singleline | RegexOptions.ExplicitCapture)]
    private static partial Regex MarkedPart();

    private sealed record Sample(string Name, string[] Usings, string Text);
}
