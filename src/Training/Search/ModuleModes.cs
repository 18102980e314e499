using MiniTorch.NN;

namespace MiniTorch.Training;

/// <summary>Which parts of a model are in training and which in evaluation, to be put back.</summary>
internal sealed class ModuleModes
{
    private readonly (Module Module, bool IsTraining)[] _modes;

    public ModuleModes(Module model) => _modes =
    [
        // A module sets the mode of all below it: who has more of them comes first.
        .. model.NamedModules()
            .OrderByDescending(static item => item.Module.NamedModules().Count)
            .Select(static item => (item.Module, item.Module.IsTraining)),
    ];

    public void Restore()
    {
        foreach ((Module module, bool isTraining) in _modes)
        {
            module.Train(isTraining);
        }
    }
}
