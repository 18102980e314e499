using MiniTorch.Training;

namespace MiniTorch.Tests;

public sealed class MetricsTests
{
    // The examples of scikit-learn's user guide: three classes, two of six right.
    private static readonly Tensor _target = Tensor.From([0L, 1, 2, 0, 1, 2]);
    private static readonly Tensor _prediction = Tensor.From([0L, 2, 1, 0, 0, 1]);

    [Fact]
    public void Accuracy_is_the_share_of_samples_that_are_right()
    {
        Assert.Equal(2.0 / 6, Metrics.Accuracy(_prediction, _target));
        Assert.Equal(1.0, Metrics.Accuracy(Tensor.From([true, false]), Tensor.From([1, 0])));
    }

    [Fact]
    public void Precision_recall_and_f1_are_those_of_scikit_learn()
    {
        // precision_score, recall_score, f1_score of the guide's example: 2/9, 1/3 and 0.26666… by macro.
        Close.Assert(2.0 / 9, Metrics.Precision(_prediction, _target, Average.Macro));
        Close.Assert(1.0 / 3, Metrics.Recall(_prediction, _target, Average.Macro));
        Close.Assert(4.0 / 15, Metrics.F1(_prediction, _target, Average.Macro));
        Close.Assert(2.0 / 9, Metrics.Precision(_prediction, _target, Average.Weighted));
        Close.Assert(4.0 / 15, Metrics.F1(_prediction, _target, Average.Weighted));
        foreach (Func<Tensor, Tensor, Average, double, double> metric in (Func<Tensor, Tensor, Average, double, double>[])[Metrics.Precision, Metrics.Recall, Metrics.F1])
        {
            Close.Assert(1.0 / 3, metric(_prediction, _target, Average.Micro, 0));
        }
    }

    [Fact]
    public void Binary_metrics_are_those_of_class_1()
    {
        Tensor prediction = Tensor.From([0, 1, 0, 0]), target = Tensor.From([0L, 1, 0, 1]);

        Assert.Equal(1.0, Metrics.Precision(prediction, target));
        Assert.Equal(0.5, Metrics.Recall(prediction, target));
        Close.Assert(2.0 / 3, Metrics.F1(prediction, target));
    }

    [Fact]
    public void What_is_divided_by_zero_is_the_callers_choice_as_in_scikit_learn()
    {
        Tensor none = Tensor.From([0L, 0]), some = Tensor.From([0L, 1]);

        Assert.Equal([0, 1, double.NaN], Choices((p, t, z) => Metrics.Precision(p, t, zeroDivision: z), none, some));
        Assert.Equal([0, 1, double.NaN], Choices((p, t, z) => Metrics.Recall(p, t, zeroDivision: z), some, none));
        Assert.Equal([0, 1, double.NaN], Choices((p, t, z) => Metrics.F1(p, t, zeroDivision: z), none, none));
        Assert.Equal([0, 0, 0.0], Choices((p, t, z) => Metrics.F1(p, t, zeroDivision: z), none, some));

        // Class 0 has precision 1/2, class 1 none: the mean is of both, or of the one that has it.
        Assert.Equal([0.25, 0.75, 0.5], Choices((p, t, z) => Metrics.Precision(p, t, Average.Macro, z), none, some));

        // The class that is true is never predicted, so that all the weight is on an undefined value.
        Assert.Equal(0, Metrics.Precision(Tensor.From([1L]), Tensor.From([0L]), Average.Weighted, double.NaN));

        static double[] Choices(Func<Tensor, Tensor, double, double> metric, Tensor prediction, Tensor target) =>
            [.. new[] { 0, 1, double.NaN }.Select(zero => metric(prediction, target, zero))];
    }

    [Fact]
    public void Confusion_has_true_classes_as_rows()
    {
        Tensor matrix = Metrics.ConfusionMatrix(_prediction, _target);

        Assert.Equal([3, 3], matrix.Shape);
        Assert.Equal([2L, 0, 0, 1, 0, 1, 0, 2, 0], matrix.ToArray<long>());
        Assert.Equal([4, 4], Metrics.ConfusionMatrix(_prediction, _target, classCount: 4).Shape);
        Assert.Equal([5, 5], Metrics.ConfusionMatrix(Tensor.Zeros([6, 5]), _target).Shape);
    }

    [Fact]
    public void Scores_are_read_as_their_largest_column_in_either_precision_and_in_any_shape()
    {
        Tensor scores = Tensor.From([0.1f, -2, 3, 9, 8, 7], [2, 3]);
        Tensor images = Tensor.Randn([2, 3, 4, 5], generator: new Generator(1UL));

        Assert.Equal(1.0, Metrics.Accuracy(scores, Tensor.From([2L, 0])));
        Assert.Equal(0.5, Metrics.Accuracy(scores.To(DType.Float64), Tensor.From(new byte[] { 2, 1 })));
        Assert.Equal(1.0, Metrics.Accuracy(images, images.ArgMax(1)));
    }

    // roc_auc_score's examples: 0.75; ties count half.
    [Fact]
    public void The_area_under_the_curve_counts_ties_half()
    {
        Tensor target = Tensor.From([0L, 0, 1, 1]);

        Assert.Equal(0.75, Metrics.RocAuc(Tensor.From([0.1, 0.4, 0.35, 0.8]), target));
        Assert.Equal(0.5, Metrics.RocAuc(Tensor.From([3f, 3, 3, 3]), target));
        Assert.Equal(0.875, Metrics.RocAuc(Tensor.From([0.1, 0.4, 0.4, 0.8]), target));
        Assert.Equal(0, Metrics.RocAuc(Tensor.From([double.PositiveInfinity, 2, 1, double.NegativeInfinity]), target));
    }

    [Fact]
    public void The_area_of_several_classes_is_the_mean_of_each_against_the_rest()
    {
        Tensor scores = Tensor.Randn([40, 3], DType.Float64, generator: new Generator(3UL));
        Tensor target = Tensor.RandInt(0, 3, [40], new Generator(4UL));

        double mean = Enumerable.Range(0, 3).Average(c => Metrics.RocAuc(scores[.., c], target.Eq(c).To(DType.Int64)));

        Close.Assert(mean, Metrics.RocAuc(scores, target));
    }

    // mean_squared_error, mean_absolute_error and r2_score of scikit-learn's documentation.
    [Fact]
    public void Errors_of_regression_are_those_of_scikit_learn()
    {
        Tensor target = Tensor.From([3f, -0.5f, 2, 7]), prediction = Tensor.From([2.5f, 0, 2, 8]);

        Assert.Equal(0.375, Metrics.Mse(prediction, target));
        Close.Assert(Math.Sqrt(0.375), Metrics.Rmse(prediction, target));
        Assert.Equal(0.5, Metrics.Mae(prediction, target));
        Close.Assert(0.9486081370449679, Metrics.R2(prediction, target));
        Assert.Equal(0, Metrics.R2(Tensor.From([2f, 2, 2]), Tensor.From([1f, 2, 3])));
        Assert.Equal(-3, Metrics.R2(Tensor.From([3f, 2, 1]), Tensor.From([1f, 2, 3])));
    }

    [Fact]
    public void R2_averages_outputs_and_says_1_or_0_of_constant_targets()
    {
        Tensor target = Tensor.From([0.5, 1, -1, 1, 7, -6], [3, 2]), prediction = Tensor.From([0.0, 2, -1, 2, 8, -5], [3, 2]);

        Close.Assert(0.5 * (0.9654377880184332 + 0.9081632653061225), Metrics.R2(prediction, target));
        Assert.Equal(1, Metrics.R2(Tensor.From([5.0, 5]), Tensor.From([5.0, 5])));
        Assert.Equal(0, Metrics.R2(Tensor.From([5.0, 6]), Tensor.From([5.0, 5])));
    }

    [Fact]
    public void R2_of_targets_far_from_zero_loses_no_digits()
    {
        double[] small = [1, 2, 3, 4, 5], wrong = [1.5, 2, 2.5, 4, 5];
        Tensor Far(double[] values) => Tensor.From([.. values.Select(value => value + 1e9)]);

        Close.Assert(Metrics.R2(Tensor.From(wrong), Tensor.From(small)), Metrics.R2(Far(wrong), Far(small)), rtol: 1e-9);
    }

    // log_loss(["spam", "ham", "ham", "spam"], [[.1, .9], [.9, .1], [.8, .2], [.35, .65]]) = 0.21616…
    [Fact]
    public void Log_loss_is_that_of_scikit_learn()
    {
        Tensor rows = Tensor.From([0.1, 0.9, 0.9, 0.1, 0.8, 0.2, 0.35, 0.65], [4, 2]), target = Tensor.From([1L, 0, 0, 1]);

        Close.Assert(0.21616187468057912, Metrics.LogLoss(rows, target));
        Close.Assert(0.21616187468057912, Metrics.LogLoss(rows[.., 1], target));
        Close.Assert(-Math.Log(2.220446049250313e-16), Metrics.LogLoss(Tensor.From([1.0]), Tensor.From([0L])));
        Close.Assert(-Math.Log(1.1920928955078125e-07), Metrics.LogLoss(Tensor.From([1f]), Tensor.From([0L])));
    }

    [Fact]
    public void Predictions_of_the_wrong_kind_are_refused_by_what_came()
    {
        Tensor classes = Tensor.From([0L, 1]), floats = Tensor.From([0.2f, 0.7f]);

        Refused(() => Metrics.Accuracy(floats, classes), "accuracy: predictions of a floating-point type are scores, [n, classes]; got float32 [2] for targets [2]", "scores > 0.5");
        Refused(() => Metrics.Accuracy(classes, floats), "targets must be classes: int64, int32, uint8 or bool; got float32 [2]");
        Refused(() => Metrics.Accuracy(Tensor.From([0L]), classes), "got int64 [1] for targets [2]");
        Refused(() => Metrics.F1(Tensor.Zeros([3, 2]), classes), "f1 score", "got float32 [3, 2] for targets [2]");
        Refused(() => Metrics.Precision(Tensor.Zeros([2, 0]), classes), "got float32 [2, 0]");
        Refused(() => Metrics.Recall(Tensor.Zeros([2, 1]), classes), "a class is 0 to 0; target 1 is 1");
        Refused(() => Metrics.Accuracy(classes, Tensor.From([0L, -100])), "a class is at least 0; target 1 is -100");
        Refused(() => Metrics.ConfusionMatrix(classes, classes, classCount: 1), "a class is 0 to 0; target 1 is 1");
        Refused(() => Metrics.ConfusionMatrix(Tensor.From([1_000_000L]), Tensor.From([0L])), "class 1000000 would make a matrix of 1000001 by 1000001");
        Refused(() => Metrics.RocAuc(classes, classes), "must be scores of a floating-point type, not classes; got int64 [2]");
        Refused(() => Metrics.RocAuc(Tensor.Zeros([2, 1]), classes), "Squeeze(1)");
        Refused(() => Metrics.RocAuc(Tensor.Zeros([3]), classes), "got [3] and [2]");
        Refused(() => Metrics.RocAuc(floats, Tensor.From([0L, 2])), "a class is 0 to 1; target 1 is 2");
        Refused(() => Metrics.RocAuc(Tensor.From([0.1, double.NaN]), classes), "that of sample 1 is NaN");
        Refused(() => Metrics.Mse(Tensor.Zeros([2, 1]), floats), "got [2, 1] and [2]: Squeeze(1)");
        Refused(() => Metrics.R2(Tensor.Zeros([]), Tensor.Zeros([])), "samples first; got [] and []");
        Refused(() => Metrics.LogLoss(Tensor.From([-1.5, 2]), classes), "sample 0 has -1.5: of logits take Softmax(1)");
        Refused(() => Metrics.LogLoss(Tensor.From([0.5, 0.5, 0.5, 0.6], [2, 2]), classes), "those of sample 1 sum to 1.1");
        Refused(() => Metrics.Precision(classes, classes, zeroDivision: 0.5), "must be 0, 1 or NaN; got 0.5");
        Refused(() => Metrics.Recall(classes, classes, (Average)7), "got 7");
        Refused(() => Metrics.ConfusionMatrix(classes, classes, classCount: 0), "must be positive; got 0");

        static void Refused(Func<object> act, params string[] expected)
        {
            ArgumentException error = Assert.Throws<ArgumentException>(act);
            Assert.All(expected, part => Assert.Contains(part, error.Message, StringComparison.Ordinal));
        }
    }

    [Fact]
    public void A_metric_that_is_not_defined_says_why()
    {
        Tensor none = Tensor.From(Array.Empty<long>()), three = Tensor.From([0L, 1, 3]);

        Undefined(() => Metrics.Accuracy(none, none), "accuracy: needs at least one sample");
        Undefined(() => new Auroc().Compute(), "roc auc: needs at least one sample");
        Undefined(() => new ConfusionMatrix().Compute(), "at least one sample");
        Undefined(() => new R2Score().Compute(), "at least one sample");
        Undefined(() => Metrics.R2(Tensor.From([1f]), Tensor.From([1f])), "at least two samples");
        Undefined(() => Metrics.F1(three, three), "average Binary is for classes 0 and 1; class 3 occurs: choose Micro, Macro or Weighted");
        Undefined(() => Metrics.RocAuc(Tensor.From([1f, 2]), Tensor.From([1L, 1])), "needs samples of class 1 and of another; got 2 and 0 of 2");
        Undefined(() => Metrics.RocAuc(Tensor.Zeros([2, 3]), Tensor.From([0L, 1])), "needs samples of class 2 and of another; got 0 and 2 of 2");

        static void Undefined(Func<object> act, string expected) =>
            Assert.Contains(expected, Assert.Throws<InvalidOperationException>(act).Message, StringComparison.Ordinal);
    }
}
