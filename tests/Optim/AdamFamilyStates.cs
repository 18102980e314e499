namespace MiniTorch.Tests;

/// <summary>
/// State dicts of PyTorch 1.13 after three steps from (1, −2, ½) in float64, the parameter then, and after each of three more steps. The
/// second of NAdam is by the form that takes all parameters at once, whose product of the momentum is exact.
/// </summary>
internal static class AdamFamilyStates
{
    /// <summary>The gradients of the three more steps.</summary>
    public static double[][] Gradients { get; } = [[0.25, -0.5, 1], [-2, 0.75, 0.5], [0.125, 1.75, -0.25]];

    public const string Adamax =
        """
        {
          "state_dict": {
            "state": {
              "0": {
                "step": {"shape": [], "dtype": "float64", "data": [3.0]},
                "exp_avg": {"shape": [3], "dtype": "float64", "data": [-0.19374763242045093, -0.3090560830982282, 0.037878236066163924]},
                "exp_inf": {"shape": [3], "dtype": "float64", "data": [1.3967391521022798, 2.094750945476195, 0.1783925003052217]}
              }
            },
            "param_groups": [
              {"lr": 0.05, "betas": [0.8, 0.95], "eps": 1e-06, "weight_decay": 0.1, "foreach": null, "maximize": true, "params": [0]}
            ]
          },
          "values": [1.0468310052148155, -2.0176875595218364, 0.5121597902298303],
          "next": [
            [1.058578565076181, -2.009703986736666, 0.52639263919181],
            [1.048904873547906, -1.9963182640139112, 0.5443000733869258],
            [1.0416183856609367, -1.9733039253867686, 0.5532222474364165]
          ]
        }
        """;

    public const string NAdam =
        """
        {
          "state_dict": {
            "state": {
              "0": {
                "step": {"shape": [], "dtype": "float64", "data": [3.0]},
                "mu_product": {"shape": [], "dtype": "float64", "data": [0.06431368314320426]},
                "exp_avg": {"shape": [3], "dtype": "float64", "data": [0.291612620457675, 0.11353683910430924, 0.009735968418727876]},
                "exp_avg_sq": {"shape": [3], "dtype": "float64", "data": [0.16439536151765152, 0.24983672236471507, 0.0011968014939830168]}
              }
            },
            "param_groups": [
              {"lr": 0.05, "betas": [0.8, 0.95], "eps": 1e-06, "weight_decay": 0.1, "momentum_decay": 0.02, "foreach": null, "params": [0]}
            ]
          },
          "values": [0.930892570048217, -1.9895641484396538, 0.43741289140218653],
          "next": [
            [0.9131003728027476, -1.9706535765074062, 0.3708610102086725],
            [0.9627554313792723, -1.9874593745822846, 0.330718492042448],
            [0.957966897328751, -2.0330627281640243, 0.33645401455911306]
          ]
        }
        """;

    public const string NAdamAtOnce =
        """
        {
          "state_dict": {
            "state": {
              "0": {
                "step": {"shape": [], "dtype": "float64", "data": [3.0]},
                "mu_product": {"shape": [], "dtype": "float64", "data": [0.06431368314320426]},
                "exp_avg": {"shape": [3], "dtype": "float64", "data": [0.29159593975824755, 0.11355315277972956, 0.009712682752611805]},
                "exp_avg_sq": {"shape": [3], "dtype": "float64", "data": [0.16439135609704447, 0.24984535217305548, 0.0011970968569486686]}
              }
            },
            "param_groups": [
              {"lr": 0.05, "betas": [0.8, 0.95], "eps": 1e-06, "weight_decay": 0.1, "momentum_decay": 0.02, "foreach": true, "params": [0]}
            ]
          },
          "values": [0.9303644991302572, -1.9891696657483668, 0.4366356349336528],
          "next": [
            [0.9125334027987838, -1.9702554565121808, 0.3700346803748568],
            [0.9621957642212083, -1.9870659280409673, 0.3298688776435521],
            [0.9574106801474263, -2.0326762181569697, 0.335604688778668]
          ]
        }
        """;

    public const string RAdam =
        """
        {
          "state_dict": {
            "state": {
              "0": {
                "step": {"shape": [], "dtype": "float64", "data": [3.0]},
                "exp_avg": {"shape": [3], "dtype": "float64", "data": [0.29181611111111105, 0.11465041666666664, 0.012102673611111111]},
                "exp_avg_sq": {"shape": [3], "dtype": "float64", "data": [0.1640966337689045, 0.2501713058960505, 0.0011694392022946216]}
              }
            },
            "param_groups": [
              {"lr": 0.05, "betas": [0.8, 0.95], "eps": 1e-06, "weight_decay": 0.1, "foreach": null, "params": [0]}
            ]
          },
          "values": [0.9449063638433515, -1.9572261355874316, 0.48839365252163025],
          "next": [
            [0.9193007561057367, -1.9532098593866851, 0.46980879378693163],
            [0.9296926209874359, -1.958638557871747, 0.44861678808821703],
            [0.930457799541067, -1.9624907287007252, 0.44402151462580436]
          ]
        }
        """;

    public const string Adadelta =
        """
        {
          "state_dict": {
            "state": {
              "0": {
                "step": 3,
                "square_avg": {"shape": [3], "dtype": "float64", "data": [0.5282362745861522, 0.9562497821306266, 0.006197700515857404]},
                "acc_delta": {"shape": [3], "dtype": "float64", "data": [4.595509504565076e-05, 2.1411812803336012e-05, 4.18622687815796e-05]}
              }
            },
            "param_groups": [
              {"lr": 0.5, "rho": 0.8, "eps": 1e-05, "weight_decay": 0.1, "maximize": true, "foreach": null, "params": [0]}
            ]
          },
          "values": [1.0046239541409727, -1.9975775981555635, 0.49336113108418944],
          "next": [
            [1.0054797891338725, -1.9985284144722577, 0.5013042818298887],
            [0.9989477182852715, -1.9957380804701377, 0.5063189827459652],
            [0.9990568389447045, -1.9911966207348917, 0.5027158383171059]
          ]
        }
        """;
}
