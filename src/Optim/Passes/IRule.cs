using MiniTorch.Kernels;

namespace MiniTorch.Optim;

/// <summary>An elementwise optimizer: its state, and the coefficients of one step with the options of one group.</summary>
internal interface IRule<TSelf, TGroup>
    where TSelf : struct, IRule<TSelf, TGroup>
    where TGroup : ParamGroup
{
    /// <inheritdoc cref="UpdatePass{TGroup}.StateNames"/>
    static abstract string[] StateNames { get; }

    /// <inheritdoc cref="UpdatePass{TGroup}.CountsSteps"/>
    static abstract bool CountsSteps { get; }

    /// <inheritdoc cref="UpdatePass{TGroup}.BufferCount"/>
    static abstract int BufferCount(TGroup group);

    /// <param name="group">The options.</param>
    /// <param name="step">Which step of the parameter it is, from 1.</param>
    /// <param name="isFirst">Whether the first state tensor has just been made, of zeros.</param>
    static abstract TSelf Of(TGroup group, long step, bool isFirst);

    /// <summary>Runs <see cref="FusedLoop"/> with the optimizer's update.</summary>
    void Run<TVec, T>(in Operands<T> operands)
        where TVec : unmanaged, ISimd<TVec, T>
        where T : unmanaged;
}

/// <summary>The arithmetic of an optimizer on one vector of elements.</summary>
internal interface IUpdate<TVec>
{
    /// <returns>The parameter after the step.</returns>
    TVec Invoke(TVec parameter, TVec gradient, ref TVec a, ref TVec b, ref TVec c);
}

/// <summary>A segment in memory; state tensors that the rule has no use for are null.</summary>
internal readonly unsafe struct Operands<T>(T* parameter, T* gradient, T* a, T* b, T* c, int length)
    where T : unmanaged
{
    public readonly T* Parameter = parameter;
    public readonly T* Gradient = gradient;
    public readonly T* A = a;
    public readonly T* B = b;
    public readonly T* C = c;
    public readonly int Length = length;
}
