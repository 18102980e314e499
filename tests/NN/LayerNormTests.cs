using MiniTorch.NN;

namespace MiniTorch.Tests;

/// <summary>Layer, root-mean-square and group normalisation.</summary>
public sealed class LayerNormTests
{
    // Sums over many small differences: the second derivatives' own rounding is larger than a single product's.
    private static readonly OpTestOptions _options = new() { SingleTolerance = 1e-5, Tolerance = 1e-11 };

    public static TheoryData<Shape, Shape> LayerShapes => new()
    {
        { [5], [5] }, { [3, 4], [4] }, { [2, 3, 5], [5] }, { [2, 3, 4], [3, 4] }, { [3, 1], [1] }, { [1, 1], [1, 1] }, { [2, 17], [17] }, { [0, 3], [3] }, { [2, 0], [0] },
    };

    [Theory]
    [MemberData(nameof(LayerShapes))]
    public void Layer_norm_is_that_of_plain_loops_with_all_derivatives(Shape input, Shape normalized)
    {
        OpTest.Check(
            x => F.LayerNorm(x[0], normalized, x[1], x[2]),
            x => Layer(x[0]).Zip(x[1], static (p, q) => p * q).Zip(x[2], static (p, q) => p + q),
            [input, normalized, normalized],
            _options);
        OpTest.Check(x => F.LayerNorm(x[0], normalized, x[1]), x => Layer(x[0]).Zip(x[1], static (p, q) => p * q), [input, normalized], _options);
        OpTest.Check(x => F.LayerNorm(x[0], normalized, bias: x[1]), x => Layer(x[0]).Zip(x[1], static (p, q) => p + q), [input, normalized], _options);
        OpTest.Check(x => F.LayerNorm(x[0], normalized, eps: 0.3), x => Layer(x[0], 0.3), [input], _options);

        Plain Layer(Plain x, double eps = 1e-5) => NormalizationOracle.Runs(x, normalized.Count, values => NormalizationOracle.Standardized(values, eps));
    }

    [Theory]
    [MemberData(nameof(LayerShapes))]
    public void Rms_norm_is_that_of_plain_loops_with_all_derivatives(Shape input, Shape normalized)
    {
        OpTest.Check(x => F.RmsNorm(x[0], normalized, x[1], 0.1), x => Rms(x[0], 0.1).Zip(x[1], static (p, q) => p * q), [input, normalized], _options);
        OpTest.Check(x => F.RmsNorm(x[0], normalized, eps: 1e-3), x => Rms(x[0], 1e-3), [input], _options);

        Plain Rms(Plain x, double eps) => NormalizationOracle.Runs(x, normalized.Count, values => NormalizationOracle.Scaled(values, eps));
    }

    [Theory]
    [InlineData(2, new[] { 2, 4 })]
    [InlineData(1, new[] { 2, 3, 2 })]
    [InlineData(3, new[] { 2, 3, 2, 2 })]
    [InlineData(2, new[] { 1, 4, 3 })]
    [InlineData(2, new[] { 0, 4, 3 })]
    [InlineData(2, new[] { 2, 4, 0 })]
    public void Group_norm_is_that_of_plain_loops_with_all_derivatives(int groups, int[] sizes)
    {
        Shape input = Shape.Of(sizes), channels = [sizes[1]];
        OpTest.Check(x => F.GroupNorm(x[0], groups, x[1], x[2]), x => NormalizationOracle.Affine(Group(x[0]), x[1], x[2]), [input, channels, channels], _options);
        OpTest.Check(x => F.GroupNorm(x[0], groups, eps: 0.2), x => Group(x[0], 0.2), [input], _options);

        Plain Group(Plain x, double eps = 1e-5) =>
            NormalizationOracle.Runs(x, input.Count / Math.Max(1, input[0]) / groups, values => NormalizationOracle.Standardized(values, eps));
    }

    [Fact]
    public void Every_length_from_1_to_40_and_beyond_a_block_agrees_with_the_composed_formula()
    {
        foreach (int length in (int[])[.. Enumerable.Range(1, 40), 64, 100, 2047, 2048, 2049, 4133])
        {
            NormalizationOracle.Compare(
                x => F.LayerNorm(x[0], [length], x[1], x[2]), static x => (NormalizationOracle.Composed(x[0], [1], 1e-5) * x[1]) + x[2], [3, length], [length]);
            NormalizationOracle.Compare(
                x => F.RmsNorm(x[0], [length], x[1], 1e-5) + (x[2] * 0), static x => (NormalizationOracle.Composed(x[0], [1], 1e-5, false) * x[1]) + (x[2] * 0), [3, length], [length]);
        }

        // So many rows that they are summed in blocks.
        NormalizationOracle.Compare(
            static x => F.LayerNorm(x[0], [300], x[1], x[2]), static x => (NormalizationOracle.Composed(x[0], [1], 1e-5) * x[1]) + x[2], [133, 300], [300]);
    }

    [Fact]
    public void A_mean_that_is_large_beside_the_deviation_takes_nothing_from_it()
    {
        NormalizationOracle.Compare(
            static x => F.LayerNorm(x[0], [300], x[1], x[2]), static x => (NormalizationOracle.Composed(x[0], [1], 1e-5) * x[1]) + x[2], [5, 300], [300], mean: 1e4);
        NormalizationOracle.Compare(
            static x => F.GroupNorm(x[0], 2, x[1], x[2]),
            static x => (NormalizationOracle.Composed(x[0].Reshape(6, 60), [1], 1e-5).Reshape(3, 4, 30) * x[1].Unsqueeze(1)) + x[2].Unsqueeze(1),
            [3, 4, 30],
            [4],
            mean: 1e4);
    }

    [Fact]
    public void The_third_derivative_of_layer_norm() => Check.Derivatives(
        static x => Autograd.Grad([F.LayerNorm(x[0], [4], x[2])], [x[0]], [x[1]], createGraph: true)[0],
        Check.Random(1, [2, 4]),
        Check.Random(2, [2, 4]),
        Check.Random(3, [4]));

    // torch 1.13: nn.GroupNorm(2, 4) in float64.
    [Fact]
    public void Group_norm_has_PyTorchs_numbers()
    {
        Tensor x = Tensor.From([1.0, 4, -2, 0.5, 3, -1, 2, 2.5, 0, 1, -3, 7, 5, -2, 1, 1.5], [2, 4, 2]);
        x.RequiresGrad = true;
        var layer = new GroupNorm(2, 4, dtype: DType.Float64);
        layer.Weight!.Value.CopyFrom(NDArray.From([1.0, -2, 0.5, 3]));
        layer.Bias!.Value.CopyFrom(NDArray.From([0.1, 0.2, -0.3, 0]));
        Tensor y = layer.Forward(x);
        y.Backward(Tensor.Linspace(-1, 1, 16, DType.Float64).Reshape(2, 4, 2));
        Close.Assert(
            [
                0.15862097371316397, 1.5655243428290984, 2.896564790805541, 0.5517258422789837, 0.1417697188566059, -1.1433785541807933, 0.7228959035835372,
                1.6867571083615864, -0.24421406490307954, 0.03115718701938411, 2.540655641340941, -2.9667693971083318, 0.42957358682189306, -0.9792581670410729,
                -0.4528387780273819, 0.15094625934246064,
            ],
            y.ToArray<double>());
        Close.Assert(
            [
                -0.5385878034040668, 0.10410629703867774, 0.03803434938699868, 0.3964471569783903, 0.06867932251649374, 0.036343644106718365, -0.18572468275145146,
                0.08070171612823934, 0.09274748698634419, 0.14338446493545237, -0.15095386416846823, -0.08517808775332829, -0.4655344705380057, -0.5242993453271243,
                0.41135510180686374, 0.5784787140582663,
            ],
            x.Grad!.ToArray<double>());
        Close.Assert([-1.365458237754711, 1.443061761747514, 0.029176957713728306, -0.16618122318513892], layer.Weight.Grad!.ToArray<double>());
        Close.Assert([-1.6, -0.5333333333333334, 0.5333333333333332, 1.6], layer.Bias.Grad!.ToArray<double>());
    }

    [Fact]
    public void Epsilon_of_rms_norm_is_that_of_the_inputs_type_by_default()
    {
        Assert.Equal((float)(1e-6 / Math.Sqrt(1e-12 + Math.Pow(2, -23))), F.RmsNorm(Tensor.Full([3], 1e-6), [3]).ToArray<float>()[0], 1e-9f);
        Assert.Equal(1e-6 / Math.Sqrt(1e-12 + Math.Pow(2, -52)), F.RmsNorm(Tensor.Full([3], 1e-6, DType.Float64), [3]).ToArray<double>()[0], 1e-12);
    }

    [Fact]
    public void Equal_elements_become_the_bias_and_not_a_number_stays_in_its_row()
    {
        Assert.Equal([3f, 3, 3, 3], F.LayerNorm(Tensor.Full([2, 2], 0.1f), [2], bias: Tensor.From([3f, 3])).ToArray<float>());
        float[] y = F.LayerNorm(Tensor.From([1f, float.NaN, 1, 2], [2, 2]), [2]).ToArray<float>();
        Assert.Equal([true, true, false, false], y.Select(float.IsNaN));
    }

    [Fact]
    public void Layers_start_as_ones_and_zeros_with_PyTorchs_keys_and_print()
    {
        Layer[] layers =
        [
            new LayerNorm([2, 3]), new LayerNorm(3, elementwiseAffine: false), new LayerNorm(3, bias: false), new RMSNorm(3), new RMSNorm([2, 3], 1e-6, false),
            new GroupNorm(2, 4), new GroupNorm(2, 4, affine: false),
        ];
        Assert.Equal(
            [
                "LayerNorm((2, 3), eps=1e-05, elementwise_affine=True)",
                "LayerNorm((3,), eps=1e-05, elementwise_affine=False)",
                "LayerNorm((3,), eps=1e-05, elementwise_affine=True, bias=False)",
                "RMSNorm((3,), eps=None, elementwise_affine=True)",
                "RMSNorm((2, 3), eps=1e-06, elementwise_affine=False)",
                "GroupNorm(2, 4, eps=1e-05, affine=True)",
                "GroupNorm(2, 4, eps=1e-05, affine=False)",
            ],
            layers.Select(static layer => layer.ToString()));
        Assert.Equal(
            ["weight bias", "", "weight", "weight", "", "weight bias", ""], layers.Select(static layer => string.Join(' ', layer.StateDict().Keys)));
        Assert.Equal([1f, 1, 1, 1, 1, 1], ((LayerNorm)layers[0]).Weight!.ToArray<float>());
        Assert.Equal([0f, 0, 0, 0], ((GroupNorm)layers[5]).Bias!.ToArray<float>());
        Assert.Equal(DType.Float64, new RMSNorm(3, dtype: DType.Float64).Weight!.DType);
        Tensor x = Tensor.Randn([2, 4, 3], generator: new(1));
        Check.SameBits(F.LayerNorm(x, [4, 3]), new LayerNorm([4, 3]).Forward(x), "layer_norm");
        Check.SameBits(F.RmsNorm(x, [3]), new RMSNorm(3).Forward(x), "rms_norm");
        Check.SameBits(F.GroupNorm(x, 2), new GroupNorm(2, 4).Forward(x), "group_norm");
    }

    [Fact]
    public void What_does_not_fit_is_named()
    {
        Tensor x = Tensor.Ones([2, 4]);
        Says("layer_norm: the last dimensions of the input must be [3], the normalized shape; got input [2, 4]", () => F.LayerNorm(x, [3]));
        Says("LayerNorm: layer_norm: the last dimensions of the input must be [1, 2, 4], the normalized shape; got input [2, 4]", () => new LayerNorm([1, 2, 4]).Forward(x));
        Says("rms_norm: the weight must have shape [4], the normalized shape; got [1] for an input of shape [2, 4]", () => F.RmsNorm(x, [4], Tensor.Ones([1])));
        Says(
            "layer_norm: input, weight and bias must have one floating-point type; got an input of float32 and a bias of float64",
            () => F.LayerNorm(x, [4], bias: Tensor.Ones([4], DType.Float64)));
        Says("layer_norm: the input must be of a floating-point type; got int64 [3]", () => F.LayerNorm(Tensor.Arange(3), [3]));
        Says("layer_norm: the normalized shape needs at least one dimension; got []", () => new LayerNorm(Shape.Scalar).Forward(x));
        Says("rms_norm: eps must be finite and not negative; got -1", () => new RMSNorm(4, -1).Forward(x));
        Says("group_norm: the number of groups must be positive and divide the number of channels; got 3 groups of 4 channels", () => new GroupNorm(3, 4).Forward(x));
        Says("group_norm: the number of groups must be positive and divide the number of channels; got 0 groups of 4 channels", () => F.GroupNorm(x, 0));
        Says("GroupNorm: group_norm: the input must have 6 channels, the num_channels, in dimension 1; got [2, 4]", () => new GroupNorm(2, 6).Forward(x));
        Says("GroupNorm: group_norm: the input must have shape [n, c, …]; got [4]", () => new GroupNorm(2, 4).Forward(Tensor.Ones([4])));
        Says(
            "group_norm: expected more than 1 value per group, else the result is 0 whatever the input; got input [1, 4] in 4 groups",
            () => F.GroupNorm(Tensor.Ones([1, 4]), 4));
        Says("group_norm: the weight must have shape [4], one entry a channel; got [2] for an input of shape [2, 4]", () => F.GroupNorm(x, 2, Tensor.Ones([2])));

        static void Says(string message, Func<Tensor> call) => Assert.Equal(message, Assert.ThrowsAny<ArgumentException>(call).Message);
    }
}
