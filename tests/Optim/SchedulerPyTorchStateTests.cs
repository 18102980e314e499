using System.Text.Json;
using MiniTorch.Optim;

namespace MiniTorch.Tests;

/// <summary>States of torch 1.13's schedulers go on with torch's own next rates and momenta.</summary>
public class SchedulerPyTorchStateTests
{
    // json.dumps(scheduler.state_dict()) after five steps (two before the milestone), without functions; the rates and momenta of the
    // optimizer then and after each of the next steps.
    private static readonly Dictionary<string, string> _states = new()
    {
        ["MultiStepLR"] =
            """
            {"lr": 0.2, "momentum": 0.9, "state": {"milestones": {"7": 1, "2": 2}, "gamma": 0.5, "base_lrs": [0.8], "last_epoch":
            5, "verbose": false, "_step_count": 6, "_get_lr_called_within_step": false, "_last_lr": [0.2]}, "lrs": [0.2, 0.1, 0.1,
            0.1], "momenta": [0.9, 0.9, 0.9, 0.9]}
            """,
        ["CosineAnnealingWarmRestarts"] =
            """
            {"lr": 0.7699324153419583, "momentum": 0.9, "state": {"T_0": 3, "T_i": 6, "T_mult": 2, "eta_min": 0.01, "T_cur": 0.75,
            "base_lrs": [0.8], "last_epoch": 3, "verbose": false, "_step_count": 0, "_get_lr_called_within_step": false,
            "_last_lr": [0.7699324153419583]}, "lrs": [0.6454607644584447, 0.4565578459269205, 0.25384004421578965,
            0.09162543058496216], "momenta": [0.9, 0.9, 0.9, 0.9]}
            """,
        ["CyclicLR"] =
            """
            {"lr": 0.04482014218749998, "momentum": 0.8613109531250001, "state": {"max_lrs": [0.1], "total_size": 7.0,
            "step_ratio": 0.42857142857142855, "mode": "exp_range", "gamma": 0.95, "_scale_fn_custom": null, "_scale_fn_ref":
            null, "scale_mode": "iterations", "cycle_momentum": true, "base_momentums": [0.8], "max_momentums": [0.9], "base_lrs":
            [0.01], "last_epoch": 5, "verbose": false, "_step_count": 6, "_get_lr_called_within_step": false, "_last_lr":
            [0.04482014218749998]}, "lrs": [0.02653956753906249, 0.01, 0.029902612938671864, 0.04781496458347654], "momenta":
            [0.881622702734375, 0.9, 0.877885985623698, 0.8579833726850261]}
            """,
        ["OneCycleLR"] =
            """
            {"lr": 0.811745653949763, "momentum": 0.8688255099070633, "state": {"total_steps": 12, "_schedule_phases":
            [{"end_step": 2.5999999999999996, "start_lr": "initial_lr", "end_lr": "max_lr", "start_momentum": "max_momentum",
            "end_momentum": "base_momentum"}, {"end_step": 11, "start_lr": "max_lr", "end_lr": "min_lr", "start_momentum":
            "base_momentum", "end_momentum": "max_momentum"}], "anneal_func": null, "cycle_momentum": true, "use_beta1": true,
            "base_lrs": [0.04], "last_epoch": 5, "verbose": false, "_step_count": 6, "_get_lr_called_within_step": false,
            "_last_lr": [0.811745653949763]}, "lrs": [0.6473789976951033, 0.46263710266697505, 0.28306099820869923,
            0.1334775301888306], "momenta": [0.8852622412794547, 0.9037365046793212, 0.9216941869558779, 0.9366525935914912]}
            """,
        ["SWALR"] =
            """
            {"lr": 0.28149371286309144, "momentum": 0.9, "state": {"anneal_func": null, "anneal_epochs": 8, "base_lrs": [0.8],
            "last_epoch": 5, "verbose": false, "_step_count": 6, "_get_lr_called_within_step": false, "_last_lr":
            [0.28149371286309144]}, "lrs": [0.15983495705504475, 0.07854517530826749, 0.05, 0.05], "momenta": [0.9, 0.9, 0.9,
            0.9]}
            """,
        ["ReduceLROnPlateau"] =
            """
            {"lr": 0.4, "momentum": 0.9, "state": {"factor": 0.5, "min_lrs": [0], "patience": 1, "verbose": false, "cooldown": 2,
            "cooldown_counter": 1, "mode": "min", "threshold": 0.0001, "threshold_mode": "rel", "best": 0.9, "num_bad_epochs": 0,
            "mode_worse": Infinity, "eps": 1e-08, "last_epoch": 5, "_last_lr": [0.4]}, "lrs": [0.4, 0.4, 0.2, 0.2, 0.2, 0.2],
            "momenta": [0.9, 0.9, 0.9, 0.9, 0.9, 0.9]}
            """,
        ["SequentialLR"] =
            """
            {"lr": 0.6050000000000001, "momentum": 0.9, "state": {"_milestones": [3], "last_epoch": 5, "_last_lr":
            [0.6050000000000001], "_schedulers": [{"start_factor": 0.1, "end_factor": 1.0, "total_iters": 3, "base_lrs": [0.8],
            "last_epoch": 2, "verbose": false, "_step_count": 3, "_get_lr_called_within_step": false, "_last_lr": [0.56]},
            {"T_max": 6, "eta_min": 0.02, "base_lrs": [0.8], "last_epoch": 2, "verbose": false, "_step_count": 4,
            "_get_lr_called_within_step": false, "_last_lr": [0.6050000000000001]}]}, "lrs": [0.41000000000000003,
            0.21500000000000008, 0.0722500925240689, 0.02], "momenta": [0.9, 0.9, 0.9, 0.9]}
            """,
        ["SequentialLR, before its milestone"] =
            """
            {"lr": 0.56, "momentum": 0.9, "state": {"_milestones": [3], "last_epoch": 2, "_last_lr": [0.56], "_schedulers":
            [{"start_factor": 0.1, "end_factor": 1.0, "total_iters": 3, "base_lrs": [0.8], "last_epoch": 2, "verbose": false,
            "_step_count": 3, "_get_lr_called_within_step": false, "_last_lr": [0.56]}, {"T_0": 2, "T_i": 2, "T_mult": 1,
            "eta_min": 0, "T_cur": 0, "base_lrs": [0.8], "last_epoch": -1, "verbose": false, "_step_count": 0,
            "_get_lr_called_within_step": false, "_last_lr": [0.8]}]}, "lrs": [0.8, 0.4, 0.8, 0.4], "momenta": [0.9, 0.9, 0.9,
            0.9]}
            """,
        ["ChainedScheduler"] =
            """
            {"lr": 0.10544155877284288, "momentum": 0.9, "state": {"_last_lr": [0.10544155877284288], "_schedulers": [{"factor":
            0.1, "total_iters": 7, "base_lrs": [0.8], "last_epoch": 5, "verbose": false, "_step_count": 6,
            "_get_lr_called_within_step": false, "_last_lr": [0.0]}, {"T_max": 4, "eta_min": 0, "base_lrs": [0.8], "last_epoch":
            5, "verbose": false, "_step_count": 6, "_get_lr_called_within_step": false, "_last_lr": [0.11715728752538097]},
            {"gamma": 0.9, "base_lrs": [0.8], "last_epoch": 5, "verbose": false, "_step_count": 6, "_get_lr_called_within_step":
            false, "_last_lr": [0.10544155877284288]}]}, "lrs": [0.3240000000000001, 4.9779233739399755, 5.248800000000003,
            4.0321179328913805], "momenta": [0.9, 0.9, 0.9, 0.9]}
            """,
    };

    public static TheoryData<string> Names => [.. _states.Keys];

    [Theory]
    [MemberData(nameof(Names))]
    public void A_state_made_by_PyTorch_continues_to_PyTorchs_next_values(string name)
    {
        GoldenNode item = Golden.Parse(_states[name]);
        bool isAdam = name == "OneCycleLR";
        SchedulerRun run = SchedulerRun.StartOne(isAdam, optimizer => Create(name, optimizer));
        ParamGroup group = run.Optimizer.ParamGroups[0];
        run.State.LoadState(ToState(item["state"]));
        (group.Lr, group.Inertia) = (item["lr"].Double, item["momentum"].Double);
        Assert.Equal([group.Lr], run.LastLr);
        for (int i = 0; i < item["lrs"].Count; i++)
        {
            run.StepWith(1 + (0.1 * i));
            double[] expected = [item["lrs"][i].Double, item["momenta"][i].Double];
            Close.Assert(expected, [group.Lr, group.Inertia.Value], what: $"{name}, {i} steps on");
        }
    }

    [Fact]
    public void What_newer_versions_of_PyTorch_add_to_a_plateaus_state_is_passed_over()
    {
        MapState state = ToState(Golden.Parse(_states["ReduceLROnPlateau"])["state"]).As<MapState>();
        state["default_min_lr"] = 0;
        var plateau = new ReduceLROnPlateau(new SGD([Make.Parameter(1)], lr: 0.4));
        plateau.LoadState(state);
        Assert.Equal((5, 0.9), (plateau.StepCount, plateau.Best));
    }

    [Fact]
    public void What_PyTorchs_schedulers_leave_in_the_groups_of_a_saved_optimizer_is_passed_over()
    {
        GoldenNode state = Golden.Parse(
            """
            {"state": {}, "param_groups": [{"lr": 0.25, "betas": [0.875, 0.999], "eps": 1e-08, "weight_decay": 0, "amsgrad": false,
            "maximize": false, "foreach": null, "capturable": false, "differentiable": false, "fused": false, "initial_lr": 0.04,
            "max_lr": 1.0, "min_lr": 4e-06, "max_momentum": 0.95, "base_momentum": 0.85, "swa_lr": 0.05, "params": [0]}]}
            """);
        var adam = new Adam([Make.Parameter(1)]);
        adam.LoadState(ToState(state));
        AdamGroup group = adam.ParamGroups[0];
        Assert.Equal((0.25, 0.04, 0.875), (group.Lr, group.InitialLr, group.Betas.Beta1));
    }

    // With other options than the saved ones, where PyTorch saves them.
    private static object Create(string name, Optimizer o) => name switch
    {
        "MultiStepLR" => new MultiStepLR(o, [1]),
        "CosineAnnealingWarmRestarts" => new CosineAnnealingWarmRestarts(o, 9),
        "CyclicLR" => new CyclicLR(o, 1, 2),
        "OneCycleLR" => new OneCycleLR(o, 1, 99),
        "SWALR" => new SWALR(o, 0.05),
        "ReduceLROnPlateau" => new ReduceLROnPlateau(o, PlateauMode.Max),
        "SequentialLR" => new SequentialLR(o, [new LinearLR(o), new CosineAnnealingLR(o, 1)], [9]),
        "SequentialLR, before its milestone" => new SequentialLR(o, [new LinearLR(o), new CosineAnnealingWarmRestarts(o, 1)], [9]),
        "ChainedScheduler" => new ChainedScheduler([new ConstantLR(o), new CosineAnnealingLR(o, 9), new ExponentialLR(o, 1)]),
        _ => throw new NotSupportedException($"there is no state of '{name}'"),
    };

    private static StateNode ToState(GoldenNode node)
    {
        switch (node.Kind)
        {
            case JsonValueKind.Object:
                var map = new MapState();
                foreach ((string key, GoldenNode value) in node.Entries)
                {
                    map[key] = ToState(value);
                }

                return map;
            case JsonValueKind.Array: return new ListState(node.Items.Select(ToState));
            case JsonValueKind.Null: return StateNode.Empty;
            case JsonValueKind.True or JsonValueKind.False: return node.Bool;
            case JsonValueKind.String: return node.String == "Infinity" ? double.PositiveInfinity : node.String;
            default: return node.ToString().AsSpan().ContainsAny('.', 'e') ? (StateNode)node.Double : node.Long;
        }
    }
}
