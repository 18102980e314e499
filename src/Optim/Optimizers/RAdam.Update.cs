using System.Runtime.CompilerServices;
using MiniTorch.Kernels;

namespace MiniTorch.Optim;

/// <summary>A step of <see cref="RAdam"/>.</summary>
internal struct RAdamRule : IRule<RAdamRule, RAdamGroup>
{
    public double Sign;
    public double Decay;
    public double Shrink;
    public double Beta1;
    public double Beta2;
    public double Eps;
    public double StepSize;
    public double Taken2Root;
    public bool IsRectified;

    public static string[] StateNames { get; } = ["exp_avg", "exp_avg_sq"];

    public static bool CountsSteps => true;

    public static int Needed(RAdamGroup group) => 0b11;

    public static RAdamRule Of(RAdamGroup group, long step, bool isFirst, Span<double> numbers)
    {
        (double beta1, double beta2) = group.Betas;
        double fading = Math.Pow(beta2, step);
        double longest = (2 / (1 - beta2)) - 1;
        double length = longest - (2 * step * fading / (1 - fading));
        bool isRectified = length > 5;
        double trust = (length - 4) * (length - 2) * longest / ((longest - 4) * (longest - 2) * length);
        return new()
        {
            Sign = group.Maximize ? -1 : 1,
            Decay = group.DecoupledWeightDecay ? 0 : group.WeightDecay,
            Shrink = group.DecoupledWeightDecay ? 1 - (group.Lr * group.WeightDecay) : 1,
            Beta1 = beta1,
            Beta2 = beta2,
            Eps = group.Eps,
            StepSize = group.Lr / (1 - Math.Pow(beta1, step)) * (isRectified ? Math.Sqrt(trust * (1 - fading)) : 1),
            Taken2Root = Math.Sqrt(1 - beta2),
            IsRectified = isRectified,
        };
    }

    public readonly void Run<TVec, T>(in Operands<T> operands)
        where TVec : unmanaged, ISimd<TVec, T>
        where T : unmanaged =>
        FusedLoop.Run<RAdamUpdate<TVec, T>, TVec, T>(new RAdamUpdate<TVec, T>(this), operands);
}

/// <inheritdoc cref="RAdam"/>
internal readonly struct RAdamUpdate<TVec, T>(RAdamRule rule) : IUpdate<TVec>
    where TVec : unmanaged, ISimd<TVec, T>
    where T : unmanaged
{
    private readonly TVec _sign = TVec.Create(rule.Sign);
    private readonly TVec _decay = TVec.Create(rule.Decay);
    private readonly TVec _shrink = TVec.Create(rule.Shrink);
    private readonly TVec _beta1 = TVec.Create(rule.Beta1);
    private readonly TVec _beta2 = TVec.Create(rule.Beta2);
    private readonly TVec _taken1 = TVec.Create(1 - rule.Beta1);
    private readonly TVec _taken2 = TVec.Create(1 - rule.Beta2);
    private readonly TVec _eps = TVec.Create(rule.Eps);
    private readonly TVec _descent = TVec.Create(-rule.StepSize);
    private readonly TVec _smallest = TVec.Create(FusedLoop.SmallestNormal<T>());

    // (1 − β₂)g² is a normal number from here on.
    private readonly TVec _smallestSquared = TVec.Create(FusedLoop.SmallestRoot<T>() / rule.Taken2Root);
    private readonly bool _decays = rule.Decay != 0;
    private readonly bool _isRectified = rule.IsRectified;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public TVec Invoke(TVec parameter, TVec gradient, ref TVec a, ref TVec b, ref TVec c)
    {
        TVec g = FusedLoop.Penalize<TVec, T>(_sign * gradient, _decay, parameter, _decays);
        TVec root = FusedLoop.Flush<TVec, T>(g, _smallestSquared);
        a = FusedLoop.Accumulate<TVec, T>(_beta1, a, _taken1 * g, _smallest);
        b = FusedLoop.Accumulate<TVec, T>(_beta2, b, _taken2 * root * root, _smallest);
        TVec direction = a;
        if (_isRectified)
        {
            direction = a / (TVec.Sqrt(b) + _eps);
        }

        return TVec.MultiplyAdd(_descent, direction, _shrink * parameter);
    }
}
