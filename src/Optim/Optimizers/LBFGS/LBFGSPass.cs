using System.Diagnostics.CodeAnalysis;

namespace MiniTorch.Optim;

/// <summary>What <see cref="LBFGS"/> keeps: one state, under its first parameter.</summary>
internal sealed class LBFGSPass : UpdatePass<LBFGSGroup>
{
    private bool _hasGroup;

    public override string[] StateNames => [];

    public override bool CountsSteps => false;

    [DoesNotReturn]
    public static void ThrowNeedsClosure() => throw new InvalidOperationException(
        "LBFGS: a step computes the loss and its gradient several times; call Step(closure)");

    public override string? Refusal(Tensor parameter) =>
        _hasGroup ? "is in a second group; LBFGS has one group of parameters, which form one vector" : null;

    public override void Run(List<LBFGSGroup> groups, List<ParamState> states, bool changed) => ThrowNeedsClosure();

    public override ParamState Begin(Tensor parameter, int group, LBFGSGroup options)
    {
        _hasGroup = true;
        return IsFirst(parameter, options)
            ? new LBFGSState(parameter, group, Count(options))
            : new ParamState(parameter, group, 0, 0);
    }

    public override MapState Save(ParamState state, LBFGSGroup group) => state is LBFGSState whole ? whole.Save() : [];

    public override ParamState Load(ParamState current, LBFGSGroup group, MapState saved, string label)
    {
        if (IsFirst(current.Parameter, group))
        {
            return LBFGSState.Load(current.Parameter, current.Group, Count(group), saved, label);
        }

        if (saved.Count > 0)
        {
            Throw.Invalid(label, $"LBFGS keeps one state, under its first parameter; this one has {string.Join(", ", saved.Keys)}");
        }

        return Begin(current.Parameter, current.Group, group);
    }

    protected override int Needed(LBFGSGroup group, Shape parameter) => 0;

    private static bool IsFirst(Tensor parameter, LBFGSGroup group) => group.Tensors[0] == parameter;

    private static int Count(LBFGSGroup group) => group.Tensors.Sum(static parameter => parameter.Count);
}
