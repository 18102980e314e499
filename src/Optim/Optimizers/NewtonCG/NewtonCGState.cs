namespace MiniTorch.Optim;

/// <summary>What <see cref="NewtonCG"/> keeps between steps.</summary>
internal sealed class NewtonCGState(Tensor parameter, int group) : SecondOrderState(parameter, group)
{
    private const string Key = "grad_scale";

    /// <summary>The largest ‖g‖ so far, which tells how exact directions must be.</summary>
    public double Scale { get; set; }

    protected override string[] OwnKeys => [Key];

    protected override void SaveOwn(MapState saved) => saved[Key] = Scale;

    protected override void LoadOwn(MapState saved, string label)
    {
        Scale = Saved.Entry(saved, Key, label, Saved.Number);
        if (!Bound.NonNegative.Holds(Scale))
        {
            Throw.Invalid(label, FormattableString.Invariant($"in the saved state, {Key} {Bound.NonNegative.Rule}; got {Scale}"));
        }
    }
}
