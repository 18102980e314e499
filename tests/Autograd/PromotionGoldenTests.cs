using System.Text.Json;

namespace MiniTorch.Tests;

/// <summary>The type in which operands meet, by type, rank and kind, and the values there: golden/promotion.json.</summary>
public sealed class PromotionGoldenTests
{
    private static readonly Dictionary<string, Func<Tensor, Tensor, Tensor>> _both = new()
    {
        ["add"] = static (a, b) => a + b,
        ["mul"] = static (a, b) => a * b,
        ["div"] = static (a, b) => a / b,
        ["lt"] = static (a, b) => a < b,
        ["eq"] = static (a, b) => a.Eq(b),
    };

    private static readonly Dictionary<string, Func<Tensor, Scalar, Tensor>> _numberLast = new()
    {
        ["add"] = static (a, b) => a + b,
        ["mul"] = static (a, b) => a * b,
        ["div"] = static (a, b) => a / b,
        ["lt"] = static (a, b) => a < b,
        ["eq"] = static (a, b) => a.Eq(b),
    };

    private static readonly Dictionary<string, Func<Scalar, Tensor, Tensor>> _numberFirst = new()
    {
        ["add"] = static (a, b) => a + b,
        ["mul"] = static (a, b) => a * b,
        ["div"] = static (a, b) => a / b,
        ["lt"] = static (a, b) => a < b,
        ["eq"] = static (a, b) => b.Eq(a),
    };

    public static TheoryData<string> Operations => [.. _both.Keys];

    [Theory]
    [MemberData(nameof(Operations))]
    public void Types_meet_as_in_PyTorch(string op)
    {
        foreach (GoldenNode item in Golden.OwnCases("promotion.json"))
        {
            (GoldenNode left, GoldenNode right) = (item["left"], item["right"]);
            Tensor result = !left.IsTensor ? _numberFirst[op](Number(left), right.Tensor()!)
                : !right.IsTensor ? _numberLast[op](left.Tensor()!, Number(right))
                : _both[op](left.Tensor()!, right.Tensor()!);
            Close.Assert(item["results"][op], result, 1e-6, 0, $"{left} {op} {right}");
        }
    }

    [Fact]
    public void Choices_meet_likewise()
    {
        var condition = Tensor.From(true);
        foreach (GoldenNode item in Golden.OwnCases("promotion.json"))
        {
            (GoldenNode left, GoldenNode right) = (item["left"], item["right"]);
            Tensor result = !left.IsTensor ? Tensor.Where(condition, Number(left), right.Tensor()!)
                : !right.IsTensor ? Tensor.Where(condition, left.Tensor()!, Number(right))
                : Tensor.Where(condition, left.Tensor()!, right.Tensor()!);
            Assert.Equal(item["result_type"].String, result.DType.Name());
        }
    }

    [Fact]
    public void Every_pair_of_types_ranks_and_numbers_is_there()
    {
        IReadOnlyList<GoldenNode> cases = Golden.OwnCases("promotion.json");
        Assert.Equal((6 * 6 * 4) + (6 * 2 * 3 * 2), cases.Select(static item => $"{Kind(item["left"])} {Kind(item["right"])}").Distinct().Count());

        static string Kind(GoldenNode node) => node.IsTensor ? $"{node["dtype"].String}{node["shape"].Count}" : node.ToString();
    }

    private static Scalar Number(GoldenNode node) => node.Kind switch
    {
        JsonValueKind.True or JsonValueKind.False => node.Bool,
        _ when node.ToString().Contains('.', StringComparison.Ordinal) => node.Double,
        _ => node.Long,
    };
}
