namespace MiniTorch.Tests;

/// <summary>OpTest, the tests' own check of an operation, finds wrong values, shapes and types besides wrong derivatives.</summary>
public sealed class OpTestMistakeTests
{
    [Fact]
    public void A_gradient_that_depends_on_the_layout_of_the_gradient()
    {
        // By less than GradCheck allows.
        static Tensor Crooked(Tensor x) => Op.Record(
            "crooked", x.Value.Multiply(2), save: [], (x, static (s, g) => g.Value.IsContiguous ? g * 2 : g * 2.0001));
        Exception error = Assert.ThrowsAny<Xunit.Sdk.XunitException>(static () => OpTest.Check(Crooked, static x => x.Map(static v => 2 * v), [[2, 3]]));
        Assert.Contains("from a gradient that is Transposed", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Wrong_values_shapes_and_types()
    {
        Fails("the value of [3], Contiguous", static () => OpTest.Check(static x => x * 2, static x => x.Map(static v => 2.1 * v), [[3]]));
        Fails("[3, 1]", static () => OpTest.Check(static x => x.Unsqueeze(0), static x => x.Reshape([3, 1]), [[3]]));
        Fails("Float64", static () => OpTest.Check(static x => x.Gt(0), static x => x.Map(static v => v > 0 ? 1 : 0), [[3]]));
        Fails("the gradient of [3]", static () => OpTest.Check(
            static x => Planted.Copy(x, static gradient => gradient * 2), static x => x, [[3]]));
        Fails("the second derivatives of [3]", static () => OpTest.Check(
            static x => Op.Record("exp", x.Value.Exp(), save: [Op.Output], (x, static (s, g) => g * s[0].Detach())), static x => x.Map(Math.Exp), [[3]]));

        // Wrong only where the input does not lie in order.
        Fails("the value of [2, 3], Transposed", static () => OpTest.Check(
            static x => x.Value.IsContiguous ? x * 2 : x * 3, static x => x.Map(static v => 2 * v), [[2, 3]]));

        // Wrong only in float32.
        Fails("the value of [3], Contiguous", static () => OpTest.Check(
            static x => x.DType == DType.Float32 ? x * 1.001 : x * 1, static x => x, [[3]]));

        static void Fails(string message, Action check) =>
            Assert.Contains(message, Assert.ThrowsAny<Xunit.Sdk.XunitException>(check).Message, StringComparison.Ordinal);
    }
}
