using System.Runtime.CompilerServices;
using MiniTorch.Kernels;

namespace MiniTorch.Optim;

/// <summary>A step of <see cref="NAdam"/>.</summary>
internal struct NAdamRule : IRule<NAdamRule, NAdamGroup>
{
    public double Sign;
    public double Decay;
    public double Shrink;
    public double Beta1;
    public double Beta2;
    public double RootScale;
    public double Eps;
    public double OfGradient;
    public double OfAverage;
    public double Taken2Root;

    public static string[] StateNames { get; } = ["exp_avg", "exp_avg_sq"];

    public static string[] NumberNames { get; } = ["mu_product"];

    public static bool CountsSteps => true;

    public static int Needed(NAdamGroup group) => 0b11;

    public static double InitialNumber(NAdamGroup group, int number) => 1;

    public static NAdamRule Of(NAdamGroup group, long step, bool isFirst, Span<double> numbers)
    {
        (double beta1, double beta2) = group.Betas;
        double momentum = Momentum(group, step), next = Momentum(group, step + 1);
        double product = numbers[0] *= momentum;
        return new()
        {
            Sign = group.Maximize ? -1 : 1,
            Decay = group.DecoupledWeightDecay ? 0 : group.WeightDecay,
            Shrink = group.DecoupledWeightDecay ? 1 - (group.Lr * group.WeightDecay) : 1,
            Beta1 = beta1,
            Beta2 = beta2,
            RootScale = 1 / Math.Sqrt(1 - Math.Pow(beta2, step)),
            Eps = group.Eps,
            OfGradient = -group.Lr * (1 - momentum) / (1 - product),
            OfAverage = -group.Lr * next / (1 - (product * (group.ExactProduct ? 1 : momentum) * next)),
            Taken2Root = Math.Sqrt(1 - beta2),
        };
    }

    public readonly void Run<TVec, T>(in Operands<T> operands)
        where TVec : unmanaged, ISimd<TVec, T>
        where T : unmanaged =>
        FusedLoop.Run<NAdamUpdate<TVec, T>, TVec, T>(new NAdamUpdate<TVec, T>(this), operands);

    private static double Momentum(NAdamGroup group, long step) =>
        group.Betas.Beta1 * (1 - (0.5 * Math.Pow(0.96, step * group.MomentumDecay)));
}

/// <inheritdoc cref="NAdam"/>
internal readonly struct NAdamUpdate<TVec, T>(NAdamRule rule) : IUpdate<TVec>
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
    private readonly TVec _rootScale = TVec.Create(rule.RootScale);
    private readonly TVec _eps = TVec.Create(rule.Eps);
    private readonly TVec _ofGradient = TVec.Create(rule.OfGradient);
    private readonly TVec _ofAverage = TVec.Create(rule.OfAverage);
    private readonly TVec _smallest = TVec.Create(FusedLoop.SmallestNormal<T>());

    // (1 − β₂)g² is a normal number from here on.
    private readonly TVec _smallestSquared = TVec.Create(FusedLoop.SmallestRoot<T>() / rule.Taken2Root);
    private readonly bool _decays = rule.Decay != 0;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public TVec Invoke(TVec parameter, TVec gradient, ref TVec a, ref TVec b, ref TVec c)
    {
        TVec g = FusedLoop.Penalize<TVec, T>(_sign * gradient, _decay, parameter, _decays);
        TVec root = FusedLoop.Flush<TVec, T>(g, _smallestSquared);
        a = FusedLoop.Accumulate<TVec, T>(_beta1, a, _taken1 * g, _smallest);
        b = FusedLoop.Accumulate<TVec, T>(_beta2, b, _taken2 * root * root, _smallest);
        TVec denominator = TVec.MultiplyAdd(TVec.Sqrt(b), _rootScale, _eps);
        TVec step = TVec.MultiplyAdd(_ofAverage, a, _ofGradient * g);
        return TVec.MultiplyAdd(_shrink, parameter, step / denominator);
    }
}
