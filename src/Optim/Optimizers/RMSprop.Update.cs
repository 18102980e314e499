using System.Runtime.CompilerServices;
using MiniTorch.Kernels;

namespace MiniTorch.Optim;

/// <summary>A step of <see cref="RMSprop"/>.</summary>
internal struct RMSpropRule : IRule<RMSpropRule, RMSpropGroup>
{
    public double Sign;
    public double Decay;
    public double Alpha;
    public double EpsInside;
    public double EpsOutside;
    public double Momentum;
    public double StepSize;
    public bool HasVelocity;
    public bool IsCentered;

    public static string[] StateNames { get; } = ["square_avg", "momentum_buffer", "grad_avg"];

    public static bool CountsSteps => true;

    public static int Needed(RMSpropGroup group) => 0b001 | (group.Momentum > 0 ? 0b010 : 0) | (group.Centered ? 0b100 : 0);

    public static RMSpropRule Of(RMSpropGroup group, long step, bool isFirst, Span<double> numbers) => new()
    {
        Sign = group.Maximize ? -1 : 1,
        Decay = group.WeightDecay,
        Alpha = group.Alpha,
        EpsInside = group.EpsInsideRoot ? group.Eps : 0,
        EpsOutside = group.EpsInsideRoot ? 0 : group.Eps,
        Momentum = group.Momentum,
        StepSize = group.Lr,
        HasVelocity = group.Momentum > 0,
        IsCentered = group.Centered,
    };

    public readonly void Run<TVec, T>(in Operands<T> operands)
        where TVec : unmanaged, ISimd<TVec, T>
        where T : unmanaged =>
        FusedLoop.Run<RMSpropUpdate<TVec, T>, TVec, T>(new RMSpropUpdate<TVec, T>(this), operands);
}

/// <inheritdoc cref="RMSprop"/>
internal readonly struct RMSpropUpdate<TVec, T>(RMSpropRule rule) : IUpdate<TVec>
    where TVec : unmanaged, ISimd<TVec, T>
    where T : unmanaged
{
    private readonly TVec _sign = TVec.Create(rule.Sign);
    private readonly TVec _decay = TVec.Create(rule.Decay);
    private readonly TVec _alpha = TVec.Create(rule.Alpha);
    private readonly TVec _taken = TVec.Create(1 - rule.Alpha);
    private readonly TVec _epsInside = TVec.Create(rule.EpsInside);
    private readonly TVec _epsOutside = TVec.Create(rule.EpsOutside);
    private readonly TVec _momentum = TVec.Create(rule.Momentum);
    private readonly TVec _descent = TVec.Create(-rule.StepSize);
    private readonly TVec _smallest = TVec.Create(FusedLoop.SmallestNormal<T>());

    // (1 − α)g² is a normal number from here on.
    private readonly TVec _smallestSquared = TVec.Create(FusedLoop.SmallestRoot<T>() / Math.Sqrt(1 - rule.Alpha));
    private readonly bool _decays = rule.Decay != 0;
    private readonly bool _hasVelocity = rule.HasVelocity;
    private readonly bool _isCentered = rule.IsCentered;

    // The velocity is b; the mean is c, or b where there is no velocity.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public TVec Invoke(TVec parameter, TVec gradient, ref TVec a, ref TVec b, ref TVec c)
    {
        TVec g = FusedLoop.Penalize<TVec, T>(_sign * gradient, _decay, parameter, _decays);
        TVec root = FusedLoop.Flush<TVec, T>(g, _smallestSquared);
        a = FusedLoop.Accumulate<TVec, T>(_alpha, a, _taken * root * root, _smallest);
        TVec square = a;
        if (_isCentered)
        {
            TVec mean = FusedLoop.Accumulate<TVec, T>(_alpha, _hasVelocity ? c : b, _taken * g, _smallest);
            if (_hasVelocity)
            {
                c = mean;
            }
            else
            {
                b = mean;
            }

            // Rounding can make the variance of a steady gradient negative. NaN stays NaN.
            TVec variance = TVec.MultiplyAdd(TVec.Zero - mean, mean, a);
            square = TVec.SelectLess(variance, _smallest, TVec.Zero, variance);
        }

        TVec direction = g / (TVec.Sqrt(square + _epsInside) + _epsOutside);
        if (_hasVelocity)
        {
            b = FusedLoop.Accumulate<TVec, T>(_momentum, b, direction, _smallest);
            direction = b;
        }

        return TVec.MultiplyAdd(_descent, direction, parameter);
    }
}
