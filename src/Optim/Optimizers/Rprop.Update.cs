using System.Runtime.CompilerServices;
using MiniTorch.Kernels;

namespace MiniTorch.Optim;

/// <summary>A step of <see cref="Rprop"/>.</summary>
internal struct RpropRule : IRule<RpropRule, RpropGroup>
{
    public double Sign;
    public double Shrink;
    public double Grow;
    public double MinStep;
    public double MaxStep;

    public static string[] StateNames { get; } = ["prev", "step_size"];

    public static bool CountsSteps => true;

    public static int Needed(RpropGroup group) => 0b11;

    public static double Initial(RpropGroup group, int tensor) => tensor == 0 ? 0 : group.Lr;

    public static RpropRule Of(RpropGroup group, long step, bool isFirst, Span<double> numbers)
    {
        (double shrink, double grow) = group.Etas;
        (double min, double max) = group.StepSizes;
        return new() { Sign = group.Maximize ? -1 : 1, Shrink = shrink, Grow = grow, MinStep = min, MaxStep = max };
    }

    public readonly void Run<TVec, T>(in Operands<T> operands)
        where TVec : unmanaged, ISimd<TVec, T>
        where T : unmanaged =>
        FusedLoop.Run<RpropUpdate<TVec, T>, TVec, T>(new RpropUpdate<TVec, T>(this), operands);
}

/// <inheritdoc cref="Rprop"/>
internal readonly struct RpropUpdate<TVec, T>(RpropRule rule) : IUpdate<TVec>
    where TVec : unmanaged, ISimd<TVec, T>
    where T : unmanaged
{
    private readonly TVec _sign = TVec.Create(rule.Sign);
    private readonly TVec _shrink = TVec.Create(rule.Shrink);
    private readonly TVec _grow = TVec.Create(rule.Grow);
    private readonly TVec _one = TVec.Create(1.0);
    private readonly TVec _smallest = TVec.Create(FusedLoop.SmallestNormal<T>());

    // No step becomes denormal, whatever the least.
    private readonly TVec _minStep = TVec.Create(Math.Max(rule.MinStep, FusedLoop.SmallestNormal<T>()));
    private readonly TVec _maxStep = TVec.Create(rule.MaxStep);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public TVec Invoke(TVec parameter, TVec gradient, ref TVec a, ref TVec b, ref TVec c)
    {
        TVec g = _sign * gradient;

        // The sign, and 0 or NaN for what has none.
        TVec unit = TVec.SelectLess(TVec.Zero, TVec.Abs(g), TVec.CopySign(_one, g), g);
        TVec agreement = unit * a;
        TVec disagrees = TVec.LessThan(agreement, TVec.Zero);
        TVec factor = TVec.SelectLess(TVec.Zero, agreement, _grow, TVec.Select(disagrees, _shrink, _one));
        b = TVec.Clamp(b * factor, _minStep, _maxStep);
        a = FusedLoop.Flush<TVec, T>(TVec.Select(disagrees, TVec.Zero, g), _smallest);
        return parameter - (TVec.Select(disagrees, TVec.Zero, unit) * b);
    }
}
