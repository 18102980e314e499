namespace MiniTorch.Optim;

/// <summary>What an optimizer does to its parameters in a step, and what it keeps for them between steps.</summary>
internal abstract class UpdatePass<TGroup>
    where TGroup : ParamGroup
{
    /// <summary>PyTorch's names of the state tensors.</summary>
    public abstract string[] StateNames { get; }

    /// <summary>Whether the number of steps is saved, as <c>step</c>.</summary>
    public abstract bool CountsSteps { get; }

    /// <summary>How many of the state tensors the options of a group call for.</summary>
    public abstract int BufferCount(TGroup group);

    /// <summary>Updates the parameters and their states.</summary>
    /// <param name="groups">All groups.</param>
    /// <param name="states">The parameters that have a gradient, opened.</param>
    /// <param name="changed">Whether they are others than in the last call.</param>
    public abstract void Run(List<TGroup> groups, List<ParamState> states, bool changed);
}
