using TensorPrimitives = System.Numerics.Tensors.TensorPrimitives;

namespace MiniTorch;

public partial class NDArray
{
    /// <summary>
    /// Indices drawn from each row of weights [k] or [rows, k], with probabilities in proportion to them: [samples] or [rows, samples], int64.
    /// Without replacement an index comes at most once, in the order of drawing. PyTorch: <c>torch.multinomial</c>.
    /// </summary>
    /// <param name="weights">float32 or float64, not negative; a row need not sum to 1.</param>
    /// <param name="samples">Number of indices a row, at least 1.</param>
    /// <param name="replacement">Whether an index may come again.</param>
    /// <param name="generator">Where the numbers come from; <see cref="Generator.Default"/> if null.</param>
    /// <exception cref="ArgumentException">
    /// Another rank; a weight that is negative or not finite; a row of zeros; without replacement more samples than a row has positive weights.
    /// </exception>
    /// <exception cref="NotSupportedException">The weights are not floating-point.</exception>
    public static NDArray Multinomial(NDArray weights, int samples, bool replacement = false, Generator? generator = null)
    {
        CheckDrawn("multinomial", weights.DType);
        if (weights.Rank is not (1 or 2))
        {
            Throw.Argument("multinomial", $"the weights must have 1 or 2 dimensions; got shape {weights.Shape}");
        }

        int kinds = weights.Shape[-1], rows = weights.Rank == 1 ? 1 : weights.Shape[0];
        if (samples <= 0 || (!replacement && samples > kinds))
        {
            Throw.Argument(
                "multinomial", $"at least 1 sample is drawn, and without replacement no more than there are weights in a row; got {samples} of shape {weights.Shape}");
        }

        NDArray wide = weights.To(DType.Float64).Contiguous();
        NDArray result = Allocate("multinomial", weights.Rank == 1 ? [samples] : [rows, samples], DType.Int64);
        generator ??= Generator.Default;

        // With replacement a number a sample chooses the place in the sums; without, each weight's number tells when its index comes.
        NDArray drawn = replacement ? Rand(result.Shape, DType.Float64, generator) : Exponential(1, wide.Shape, DType.Float64, generator);
        double[] scratch = new double[kinds];
        int[] order = new int[kinds];
        for (int row = 0; row < rows; row++)
        {
            ReadOnlySpan<double> values = wide.Elements<double>().Slice(row * kinds, kinds);
            int positive = CheckWeights(values, row, weights.Shape);
            Span<long> target = result.Elements<long>().Slice(row * samples, samples);
            if (replacement)
            {
                Choose(values, drawn.Elements<double>().Slice(row * samples, samples), scratch, target);
            }
            else if (samples > positive)
            {
                Throw.Argument("multinomial", $"without replacement no more samples than positive weights; got {samples} of row {row} of shape {weights.Shape}, which has {positive}");
            }
            else
            {
                FirstToCome(values, drawn.Elements<double>().Slice(row * kinds, kinds), scratch, order, target);
            }
        }

        GC.KeepAlive(wide);
        GC.KeepAlive(drawn);
        return result;
    }

    private static int CheckWeights(ReadOnlySpan<double> weights, int row, Shape shape)
    {
        int positive = 0;
        double sum = 0;
        foreach (double weight in weights)
        {
            if (!(weight >= 0) || !double.IsFinite(sum += weight))
            {
                Throw.Argument("multinomial", $"the weights and their sum must be finite and not negative; got {weight} in row {row} of shape {shape}");
            }

            positive += weight > 0 ? 1 : 0;
        }

        if (positive == 0)
        {
            Throw.Argument("multinomial", $"a row needs a positive weight; row {row} of shape {shape} has none");
        }

        return positive;
    }

    // The first index whose sum, with all before it, is above u · total, which for subnormal weights may round to the total: the last one that has weight.
    // One of weight 0 it never is.
    private static void Choose(ReadOnlySpan<double> weights, ReadOnlySpan<double> uniform, Span<double> sums, Span<long> target)
    {
        double sum = 0;
        int last = 0;
        for (int i = 0; i < sums.Length; i++)
        {
            last = weights[i] > 0 ? i : last;
            sums[i] = sum += weights[i];
        }

        for (int i = 0; i < target.Length; i++)
        {
            double place = uniform[i] * sum;
            int low = 0, high = last;
            while (low < high)
            {
                int middle = (low + high) >>> 1;
                (low, high) = sums[middle] > place ? (low, middle) : (middle + 1, high);
            }

            target[i] = low;
        }
    }

    // Index i comes after an exponential time of rate weight[i]: the first few to come are a sample without replacement, in its order.
    private static void FirstToCome(ReadOnlySpan<double> weights, ReadOnlySpan<double> exponential, double[] times, int[] order, Span<long> target)
    {
        TensorPrimitives.Divide(exponential, weights, times);
        for (int i = 0; i < order.Length; i++)
        {
            // What has weight comes at some time, what has none never.
            times[i] = weights[i] > 0 ? Math.Min(times[i], double.MaxValue) : double.PositiveInfinity;
            order[i] = i;
        }

        Array.Sort(times, order);
        for (int i = 0; i < target.Length; i++)
        {
            target[i] = order[i];
        }
    }
}
