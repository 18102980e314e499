using System.Runtime.CompilerServices;
using MiniTorch.Kernels;

namespace MiniTorch.Optim;

/// <summary>A step of <see cref="Lion"/>.</summary>
internal struct LionRule : IRule<LionRule, LionGroup>
{
    public double Sign;
    public double Shrink;
    public double Beta1;
    public double Beta2;
    public double Lr;

    public static string[] StateNames { get; } = ["exp_avg"];

    public static bool CountsSteps => false;

    public static int Needed(LionGroup group) => 0b1;

    public static LionRule Of(LionGroup group, long step, bool isFirst, Span<double> numbers)
    {
        (double beta1, double beta2) = group.Betas;
        return new()
        {
            Sign = group.Maximize ? -1 : 1,
            Shrink = 1 - (group.Lr * group.WeightDecay),
            Beta1 = beta1,
            Beta2 = beta2,
            Lr = group.Lr,
        };
    }

    public readonly void Run<TVec, T>(in Operands<T> operands)
        where TVec : unmanaged, ISimd<TVec, T>
        where T : unmanaged =>
        FusedLoop.Run<LionUpdate<TVec, T>, TVec, T>(new LionUpdate<TVec, T>(this), operands);
}

/// <inheritdoc cref="Lion"/>
internal readonly struct LionUpdate<TVec, T>(LionRule rule) : IUpdate<TVec>
    where TVec : unmanaged, ISimd<TVec, T>
    where T : unmanaged
{
    private readonly TVec _shrink = TVec.Create(rule.Shrink);
    private readonly TVec _beta1 = TVec.Create(rule.Beta1);
    private readonly TVec _beta2 = TVec.Create(rule.Beta2);
    private readonly TVec _taken1 = TVec.Create(rule.Sign * (1 - rule.Beta1));
    private readonly TVec _taken2 = TVec.Create(rule.Sign * (1 - rule.Beta2));
    private readonly TVec _descent = TVec.Create(-rule.Lr);
    private readonly TVec _one = TVec.Create(1.0);
    private readonly TVec _smallest = TVec.Create(FusedLoop.SmallestNormal<T>());

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public TVec Invoke(TVec parameter, TVec gradient, ref TVec a, ref TVec b, ref TVec c)
    {
        TVec mixed = TVec.MultiplyAdd(_beta1, a, _taken1 * gradient);
        a = FusedLoop.Accumulate<TVec, T>(_beta2, a, _taken2 * gradient, _smallest);

        // Zero and NaN are their own signs.
        TVec sign = TVec.SelectLess(TVec.Zero, TVec.Abs(mixed), TVec.CopySign(_one, mixed), mixed);
        return TVec.MultiplyAdd(_descent, sign, _shrink * parameter);
    }
}
