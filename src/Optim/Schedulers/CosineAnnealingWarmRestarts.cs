namespace MiniTorch.Optim;

/// <summary>
/// Lets the rate fall along half a cosine, jump back, and fall again more slowly (SGDR: Loshchilov and Hutter, 2017):
/// ηₜ = η_min + ½(η₀ − η_min)(1 + cos(π·T_cur/T_i)), where T_cur counts from the last restart and T_i = T₀·T_multⁱ is the length of the
/// i-th period. PyTorch: <c>CosineAnnealingWarmRestarts</c>.
/// </summary>
public sealed class CosineAnnealingWarmRestarts : LRScheduler
{
    private readonly CountOption _t0;
    private readonly CountOption _tMult;
    private readonly RealOption _etaMin;

    // How far between two steps the last one was.
    private double _fraction;

    /// <summary>Schedules all groups of an optimizer.</summary>
    /// <param name="optimizer">The optimizer.</param>
    /// <param name="t0">Number of steps to the first restart, at least 1.</param>
    /// <param name="tMult">How many times longer each period is than the one before, at least 1.</param>
    /// <param name="etaMin">The lowest rate, at least 0.</param>
    /// <exception cref="ArgumentException">An option is out of range.</exception>
    public CosineAnnealingWarmRestarts(Optimizer optimizer, int t0, int tMult = 1, double etaMin = 0)
        : base(nameof(CosineAnnealingWarmRestarts), optimizer)
    {
        _t0 = Options.Add(new CountOption(Options, "T_0") { Value = t0 });
        _tMult = Options.Add(new CountOption(Options, "T_mult") { Value = tMult });
        _etaMin = Options.Add(new RealOption(Options, "eta_min", Bound.NonNegative) { Value = etaMin });
        Begin();
    }

    internal override bool IsFresh => base.IsFresh && _fraction == 0;

    private protected override string[] OtherKeys => ["T_cur", "T_i"];

    /// <summary>
    /// Sets the rates of a point in time: with <c>epoch + batch/batches</c> the rate falls within an epoch too. PyTorch:
    /// <c>step(epoch)</c>.
    /// </summary>
    /// <param name="epoch">The step, at least 0, whole or not.</param>
    /// <exception cref="ArgumentException"><paramref name="epoch"/> is out of range.</exception>
    /// <exception cref="InvalidOperationException">The scheduler is part of another.</exception>
    public void Step(double epoch)
    {
        CheckFree();
        if (!(epoch >= 0 && epoch < int.MaxValue))
        {
            Throw.Argument(Label, FormattableString.Invariant($"epoch must be at least 0 and below 2³¹ − 1; got {epoch}"));
        }

        int whole = (int)epoch;
        _fraction = epoch - whole;
        TakeTurn(Optimizer, this);
        Apply(whole);
    }

    internal override double Rate(int group, int step, double current)
    {
        (_, double at, double length) = Locate(step);
        return _etaMin.Value + ((Initial(group) - _etaMin.Value) * (1 + double.CosPi(at / length)) / 2);
    }

    internal override void MoveTo(int step, double[] rates)
    {
        base.MoveTo(step, rates);

        // As rounded as a saved T_cur is.
        (long whole, double at, _) = Locate(step);
        _fraction = at - whole;
    }

    // In periods of one step the rate is always the initial one.
    internal override Tail TailOf(int group) =>
        Initial(group) == 0 && (_etaMin.Value == 0 || (_t0.Value == 1 && _tMult.Value == 1)) ? Tail.Zero : Tail.Returns;

    private protected override void Save(MapState state)
    {
        base.Save(state);
        (_, state["T_cur"], state["T_i"]) = Locate(Math.Max(StepCount, 0));
    }

    private protected override void Load(MapState saved)
    {
        base.Load(saved);
        (long whole, _, _) = Locate(Math.Max(StepCount, 0));
        double at = Saved.Entry(saved, "T_cur", Label, Saved.Number);
        if (!(at >= whole && at <= whole + 1))
        {
            Throw.Invalid(
                Label,
                FormattableString.Invariant($"in the saved state, T_cur must be from {whole} to {whole + 1} in this epoch; got {at}"));
        }

        _fraction = at - whole;
    }

    internal override Action Remember()
    {
        Action restore = base.Remember();
        double fraction = _fraction;
        return () =>
        {
            restore();
            _fraction = fraction;
        };
    }

    // Where in its period a step is, without and with the fraction, and the period's length.
    private (long Whole, double At, long Length) Locate(int step)
    {
        long begin = 0, length = _t0.Value;
        if (_tMult.Value == 1)
        {
            begin = step - (step % length);
        }

        while (step - begin >= length)
        {
            begin += length;
            length *= _tMult.Value;
        }

        return (step - begin, step - begin + _fraction, length);
    }
}
