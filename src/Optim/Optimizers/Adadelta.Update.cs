using System.Runtime.CompilerServices;
using MiniTorch.Kernels;

namespace MiniTorch.Optim;

/// <summary>A step of <see cref="Adadelta"/>.</summary>
internal struct AdadeltaRule : IRule<AdadeltaRule, AdadeltaGroup>
{
    public double Sign;
    public double Decay;
    public double Rho;
    public double Eps;
    public double Lr;
    public double TakenRoot;

    public static string[] StateNames { get; } = ["square_avg", "acc_delta"];

    public static bool CountsSteps => true;

    public static int Needed(AdadeltaGroup group) => 0b11;

    public static AdadeltaRule Of(AdadeltaGroup group, long step, bool isFirst, Span<double> numbers) => new()
    {
        Sign = group.Maximize ? -1 : 1,
        Decay = group.WeightDecay,
        Rho = group.Rho,
        Eps = group.Eps,
        Lr = group.Lr,
        TakenRoot = Math.Sqrt(1 - group.Rho),
    };

    public readonly void Run<TVec, T>(in Operands<T> operands)
        where TVec : unmanaged, ISimd<TVec, T>
        where T : unmanaged =>
        FusedLoop.Run<AdadeltaUpdate<TVec, T>, TVec, T>(new AdadeltaUpdate<TVec, T>(this), operands);
}

/// <inheritdoc cref="Adadelta"/>
internal readonly struct AdadeltaUpdate<TVec, T>(AdadeltaRule rule) : IUpdate<TVec>
    where TVec : unmanaged, ISimd<TVec, T>
    where T : unmanaged
{
    private readonly TVec _sign = TVec.Create(rule.Sign);
    private readonly TVec _decay = TVec.Create(rule.Decay);
    private readonly TVec _rho = TVec.Create(rule.Rho);
    private readonly TVec _taken = TVec.Create(1 - rule.Rho);
    private readonly TVec _eps = TVec.Create(rule.Eps);
    private readonly TVec _descent = TVec.Create(-rule.Lr);
    private readonly TVec _smallest = TVec.Create(FusedLoop.SmallestNormal<T>());

    // (1 − ρ)g² is a normal number from here on.
    private readonly TVec _smallestSquared = TVec.Create(FusedLoop.SmallestRoot<T>() / rule.TakenRoot);
    private readonly bool _decays = rule.Decay != 0;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public TVec Invoke(TVec parameter, TVec gradient, ref TVec a, ref TVec b, ref TVec c)
    {
        TVec g = FusedLoop.Penalize<TVec, T>(_sign * gradient, _decay, parameter, _decays);
        a = Average(a, g);
        TVec delta = TVec.Sqrt(b + _eps) / TVec.Sqrt(a + _eps) * g;
        b = Average(b, delta);
        return TVec.MultiplyAdd(_descent, delta, parameter);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private TVec Average(TVec average, TVec value)
    {
        TVec root = FusedLoop.Flush<TVec, T>(value, _smallestSquared);
        return FusedLoop.Accumulate<TVec, T>(_rho, average, _taken * root * root, _smallest);
    }
}
