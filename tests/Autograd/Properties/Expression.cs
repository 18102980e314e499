using FsCheck;
using FsCheck.Fluent;

namespace MiniTorch.Tests;

/// <summary>
/// A random graph: inputs, then steps, each an operation on two earlier values. Failing ones shrink to few steps and small shapes.
/// </summary>
internal sealed partial record Expression(Shape[] Leaves, Step[] Steps, ulong Seed)
{
    /// <param name="mostSteps">The largest number of steps.</param>
    /// <param name="ops">What the steps may do; all operations if null.</param>
    public static Arbitrary<Expression> Arbitrary(int mostSteps, ExpressionOp[]? ops = null) => Arb.From(
        from count in Gen.Choose(1, 3)
        from leaves in Shapes.Any(smallest: 1).Generator.ArrayOf(count)
        from length in Gen.Choose(1, mostSteps)
        from numbers in OneStep(ops ?? ExpressionOps.All).ArrayOf(length)
        from seed in Gen.Choose(0, 1_000_000)
        let steps = numbers.Select((step, i) => step with { A = Place(step.A, count + i), B = Place(step.B, count + i) }).ToArray()
        select new Expression(leaves, steps, (ulong)seed),
        Shrink);

    /// <summary>Leaves of numbers in (−1, 1).</summary>
    public Tensor[] Inputs()
    {
        var generator = new Generator(Seed);
        return [.. Leaves.Select(shape => new Tensor(NDArray.Rand(shape, DType.Float64, generator).Multiply(2).Subtract(1), requiresGrad: true))];
    }

    /// <summary>
    /// All values summed with weights: every value counts, and most leaves are reached on many paths. Of the leaves, or of them and the
    /// results of the first steps, as <see cref="Values"/>.
    /// </summary>
    public Tensor Total(Tensor[] first)
    {
        List<Tensor> values = Values(first);
        return values.Zip(Weights(values), static (value, weight) => (value * weight).Sum()).Aggregate(static (sum, term) => sum + term);
    }

    /// <summary>The gradient of <see cref="Total"/> for each value alone, as if no other depended on it.</summary>
    public List<Tensor> Weights(List<Tensor> values)
    {
        var generator = new Generator(Seed + 1);
        return [.. values.Select(value => Tensor.Randn(value.Shape, DType.Float64, generator: generator) / value.Count)];
    }

    /// <summary>The result of the last step.</summary>
    public Tensor Last(Tensor[] leaves) => Values(leaves)[^1];

    /// <summary>The graph of the first steps.</summary>
    public Expression Until(int steps) => this with { Steps = Steps[..steps] };

    /// <summary>The leaves and the results of all steps; of the first steps' results, those that are given stand for themselves.</summary>
    public List<Tensor> Values(Tensor[] first)
    {
        List<Tensor> values = [.. first];
        foreach (Step step in Steps.Skip(first.Length - Leaves.Length))
        {
            values.Add(step.Apply(values[step.A], values[step.B]));
        }

        return values;
    }

    /// <summary>Whether any step stands so near a kink that a central difference says nothing.</summary>
    public bool IsNearKink(Tensor[] leaves)
    {
        List<Tensor> values = Values(leaves);
        return Steps.Any(step => step.Op.IsNearKink?.Invoke(values[step.A], step.Parameter) is true);
    }

    /// <summary>The graph as a list of assignments, with its replay seed.</summary>
    public override string ToString()
    {
        IEnumerable<string> leaves = Leaves.Select(static (shape, i) => $"v{i} = {shape}");
        IEnumerable<string> steps = Steps.Select((step, i) => $"v{Leaves.Length + i} = {step}");
        return $"seed {Seed}: {string.Join("; ", leaves.Concat(steps))}";
    }

    private static Gen<Step> OneStep(ExpressionOp[] ops) =>
        from op in Gen.Choose(0, ops.Length - 1)
        from a in Gen.Choose(0, 100)
        from b in Gen.Choose(0, 100)
        from parameter in Gen.Choose(0, 60)
        select new Step(ops[op], a, b, parameter);

    // Of so many values. Recent ones come up more often.
    private static int Place(int number, int count) => number % 2 == 0 ? count - 1 - (number / 2 % Math.Min(count, 3)) : number % count;
}

/// <summary>One operation of an <see cref="Expression"/>, on its A-th and B-th value.</summary>
internal sealed record Step(ExpressionOp Op, int A, int B, int Parameter)
{
    /// <summary>The operation; of many elements, their mean, so that graphs remain small.</summary>
    public Tensor Apply(Tensor first, Tensor second)
    {
        Tensor value = Op.Apply(first, second, Parameter);
        return value.Count > 60 ? value.Mean() : value;
    }

    public override string ToString() => $"{Op.Name}(v{A}, v{B}, {Parameter})";
}
