using System.Text.RegularExpressions;

namespace MiniTorch.Tests.Examples;

/// <summary>What a run of a program came to.</summary>
internal sealed partial record Finished(int ExitCode, string Output, string Error)
{
    private const int BadInput = 2;

    public string[] Lines { get; } = Output.Split('\n');

    /// <summary>One line on standard error that says so, exit code 2, never a stack trace.</summary>
    public void AssertRefused(string program, string expected)
    {
        Assert.Equal(BadInput, ExitCode);
        Assert.StartsWith($"{program}: ", Error, StringComparison.Ordinal);
        Assert.Equal(Error.Length - 1, Error.IndexOf('\n'));
        Assert.Contains(expected, Error, StringComparison.Ordinal);
        Assert.DoesNotMatch(StackTrace(), Error + Output);
    }

    [GeneratedRegex(@"^   at |Exception", RegexOptions.Multiline)]
    private static partial Regex StackTrace();
}
