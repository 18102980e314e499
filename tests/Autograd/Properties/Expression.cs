using FsCheck;
using FsCheck.Fluent;

namespace MiniTorch.Tests;

/// <summary>
/// A random graph: inputs, then steps, each an operation on two earlier values. Operands are counted modulo what there is, so that the graph
/// remains one when steps or dimensions are taken away: failing cases shrink.
/// </summary>
internal sealed record Expression(Shape[] Leaves, Step[] Steps, ulong Seed)
{
    public static Arbitrary<Expression> Arbitrary(int mostSteps) => Arb.From(
        from count in Gen.Choose(1, 3)
        from leaves in Shapes.Any(smallest: 1).Generator.ArrayOf(count)
        from length in Gen.Choose(1, mostSteps)
        from steps in OneStep().ArrayOf(length)
        from seed in Gen.Choose(0, 1_000_000)
        select new Expression(leaves, steps, (ulong)seed),
        Shrink);

    /// <summary>Leaves of numbers in (−1, 1).</summary>
    public Tensor[] Inputs()
    {
        var generator = new Generator(Seed);
        return [.. Leaves.Select(shape => new Tensor(NDArray.Rand(shape, DType.Float64, generator).Multiply(2).Subtract(1), requiresGrad: true))];
    }

    /// <summary>All values summed with weights: every value counts, and most leaves are reached on many paths.</summary>
    public Tensor Total(Tensor[] leaves)
    {
        var generator = new Generator(Seed + 1);
        Tensor total = Tensor.From(0.0);
        foreach (Tensor value in Values(leaves))
        {
            total = total + (value * Tensor.Randn(value.Shape, DType.Float64, generator: generator)).Mean();
        }

        return total;
    }

    /// <summary>The result of the last step.</summary>
    public Tensor Last(Tensor[] leaves) => Values(leaves)[^1];

    /// <summary>Whether any step stands so near a kink that a central difference says nothing.</summary>
    public bool IsNearKink(Tensor[] leaves)
    {
        List<Tensor> values = Values(leaves);
        return Steps.Index().Any(at => at.Item.Op.IsNearKink?.Invoke(at.Item.First(values, leaves.Length + at.Index), at.Item.Parameter) is true);
    }

    /// <summary>The graph as a list of assignments, with its replay seed.</summary>
    public override string ToString()
    {
        IEnumerable<string> leaves = Leaves.Select(static (shape, i) => $"v{i} = {shape}");
        IEnumerable<string> steps = Steps.Select((step, i) => $"v{Leaves.Length + i} = {step.Describe(Leaves.Length + i)}");
        return $"seed {Seed}: {string.Join("; ", leaves.Concat(steps))}";
    }

    private static Gen<Step> OneStep() =>
        from op in Gen.Choose(0, ExpressionOps.All.Length - 1)
        from a in Gen.Choose(0, 100)
        from b in Gen.Choose(0, 100)
        from parameter in Gen.Choose(0, 60)
        select new Step(ExpressionOps.All[op], a, b, parameter);

    private static IEnumerable<Expression> Shrink(Expression expression)
    {
        Step[] steps = expression.Steps;
        if (steps.Length > 2)
        {
            yield return expression with { Steps = steps[..(steps.Length / 2)] };
            yield return expression with { Steps = steps[(steps.Length / 2)..] };
        }

        for (int i = steps.Length - 1; i >= 0 && steps.Length > 1; i--)
        {
            yield return expression with { Steps = [.. steps[..i], .. steps[(i + 1)..]] };
        }

        for (int i = 0; i < expression.Leaves.Length && expression.Leaves.Length > 1; i++)
        {
            yield return expression with { Leaves = [.. expression.Leaves[..i], .. expression.Leaves[(i + 1)..]] };
        }

        foreach (Shape[] leaves in Shapes.Several(expression.Leaves.Length, smallest: 1).Shrinker(expression.Leaves))
        {
            yield return expression with { Leaves = leaves };
        }
    }

    private List<Tensor> Values(Tensor[] leaves)
    {
        List<Tensor> values = [.. leaves];
        foreach (Step step in Steps)
        {
            Tensor value = step.Op.Apply(step.First(values, values.Count), step.Second(values, values.Count), step.Parameter);
            values.Add(value.Count > 60 ? value.Mean() : value);
        }

        return values;
    }
}

/// <summary>One operation of an <see cref="Expression"/>.</summary>
internal sealed record Step(ExpressionOp Op, int A, int B, int Parameter)
{
    /// <summary>The first operand, of the <paramref name="count"/> values there were before this step. Recent ones come up more often.</summary>
    public Tensor First(List<Tensor> values, int count) => values[Place(A, count)];

    public Tensor Second(List<Tensor> values, int count) => values[Place(B, count)];

    public string Describe(int count) => $"{Op.Name}(v{Place(A, count)}, v{Place(B, count)}, {Parameter})";

    private static int Place(int number, int count) => number % 2 == 0 ? count - 1 - (number / 2 % Math.Min(count, 3)) : number % count;
}
