using System.Runtime.CompilerServices;
using MiniTorch.Kernels;

namespace MiniTorch.Optim;

/// <summary>A step of <see cref="SGD"/>.</summary>
internal struct SGDRule : IRule<SGDRule, SGDGroup>
{
    public double Sign;
    public double Decay;
    public double Weight;
    public double Momentum;
    public double Kept;
    public double Taken;
    public double Ahead;
    public bool HasVelocity;
    public bool LooksAhead;

    public static string[] StateNames { get; } = ["momentum_buffer"];

    public static bool CountsSteps => false;

    public static int Needed(SGDGroup group) => group.Momentum == 0 ? 0 : 1;

    public static SGDRule Of(SGDGroup group, long step, bool isFirst, Span<double> numbers)
    {
        // What a gradient contributes to the velocity, and what the velocity contributes to the step.
        (double intoVelocity, double intoStep) = group.RateInVelocity && group.Momentum != 0 ? (-group.Lr, 1.0) : (1.0, -group.Lr);
        return new()
        {
            Sign = group.Maximize ? -1 : 1,
            Decay = group.WeightDecay,
            Weight = intoStep,
            Momentum = group.Momentum,
            Kept = isFirst ? 0 : group.Momentum,
            Taken = intoVelocity * (isFirst ? 1 : 1 - group.Dampening),
            Ahead = intoVelocity,
            HasVelocity = group.Momentum != 0,
            LooksAhead = group.Nesterov,
        };
    }

    public readonly void Run<TVec, T>(in Operands<T> operands)
        where TVec : unmanaged, ISimd<TVec, T>
        where T : unmanaged =>
        FusedLoop.Run<SGDUpdate<TVec, T>, TVec, T>(new SGDUpdate<TVec, T>(this), operands);
}

/// <inheritdoc cref="SGD"/>
internal readonly struct SGDUpdate<TVec, T>(SGDRule rule) : IUpdate<TVec>
    where TVec : unmanaged, ISimd<TVec, T>
    where T : unmanaged
{
    private readonly TVec _sign = TVec.Create(rule.Sign);
    private readonly TVec _decay = TVec.Create(rule.Decay);
    private readonly TVec _weight = TVec.Create(rule.Weight);
    private readonly TVec _momentum = TVec.Create(rule.Momentum);
    private readonly TVec _kept = TVec.Create(rule.Kept);
    private readonly TVec _taken = TVec.Create(rule.Taken);
    private readonly TVec _ahead = TVec.Create(rule.Ahead);
    private readonly TVec _smallest = TVec.Create(FusedLoop.SmallestNormal<T>());
    private readonly bool _decays = rule.Decay != 0;
    private readonly bool _hasVelocity = rule.HasVelocity;
    private readonly bool _looksAhead = rule.LooksAhead;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public TVec Invoke(TVec parameter, TVec gradient, ref TVec a, ref TVec b, ref TVec c)
    {
        TVec direction = FusedLoop.Penalize<TVec, T>(_sign * gradient, _decay, parameter, _decays);
        if (_hasVelocity)
        {
            a = FusedLoop.Accumulate<TVec, T>(_kept, a, _taken * direction, _smallest);
            direction = _looksAhead ? TVec.MultiplyAdd(_momentum, a, _ahead * direction) : a;
        }

        return TVec.MultiplyAdd(_weight, direction, parameter);
    }
}
