using System.Globalization;
using System.Text.RegularExpressions;
using FsCheck;
using FsCheck.Fluent;

namespace MiniTorch.Tests;

/// <summary>What a failing property tells: a small graph, and the seed that makes it again.</summary>
public sealed partial class ShrinkingTests
{
    private static readonly ExpressionOp WrongFactor = new("planted", static (a, _, _) => Planted.Copy(a, static gradient => gradient * 1.5));

    // Wrong only for several elements.
    private static readonly ExpressionOp WrongForMany = new("planted", static (a, _, _) => a.Count > 1 ? Planted.Copy(a, static gradient => gradient * 1.5) : a);

    // Of a second operand that is broadcast, the gradient of its first use instead of the sum of all.
    private static readonly ExpressionOp MissingUnbroadcast = new("planted", static (a, b, _) => a.Rank == 2 && b.Rank == 1 && a.Shape[1] == b.Shape[0]
        ? Op.Record("planted", a.Value.Add(b.Value), save: [], (a, static (s, g) => g), (b, static (s, g) => g[0])) * 0.5
        : a * 0.5);

    [Theory]
    [InlineData(1UL)]
    [InlineData(2UL)]
    [InlineData(3UL)]
    public void One_wrong_operation_is_all_that_is_left(ulong seed)
    {
        (Expression shrunk, string message) = Failure(WrongFactor, config => config.WithReplay(seed, 1));
        Assert.Equal("planted", Assert.Single(shrunk.Steps).Op.Name);
        Assert.Equal(Shape.Scalar, Assert.Single(shrunk.Leaves));
        Assert.Contains(" derivatives are wrong; the worst is that of the result at [] for input 0 at []: analytical ", message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(1UL)]
    [InlineData(2UL)]
    [InlineData(3UL)]
    public void Shapes_are_the_smallest_that_fail(ulong seed)
    {
        (Expression shrunk, _) = Failure(WrongForMany, config => config.WithReplay(seed, 1));
        Assert.Equal("planted", Assert.Single(shrunk.Steps).Op.Name);
        Assert.Equal(2, shrunk.Leaves.Max(static leaf => leaf.Count));
        (shrunk, _) = Failure(MissingUnbroadcast, config => config.WithReplay(seed, 1));
        Assert.InRange(shrunk.Steps.Length, 1, 3);
        Assert.InRange(shrunk.Leaves.Sum(static leaf => leaf.Count), 1, 4);
    }

    [Fact]
    public void The_message_has_a_seed_that_replays_the_case()
    {
        (Expression shrunk, string message) = Failure(WrongFactor, static config => config);

        // Of the whole run, and of the case in it that failed.
        (Expression run, _) = Failure(WrongFactor, config => config.WithReplay(Number("seed"), Number("gamma")));
        Assert.Equal(shrunk.ToString(), run.ToString());
        (Expression single, _) = Failure(WrongFactor, config => config.WithReplay(Number("lastSeed"), Number("lastGamma"), (int)Number("size")).WithMaxTest(1));
        Assert.Equal(shrunk.ToString(), single.ToString());

        ulong Number(string group)
        {
            Match seeds = Seeds().Match(message);
            Assert.True(seeds.Success, message);
            return ulong.Parse(seeds.Groups[group].Value, CultureInfo.InvariantCulture);
        }
    }

    // The last case that failed is the one that was shrunk furthest.
    private static (Expression Shrunk, string Message) Failure(ExpressionOp planted, Func<Config, Config> configure)
    {
        Expression? shrunk = null;
        ExpressionOp[] ops = [.. ExpressionOps.All, .. Enumerable.Repeat(planted, 10)];
        Property property = Prop.ForAll(Expression.Arbitrary(20, ops), expression =>
        {
            Tensor[] leaves = expression.Inputs();
            GradCheckResult result = Autograd.GradCheck(expression.Total, leaves);
            if (!result.Passed && !expression.IsNearKink(leaves))
            {
                shrunk = expression;
                Assert.Fail(result.ToString());
            }
        });
        string message = Assert.ThrowsAny<Exception>(() => property.Check(configure(Shapes.Quick))).Message;
        Assert.Contains(shrunk!.ToString(), message, StringComparison.Ordinal);
        return (shrunk, message);
    }

    [GeneratedRegex(
        @"^Falsifiable, after .* \((?<seed>\d+),(?<gamma>\d+)\)\.\s+Last step was invoked with size of (?<size>\d+) and seed of \((?<lastSeed>\d+),(?<lastGamma>\d+)\)",
        RegexOptions.ExplicitCapture,
        matchTimeoutMilliseconds: 1000)]
    private static partial Regex Seeds();
}
