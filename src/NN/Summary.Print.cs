using System.Globalization;
using System.Text;

namespace MiniTorch.NN;

public sealed partial class Summary
{
    private const string Nothing = "--";
    private const int Gap = 4;

    private static readonly string[] Header = ["Layer (type (path):depth-idx)", "Output Shape", "Param #", "Mult-Adds"];

    /// <summary>The table, as torchinfo prints it.</summary>
    public override string ToString()
    {
        string[][] lines = [Header, .. Rows.Where(row => row.Depth <= _depth).Select(Cells)];
        int[] widths = [.. Enumerable.Range(0, Header.Length).Select(column => lines.Max(line => line[column].Length) + Gap)];
        string rule = new('=', widths.Sum());
        var text = new StringBuilder(rule).Append('\n');
        foreach (string[] line in lines)
        {
            text.Append(string.Concat(line.Zip(widths, static (cell, width) => cell.PadRight(width))).TrimEnd()).Append('\n');
            if (line == Header)
            {
                text.Append(rule).Append('\n');
            }
        }

        return text.Append(rule).Append('\n')
            .Append("Total params: ").Append(Number(TotalParameters)).Append('\n')
            .Append("Trainable params: ").Append(Number(TrainableParameters)).Append('\n')
            .Append("Non-trainable params: ").Append(Number(NonTrainableParameters)).Append('\n')
            .Append("Total mult-adds").Append(Scaled(TotalMultiplyAdds)).Append('\n')
            .Append(rule).Append('\n')
            .Append("Input size (MB): ").Append(Megabytes(InputBytes)).Append('\n')
            .Append("Forward/backward pass size (MB): ").Append(Megabytes(ForwardBackwardBytes)).Append('\n')
            .Append("Params size (MB): ").Append(Megabytes(ParameterBytes)).Append('\n')
            .Append("Estimated Total Size (MB): ").Append(Megabytes(TotalBytes)).Append('\n')
            .Append(rule).ToString();
    }

    private string[] Cells(SummaryRow row)
    {
        bool isWhole = row.IsLeaf || row.Depth == _depth;
        long parameters = isWhole ? row.Parameters : row.OwnParameters;
        return
        [
            Label(row),
            row.OutputShapes.Count == 0 ? Nothing : string.Join(", ", row.OutputShapes),
            row.Parameters == 0 ? Nothing
                : row.IsRecursive ? "(recursive)"
                : parameters == 0 ? Nothing
                : row.TrainableParameters == 0 ? $"({Number(parameters)})"
                : Number(parameters),
            (isWhole ? row.MultiplyAdds : row.OwnMultiplyAdds) is > 0 and var multiplyAdds ? Number(multiplyAdds) : Nothing,
        ];
    }

    private static string Label(SummaryRow row)
    {
        string branch = row.Depth switch
        {
            0 => "",
            1 => "├─",
            _ => $"{string.Concat(Enumerable.Repeat("│    ", row.Depth - 1))}└─",
        };
        string path = row.Path.Length == 0 ? "" : $" ({row.Path})";
        string place = row.Depth == 0 ? "" : string.Create(CultureInfo.InvariantCulture, $": {row.Depth}-{row.Index}");
        return $"{branch}{row.Type}{path}{place}";
    }

    private static string Number(long number) => number.ToString("N0", CultureInfo.InvariantCulture);

    private static string Megabytes(long bytes) => (bytes / 1e6).ToString("N2", CultureInfo.InvariantCulture);

    private static string Scaled(long number)
    {
        (double unit, string name) = number switch
        {
            >= 1_000_000_000_000 => (1e12, " (T)"),
            >= 1_000_000_000 => (1e9, " (G)"),
            >= 1_000_000 => (1e6, " (M)"),
            >= 1_000 => (1e3, " (k)"),
            _ => (1, ""),
        };
        return $"{name}: {(number / unit).ToString(number % unit == 0 ? "N0" : "N2", CultureInfo.InvariantCulture)}";
    }
}
