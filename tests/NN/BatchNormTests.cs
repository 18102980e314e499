using MiniTorch.NN;

namespace MiniTorch.Tests;

public sealed class BatchNormTests
{
    private static readonly OpTestOptions _options = new() { SingleTolerance = 1e-5, Tolerance = 1e-11 };

    public static TheoryData<Shape> Shapes => [[4, 3], [2, 1], [3, 2, 3], [1, 2, 3], [2, 3, 2, 2], [1, 1, 2, 1], [2, 2, 33], [0, 3], [2, 3, 0], [2, 0, 3]];

    [Theory]
    [MemberData(nameof(Shapes))]
    public void By_the_batch_it_is_that_of_plain_loops_with_all_derivatives(Shape input)
    {
        Shape channels = [input[1]];
        OpTest.Check(
            static x => F.BatchNorm(x[0], null, null, x[1], x[2], training: true),
            static x => NormalizationOracle.Affine(Batch(x[0]), x[1], x[2]),
            [input, channels, channels],
            _options);
        OpTest.Check(static x => F.BatchNorm(x[0], null, null, training: true, eps: 0.2), static x => Batch(x[0], 0.2), [input], _options);

        static Plain Batch(Plain x, double eps = 1e-5) => NormalizationOracle.Channels(x, values => NormalizationOracle.Standardized(values, eps));
    }

    [Theory]
    [MemberData(nameof(Shapes))]
    public void By_running_values_it_is_that_of_plain_loops_with_all_derivatives(Shape input)
    {
        Shape channels = [input[1]];
        Tensor mean = Tensor.Randn(channels, DType.Float64, generator: new(1)), variance = Tensor.Rand(channels, DType.Float64, generator: new(2)) + 0.5;
        Plain m = Plain.Of(mean.Value), v = Plain.Of(variance.Value);
        OpTest.Check(
            x => F.BatchNorm(x[0], mean.To(x[0].DType), variance.To(x[0].DType), x[1], x[2]),
            x => NormalizationOracle.Affine(Fixed(x[0]), x[1], x[2]),
            [input, channels, channels],
            _options);
        OpTest.Check(x => F.BatchNorm(x[0], mean, variance), x => Fixed(x[0]), [input], _options);

        Plain Fixed(Plain x) => Plain.Build(x.Shape, index => (x[index] - m.Data[index[1]]) / Math.Sqrt(v.Data[index[1]] + 1e-5));
    }

    // Rows and columns, one block of each and several, whole vectors and tails.
    [Fact]
    public void Every_way_through_memory_agrees_with_the_composed_formula()
    {
        Shape[] shapes = [[70, 600], [700, 3], [70, 20, 30], [9, 4, 31], [9, 4, 32], [9, 4, 33], [2, 3, 2048], [2, 3, 2500], [3, 40, 7, 7]];
        foreach (Shape shape in shapes.Concat(Enumerable.Range(1, 40).Select(static channels => Shape.Of(5, channels))))
        {
            int[] dims = [0, .. Enumerable.Range(2, shape.Rank - 2)];
            NormalizationOracle.Compare(Fused, Composed, shape, [shape[1]]);

            Tensor Composed(Tensor[] x) =>
                (NormalizationOracle.Composed(x[0], dims, 1e-5) * NormalizationOracle.Beside(x[1], x[0])) + NormalizationOracle.Beside(x[2], x[0]);
        }

        static Tensor Fused(Tensor[] x) => F.BatchNorm(x[0], null, null, x[1], x[2], training: true);
    }

    [Fact]
    public void A_mean_that_is_large_beside_the_deviation_takes_nothing_from_it()
    {
        foreach (Shape shape in (Shape[])[[200, 5], [8, 5, 100]])
        {
            int[] dims = [0, .. Enumerable.Range(2, shape.Rank - 2)];
            NormalizationOracle.Compare(
                static x => F.BatchNorm(x[0], null, null, x[1], x[2], training: true),
                x => (NormalizationOracle.Composed(x[0], dims, 1e-5) * NormalizationOracle.Beside(x[1], x[0])) + NormalizationOracle.Beside(x[2], x[0]),
                shape,
                [5],
                mean: 1e4);
            Tensor values = Tensor.Randn(shape, generator: new(3)) + 1e4;
            Tensor variance = Tensor.Zeros([5]);
            F.BatchNorm(values, Tensor.Zeros([5]), variance, training: true, momentum: 1);
            Close.Assert(values.To(DType.Float64).Var(dims).To(DType.Float32), variance, 1e-6, 0);
        }
    }

    [Fact]
    public void The_third_derivative() => Check.Derivatives(
        static x => Autograd.Grad([F.BatchNorm(x[0], null, null, x[2], training: true)], [x[0]], [x[1]], createGraph: true)[0],
        Check.Random(1, [3, 2, 2]),
        Check.Random(2, [3, 2, 2]),
        Check.Random(3, [2]));

    // torch 1.13: F.batch_norm(x, None, None, w, b, True) in float64.
    [Fact]
    public void Two_dimensions_have_PyTorchs_numbers()
    {
        Tensor x = Tensor.From([1.0, 4, -2, 0.5, 3, -1, 2, 2.5, 0, 1, -3, 7, 5, -2, 1, 1.5], [2, 2, 2, 2]);
        x.RequiresGrad = true;
        var layer = new BatchNorm2d(2, trackRunningStats: false, dtype: DType.Float64);
        layer.Weight!.Value.CopyFrom(NDArray.From([1.5, -2]));
        layer.Bias!.Value.CopyFrom(NDArray.From([0.1, 0.2]));
        Tensor y = layer.Forward(x);
        y.Backward(Tensor.Linspace(-1, 1, 16, DType.Float64).Reshape(2, 2, 2, 2));
        Close.Assert(
            [
                0.06857908321416506, 1.5767830889342431, -1.439624922505913, -0.18278825107251462, -1.2446285620985353, 2.6077142701642253, -0.28154285403284507,
                -0.7630857080656901, -0.4341555853591943, 0.06857908321416506, -1.9423595910792724, 3.084987094654321, -3.1707999782299154, 3.570799978229916,
                0.6815428540328451, 0.2,
            ],
            y.ToArray<double>());
        Close.Assert(
            [
                -0.3680397203451776, -0.3313621884157866, -0.20362338484522502, -0.16188689338021328, 0.6671812043275901, 0.6429875052626077, 0.43641278101268344,
                0.29497413718595267, 0.17832851187098017, 0.23524188194285361, 0.34274484737093286, 0.3085969458016359, -0.41221908194770085, -0.35824948450485106,
                -0.5648242087547753, -0.7062628525815061,
            ],
            x.Grad!.ToArray<double>());
        Close.Assert([0.48039090552565455, -0.4494399970973218], layer.Weight.Grad!.ToArray<double>());
        Close.Assert([-2.1333333333333333, 2.1333333333333337], layer.Bias.Grad!.ToArray<double>());
    }

    [Fact]
    public void Keys_and_print_are_PyTorchs()
    {
        Layer[] layers = [new BatchNorm1d(3), new BatchNorm2d(3, momentum: null), new BatchNorm2d(3, affine: false), new BatchNorm1d(3, 1e-3, 0.5, true, trackRunningStats: false)];
        Assert.Equal(
            [
                "BatchNorm1d(3, eps=1e-05, momentum=0.1, affine=True, track_running_stats=True)",
                "BatchNorm2d(3, eps=1e-05, momentum=None, affine=True, track_running_stats=True)",
                "BatchNorm2d(3, eps=1e-05, momentum=0.1, affine=False, track_running_stats=True)",
                "BatchNorm1d(3, eps=0.001, momentum=0.5, affine=True, track_running_stats=False)",
            ],
            layers.Select(static layer => layer.ToString()));
        Assert.Equal(
            [
                "weight bias running_mean running_var num_batches_tracked", "weight bias running_mean running_var num_batches_tracked",
                "running_mean running_var num_batches_tracked", "weight bias",
            ],
            layers.Select(static layer => string.Join(' ', layer.StateDict().Keys)));
        StateDict state = layers[0].StateDict();
        Assert.Equal((DType.Int64, Shape.Scalar), (state["num_batches_tracked"].DType, state["num_batches_tracked"].Shape));
        Assert.Equal([1f, 1, 1], state["weight"].ToArray<float>());
        Assert.Equal([0f, 0, 0], state["running_mean"].ToArray<float>());
        Assert.Equal([1f, 1, 1], state["running_var"].ToArray<float>());
        Assert.Equal(2, layers[0].Parameters().Count);
    }

    [Fact]
    public void What_does_not_fit_is_named()
    {
        Tensor x = Tensor.Ones([2, 4]);
        Says("BatchNorm1d: batch_norm: the input must have 3 channels, the num_features, in dimension 1; got [2, 4]", () => new BatchNorm1d(3).Forward(x));
        Says("BatchNorm1d: batch_norm: the input must have shape [n, c] or [n, c, l]; got [2, 4, 1, 1]", () => new BatchNorm1d(4).Forward(x.Reshape(2, 4, 1, 1)));
        Says("BatchNorm2d: batch_norm: the input must have shape [n, c, h, w]; got [2, 4]", () => new BatchNorm2d(4).Forward(x));
        var layer = new BatchNorm1d(4);
        Says(
            "BatchNorm1d: batch_norm: expected more than 1 value per channel when training; got input [1, 4]: take a larger batch, or switch to Eval()",
            () => layer.Forward(x[..1]));
        Assert.Equal(0, layer.NumBatchesTracked!.Item<long>());
        Assert.Equal([1f, 1, 1, 1], layer.RunningVar!.ToArray<float>());
        Says(
            "batch_norm: expected more than 1 value per channel when training; got input [1, 4, 1]: take a larger batch, or switch to Eval()",
            () => F.BatchNorm(Tensor.Ones([1, 4, 1]), null, null, training: true));
        Says(
            "batch_norm: running mean and variance must be given together, and in evaluation they must be; got none and none", () => F.BatchNorm(x, null, null));
        Says(
            "batch_norm: running mean and variance must be given together, and in evaluation they must be; got [4] and none",
            () => F.BatchNorm(x, Tensor.Ones([4]), null, training: true));
        Says(
            "batch_norm: the running variance must have one entry a channel, shape [4]; got [3] for an input of shape [2, 4]",
            () => F.BatchNorm(x, Tensor.Ones([4]), Tensor.Ones([3])));
        Says("batch_norm: the bias must have shape [4], one entry a channel; got [] for an input of shape [2, 4]", () => F.BatchNorm(x, null, null, bias: Tensor.From(1f), training: true));
        Says("batch_norm: the input must have shape [n, c] or [n, c, …]; got [4]", () => F.BatchNorm(Tensor.Ones([4]), null, null, training: true));
        Says("batch_norm: the input must be of a floating-point type; got int64 [3]", () => F.BatchNorm(Tensor.Arange(3), null, null, training: true));
        Says("batch_norm: momentum must be from 0 to 1; got 1.5", () => new BatchNorm1d(3, momentum: 1.5).Forward(x));
        Says("batch_norm: eps must be finite and not negative; got NaN", () => new BatchNorm1d(3, eps: double.NaN).Forward(x));
        Says("batch_norm: the number of features must not be negative; got -1", () => new BatchNorm2d(-1).Forward(x));

        static void Says(string message, Func<Tensor> call) => Assert.Equal(message, Assert.ThrowsAny<ArgumentException>(call).Message);
    }
}
