using MiniTorch.Optim;

namespace MiniTorch.Tests;

/// <summary>A kind of optimizer, for the tests that hold for all of them: how a golden case sets it up, how chance does, and its oracle.</summary>
internal abstract class OptimizerKind(string name)
{
    public static IReadOnlyList<OptimizerKind> All { get; } =
    [
        new SGDKind(),
        new AdamKind(),
        new AdamWKind(),
        new AdamaxKind(),
        new NAdamKind(),
        new RAdamKind(),
        new AdagradKind(),
        new AdadeltaKind(),
        new RMSpropKind(),
        new RpropKind(),
        new ASGDKind(),
        new LionKind(),
        new AdafactorKind(),
        new MuonKind(),
    ];

    public static TheoryData<string> Names => [.. All.Select(static kind => kind.Name)];

    /// <summary>PyTorch's name.</summary>
    public string Name => name;

    /// <summary>Whether an element of a parameter moves by its own gradient alone.</summary>
    public virtual bool IsElementwise => true;

    /// <summary>Parameters that it can optimize.</summary>
    public virtual IReadOnlyList<Shape> Shapes { get; } = [[3, 5], [], [17], [0, 4], [70], [2, 1, 9]];

    public static OptimizerKind Of(string name) =>
        All.FirstOrDefault(kind => kind.Name == name) ?? throw new NotSupportedException($"there is no optimizer '{name}'");

    /// <summary>The optimizer that a golden case describes. What the case names and this does not know is an error.</summary>
    public abstract GoldenRun Golden(GoldenNode item, Tensor[] parameters);

    /// <summary>One with random options.</summary>
    public abstract AnyOptimizer Any(Random random);
}

/// <inheritdoc/>
internal abstract class OptimizerKind<TGroup>(string name) : OptimizerKind(name)
    where TGroup : ParamGroup
{
    public sealed override GoldenRun Golden(GoldenNode item, Tensor[] parameters)
    {
        Optimizer<TGroup> optimizer = Join(item.Has("groups") ? [.. item["groups"].Items.Select(node => Described(node))] : [Described(null)]);
        return new GoldenRun(optimizer, node => optimizer.AddParamGroup(Described(node)));

        // The options of the case come first, then the group's own; what neither names has the optimizer's default.
        TGroup Described(GoldenNode? node)
        {
            TGroup group = Group(node is { } some ? some["params"].Ints.Select(i => parameters[i]) : parameters);
            IEnumerable<(string, GoldenNode)> own = node?.Entries.Where(static entry => entry.Key != "params") ?? [];
            foreach ((string key, GoldenNode value) in item["options"].Entries.Concat(own))
            {
                if (!Set(group, key, value))
                {
                    throw new NotSupportedException($"{Name} has no option '{key}'");
                }
            }

            return group;
        }
    }

    protected abstract TGroup Group(IEnumerable<Tensor> parameters);

    protected abstract Optimizer<TGroup> Join(IEnumerable<TGroup> groups);

    /// <returns>Whether there is such an option.</returns>
    protected abstract bool Set(TGroup group, string key, GoldenNode value);
}

/// <summary>An optimizer and what can be done to it in a golden case.</summary>
/// <param name="Optimizer">The optimizer.</param>
/// <param name="Add">Adds a group that the case describes.</param>
internal sealed record GoldenRun(Optimizer Optimizer, Action<GoldenNode> Add);

/// <summary>An optimizer with some options.</summary>
/// <param name="Name">What it is, with the options.</param>
/// <param name="Create">Makes one for some parameters.</param>
/// <param name="Textbook">Its oracle, without state yet.</param>
internal sealed record AnyOptimizer(string Name, Func<IEnumerable<Tensor>, Optimizer> Create, Textbook Textbook);

/// <summary>Random options.</summary>
internal static class AnyOption
{
    /// <summary>Between 0.001 and 1, evenly on a logarithmic scale.</summary>
    public static double Rate(this Random random) => random.Magnitude(-3, 0);

    /// <summary>Between 10^from and 10^to, evenly on a logarithmic scale.</summary>
    public static double Magnitude(this Random random, double from, double to) => Math.Pow(10, from + ((to - from) * random.NextDouble()));

    /// <summary>0 as often as not, else up to a bound.</summary>
    public static double ZeroOr(this Random random, double bound) => random.Flag() ? 0 : bound * random.NextDouble();

    public static double Between(this Random random, double from, double to) => from + ((to - from) * random.NextDouble());

    public static bool Flag(this Random random, int oneIn = 2) => random.Next(oneIn) == 0;
}
