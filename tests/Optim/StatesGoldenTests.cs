using System.Text.Json;
using MiniTorch.Optim;

namespace MiniTorch.Tests;

/// <summary>States that PyTorch saved go on here to PyTorch's own next values: golden/states.json.</summary>
public class StatesGoldenTests
{
    private static readonly IReadOnlyList<GoldenNode> _cases = Golden.OwnCases("states.json");

    public static TheoryData<int, string> Cases => Golden.Theory(_cases, "optimizer");

    [Theory]
    [MemberData(nameof(Cases))]
    public void A_state_made_by_PyTorch_continues_to_PyTorchs_next_values(int index, string optimizer)
    {
        GoldenNode item = _cases[index];
        Tensor[] parameters = [.. item["initial"].Items.Select(static node => node.Tensor(requiresGrad: true)!)];

        // Every option that PyTorch knows comes from the state.
        string options = item["options"].Has("exact_product") ? """{"exact_product": true}""" : "{}";
        GoldenNode groups = Golden.Parse($$"""{"options": {{options}}, "groups": [{"params": [0, 1]}, {"params": [2]}]}""");
        Optimizer resumed = OptimizerKind.Of(optimizer).Golden(groups, parameters).Optimizer;
        resumed.LoadState(ToState(item["state_dict"]));
        for (int step = 0; step < item["gradients"].Count; step++)
        {
            for (int i = 0; i < parameters.Length; i++)
            {
                parameters[i].Grad = item["gradients"][step][i].Tensor();
            }

            resumed.Step();
            for (int i = 0; i < parameters.Length; i++)
            {
                Close.Assert(item["expected"][step][i], parameters[i], what: $"{optimizer} {item["options"]}, step {step}, parameter {i}");
            }
        }
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public void A_saved_state_has_PyTorchs_keys(int index, string optimizer)
    {
        GoldenNode item = _cases[index];
        Tensor[] parameters = [.. item["initial"].Items.Select(static node => node.Tensor(requiresGrad: true)!)];
        GoldenNode groups = Golden.Parse($$"""{"options": {{item["options"]}}, "groups": [{"params": [0, 1]}, {"params": [2], "lr": 0.04}]}""");
        Optimizer here = OptimizerKind.Of(optimizer).Golden(groups, parameters).Optimizer;
        Make.Gradients(parameters, 0);
        here.Step();
        MapState expected = ToState(item["state_dict"]).As<MapState>(), actual = here.SaveState().As<MapState>();

        Assert.Equal(expected.Keys, actual.Keys);
        Assert.Equal(Keys(expected["state"]), Keys(actual["state"]));
        foreach ((StateNode theirs, StateNode ours) in expected["param_groups"].As<ListState>().Zip(actual["param_groups"].As<ListState>()))
        {
            // Ours lacks how PyTorch computes, and may have options of its own.
            string[] missing = [.. theirs.As<MapState>().Keys.Except(ours.As<MapState>().Keys)];
            Assert.Empty(missing.Except(["foreach", "capturable", "differentiable", "fused"]));
            Assert.Equal(theirs.As<MapState>()["lr"], ours.As<MapState>()["lr"]);
        }

        // PyTorch also saves that there is no velocity.
        static IEnumerable<string> Keys(StateNode states) =>
            from state in states.As<MapState>()
            let keys = state.Value.As<MapState>().Where(static entry => entry.Value is not EmptyState).Select(static entry => entry.Key)
            where keys.Any()
            select $"{state.Key}: {string.Join(", ", keys)}";
    }

    private static StateNode ToState(GoldenNode node) => node.Kind switch
    {
        JsonValueKind.Null => StateNode.Empty,
        JsonValueKind.True or JsonValueKind.False => node.Bool,
        JsonValueKind.Number => node.ToString().All(char.IsAsciiDigit) ? (StateNode)node.Long : node.Double,
        JsonValueKind.String => node.String,
        JsonValueKind.Array => new ListState(node.Items.Select(ToState)),
        _ when node.IsTensor => node.Tensor()!,
        _ => ToMap(node),
    };

    private static MapState ToMap(GoldenNode node)
    {
        var map = new MapState();
        foreach ((string key, GoldenNode value) in node.Entries)
        {
            map[key] = ToState(value);
        }

        return map;
    }
}
