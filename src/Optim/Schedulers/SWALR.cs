namespace MiniTorch.Optim;

/// <summary>
/// Takes the current rate to a constant one within <c>annealEpochs</c> steps, for stochastic weight averaging (Izmailov and others, 2018):
/// ηₜ = (1 − αₜ)η + αₜ·η_swa, where η is the rate found when the first step is taken. PyTorch: <c>torch.optim.swa_utils.SWALR</c>.
/// <code>
/// if (epoch &gt; swaStart) { swa.Step(); } else { scheduler.Step(); }
/// </code>
/// </summary>
/// <remarks>
/// It takes the current rate further, as PyTorch's does, so that it can take over from another scheduler at any time. As a part of
/// <see cref="SequentialLR"/> other than the first it begins with its step 1, as PyTorch's does: that is the first that moves.
/// </remarks>
public sealed class SWALR : LRScheduler
{
    private readonly PerGroupOption _swaLrs;
    private readonly CountOption _annealEpochs;
    private readonly ChoiceOption<AnnealStrategy> _strategy;

    /// <summary>Schedules all groups of an optimizer.</summary>
    /// <param name="optimizer">The optimizer.</param>
    /// <param name="swaLr">The constant rate, of all groups or one a group, at least 0.</param>
    /// <param name="annealEpochs">Number of steps until then, at least 0.</param>
    /// <param name="annealStrategy">The way there.</param>
    /// <exception cref="ArgumentException">An option is out of range.</exception>
    public SWALR(
        Optimizer optimizer, PerGroup swaLr, int annealEpochs = 10, AnnealStrategy annealStrategy = AnnealStrategy.Cosine)
        : base(nameof(SWALR), optimizer)
    {
        ArgumentNullException.ThrowIfNull(swaLr);
        _swaLrs = Options.Add(new PerGroupOption(Options, "swa_lrs", Bound.NonNegative, GroupCount)
        {
            MayBeMissing = true,
            Value = swaLr.For(GroupCount),
        });
        _annealEpochs = Options.Add(new CountOption(Options, "anneal_epochs", minimum: 0) { Value = annealEpochs });
        _strategy = Options.Add(Anneal.Option(Options, annealStrategy));
        Begin();
    }

    internal override bool IsRecursive => true;

    internal override string? NotChainable => null;

    internal override int FirstStepInSequence => 1;

    internal override double Rate(int group, int step, double current)
    {
        double swa = _swaLrs.Value[group], before = Share(step - 1), now = Share(step);
        double from = before == 1 ? swa : (current - (before * swa)) / (1 - before);
        return (now * swa) + ((1 - now) * from);
    }

    internal override Tail TailOf(int group) => Tail.EndsAt(_swaLrs.Value[group]);

    // Without a way to go the first step arrives, and so does the act of building, as in PyTorch.
    private double Share(int step) => _annealEpochs.Value == 0
        ? step < 0 ? 0 : 1
        : Anneal.Share(_strategy.Value, Math.Clamp((double)step / _annealEpochs.Value, 0, 1));
}
