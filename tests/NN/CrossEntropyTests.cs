using FsCheck;
using FsCheck.Fluent;
using MiniTorch.NN;

namespace MiniTorch.Tests;

public sealed class CrossEntropyTests
{
    private static readonly Reduction[] Reductions = [Reduction.None, Reduction.Mean, Reduction.Sum];

    [Fact]
    public void With_class_indices_it_is_the_textbooks() =>
        Prop.ForAll((ulong seed) =>
        {
            var sizes = new Generator(seed);
            int rows = Check.Size(sizes, 1, 20), c = Check.Size(sizes, 1, 30);
            bool weighted = Check.Size(sizes, 0, 1) == 1;
            double smoothing = Check.Size(sizes, 0, 1) * 0.3;
            Reduction reduction = Reductions[Check.Size(sizes, 0, 2)];
            Tensor x = Check.Random(seed, [rows, c]) * 3;
            Tensor weight = Tensor.Rand([c], DType.Float64, generator: new Generator(seed + 1)) + 0.1;
            long[] target = Targets(rows, c, seed);
            Tensor actual = F.CrossEntropy(x, Tensor.From(target), reduction, weighted ? weight : null, labelSmoothing: smoothing);
            double[] w = weighted ? weight.ToArray<double>() : [.. Enumerable.Repeat(1.0, c)];
            Close.Assert(Textbook(x.ToArray<double>(), target, w, c, smoothing, reduction), actual.Reshape(-1).ToArray<double>());
        }).QuickCheckThrowOnFailure();

    [Fact]
    public void One_hot_probabilities_are_class_indices() =>
        Prop.ForAll((ulong seed) =>
        {
            var sizes = new Generator(seed);
            int rows = Check.Size(sizes, 1, 20), c = Check.Size(sizes, 1, 30);
            double smoothing = Check.Size(sizes, 0, 1) * 0.2;
            Tensor x = Check.Random(seed, [rows, c]);
            long[] target = Targets(rows, c, seed);
            double[,] probabilities = new double[rows, c];
            for (int i = 0; i < rows; i++)
            {
                probabilities[i, target[i]] = 1;
            }

            foreach (Reduction reduction in Reductions)
            {
                Tensor expected = F.CrossEntropy(x, Tensor.From(target), reduction, labelSmoothing: smoothing);
                Close.Assert(expected, F.CrossEntropy(x, Tensor.From(probabilities), reduction, labelSmoothing: smoothing));
            }
        }).QuickCheckThrowOnFailure();

    [Fact]
    public void Further_dimensions_are_further_rows()
    {
        Tensor x = Check.Random(1, [2, 5, 3, 4]), weight = Tensor.Rand([5], DType.Float64);
        Tensor target = Tensor.RandInt(0, 5, [2, 3, 4], new Generator(2));
        Tensor probabilities = Check.Random(3, [2, 5, 3, 4]).Softmax(1);
        Tensor rows = x.Permute(0, 2, 3, 1).Reshape(24, 5), rowProbabilities = probabilities.Permute(0, 2, 3, 1).Reshape(24, 5);
        foreach (Reduction reduction in Reductions)
        {
            Shape shape = reduction == Reduction.None ? [2, 3, 4] : [];
            foreach (Tensor? w in new[] { null, weight })
            {
                Tensor expected = F.CrossEntropy(rows, target.Reshape(24), reduction, w);
                Close.Assert(expected.Reshape(shape.AsSpan()), F.CrossEntropy(x, target, reduction, w));
                expected = F.CrossEntropy(rows, rowProbabilities, reduction, w);
                Close.Assert(expected.Reshape(shape.AsSpan()), F.CrossEntropy(x, probabilities, reduction, w));
            }
        }
    }

    [Fact]
    public void A_single_row_needs_no_batch()
    {
        Tensor x = Check.Random(1, [5]), target = Tensor.From([3L], Shape.Scalar);
        Tensor expected = F.CrossEntropy(x.Unsqueeze(0), Tensor.From([3L]));
        Close.Assert(expected, F.CrossEntropy(x, target));
        Close.Assert(expected, F.CrossEntropy(x, target, Reduction.None));
        Close.Assert(expected, F.CrossEntropy(x, target, labelSmoothing: 1e-300));
        Close.Assert(expected, F.CrossEntropy(x, Tensor.From([0, 0, 0, 1.0, 0])));
    }

    [Theory]
    [InlineData(DType.Float32)]
    [InlineData(DType.Float64)]
    public void Logits_of_a_million_lose_nothing(DType dtype)
    {
        Tensor x = Tensor.From([1e6, -1e6, -1e6, 1e6, 1e6, 1e6 - 1], [3, 2]).To(dtype).Detach();
        x.RequiresGrad = true;
        double expected = Math.Log(1 + Math.Exp(-1));
        foreach (double smoothing in new[] { 0, 1e-300 })
        {
            x.ZeroGrad();
            Tensor loss = F.CrossEntropy(x, Tensor.From([0L, 0, 0]), Reduction.None, labelSmoothing: smoothing);
            double tolerance = dtype == DType.Float32 ? 1e-6 : 1e-14;
            Close.Assert([0, 2e6, expected], loss.To(DType.Float64).ToArray<double>(), tolerance, tolerance);
            loss.Sum().Backward();
            double p = 1 / (1 + Math.Exp(-1));
            Close.Assert([0, 0, -1, 1, p - 1, 1 - p], x.Grad!.To(DType.Float64).ToArray<double>(), tolerance, tolerance);
        }
    }

    [Fact]
    public void An_impossible_class_costs_infinity_and_others_may_be_impossible()
    {
        Tensor x = Tensor.From([0, double.NegativeInfinity, 0], [1, 3]);
        foreach (Tensor? weight in new[] { null, Tensor.Ones([3], DType.Float64) })
        {
            Close.Assert(Math.Log(2), F.CrossEntropy(x, Tensor.From([2L]), weight: weight).Item<double>());
            Assert.Equal(double.PositiveInfinity, F.CrossEntropy(x, Tensor.From([1L]), weight: weight).Item<double>());
        }
    }

    [Fact]
    public void Ignored_rows_count_for_nothing_whatever_is_in_them()
    {
        Tensor x = Tensor.From([1, 2, 3, double.NaN, 1, double.NegativeInfinity, 0, -1, 1], [3, 3], requiresGrad: true);
        Tensor others = Tensor.From([1, 2, 3, 0, -1, 1.0], [2, 3], requiresGrad: true);
        Tensor weight = Tensor.From([1, 2, 3.0]);
        foreach (Reduction reduction in new[] { Reduction.Mean, Reduction.Sum })
        {
            foreach ((Tensor? w, double smoothing) in new[] { (null, 0.0), (weight, 0.0), (null, 0.1), (weight, 0.1) })
            {
                Tensor expected = F.CrossEntropy(others, Tensor.From([2L, 0]), reduction, w, labelSmoothing: smoothing);
                Close.Assert(expected, F.CrossEntropy(x, Tensor.From([2L, 7, 0]), reduction, w, 7, smoothing));
            }
        }

        F.CrossEntropy(x, Tensor.From([2L, -100, 0])).Backward();
        F.CrossEntropy(others, Tensor.From([2L, 0])).Backward();
        Close.Assert(others.Grad![0], x.Grad![0]);
        Assert.Equal([0, 0, 0], x.Grad![1].ToArray<double>());
        Assert.Equal(0, F.CrossEntropy(x, Tensor.From([2L, -100, 0]), Reduction.None)[1].Item<double>());
    }

    [Fact]
    public void The_mean_of_nothing_is_not_a_number()
    {
        Tensor x = Check.Random(1, [2, 3]), none = Tensor.From([-100L, -100]);
        Assert.True(double.IsNaN(F.CrossEntropy(x, none).Item<double>()));
        Assert.True(double.IsNaN(F.CrossEntropy(x, none, labelSmoothing: 0.1).Item<double>()));
        Assert.Equal(0, F.CrossEntropy(x, none, Reduction.Sum).Item<double>());
        F.CrossEntropy(x, none).Backward();
        Assert.Equal(new double[6], x.Grad!.ToArray<double>());
        Assert.True(float.IsNaN(F.CrossEntropy(Tensor.Zeros([0, 3]), Tensor.Arange(0)).Item<float>()));
    }

    [Fact]
    public void A_target_changed_before_backward_is_noticed()
    {
        Tensor target = Tensor.From([1L, 0]);
        Tensor loss = F.CrossEntropy(Check.Random(1, [2, 3]), target);
        target.Value.Fill(2);
        Assert.Contains("'cross_entropy' saved", Assert.Throws<InvalidOperationException>(() => loss.Backward()).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Without_classes_every_row_can_only_be_ignored()
    {
        Tensor x = Tensor.Zeros([2, 0], DType.Float64, requiresGrad: true), ignored = Tensor.From([-100L, -100]);
        Assert.Equal([0, 0], F.CrossEntropy(x, ignored, Reduction.None).ToArray<double>());
        Assert.Equal([0, 0], F.NllLoss(x, ignored, Reduction.None).ToArray<double>());
        F.CrossEntropy(x, ignored, Reduction.Sum).Backward();
        Assert.Equal([2, 0], x.Grad!.Shape);
    }

    [Fact]
    public void What_does_not_fit_is_named()
    {
        Tensor x = Tensor.Zeros([2, 3]), target = Tensor.From([0L, 1]);
        const string Wanted = "cross_entropy: for an input of shape [2, 3] the target must be int64 class indices of shape [2] or floating-point class probabilities of shape [2, 3]; got ";
        Says(Wanted + "int64 [3]", () => F.CrossEntropy(x, Tensor.Arange(3)));
        Says(Wanted + "int32 [2]", () => F.CrossEntropy(x, Tensor.From([0, 1])));
        Says(Wanted + "float32 [2]", () => F.CrossEntropy(x, Tensor.Zeros([2])));
        Says(Wanted + "int64 [2, 3]", () => F.CrossEntropy(x, Tensor.Zeros([2, 3], DType.Int64)));
        Says("cross_entropy: class indices must lie in 0 to 2 or be the ignored -100; got 3 at position 1 of the target [2]", () => F.CrossEntropy(x, Tensor.From([0L, 3])));
        Says("cross_entropy: class indices must lie in 0 to 2 or be the ignored -100; got -1 at position 0 of the target [2]", () => F.CrossEntropy(x, Tensor.From([-1L, 3])));
        Says("cross_entropy: the input must be of a floating-point type; got int64 [2, 3]", () => F.CrossEntropy(x.To(DType.Int64), target));
        Says("cross_entropy: the input needs a dimension of classes; got shape []", () => F.CrossEntropy(Tensor.From(1f), target));
        Says("cross_entropy: label smoothing must be from 0 to 1; got 1.5", () => F.CrossEntropy(x, target, labelSmoothing: 1.5));
        Says("cross_entropy: the weight must have one entry a class, shape [3]; got [2] for an input of shape [2, 3]", () => F.CrossEntropy(x, target, weight: Tensor.Ones([2])));
        Says("cross_entropy: the weight of the classes has no derivative; pass its Detach()", () => F.CrossEntropy(x, target, weight: Tensor.Ones([3], requiresGrad: true)));

        static void Says(string message, Func<Tensor> call) => Assert.Equal(message, Assert.Throws<ArgumentException>(call).Message);
    }

    [Fact]
    public void The_module_does_what_the_function_does()
    {
        Tensor x = Check.Random(1, [4, 3]), target = Tensor.From([0L, 2, 1, 5]), weight = Tensor.From([1, 2, 3.0]);
        var module = new CrossEntropyLoss(Reduction.Sum, weight, ignoreIndex: 5, labelSmoothing: 0.2);
        Check.SameBits(F.CrossEntropy(x, target, Reduction.Sum, weight, 5, 0.2), module.Forward(x, target), "loss");
        Assert.Equal(["weight"], module.StateDict().Keys);
        Check.SameBits(F.CrossEntropy(x, Tensor.From([0L, 2, 1, 0])), new CrossEntropyLoss().Forward(x, Tensor.From([0L, 2, 1, 0])), "loss");
        Assert.Throws<ArgumentException>(() => new CrossEntropyLoss(labelSmoothing: -1));
        Assert.StartsWith(
            "CrossEntropyLoss: cross_entropy: ", Assert.ThrowsAny<ArgumentException>(() => module.Forward(x, weight)).Message, StringComparison.Ordinal);
    }

    private static long[] Targets(int rows, int classes, ulong seed) => Tensor.RandInt(0, classes, [rows], new Generator(seed + 2)).ToArray<long>();

    // Row by row from the definition, in doubles, without shifting: the logits are small.
    private static double[] Textbook(double[] x, long[] target, double[] weight, int classes, double smoothing, Reduction reduction)
    {
        double[] losses = new double[target.Length];
        double total = 0;
        for (int i = 0; i < losses.Length; i++)
        {
            double sum = Enumerable.Range(0, classes).Sum(c => Math.Exp(x[(i * classes) + c]));
            for (int c = 0; c < classes; c++)
            {
                double q = (c == target[i] ? 1 - smoothing : 0) + (smoothing / classes);
                losses[i] -= weight[c] * q * (x[(i * classes) + c] - Math.Log(sum));
            }

            total += weight[target[i]];
        }

        return reduction switch
        {
            Reduction.None => losses,
            Reduction.Sum => [losses.Sum()],
            _ => [losses.Sum() / total],
        };
    }
}
