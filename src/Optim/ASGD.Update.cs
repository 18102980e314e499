using System.Runtime.CompilerServices;
using MiniTorch.Kernels;

namespace MiniTorch.Optim;

/// <summary>A step of <see cref="ASGD"/>.</summary>
internal struct ASGDRule : IRule<ASGDRule, ASGDGroup>
{
    public double Sign;
    public double Decay;
    public double Shrink;
    public double StepSize;
    public double Share;

    public static string[] StateNames { get; } = ["ax"];

    public static string[] NumberNames { get; } = ["eta", "mu"];

    public static bool CountsSteps => true;

    public static int Needed(ASGDGroup group) => 1;

    public static ASGDRule Of(ASGDGroup group, long step, bool isFirst, Span<double> numbers)
    {
        // The rate of the first step, not that of the time of joining: a scheduler may have been built in between.
        (double eta, double mu) = isFirst ? (group.Lr, 1) : (numbers[0], numbers[1]);
        numbers[0] = group.Lr / Math.Pow(1 + (group.Lambd * group.Lr * step), group.Alpha);
        numbers[1] = 1 / Math.Max(1, step - group.T0);
        return new()
        {
            Sign = group.Maximize ? -1 : 1,
            Decay = group.WeightDecay,
            Shrink = 1 - (group.Lambd * eta),
            StepSize = eta,
            Share = mu,
        };
    }

    public readonly void Run<TVec, T>(in Operands<T> operands)
        where TVec : unmanaged, ISimd<TVec, T>
        where T : unmanaged =>
        FusedLoop.Run<ASGDUpdate<TVec, T>, TVec, T>(new ASGDUpdate<TVec, T>(this), operands);
}

/// <inheritdoc cref="ASGD"/>
internal readonly struct ASGDUpdate<TVec, T>(ASGDRule rule) : IUpdate<TVec>
    where TVec : unmanaged, ISimd<TVec, T>
    where T : unmanaged
{
    private readonly TVec _sign = TVec.Create(rule.Sign);
    private readonly TVec _decay = TVec.Create(rule.Decay);
    private readonly TVec _shrink = TVec.Create(rule.Shrink);
    private readonly TVec _descent = TVec.Create(-rule.StepSize);
    private readonly TVec _share = TVec.Create(rule.Share);
    private readonly TVec _smallest = TVec.Create(FusedLoop.SmallestNormal<T>());
    private readonly bool _copies = rule.Share == 1;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public TVec Invoke(TVec parameter, TVec gradient, ref TVec a, ref TVec b, ref TVec c)
    {
        TVec g = TVec.MultiplyAdd(_decay, parameter, _sign * gradient);
        TVec next = TVec.MultiplyAdd(_descent, g, _shrink * parameter);
        a = FusedLoop.Flush<TVec, T>(_copies ? next : TVec.MultiplyAdd(_share, next - a, a), _smallest);
        return next;
    }
}
