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

    // Where the share is 1 now and in the next step, nobody reads the average.
    public static int Used(ASGDGroup group, long step, ReadOnlySpan<double> numbers) =>
        (step == 1 || numbers[1] == 1) && ShareAfter(group, step) == 1 ? 0 : 1;

    public static ASGDRule Of(ASGDGroup group, long step, bool isFirst, Span<double> numbers)
    {
        // The rate of the first step, not that of the time of joining: a scheduler may have been built in between.
        (double eta, double mu) = step == 1 ? (group.Lr, 1) : (numbers[0], numbers[1]);
        numbers[0] = group.Lr / Math.Pow(1 + (group.Lambd * group.Lr * step), group.Alpha);
        numbers[1] = ShareAfter(group, step);
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

    private static double ShareAfter(ASGDGroup group, long step) => 1 / Math.Max(1, step - group.T0);
}

/// <summary>The pass of <see cref="ASGD"/>: the average is the parameter itself, not kept, until another is asked for.</summary>
internal sealed class ASGDPass : FusedPass<ASGDGroup, ASGDRule>
{
    public static NDArray Average(ParamState state) => state.Used != 0 && state.Tensors[0] is { } average ? average : state.Parameter.Value;

    public override MapState Save(ParamState state, ASGDGroup group)
    {
        MapState saved = base.Save(state, group);
        if (saved.Count > 0)
        {
            saved["ax"] = new Tensor(ParamState.Copy(Average(state), state.Parameter.DType));
        }

        return saved;
    }
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
    private readonly bool _decays = rule.Decay != 0;
    private readonly bool _copies = rule.Share == 1;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public TVec Invoke(TVec parameter, TVec gradient, ref TVec a, ref TVec b, ref TVec c)
    {
        TVec g = FusedLoop.Penalize<TVec, T>(_sign * gradient, _decay, parameter, _decays);
        TVec next = TVec.MultiplyAdd(_descent, g, _shrink * parameter);
        a = FusedLoop.Flush<TVec, T>(_copies ? next : TVec.MultiplyAdd(_share, next - a, a), _smallest);
        return next;
    }
}
