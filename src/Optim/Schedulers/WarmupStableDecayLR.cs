namespace MiniTorch.Optim;

/// <summary>How the last phase of <see cref="WarmupStableDecayLR"/> falls, from 1 to 0 while x goes from 0 to 1.</summary>
public enum DecayShape
{
    /// <summary>1 − x.</summary>
    Linear,

    /// <summary>½(1 + cos πx).</summary>
    Cosine,

    /// <summary>1 − √x.</summary>
    OneMinusSqrt,
}

/// <summary>
/// Three phases: the rate rises in a straight line, stays, and falls. Any length of training can so be ended by a decay of its own. ηₜ =
/// η₀·f(t):
/// <code>
/// f(t) = start + (1 − start)·t/W                 for t &lt; W              warm-up
/// f(t) = 1                                       for W ≤ t &lt; W + S      stable
/// f(t) = min + (1 − min)·d((t − W − S)/D)        for t &lt; W + S + D      decay
/// f(t) = min                                     from then on
/// </code>
/// Schedule: Hu and others, "MiniCPM" (2024); the linear and the 1 − √x decay: Hägele and others, "Scaling Laws and Compute-Optimal
/// Training Beyond Fixed Training Durations" (2024). Not in PyTorch.
/// </summary>
public sealed class WarmupStableDecayLR : FactorScheduler
{
    private readonly CountOption _warmup;
    private readonly CountOption _stable;
    private readonly CountOption _decay;
    private readonly ChoiceOption<DecayShape> _shape;
    private readonly RealOption _start;
    private readonly RealOption _minimum;

    /// <summary>Schedules all groups of an optimizer.</summary>
    /// <param name="optimizer">The optimizer.</param>
    /// <param name="warmupSteps">Number W of steps in which the rate rises, at least 0.</param>
    /// <param name="stableSteps">Number S of steps in which it stays, at least 0.</param>
    /// <param name="decaySteps">Number D of steps in which it falls, at least 1.</param>
    /// <param name="decay">How it falls.</param>
    /// <param name="startFactor">The factor of step 0, in [0, 1].</param>
    /// <param name="minFactor">The factor after the decay, in [0, 1].</param>
    /// <exception cref="ArgumentException">An option is out of range.</exception>
    public WarmupStableDecayLR(
        Optimizer optimizer,
        int warmupSteps,
        int stableSteps,
        int decaySteps,
        DecayShape decay = DecayShape.OneMinusSqrt,
        double startFactor = 0,
        double minFactor = 0)
        : base(nameof(WarmupStableDecayLR), optimizer)
    {
        _warmup = Options.Add(new CountOption(Options, "warmup_steps", minimum: 0) { Value = warmupSteps });
        _stable = Options.Add(new CountOption(Options, "stable_steps", minimum: 0) { Value = stableSteps });
        _decay = Options.Add(new CountOption(Options, "decay_steps") { Value = decaySteps });
        _shape = Options.Add(new ChoiceOption<DecayShape>(
            Options, "decay", (DecayShape.Linear, "linear"), (DecayShape.Cosine, "cosine"), (DecayShape.OneMinusSqrt, "1-sqrt"))
        {
            Value = decay,
        });
        _start = Options.Add(new RealOption(Options, "start_factor", Bound.Fraction) { Value = startFactor });
        _minimum = Options.Add(new RealOption(Options, "min_factor", Bound.Fraction) { Value = minFactor });
        Begin();
    }

    private protected override Tail FactorTail => Tail.EndsAt(_minimum.Value);

    internal override double Factor(int step)
    {
        if (step < _warmup.Value)
        {
            return _start.Value + ((1 - _start.Value) * step / _warmup.Value);
        }

        long decayed = step - (long)_warmup.Value - _stable.Value;
        double way = Math.Clamp((double)decayed / _decay.Value, 0, 1);
        double height = _shape.Value switch
        {
            DecayShape.Linear => 1 - way,
            DecayShape.Cosine => (1 + double.CosPi(way)) / 2,
            _ => 1 - Math.Sqrt(way),
        };
        return _minimum.Value + ((1 - _minimum.Value) * height);
    }
}
