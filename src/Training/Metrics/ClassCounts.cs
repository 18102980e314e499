using System.Runtime.InteropServices;

namespace MiniTorch.Training;

/// <summary>How often each class was predicted, was true, and was both.</summary>
internal sealed class ClassCounts
{
    private readonly Dictionary<long, Count> _counts = [];

    public long Samples { get; private set; }

    public void Add(ClassPairs pairs)
    {
        for (int i = 0; i < pairs.Actual.Length; i++)
        {
            (long predicted, long actual) = (pairs.Predicted[i], pairs.Actual[i]);
            Of(predicted).Predicted++;
            Of(actual).Actual++;
            if (predicted == actual)
            {
                Of(actual).Hit++;
            }
        }

        Samples += pairs.Actual.Length;
    }

    public void Clear()
    {
        _counts.Clear();
        Samples = 0;
    }

    /// <summary>A ratio of counts, of all classes together by the average.</summary>
    /// <param name="op">For messages.</param>
    /// <param name="average">How.</param>
    /// <param name="zeroDivision">The ratio whose denominator is 0; if NaN, such classes do not count.</param>
    /// <param name="ratio">Numerator and denominator of the counts of one class.</param>
    public double Ratio(string op, Average average, double zeroDivision, Func<Count, (long Numerator, long Denominator)> ratio)
    {
        if (average == Average.Binary)
        {
            foreach (long index in _counts.Keys.Where(static index => index > 1))
            {
                Throw.Invalid(op, $"average Binary is for classes 0 and 1; class {index} occurs: choose Micro, Macro or Weighted");
            }

            return Divide(_counts.GetValueOrDefault(1));
        }

        // In a fixed order, so that the bits do not depend on that of the samples.
        Count[] counts = [.. _counts.OrderBy(static item => item.Key).Select(static item => item.Value)];
        if (average == Average.Micro)
        {
            return Divide(new Count { Hit = counts.Sum(static c => c.Hit), Predicted = Samples, Actual = Samples });
        }

        double sum = 0, plain = 0;
        long weights = 0, defined = 0;
        foreach (Count count in counts)
        {
            double value = Divide(count);
            if (!double.IsNaN(value))
            {
                sum += value * count.Actual;
                weights += count.Actual;
                plain += value;
                defined++;
            }
        }

        // Where no class that is defined is ever true, weights are no help: as in scikit-learn the mean is plain then.
        return average == Average.Weighted && weights > 0 ? sum / weights : plain / defined;

        double Divide(Count count)
        {
            (long numerator, long denominator) = ratio(count);
            return denominator == 0 ? zeroDivision : (double)numerator / denominator;
        }
    }

    /// <summary>Of all samples, the share whose class was predicted.</summary>
    public double HitShare() => (double)_counts.Values.Sum(static count => count.Hit) / Samples;

    private ref Count Of(long index) => ref CollectionsMarshal.GetValueRefOrAddDefault(_counts, index, out _);

    public struct Count
    {
        public long Hit;
        public long Predicted;
        public long Actual;
    }
}
