using System.Collections;
using System.IO.Enumeration;

namespace MiniTorch.Optim;

/// <summary>Makes groups from named parameters, by rules for some of the names.</summary>
public static class NamedGroups
{
    /// <summary>
    /// Groups of all the parameters. Rules are added to it; all that apply to a parameter act on its group, in the order in which they were
    /// added, and parameters that the same rules apply to share a group.
    /// <code>
    /// var optimizer = new AdamW(
    ///     NamedGroups.From(model.NamedParameters(), p => new AdamGroup(p))
    ///         .Set("0.*", g => g.Lr = 1e-4)
    ///         .SetBiasesAndNorms(g => g.WeightDecay = 0));
    /// </code>
    /// </summary>
    /// <param name="parameters">Parameters with their names, as a module gives them.</param>
    /// <param name="create">Makes a group with nothing set.</param>
    /// <typeparam name="TGroup">The optimizer's kind of group.</typeparam>
    public static NamedGroups<TGroup> From<TGroup>(
        IEnumerable<(string Name, Tensor Parameter)> parameters, Func<IEnumerable<Tensor>, TGroup> create)
        where TGroup : ParamGroup
    {
        ArgumentNullException.ThrowIfNull(parameters);
        ArgumentNullException.ThrowIfNull(create);
        return new NamedGroups<TGroup>([.. parameters], create);
    }
}

/// <summary>
/// Groups in the making: rules that set options for some of the parameters. Enumerating makes new groups, in the order of their first
/// parameters; an optimizer takes it as its groups.
/// </summary>
/// <typeparam name="TGroup">The optimizer's kind of group.</typeparam>
public sealed class NamedGroups<TGroup> : IEnumerable<TGroup>
    where TGroup : ParamGroup
{
    private readonly (string Name, Tensor Parameter)[] _parameters;
    private readonly Func<IEnumerable<Tensor>, TGroup> _create;
    private readonly List<(bool[] Applies, Action<TGroup> Set)> _rules = [];

    internal NamedGroups((string Name, Tensor Parameter)[] parameters, Func<IEnumerable<Tensor>, TGroup> create)
    {
        _parameters = parameters;
        _create = create;
    }

    /// <summary>Sets options for the parameters of some names.</summary>
    /// <param name="pattern">A name, in which * stands for any characters and ? for one: "fc1.*", "*.bias".</param>
    /// <param name="set">Sets the options of a group.</param>
    /// <returns>This object.</returns>
    /// <exception cref="ArgumentException">No parameter has such a name; the message lists the names.</exception>
    public NamedGroups<TGroup> Set(string pattern, Action<TGroup> set)
    {
        ArgumentNullException.ThrowIfNull(pattern);
        return Add((name, _) => FileSystemName.MatchesSimpleExpression(pattern, name, ignoreCase: false), set, $"the name '{pattern}'");
    }

    /// <summary>Sets options for the parameters that a condition holds for.</summary>
    /// <param name="condition">Whether they are meant for the parameter of this name.</param>
    /// <param name="set">Sets the options of a group.</param>
    /// <returns>This object.</returns>
    /// <exception cref="ArgumentException">The condition holds for no parameter.</exception>
    public NamedGroups<TGroup> Set(Func<string, Tensor, bool> condition, Action<TGroup> set)
    {
        ArgumentNullException.ThrowIfNull(condition);
        return Add(condition, set, "what the condition asks for");
    }

    /// <summary>
    /// Sets options for biases and for the scales of normalisation layers, which are the parameters with fewer than two dimensions: weight
    /// decay does them no good, for they do not make a function steeper.
    /// </summary>
    /// <param name="set">Sets the options of a group.</param>
    /// <returns>This object.</returns>
    /// <exception cref="ArgumentException">There is no such parameter.</exception>
    public NamedGroups<TGroup> SetBiasesAndNorms(Action<TGroup> set) =>
        Add(static (_, parameter) => parameter.Rank < 2, set, "fewer than two dimensions");

    /// <inheritdoc/>
    public IEnumerator<TGroup> GetEnumerator()
    {
        foreach (IGrouping<string, int> alike in Enumerable.Range(0, _parameters.Length).GroupBy(RulesOf))
        {
            TGroup group = _create(alike.Select(i => _parameters[i].Parameter));
            foreach ((bool[] applies, Action<TGroup> set) in _rules)
            {
                if (applies[alike.First()])
                {
                    set(group);
                }
            }

            yield return group;
        }
    }

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    private NamedGroups<TGroup> Add(Func<string, Tensor, bool> condition, Action<TGroup> set, string what)
    {
        ArgumentNullException.ThrowIfNull(set);
        bool[] applies = Array.ConvertAll(_parameters, named => condition(named.Name, named.Parameter));
        if (!applies.Contains(true))
        {
            Throw.Argument("NamedGroups", $"no parameter has {what}; there are {string.Join(", ", _parameters.Select(static named => named.Name))}");
        }

        _rules.Add((applies, set));
        return this;
    }

    private string RulesOf(int parameter) => string.Concat(_rules.Select(rule => rule.Applies[parameter] ? '1' : '0'));
}
