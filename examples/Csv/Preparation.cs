using MiniTorch.Data;

namespace MiniTorch.Examples.Csv;

/// <summary>
/// From the numbers of a table to those a network learns from: missing values filled in, columns standardised, and the target too if it is a
/// number. Fitted on training rows alone.
/// </summary>
internal sealed class Preparation : IStateful
{
    private readonly SimpleImputer _imputer = new();
    private readonly StandardScaler _scaler = new();
    private readonly StandardScaler _target = new();

    /// <summary>Fits the training rows of a table.</summary>
    public static Preparation Fit(Samples training)
    {
        var preparation = new Preparation();
        preparation._scaler.Fit(preparation._imputer.FitTransform(training.Inputs));
        if (!training.IsClassification)
        {
            preparation._target.Fit(training.Targets);
        }

        return preparation;
    }

    public Tensor Inputs(Tensor features) => _scaler.Transform(_imputer.Transform(features));

    public Samples Apply(Samples rows) =>
        new(Inputs(rows.Inputs), rows.IsClassification ? rows.Targets : _target.Transform(rows.Targets));

    /// <summary>From what a network gives for a number to the number, in the unit of the table.</summary>
    public Tensor Numbers(Tensor outputs) => _target.InverseTransform(outputs);

    public StateNode SaveState() => new MapState
    {
        ["imputer"] = _imputer.SaveState(),
        ["scaler"] = _scaler.SaveState(),
        ["target"] = _target.SaveState(),
    };

    public void LoadState(StateNode state)
    {
        MapState map = state.As<MapState>();
        _imputer.LoadState(map["imputer"]);
        _scaler.LoadState(map["scaler"]);
        _target.LoadState(map["target"]);
    }
}
