using System.Diagnostics.CodeAnalysis;

namespace MiniTorch.Optim;

/// <summary>What an optimizer that knows curvature keeps: one state, under its first parameter. The step itself is the optimizer's.</summary>
/// <param name="name">How messages call the optimizer.</param>
/// <param name="begin">Makes the state of the first parameter.</param>
internal sealed class SecondOrderPass<TGroup>(string name, Func<Tensor, int, SecondOrderState> begin) : UpdatePass<TGroup>
    where TGroup : SecondOrderGroup
{
    private bool _hasGroup;

    public override string[] StateNames => [];

    public override bool CountsSteps => false;

    public override string? Refusal(Tensor parameter) =>
        _hasGroup ? $"is in a second group; {name} has one group of parameters, which form one vector"
        : parameter.RequiresGrad ? null
        : "requires no gradient: leave frozen parameters out";

    public override void Run(List<TGroup> groups, List<ParamState> states, bool changed) => ThrowNeedsClosure();

    [DoesNotReturn]
    public void ThrowNeedsClosure() => throw new InvalidOperationException(
        $"{name}: a step computes the function at several points and differentiates it itself; call Step(closure)");

    public override ParamState Begin(Tensor parameter, int group, TGroup options)
    {
        _hasGroup = true;
        return options.Tensors[0] == parameter ? begin(parameter, group) : new ParamState(parameter, group, 0, 0);
    }

    public override MapState Save(ParamState state, TGroup group) => state is SecondOrderState whole ? whole.Save() : [];

    public override ParamState Load(ParamState current, TGroup group, MapState saved, string label)
    {
        ParamState state = Begin(current.Parameter, current.Group, group);
        if (state is SecondOrderState whole)
        {
            whole.Load(saved, label);
        }
        else if (saved.Count > 0)
        {
            Throw.Invalid(label, $"{name} keeps one state, under its first parameter; this one has {string.Join(", ", saved.Keys)}");
        }

        return state;
    }

    protected override int Needed(TGroup group, Shape parameter) => 0;
}
