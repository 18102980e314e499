using FsCheck;
using FsCheck.Fluent;

namespace MiniTorch.Tests;

/// <summary>The laws of backward, on random graphs.</summary>
public sealed class BackwardProperties
{
    [Fact]
    public void Backward_is_linear() => Prop.ForAll(Expression.Arbitrary(20), ArbMap.Default.ArbFor<ushort>(), static (expression, seed) =>
    {
        Tensor[] leaves = expression.Inputs();
        Tensor y = expression.Last(leaves);
        var generator = new Generator((ulong)seed);
        Tensor u = Tensor.Randn(y.Shape, DType.Float64, generator: generator), v = Tensor.Randn(y.Shape, DType.Float64, generator: generator);
        Tensor[] ofU = Grad([y], leaves, [u]), ofV = Grad([y], leaves, [v]);
        Agree([.. ofU.Zip(ofV, static (a, b) => (a * 2.5) + (b * -0.75))], Grad([y], leaves, [(u * 2.5) + (v * -0.75)]));
    }).Check(Shapes.Quick);

    [Fact]
    public void Accumulating_twice_is_double_and_a_walk_changes_no_value() => Prop.ForAll(Expression.Arbitrary(20), static expression =>
    {
        Tensor[] leaves = expression.Inputs();
        double[][] before = [.. leaves.Select(static leaf => leaf.ToArray<double>())];
        Tensor y = expression.Total(leaves);
        y.Backward(retainGraph: true);
        NDArray[] once = [.. leaves.Select(static leaf => leaf.Grad!.Value.Clone())];
        y.Backward();
        for (int i = 0; i < leaves.Length; i++)
        {
            Assert.Equal(once[i].Add(once[i]).ToArray<double>(), leaves[i].Grad!.ToArray<double>());
            Assert.Equal(before[i], leaves[i].ToArray<double>());
        }
    }).Check(Shapes.Quick);

    [Fact]
    public void The_chain_rule_holds_at_every_cut() => Prop.ForAll(Expression.Arbitrary(20), ArbMap.Default.ArbFor<byte>(), static (expression, at) =>
    {
        Tensor[] leaves = expression.Inputs();
        Tensor[] whole = Grad([expression.Total(leaves)], leaves);

        // The first part of the graph and the rest by themselves: the gradient of the rest is where the first part's backward starts.
        Tensor[] first = [.. expression.Until(at % (expression.Steps.Length + 1)).Values(leaves)];
        Tensor[] cut = [.. first.Select(static value => new Tensor(value.Value, requiresGrad: true))];
        Agree(whole, Grad(first, leaves, Grad([expression.Total(cut)], cut)));
    }).Check(Shapes.Quick.WithMaxTest(100));

    [Fact]
    public void Gradients_are_sums_over_paths() => Prop.ForAll(Expression.Arbitrary(20), static expression =>
    {
        // By the book: the steps last to first, each by itself with its own copies of its operands, what comes back added up by hand.
        Tensor[] leaves = expression.Inputs();
        List<Tensor> values = [.. expression.Values(leaves).Select(static value => value.Detach())];
        List<Tensor> gradients = expression.Weights(values);
        for (int i = values.Count - 1; i >= leaves.Length; i--)
        {
            Step step = expression.Steps[i - leaves.Length];
            Tensor a = new(values[step.A].Value, requiresGrad: true), b = new(values[step.B].Value, requiresGrad: true);
            Tensor[] back = Grad([step.Apply(a, b)], [a, b], [gradients[i]]);
            gradients[step.A] += back[0];
            gradients[step.B] += back[1];
        }

        Agree([.. gradients.Take(leaves.Length)], Grad([expression.Total(leaves)], leaves));
    }).Check(Shapes.Quick.WithMaxTest(100));

    [Fact]
    public void Detaching_cuts_one_value_s_paths_and_changes_no_value() => Prop.ForAll(Expression.Arbitrary(20), ArbMap.Default.ArbFor<byte>(), static (expression, at) =>
    {
        // What is left is the whole gradient without what flows through the value.
        Tensor[] leaves = expression.Inputs();
        List<Tensor> first = expression.Until(at % (expression.Steps.Length + 1)).Values(leaves);
        Tensor total = expression.Total([.. first]);
        Tensor through = new(first[^1].Value, requiresGrad: true);
        Tensor[] atValue = Grad([expression.Total([.. first[..^1], through])], [through]);
        Tensor detached = expression.Total([.. first[..^1], first[^1].Detach()]);
        Assert.Equal(total.Item<double>(), detached.Item<double>());
        Tensor[] whole = Grad([total], leaves), left = Grad([detached], leaves), flow = Grad([first[^1]], leaves, atValue);
        Agree(whole, [.. left.Zip(flow, static (a, b) => a + b)]);
        Assert.False(expression.Total([.. leaves.Select(static leaf => leaf.Detach())]).RequiresGrad);
    }).Check(Shapes.Quick.WithMaxTest(100));

    [Fact]
    public void Recording_and_scopes_do_not_change_the_bits() => Prop.ForAll(Expression.Arbitrary(20), static expression =>
    {
        Tensor[] leaves = expression.Inputs();
        Tensor y = expression.Total(leaves);
        double[][] expected = [.. Autograd.Grad([y], leaves, materializeGrads: true).Select(static g => g.ToArray<double>())];
        using (Autograd.NoGrad())
        {
            Assert.Equal(y.Item<double>(), expression.Total(leaves).Item<double>());
        }

        using TensorScope scope = TensorScope.Begin();
        expression.Total(leaves).Backward(createGraph: true);
        for (int i = 0; i < leaves.Length; i++)
        {
            Assert.Equal(expected[i], leaves[i].Grad!.ToArray<double>());
        }
    }).Check(Shapes.Quick);

    // Gradients of all inputs, of what depends on none of them zero.
    private static Tensor[] Grad(Tensor[] outputs, Tensor[] inputs, Tensor[]? gradOutputs = null)
    {
        int[] recorded = [.. Enumerable.Range(0, outputs.Length).Where(i => outputs[i].RequiresGrad)];
        return Autograd.Grad(
            [.. recorded.Select(i => outputs[i])],
            inputs,
            gradOutputs is null ? default : [.. recorded.Select(i => gradOutputs[i])],
            retainGraph: true,
            materializeGrads: true);
    }

    private static void Agree(Tensor[] expected, Tensor[] actual)
    {
        for (int i = 0; i < expected.Length; i++)
        {
            Close.Assert(expected[i], actual[i], rtol: 1e-9, atol: 1e-11, $"the gradient of leaf {i}");
        }
    }
}
