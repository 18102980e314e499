namespace MiniTorch.Optim;

/// <summary>What an optimizer does to its parameters in a step, and what it keeps for them between steps.</summary>
internal abstract partial class UpdatePass<TGroup>
    where TGroup : ParamGroup
{
    private readonly StateMemory _memory = new();

    /// <summary>PyTorch's names of the state tensors.</summary>
    public abstract string[] StateNames { get; }

    /// <summary>PyTorch's names of the numbers that a parameter's state holds beside its steps.</summary>
    public virtual string[] NumberNames => [];

    /// <summary>Whether the number of steps is saved, as <c>step</c>.</summary>
    public abstract bool CountsSteps { get; }

    /// <summary>Whether the state is made when a group joins; otherwise in a parameter's first step.</summary>
    public virtual bool IsMadeAtJoin => false;

    /// <summary>Why a parameter cannot be optimized, in words that follow "parameter 3, of shape [10], ", or null.</summary>
    public virtual string? Refusal(Tensor parameter) => null;

    /// <summary>Updates the parameters and their states.</summary>
    /// <param name="groups">All groups.</param>
    /// <param name="states">The parameters that have a gradient, opened.</param>
    /// <param name="changed">Whether they are others than in the last call.</param>
    public abstract void Run(List<TGroup> groups, List<ParamState> states, bool changed);

    /// <summary>The state of a parameter that has not been in a step.</summary>
    public virtual ParamState Begin(Tensor parameter, int group, TGroup options)
    {
        var state = new ParamState(parameter, group, StateNames.Length, NumberNames.Length);
        for (int i = 0; i < NumberNames.Length; i++)
        {
            state.Numbers[i] = InitialNumber(options, i);
        }

        if (IsMadeAtJoin)
        {
            Prepare(state, options, Needed(options, parameter.Shape));
        }

        return state;
    }

    /// <summary>Which state tensors the options of a group call for; bit i stands for the i-th name.</summary>
    protected abstract int Needed(TGroup group, Shape parameter);

    /// <summary>The shape of a state tensor.</summary>
    protected virtual Shape ShapeOf(int tensor, Shape parameter) => parameter;

    /// <summary>What a state tensor is filled with when it is made.</summary>
    protected virtual double Initial(TGroup group, int tensor) => 0;

    /// <summary>What a number is before the first step.</summary>
    protected virtual double InitialNumber(TGroup group, int number) => 0;

    /// <summary>Makes the needed state tensors that are not there yet, and has the step work on them.</summary>
    /// <returns>Whether the first of them was made.</returns>
    protected bool Prepare(ParamState state, TGroup group, int needed)
    {
        bool isFirst = false;
        int used = 0;
        for (int i = 0; i < state.Tensors.Length; i++)
        {
            if ((needed & (1 << i)) == 0)
            {
                continue;
            }

            if (state.Tensors[i] is null)
            {
                NDArray made = _memory.Empty(ShapeOf(i, state.Parameter.Shape), state.DType);
                made.Fill(Initial(group, i));
                state.Tensors[i] = made;
                isFirst |= used == 0;
            }

            used++;
        }

        state.Use(needed);
        return isFirst;
    }
}
