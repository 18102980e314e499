using MiniTorch.Optim;

namespace MiniTorch.Tests;

/// <summary>Groups from names.</summary>
public class NamedGroupsTests
{
    private readonly (string Name, Tensor Parameter)[] _named =
    [
        ("fc1.weight", Make.Parameter([4, 3], 1)),
        ("fc1.bias", Make.Parameter([4], 2)),
        ("norm.weight", Make.Parameter([4], 3)),
        ("fc2.weight", Make.Parameter([2, 4], 4)),
        ("fc2.bias", Make.Parameter([2], 5)),
    ];

    [Fact]
    public void Parameters_under_the_same_rules_share_a_group()
    {
        var adam = new AdamW(
            NamedGroups.From(_named, static p => new AdamGroup(p))
                .Set("fc1.*", static g => g.Lr = 1e-4)
                .SetBiasesAndNorms(static g => g.WeightDecay = 0),
            lr: 1e-2,
            weightDecay: 0.1);

        Assert.Equal(
            [(1e-4, 0.1), (1e-4, 0), (1e-2, 0), (1e-2, 0.1)],
            adam.ParamGroups.Select(static group => (group.Lr, group.WeightDecay)));
        Assert.Equal([[0], [1], [2, 4], [3]], adam.ParamGroups.Select(group => group.Parameters.Select(Index)));
    }

    [Fact]
    public void Later_rules_act_on_what_earlier_ones_set()
    {
        SGDGroup[] groups =
        [
            .. NamedGroups.From(_named, static p => new SGDGroup(p) { Lr = 1 })
                .Set((_, p) => p.Rank == 2, static g => g.Lr *= 0.5)
                .Set("fc2.weight", static g => g.Lr *= 0.5),
        ];
        Assert.Equal([0.5, 1, 0.25], groups.Select(static group => group.Lr));
    }

    [Fact]
    public void Without_rules_there_is_one_group_and_every_enumeration_makes_new_ones()
    {
        NamedGroups<SGDGroup> groups = NamedGroups.From(_named, static p => new SGDGroup(p));
        Assert.Equal(_named.Select(static named => named.Parameter), Assert.Single(groups).Parameters);
        Assert.NotSame(groups.First(), groups.First());
    }

    [Fact]
    public void A_rule_for_no_parameter_is_an_error()
    {
        NamedGroups<SGDGroup> groups = NamedGroups.From(_named, static p => new SGDGroup(p));
        Assert.StartsWith(
            "NamedGroups: no parameter has the name 'fc3.*'; there are fc1.weight, fc1.bias, norm.weight, fc2.weight, fc2.bias",
            Assert.Throws<ArgumentException>(() => groups.Set("fc3.*", static g => g.Lr = 1)).Message);
        Assert.StartsWith(
            "NamedGroups: no parameter has what the condition asks for; there are",
            Assert.Throws<ArgumentException>(() => groups.Set(static (name, _) => name.StartsWith('x'), static g => g.Lr = 1)).Message);
        Assert.StartsWith(
            "NamedGroups: no parameter has fewer than two dimensions; there are a",
            Assert.Throws<ArgumentException>(() =>
                NamedGroups.From([("a", Make.Parameter([1, 1], 1))], static p => new SGDGroup(p)).SetBiasesAndNorms(static _ => { })).Message);
    }

    private int Index(Tensor parameter) => Array.FindIndex(_named, named => named.Parameter == parameter);
}
