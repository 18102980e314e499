using MiniTorch.Optim;

namespace MiniTorch.Tests;

/// <summary>The optimizer that a golden case describes. What the case names and this does not know is an error.</summary>
internal sealed class GoldenRun
{
    private readonly Action<GoldenNode> _add;

    private GoldenRun(Optimizer optimizer, Action<GoldenNode> add)
    {
        Optimizer = optimizer;
        _add = add;
    }

    public Optimizer Optimizer { get; }

    public static GoldenRun Create(GoldenNode item, Tensor[] parameters)
    {
        string name = item["optimizer"].String;
        return name switch
        {
            "SGD" => Of(item, parameters, static p => new SGDGroup(p), SetSGD, static g => new SGD(g)),
            "Adam" => Of(item, parameters, static p => new AdamGroup(p), SetAdam, static g => new Adam(g)),
            "AdamW" => Of(item, parameters, static p => new AdamGroup(p), SetAdam, static g => new AdamW(g)),
            _ => throw new NotSupportedException($"there is no optimizer '{name}'"),
        };
    }

    public void Add(GoldenNode group) => _add(group);

    private static GoldenRun Of<TGroup>(
        GoldenNode item,
        Tensor[] parameters,
        Func<IEnumerable<Tensor>, TGroup> create,
        Action<TGroup, string, GoldenNode> set,
        Func<TGroup[], Optimizer<TGroup>> join)
        where TGroup : ParamGroup
    {
        // The options of the case come first, then the group's own; what neither names has the optimizer's default.
        TGroup Group(GoldenNode? node)
        {
            TGroup group = create(node is { } some ? some["params"].Ints.Select(i => parameters[i]) : parameters);
            IEnumerable<(string, GoldenNode)> own = node?.Entries.Where(static entry => entry.Key != "params") ?? [];
            foreach ((string key, GoldenNode value) in item["options"].Entries.Concat(own))
            {
                set(group, key, value);
            }

            return group;
        }

        Optimizer<TGroup> optimizer = join(item.Has("groups") ? [.. item["groups"].Items.Select(node => Group(node))] : [Group(null)]);
        return new GoldenRun(optimizer, node => optimizer.AddParamGroup(Group(node)));
    }

    private static void SetSGD(SGDGroup group, string key, GoldenNode value)
    {
        switch (key)
        {
            case "lr": group.Lr = value.Double; break;
            case "momentum": group.Momentum = value.Double; break;
            case "dampening": group.Dampening = value.Double; break;
            case "weight_decay": group.WeightDecay = value.Double; break;
            case "nesterov": group.Nesterov = value.Bool; break;
            case "maximize": group.Maximize = value.Bool; break;
            default: throw new NotSupportedException($"SGD has no option '{key}'");
        }
    }

    private static void SetAdam(AdamGroup group, string key, GoldenNode value)
    {
        switch (key)
        {
            case "lr": group.Lr = value.Double; break;
            case "betas": group.Betas = (value[0].Double, value[1].Double); break;
            case "eps": group.Eps = value.Double; break;
            case "weight_decay": group.WeightDecay = value.Double; break;
            case "amsgrad": group.AmsGrad = value.Bool; break;
            case "maximize": group.Maximize = value.Bool; break;
            case "decoupled_weight_decay": group.DecoupledWeightDecay = value.Bool; break;
            default: throw new NotSupportedException($"Adam has no option '{key}'");
        }
    }
}
