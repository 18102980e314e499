using System.CommandLine;
using System.Globalization;
using MiniTorch.Data;

namespace MiniTorch.Examples.Csv;

/// <summary>The options that say how a table is written: of training and of predicting alike.</summary>
internal static class TableOptions
{
    private static readonly Option<string> Header = CheckedOption.Choice("--header", "Whether the first row holds names", ["auto", "present", "none"]);

    private static readonly Option<char?> Delimiter = new("--delimiter")
    {
        Description = "What separates cells: a character, or tab [default: found out]",
        HelpName = "C",
        CustomParser = static argument =>
        {
            string text = argument.Tokens.Single().Value;
            char? character = text == "tab" ? '\t' : text.Length == 1 ? text[0] : null;
            if (character is null or '"' || char.IsAsciiLetterOrDigit(character.Value) || !char.IsAscii(character.Value) || character is '\n' or '\r' or '\0')
            {
                argument.AddError($"--delimiter must be one character that is no letter, digit or quote, or tab; got '{text}'");
            }

            return character;
        },
    };

    private static readonly Option<bool> DecimalComma = new("--decimal-comma") { Description = "Numbers are written with a comma, as 1,5" };

    private static readonly Option<MissingPolicy?> Missing = new("--missing")
    {
        Description = "What happens where a value is missing: mean (of the training rows), drop (the row), refuse (the file), or a number [default: mean]",
        HelpName = "RULE",
        CustomParser = static argument =>
        {
            string text = argument.Tokens.Single().Value;
            switch (text)
            {
                case "mean": return MissingPolicy.Mean;
                case "drop": return MissingPolicy.DropRow;
                case "refuse": return MissingPolicy.Refuse;
                default:
                    if (float.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out float value) && float.IsFinite(value))
                    {
                        return MissingPolicy.Constant(value);
                    }

                    argument.AddError($"--missing must be mean, drop, refuse or a number; got '{text}'");
                    return null;
            }
        },
    };

    /// <summary>Adds the options; what is missing is treated in predictions as it was in training.</summary>
    public static void AddTo(Command command, bool isTraining)
    {
        foreach (Option option in (Option[])[Header, Delimiter, DecimalComma, .. isTraining ? (Option[])[Missing] : []])
        {
            command.Add(option);
        }
    }

    public static CsvOptions Read(ParseResult result, CsvOptions options) => options with
    {
        Header = Enum.Parse<CsvHeader>(result.GetRequiredValue(Header), ignoreCase: true),
        Delimiter = result.GetValue(Delimiter),
        Culture = result.GetValue(DecimalComma) ? new NumberFormatInfo { NumberDecimalSeparator = ",", NumberGroupSeparator = "" } : CultureInfo.InvariantCulture,
        Missing = result.GetValue(Missing) ?? MissingPolicy.Mean,
    };
}
