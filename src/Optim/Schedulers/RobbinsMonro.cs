namespace MiniTorch.Optim;

/// <summary>
/// Whether a schedule meets the conditions under which stochastic gradient descent converges for every start and any noise of bounded
/// variance (Robbins and Monro, 1951; Goodfellow and others, "Deep Learning", 8.3.1): Σεₜ = ∞, so that it can come from anywhere, and
/// Σεₜ² &lt; ∞, so that the noise dies away. For training of a fixed length they say nothing.
/// </summary>
/// <remarks>
/// The verdict comes from the closed form. Of a user's function it is <see cref="ConditionStatus.Unknown"/>: no finite number of values
/// decides what a series does. The function is called with steps up to 2¹⁶ to fit <see cref="RobbinsMonroVerdict.TailExponent"/>.
/// <list type="bullet">
/// <item>ε₀/(1 + kt)^p: the first holds for p ≤ 1, the second for p > ½;</item>
/// <item>what stays constant or returns (cosine, restarts, cycles): the second fails;</item>
/// <item>what falls exponentially, becomes 0 or ends: the first fails;</item>
/// <item><see cref="SequentialLR"/>: the last part decides; <see cref="ChainedScheduler"/>: the product of its factors.</item>
/// </list>
/// </remarks>
public static class RobbinsMonro
{
    /// <summary>Checks a schedule; with several groups a condition must hold in each.</summary>
    /// <param name="schedule">The scheduler; its state does not count, its options and initial rates do.</param>
    public static RobbinsMonroVerdict Check(LRScheduler schedule)
    {
        ArgumentNullException.ThrowIfNull(schedule);
        return Check(schedule.GetLastLr().Count, schedule.TailOf);
    }

    /// <summary>Checks a schedule that follows metrics: whatever they are, its rate stays above a number unless a reduction of any size is
    /// made and <c>min_lr</c> is 0.</summary>
    /// <inheritdoc cref="Check(LRScheduler)"/>
    public static RobbinsMonroVerdict Check(ReduceLROnPlateau schedule)
    {
        ArgumentNullException.ThrowIfNull(schedule);
        return Check(schedule.GetLastLr().Count, schedule.TailOf);
    }

    private static RobbinsMonroVerdict Check(int groups, Func<int, Tail> tailOf)
    {
        RobbinsMonroVerdict[] verdicts = [.. Enumerable.Range(0, groups).Select(group => Of(tailOf(group)))];
        RobbinsMonroVerdict worst = verdicts.MaxBy(static verdict => Weight(verdict.SumDiverges) + Weight(verdict.SumOfSquaresConverges))!;
        if (Array.TrueForAll(verdicts, verdict => verdict == worst))
        {
            return worst;
        }

        return new(
            verdicts.Select(static verdict => verdict.SumDiverges).MaxBy(Weight),
            verdicts.Select(static verdict => verdict.SumOfSquaresConverges).MaxBy(Weight),
            worst.TailExponent,
            string.Join("; ", verdicts.Select(static (verdict, group) => $"group {group}: {verdict.Reason}")));
    }

    private static int Weight(ConditionStatus status) => status switch
    {
        ConditionStatus.Holds => 0,
        ConditionStatus.Unknown => 1,
        _ => 3,
    };

    private static RobbinsMonroVerdict Of(Tail tail) => tail.Kind switch
    {
        TailKind.Zero => new(ConditionStatus.Fails, ConditionStatus.Holds, null, "the rate is 0 from some step on"),
        TailKind.Ends => new(ConditionStatus.Fails, ConditionStatus.Holds, null, "the schedule ends"),
        TailKind.Returns => new(
            ConditionStatus.Holds, ConditionStatus.Fails, null, "the rate does not go to 0: it rises to the same height again and again"),
        TailKind.Unknown => new(ConditionStatus.Unknown, ConditionStatus.Unknown, double.IsNaN(tail.Power) ? null : tail.Power, tail.Why),
        _ when tail.LogRatio > 0 => new(
            ConditionStatus.Holds, ConditionStatus.Fails, double.NegativeInfinity, "the rate grows exponentially"),
        _ when tail.LogRatio < 0 => new(
            ConditionStatus.Fails,
            ConditionStatus.Holds,
            double.PositiveInfinity,
            "the rate falls exponentially, so that its sum is finite"),
        _ when tail.Power == 0 => new(
            ConditionStatus.Holds, ConditionStatus.Fails, 0, "the rate does not go to 0: it stays above a constant"),
        _ => new(
            tail.Power <= 1 ? ConditionStatus.Holds : ConditionStatus.Fails,
            tail.Power > 0.5 ? ConditionStatus.Holds : ConditionStatus.Fails,
            tail.Power,
            FormattableString.Invariant($"the rate falls as t^-{tail.Power}")),
    };
}
