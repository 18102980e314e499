using System.Runtime.CompilerServices;
using MiniTorch.Kernels;

namespace MiniTorch.Optim;

/// <summary>A step of <see cref="Adagrad"/>.</summary>
internal struct AdagradRule : IRule<AdagradRule, AdagradGroup>
{
    public double Sign;
    public double Decay;
    public double EpsInside;
    public double EpsOutside;
    public double StepSize;

    public static string[] StateNames { get; } = ["sum"];

    public static bool CountsSteps => true;

    public static bool IsMadeAtJoin => true;

    public static int Needed(AdagradGroup group) => 1;

    public static double Initial(AdagradGroup group, int tensor) => group.InitialAccumulatorValue;

    public static AdagradRule Of(AdagradGroup group, long step, bool isFirst, Span<double> numbers) => new()
    {
        Sign = group.Maximize ? -1 : 1,
        Decay = group.WeightDecay,
        EpsInside = group.EpsInsideRoot ? group.Eps : 0,
        EpsOutside = group.EpsInsideRoot ? 0 : group.Eps,
        StepSize = group.Lr / (1 + ((step - 1) * group.LrDecay)),
    };

    public readonly void Run<TVec, T>(in Operands<T> operands)
        where TVec : unmanaged, ISimd<TVec, T>
        where T : unmanaged =>
        FusedLoop.Run<AdagradUpdate<TVec, T>, TVec, T>(new AdagradUpdate<TVec, T>(this), operands);
}

/// <inheritdoc cref="Adagrad"/>
internal readonly struct AdagradUpdate<TVec, T>(AdagradRule rule) : IUpdate<TVec>
    where TVec : unmanaged, ISimd<TVec, T>
    where T : unmanaged
{
    private readonly TVec _sign = TVec.Create(rule.Sign);
    private readonly TVec _decay = TVec.Create(rule.Decay);
    private readonly TVec _epsInside = TVec.Create(rule.EpsInside);
    private readonly TVec _epsOutside = TVec.Create(rule.EpsOutside);
    private readonly TVec _descent = TVec.Create(-rule.StepSize);
    private readonly TVec _smallest = TVec.Create(FusedLoop.SmallestNormal<T>());
    private readonly TVec _smallestRoot = TVec.Create(FusedLoop.SmallestRoot<T>());
    private readonly bool _decays = rule.Decay != 0;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public TVec Invoke(TVec parameter, TVec gradient, ref TVec a, ref TVec b, ref TVec c)
    {
        TVec g = FusedLoop.Penalize<TVec, T>(_sign * gradient, _decay, parameter, _decays);
        TVec root = FusedLoop.Flush<TVec, T>(g, _smallestRoot);
        a = FusedLoop.Flush<TVec, T>(TVec.MultiplyAdd(root, root, a), _smallest);
        return TVec.MultiplyAdd(_descent, g / (TVec.Sqrt(a + _epsInside) + _epsOutside), parameter);
    }
}
