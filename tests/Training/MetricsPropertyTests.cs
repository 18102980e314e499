using FsCheck;
using FsCheck.Fluent;
using MiniTorch.Training;

namespace MiniTorch.Tests;

/// <summary>Metrics against their definitions, written down sample by sample, on random batches.</summary>
public sealed class MetricsPropertyTests
{
    private static readonly Average[] _averages = [Average.Micro, Average.Macro, Average.Weighted];

    [Fact]
    public void Counted_metrics_are_their_definitions() => ForAll((sample, _) =>
    {
        long[] p = sample.Predicted, t = sample.Target;
        Close.Assert(p.Zip(t).Count(pair => pair.First == pair.Second) / (double)p.Length, Metrics.Accuracy(sample.Prediction, sample.TargetTensor));
        foreach (double zero in (double[])[0, 1, double.NaN])
        {
            foreach (Average average in _averages)
            {
                string what = $"{average}, {zero}";
                Close.Assert(Naive(p, t, average, zero, (hit, said, real) => (hit, said)), Metrics.Precision(sample.Prediction, sample.TargetTensor, average, zero), what: what);
                Close.Assert(Naive(p, t, average, zero, (hit, said, real) => (hit, real)), Metrics.Recall(sample.Prediction, sample.TargetTensor, average, zero), what: what);
                Close.Assert(Naive(p, t, average, zero, (hit, said, real) => (2 * hit, said + real)), Metrics.F1(sample.Prediction, sample.TargetTensor, average, zero), what: what);
            }
        }
    });

    [Fact]
    public void The_confusion_matrix_holds_every_sample_once() => ForAll((sample, _) =>
    {
        long[] matrix = Metrics.ConfusionMatrix(sample.Prediction, sample.TargetTensor, classCount: 5).ToArray<long>();
        for (int row = 0; row < 5; row++)
        {
            for (int column = 0; column < 5; column++)
            {
                Assert.Equal(sample.Target.Zip(sample.Predicted).Count(pair => pair == (row, column)), matrix[(row * 5) + column]);
            }
        }
    });

    [Fact]
    public void The_area_is_the_probability_of_the_right_order_plus_half_that_of_a_tie() => ForAll((sample, _) =>
    {
        double[] positive = [.. sample.Scores.Where((_, i) => sample.Target[i] == 0)], negative = [.. sample.Scores.Where((_, i) => sample.Target[i] != 0)];
        if (positive.Length == 0 || negative.Length == 0)
        {
            return;
        }

        double expected = positive.Average(p => negative.Average(n => p > n ? 1 : p == n ? 0.5 : 0));
        Close.Assert(expected, Metrics.RocAuc(Tensor.From(sample.Scores), sample.TargetTensor.Eq(0)));
        Close.Assert(1 - expected, Metrics.RocAuc(Tensor.From(sample.Scores), sample.TargetTensor.Ne(0)));
    });

    [Fact]
    public void Errors_of_regression_are_their_definitions() => ForAll((sample, _) =>
    {
        double[] p = sample.Scores, t = sample.Values;
        double residual = p.Zip(t).Sum(pair => Math.Pow(pair.Second - pair.First, 2));
        Close.Assert(residual / t.Length, Metrics.Mse(Tensor.From(p), Tensor.From(t)));
        Close.Assert(Math.Sqrt(residual / t.Length), Metrics.Rmse(Tensor.From(p), Tensor.From(t)));
        Close.Assert(p.Zip(t).Average(pair => Math.Abs(pair.Second - pair.First)), Metrics.Mae(Tensor.From(p), Tensor.From(t)));
        if (t.Length > 1)
        {
            Close.Assert(1 - (residual / t.Sum(value => Math.Pow(value - t.Average(), 2))), Metrics.R2(Tensor.From(p), Tensor.From(t)), rtol: 1e-9);
        }
    });

    // The counted ones and the area even bit for bit.
    [Fact]
    public void The_order_of_the_samples_does_not_matter() => ForAll((sample, generator) =>
    {
        long[] order = Tensor.RandPerm(sample.Target.Length, generator).ToArray<long>();
        Sample shuffled = new(
            [.. order.Select(i => sample.Predicted[i])], [.. order.Select(i => sample.Target[i])],
            [.. order.Select(i => sample.Scores[i])], [.. order.Select(i => sample.Values[i])]);
        double[] before = All(Single, [sample]), after = All(Single, [shuffled]);
        for (int i = 0; i < before.Length; i++)
        {
            Close.Assert(before[i], after[i], rtol: i < 11 ? 0 : 1e-10, atol: i < 11 ? 0 : 1e-12, what: $"metric {i}");
        }
    });

    [Fact]
    public void Batches_of_any_sizes_give_the_bits_of_the_whole_also_after_a_reset() => ForAll((sample, generator) =>
    {
        List<Sample> parts = [];
        for (int start = 0; start < sample.Target.Length;)
        {
            int end = start + (int)generator.NextInt64(0, sample.Target.Length - start + 1);
            parts.Add(new Sample(sample.Predicted[start..end], sample.Target[start..end], sample.Scores[start..end], sample.Values[start..end]));
            start = end;
        }

        Metric<double>[] metrics = Single();
        double[] whole = All(() => metrics, [sample]);
        Array.ForEach(metrics, static metric => metric.Reset());
        Assert.Equal(whole.Select(BitConverter.DoubleToInt64Bits), All(() => metrics, parts).Select(BitConverter.DoubleToInt64Bits));
    });

    private static Metric<double>[] Single() =>
    [
        new Accuracy(),
        .. _averages.SelectMany(average => (Metric<double>[])[new Precision(average), new Recall(average), new F1Score(average, 1)]),
        new Auroc(), new MeanSquaredError(), new MeanSquaredError(squared: false), new MeanAbsoluteError(), new R2Score(),
    ];

    private static double[] All(Func<Metric<double>[]> make, IEnumerable<Sample> parts)
    {
        Metric<double>[] metrics = make();
        foreach (Sample part in parts)
        {
            foreach (Metric<double> metric in metrics)
            {
                (Tensor prediction, Tensor target) = metric switch
                {
                    Auroc => (Tensor.From(part.Scores), part.TargetTensor.Eq(0)),
                    RegressionMetric => (Tensor.From(part.Scores), Tensor.From(part.Values)),
                    _ => (part.Prediction, part.TargetTensor),
                };
                metric.Update(prediction, target);
            }
        }

        return [.. metrics.Select(ComputeOrNaN)];

        // With one class only there is no area, and one sample has no R².
        static double ComputeOrNaN(Metric<double> metric)
        {
            try
            {
                return metric.Compute();
            }
            catch (InvalidOperationException) when (metric is Auroc or R2Score)
            {
                return double.NaN;
            }
        }
    }

    private static double Naive(long[] p, long[] t, Average average, double zero, Func<double, double, double, (double Numerator, double Denominator)> ratio)
    {
        long[] classes = [.. p.Union(t).Order()];
        if (average == Average.Micro)
        {
            return Divide(ratio(p.Where((value, i) => value == t[i]).Count(), p.Length, p.Length));
        }

        (double Value, double Weight)[] values =
        [
            .. classes.Select(c => (
                Divide(ratio(p.Where((value, i) => value == c && t[i] == c).Count(), p.Count(value => value == c), t.Count(value => value == c))),
                average == Average.Macro ? 1.0 : t.Count(value => value == c))).Where(item => !double.IsNaN(item.Item1)),
        ];
        double weight = values.Sum(item => item.Weight);
        return values.Length == 0 ? double.NaN
            : weight == 0 ? values.Average(item => item.Value)
            : values.Sum(item => item.Value * item.Weight) / weight;

        double Divide((double Numerator, double Denominator) pair) => pair.Denominator == 0 ? zero : pair.Numerator / pair.Denominator;
    }

    private static void ForAll(Action<Sample, Generator> check) => Prop.ForAll<ulong>(seed =>
    {
        var generator = new Generator(seed);
        int n = (int)generator.NextInt64(1, 40);
        int classes = (int)generator.NextInt64(1, 6);
        long[] Classes() => Tensor.RandInt(0, classes, [n], generator).ToArray<long>();
        double[] Numbers() => [.. Tensor.RandInt(-6, 7, [n], generator).ToArray<long>().Select(static value => value / 4.0)];
        double[] values = Tensor.Randn([n], DType.Float64, generator: generator).ToArray<double>();
        check(new Sample(Classes(), Classes(), Numbers(), values), generator);
    }).Check(Config.QuickThrowOnFailure);

    private sealed record Sample(long[] Predicted, long[] Target, double[] Scores, double[] Values)
    {
        public Tensor Prediction => Tensor.From(Predicted);

        public Tensor TargetTensor => Tensor.From(Target);
    }
}
