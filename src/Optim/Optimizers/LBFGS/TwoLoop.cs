namespace MiniTorch.Optim;

/// <summary>
/// The direction −H∇f by the two-loop recursion. Nocedal and Wright, algorithm 7.4; each change of the vector is one sweep with the inner
/// product that follows it.
/// </summary>
internal sealed class TwoLoop(FlatSpace space)
{
    private const double SmallestCurvature = 1e-10;

    // Takes the next pair; what falls out of the history takes the one after.
    private CurvaturePair? _spare;
    private double[] _alphas = [];

    /// <summary>Takes the last step into the history and makes the next direction.</summary>
    /// <returns>The inner product of gradient and direction, and the largest magnitude in the direction.</returns>
    public (double Slope, double Largest) Run(LBFGSState state, NDArray gradient, int historySize)
    {
        NDArray d = state.Direction ??= space.Vector();
        FlatSums sums;
        if (state.Iterations == 1)
        {
            state.Pairs.Clear();
            state.Scale = 1;
            sums = Combine(gradient, -1, gradient, 0, 1, gradient, d);
            return (sums.First, sums.Largest);
        }

        double? dot = Remember(state, gradient, historySize);
        List<CurvaturePair> pairs = state.Pairs;
        if (pairs.Count == 0)
        {
            sums = Combine(gradient, -1, gradient, 0, state.Scale, gradient, d);
            return (sums.First, sums.Largest);
        }

        if (_alphas.Length < pairs.Count)
        {
            _alphas = new double[2 * pairs.Count];
        }

        // The first sweep makes d of −g. Without a new pair there is no inner product with −g yet.
        (NDArray x, double sign) = (gradient, -1);
        if (dot is null)
        {
            dot = Combine(gradient, -1, gradient, 0, 1, pairs[^1].S, d).First;
            (x, sign) = (d, 1);
        }

        double last = Ascend(pairs, x, sign, dot.Value, state.Scale, d);
        return Descend(pairs, gradient, last, d);
    }

    // From the newest pair to the oldest: q ← q − αy, and γq at last.
    private double Ascend(List<CurvaturePair> pairs, NDArray x, double sign, double dot, double scale, NDArray d)
    {
        for (int i = pairs.Count - 1; i >= 0; i--)
        {
            _alphas[i] = dot * pairs[i].Rho;
            FlatSums sums = i == 0 ? Combine(x, sign, pairs[0].Y, -_alphas[0], scale, pairs[0].Y, d)
                : x != d ? Combine(x, sign, pairs[i].Y, -_alphas[i], 1, pairs[i - 1].S, d)
                : space.Run(new StepOp(d, pairs[i].Y, -_alphas[i], pairs[i - 1].S));
            dot = sums.First;
            (x, sign) = (d, 1);
        }

        return dot;
    }

    // From the oldest to the newest: r ← r + (α − β)s.
    private (double Slope, double Largest) Descend(List<CurvaturePair> pairs, NDArray gradient, double dot, NDArray d)
    {
        for (int i = 0; i < pairs.Count - 1; i++)
        {
            dot = space.Run(new StepOp(d, pairs[i].S, _alphas[i] - (dot * pairs[i].Rho), pairs[i + 1].Y)).First;
        }

        CurvaturePair newest = pairs[^1];
        FlatSums sums = Combine(d, 1, newest.S, _alphas[pairs.Count - 1] - (dot * newest.Rho), 1, gradient, d);
        return (sums.First, sums.Largest);
    }

    // The inner product of the new pair's s with −g, or null if the pair tells no curvature and is not kept.
    private double? Remember(LBFGSState state, NDArray gradient, int historySize)
    {
        CurvaturePair pair = _spare ?? new CurvaturePair(space.Vector(), space.Vector());
        FlatSums sums = space.Run(new PairOp(gradient, state.Previous!, state.Direction!, state.StepSize, pair.Y, pair.S));
        (_spare, double ys, double yy) = (pair, sums.First, sums.Second);
        if (!(ys > SmallestCurvature))
        {
            return null;
        }

        _spare = null;
        int surplus = state.Pairs.Count + 1 - historySize;
        if (surplus > 0)
        {
            _spare = state.Pairs[0];
            state.Pairs.RemoveRange(0, surplus);
        }

        pair.Rho = 1 / ys;
        state.Pairs.Add(pair);
        state.Scale = ys / yy;
        return -sums.Third;
    }

    private FlatSums Combine(NDArray x, double b, NDArray v, double a, double c, NDArray w, NDArray r) =>
        space.Run(new CombineOp(x, b, v, a, c, w, r));
}
