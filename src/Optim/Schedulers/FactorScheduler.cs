namespace MiniTorch.Optim;

/// <summary>
/// A scheduler that multiplies the initial rate by a function of the step: ηₜ = η₀·f(t). A chain multiplies such functions.
/// </summary>
public abstract class FactorScheduler : LRScheduler
{
    private protected FactorScheduler(string name, Optimizer optimizer)
        : base(name, optimizer)
    {
    }

    internal sealed override string? NotChainable => null;

    /// <summary>The factor f(t) of the initial rate.</summary>
    internal abstract double Factor(int step);

    internal sealed override double Rate(int group, int step, double current) => Initial(group) * Factor(step);

    internal sealed override double Chain(int group, int step, double current)
    {
        if (step == 0)
        {
            return current * Factor(0);
        }

        (double before, double now) = (Factor(step - 1), Factor(step));
        if (before == 0 && now > 0)
        {
            Throw.Invalid(
                Label,
                $"in step {step}, the factor rises from 0, and a chain that takes the current rate further cannot go on from 0; begin above 0");
        }

        // Once both are 0, there is nothing to change: so PyTorch's forms.
        return before == 0 ? current : current * (now / before);
    }

    /// <summary>How the factor goes on for ever.</summary>
    private protected abstract Tail FactorTail { get; }

    internal sealed override Tail TailOf(int group) => Initial(group) == 0 ? Tail.Zero : FactorTail;
}
