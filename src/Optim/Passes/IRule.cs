using MiniTorch.Kernels;

namespace MiniTorch.Optim;

/// <summary>An elementwise optimizer: its state, and the coefficients of one step with the options of one group.</summary>
internal interface IRule<TSelf, TGroup>
    where TSelf : struct, IRule<TSelf, TGroup>
    where TGroup : ParamGroup
{
    /// <inheritdoc cref="UpdatePass{TGroup}.StateNames"/>
    static abstract string[] StateNames { get; }

    /// <inheritdoc cref="UpdatePass{TGroup}.NumberNames"/>
    static virtual string[] NumberNames => [];

    /// <inheritdoc cref="UpdatePass{TGroup}.CountsSteps"/>
    static abstract bool CountsSteps { get; }

    /// <inheritdoc cref="UpdatePass{TGroup}.IsMadeAtJoin"/>
    static virtual bool IsMadeAtJoin => false;

    /// <summary>Which state tensors the options call for, at most three; bit i stands for the i-th name.</summary>
    static abstract int Needed(TGroup group);

    /// <summary>Which of the needed tensors a step works on.</summary>
    /// <param name="group">The options.</param>
    /// <param name="step">Which step of the parameter it is, from 1.</param>
    /// <param name="numbers">The numbers of the parameter's state.</param>
    static virtual int Used(TGroup group, long step, ReadOnlySpan<double> numbers) => TSelf.Needed(group);

    /// <summary>What a state tensor is filled with when it is made.</summary>
    static virtual double Initial(TGroup group, int tensor) => 0;

    /// <summary>What a number of the state is before the first step.</summary>
    static virtual double InitialNumber(TGroup group, int number) => 0;

    /// <param name="group">The options.</param>
    /// <param name="step">Which step of the parameter it is, from 1.</param>
    /// <param name="isFirst">Whether the first of the needed state tensors has just been made.</param>
    /// <param name="numbers">The numbers of the parameter's state, here carried on to the next step.</param>
    static abstract TSelf Of(TGroup group, long step, bool isFirst, Span<double> numbers);

    /// <summary>Runs <see cref="FusedLoop"/> with the optimizer's update.</summary>
    void Run<TVec, T>(in Operands<T> operands)
        where TVec : unmanaged, ISimd<TVec, T>
        where T : unmanaged;
}

/// <summary>The arithmetic of an optimizer on one vector of elements.</summary>
internal interface IUpdate<TVec>
{
    /// <summary>Updates the needed state tensors, which come in the order of their names as a, b and c.</summary>
    /// <returns>The parameter after the step.</returns>
    TVec Invoke(TVec parameter, TVec gradient, ref TVec a, ref TVec b, ref TVec c);
}

/// <summary>Segments of parameters that share a rule.</summary>
/// <param name="states">The parameters, with values of this type.</param>
/// <param name="segments">Consecutive segments of a chunk.</param>
internal readonly ref struct Operands<T>(ReadOnlySpan<ParamState> states, ReadOnlySpan<Segment> segments)
    where T : unmanaged
{
    public readonly ReadOnlySpan<ParamState> States = states;
    public readonly ReadOnlySpan<Segment> Segments = segments;

    /// <summary>How many state tensors the rule works on.</summary>
    public int TensorCount => States[Segments[0].Array].TensorCount;
}
