using System.CommandLine;
using System.Globalization;
using System.Numerics;

namespace MiniTorch.Examples;

/// <summary>Options whose values are checked, with errors that say what is expected and what was given.</summary>
internal static class CheckedOption
{
    private const string Positive = "a whole number above 0";

    public static Option<T?> Number<T>(
        string name, string helpName, string description, T? byDefault, Func<T, bool> isValid, string expected)
        where T : struct, INumber<T> => new(name)
        {
            Description = description,
            HelpName = helpName,
            DefaultValueFactory = byDefault is null ? null : _ => byDefault,
            CustomParser = argument =>
            {
                string text = argument.Tokens.Single().Value;
                if (T.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out T value) && isValid(value))
                {
                    return value;
                }

                argument.AddError($"{name} must be {expected}; got '{text}'");
                return null;
            },
        };

    public static Option<int?> Count(string name, string description, int? byDefault) =>
        Number(name, "N", description, byDefault, static n => n > 0, Positive);

    public static Option<int[]?> Counts(string name, string description) => new(name)
    {
        Description = description,
        HelpName = "N,N,...",
        CustomParser = argument =>
        {
            string text = argument.Tokens.Single().Value;
            int[] counts = [.. text.Split(',').Select(static part => int.TryParse(part, CultureInfo.InvariantCulture, out int n) ? n : 0)];
            if (counts.All(static n => n > 0))
            {
                return counts;
            }

            argument.AddError($"{name} must be whole numbers above 0, as in 256,128; got '{text}'");
            return null;
        },
    };

    public static Option<string?> Path(string name, string helpName, string description) => new(name)
    {
        Description = description,
        HelpName = helpName,
        CustomParser = argument =>
        {
            string path = argument.Tokens.Single().Value;
            if (path.Length == 0)
            {
                argument.AddError($"{name} must be a path; got ''");
            }

            return path;
        },
    };

    public static Option<string> Choice(string name, string description, IReadOnlyList<string> choices)
    {
        string listed = string.Join(", ", choices);
        return new Option<string>(name)
        {
            Description = $"{description}: {listed}",
            HelpName = "NAME",
            DefaultValueFactory = _ => choices[0],
            CustomParser = argument =>
            {
                string text = argument.Tokens.Single().Value;
                if (!choices.Contains(text))
                {
                    argument.AddError($"{name} must be one of {listed}; got '{text}'");
                }

                return text;
            },
        };
    }
}
