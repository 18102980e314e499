using System.Runtime.CompilerServices;
using MiniTorch.Kernels;

namespace MiniTorch.Optim;

/// <summary>A step of <see cref="Adamax"/>.</summary>
internal struct AdamaxRule : IRule<AdamaxRule, AdamaxGroup>
{
    public double Sign;
    public double Decay;
    public double Beta1;
    public double Beta2;
    public double Eps;
    public double StepSize;

    public static string[] StateNames { get; } = ["exp_avg", "exp_inf"];

    public static bool CountsSteps => true;

    public static int Needed(AdamaxGroup group) => 0b11;

    public static AdamaxRule Of(AdamaxGroup group, long step, bool isFirst, Span<double> numbers)
    {
        (double beta1, double beta2) = group.Betas;
        return new()
        {
            Sign = group.Maximize ? -1 : 1,
            Decay = group.WeightDecay,
            Beta1 = beta1,
            Beta2 = beta2,
            Eps = group.Eps,
            StepSize = group.Lr / (1 - Math.Pow(beta1, step)),
        };
    }

    public readonly void Run<TVec, T>(in Operands<T> operands)
        where TVec : unmanaged, ISimd<TVec, T>
        where T : unmanaged =>
        FusedLoop.Run<AdamaxUpdate<TVec, T>, TVec, T>(new AdamaxUpdate<TVec, T>(this), operands);
}

/// <inheritdoc cref="Adamax"/>
internal readonly struct AdamaxUpdate<TVec, T>(AdamaxRule rule) : IUpdate<TVec>
    where TVec : unmanaged, ISimd<TVec, T>
    where T : unmanaged
{
    private readonly TVec _sign = TVec.Create(rule.Sign);
    private readonly TVec _decay = TVec.Create(rule.Decay);
    private readonly TVec _beta1 = TVec.Create(rule.Beta1);
    private readonly TVec _beta2 = TVec.Create(rule.Beta2);
    private readonly TVec _taken1 = TVec.Create(1 - rule.Beta1);
    private readonly TVec _eps = TVec.Create(rule.Eps);
    private readonly TVec _descent = TVec.Create(-rule.StepSize);
    private readonly TVec _smallest = TVec.Create(FusedLoop.SmallestNormal<T>());
    private readonly bool _decays = rule.Decay != 0;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public TVec Invoke(TVec parameter, TVec gradient, ref TVec a, ref TVec b, ref TVec c)
    {
        TVec g = FusedLoop.Penalize<TVec, T>(_sign * gradient, _decay, parameter, _decays);
        a = FusedLoop.Accumulate<TVec, T>(_beta1, a, _taken1 * g, _smallest);

        // Not Max: whichever of the two is NaN, the result must be.
        TVec faded = _beta2 * b, size = TVec.Abs(g) + _eps;
        TVec larger = TVec.Select(TVec.LessThanOrEqual(faded, size), size, faded);
        b = TVec.Select(TVec.IsNaN(size), size, TVec.SelectLess(larger, _smallest, _smallest, larger));
        return TVec.MultiplyAdd(_descent, a / b, parameter);
    }
}
