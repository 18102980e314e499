using System.Globalization;
using MiniTorch.NN;

namespace MiniTorch.Tests;

public sealed class SummaryTests
{
    [Fact]
    public void The_table_of_a_perceptron_is_torchinfos()
    {
        var model = new Sequential(new Flatten(), new Linear(784, 256), new ReLU(), new Dropout(0.2), new Linear(256, 10));
        const string Expected = """
            ==========================================================================
            Layer (type (path):depth-idx)    Output Shape    Param #    Mult-Adds
            ==========================================================================
            Sequential                       [64, 10]        --         --
            ├─Flatten (0): 1-1               [64, 784]       --         --
            ├─Linear (1): 1-2                [64, 256]       200,960    12,861,440
            ├─ReLU (2): 1-3                  [64, 256]       --         --
            ├─Dropout (3): 1-4               [64, 256]       --         --
            ├─Linear (4): 1-5                [64, 10]        2,570      164,480
            ==========================================================================
            Total params: 203,530
            Trainable params: 203,530
            Non-trainable params: 0
            Total mult-adds (M): 13.03
            ==========================================================================
            Input size (MB): 0.20
            Forward/backward pass size (MB): 0.14
            Params size (MB): 0.81
            Estimated Total Size (MB): 1.15
            ==========================================================================
            """;
        Assert.Equal(Expected, new Summary(model, [64, 1, 28, 28]).ToString());
    }

    [Fact]
    public void Shared_listed_frozen_and_unused_modules_are_marked()
    {
        var model = new Nested();
        model.Frozen.RequiresGrad(false);
        const string Expected = """
            =======================================================================================
            Layer (type (path):depth-idx)              Output Shape    Param #        Mult-Adds
            =======================================================================================
            Nested                                     [2, 4]          --             --
            ├─Linear (shared): 1-1                     [2, 4]          20             40
            ├─ModuleList (list): 1-2                   --              --             --
            │    └─Linear (list.0): 2-1                [2, 4]          (20)           40
            │    └─Linear (list.1): 2-2                [2, 4]          20             40
            ├─Linear (shared): 1-3                     [2, 4]          (recursive)    40
            ├─Sequential (chain): 1-4                  [2, 4]          --             --
            │    └─ReLU (chain.0): 2-3                 [2, 4]          --             --
            │    └─Scale (chain.1): 2-4                [2, 4]          4              --
            │    │    └─Linear (chain.1.inner): 3-1    [2, 4]          20             40
            ├─Sequential (unused): 1-5                 --              --             --
            │    └─Linear (unused.0): 2-5              --              2              --
            =======================================================================================
            Total params: 86
            Trainable params: 66
            Non-trainable params: 20
            Total mult-adds: 200
            =======================================================================================
            Input size (MB): 0.00
            Forward/backward pass size (MB): 0.00
            Params size (MB): 0.00
            Estimated Total Size (MB): 0.00
            =======================================================================================
            """;
        Assert.Equal(Expected, new Summary(model, [2, 4]).ToString());
    }

    [Fact]
    public void Its_numbers_are_there_for_programs()
    {
        var model = new Nested();
        model.Frozen.RequiresGrad(false);
        var summary = new Summary(model, [2, 4]);
        Assert.Equal(model.Parameters().Sum(static parameter => parameter.Count), summary.TotalParameters);
        Assert.Equal(20, summary.NonTrainableParameters);
        Assert.Equal(summary.TotalParameters, summary.TrainableParameters + summary.NonTrainableParameters);
        Assert.Equal(summary.TotalParameters * 4, summary.ParameterBytes);
        Assert.Equal(2 * 4 * 4, summary.InputBytes);

        // Each Linear(4, 4) takes 5 for each of 2·4 results, and there are five calls of them; (2·4 floats of five calls, and Scale's) twice.
        Assert.Equal(5 * 8 * 5, summary.TotalMultiplyAdds);
        Assert.Equal(2 * 6 * 8 * 4, summary.ForwardBackwardBytes);
        Assert.Equal(summary.InputBytes + summary.ForwardBackwardBytes + summary.ParameterBytes, summary.TotalBytes);

        Assert.Equal(summary.TotalMultiplyAdds, summary.Rows[0].MultiplyAdds);
        Assert.Equal(0, summary.Rows[0].OwnMultiplyAdds);
        Assert.Equal(["", "shared", "list", "list.0", "list.1", "shared", "chain", "chain.0", "chain.1", "chain.1.inner", "unused", "unused.0"], summary.Rows.Select(static row => row.Path));
        Assert.Equal([0, 1, 1, 2, 2, 1, 1, 2, 2, 3, 1, 2], summary.Rows.Select(static row => row.Depth));
        SummaryRow again = Assert.Single(summary.Rows, static row => row.IsRecursive);
        Assert.Equal(("shared", "Linear", 3, 20L, 40L), (again.Path, again.Type, again.Index, again.Parameters, again.MultiplyAdds));
        Assert.Equal([Shape.Of(2, 4)], again.OutputShapes);
        Assert.Empty(summary.Rows.Single(static row => row.Path == "unused.0").OutputShapes);
        SummaryRow scale = summary.Rows.Single(static row => row.Path == "chain.1");
        Assert.Equal((24L, 4L, 24L, false), (scale.Parameters, scale.OwnParameters, scale.TrainableParameters, scale.IsLeaf));
    }

    [Fact]
    public void A_table_that_ends_higher_up_includes_what_is_below()
    {
        var model = new Nested();
        string[] lines = new Summary(model, [2, 4], depth: 1).ToString().Split('\n');
        Assert.Equal(4 + 1 + 5 + 1, Array.FindIndex(lines, static line => line.StartsWith("Total params", StringComparison.Ordinal)) + 1);
        Assert.Contains(lines, static line => line.StartsWith("├─Sequential (chain): 1-4", StringComparison.Ordinal) && line.EndsWith(" 24             40", StringComparison.Ordinal));
        Assert.Equal(new Summary(model, [2, 4]).Rows, new Summary(model, [2, 4], depth: 0).Rows, static (left, right) => left.ToString() == right.ToString());
        Assert.Equal("summary: the depth must not be negative; got -1", Assert.Throws<ArgumentException>(() => new Summary(model, [2, 4], depth: -1)).Message);
    }

    [Fact]
    public void Tuples_go_in_and_come_out()
    {
        var model = new Pairs();
        Summary summary = Summary.Of(model, (Tensor.Zeros([3, 2]), Tensor.Zeros([5], DType.Int64)));
        Assert.Equal((3 * 2 * 4) + (5 * 8), summary.InputBytes);
        Assert.Equal([Shape.Of(3, 4), Shape.Of(5)], summary.Rows[0].OutputShapes);
        Assert.Contains("Pairs                            [3, 4], [5]", summary.ToString(), StringComparison.Ordinal);
        Assert.Equal(3 * 4 * 3, summary.TotalMultiplyAdds);
        Assert.Empty(Summary.Of(new Counting(), Tensor.Zeros([3])).Rows[0].OutputShapes);
    }

    [Fact]
    public void The_input_has_the_models_type_or_the_one_given()
    {
        Assert.Equal(2 * 3 * 8, new Summary(new Linear(3, 1, dtype: DType.Float64), [2, 3]).InputBytes);
        Assert.Equal(2 * 3 * 4, new Summary(new Sequential(), [2, 3]).InputBytes);
        Assert.Equal(2 * 3, new Summary(new Sequential(), [2, 3], DType.Bool).InputBytes);
    }

    [Fact]
    public void Multiply_adds_count_every_result_and_the_bias()
    {
        Assert.Equal(64 * 256 * 785, new Summary(new Linear(784, 256), [64, 784]).TotalMultiplyAdds);
        Assert.Equal(64 * 256 * 784, new Summary(new Linear(784, 256, bias: false), [64, 784]).TotalMultiplyAdds);
        Assert.Equal(2 * 5 * 3 * 5, new Summary(new Linear(4, 3), [2, 5, 4]).TotalMultiplyAdds);
    }

    [Fact]
    public void The_table_of_a_convolutional_network_is_torchinfos()
    {
        var model = new Sequential(
            new Conv2d(1, 10, 5), new BatchNorm2d(10), new MaxPool2d(2), new ReLU(), new Conv2d(10, 20, 5, bias: false), new Flatten(), new Linear(1280, 10));
        const string Expected = """
            =============================================================================
            Layer (type (path):depth-idx)    Output Shape        Param #    Mult-Adds
            =============================================================================
            Sequential                       [16, 10]            --         --
            ├─Conv2d (0): 1-1                [16, 10, 24, 24]    260        2,396,160
            ├─BatchNorm2d (1): 1-2           [16, 10, 24, 24]    20         320
            ├─MaxPool2d (2): 1-3             [16, 10, 12, 12]    --         --
            ├─ReLU (3): 1-4                  [16, 10, 12, 12]    --         --
            ├─Conv2d (4): 1-5                [16, 20, 8, 8]      5,000      5,120,000
            ├─Flatten (5): 1-6               [16, 1280]          --         --
            ├─Linear (6): 1-7                [16, 10]            12,810     204,960
            =============================================================================
            Total params: 18,090
            Trainable params: 18,090
            Non-trainable params: 0
            Total mult-adds (M): 7.72
            =============================================================================
            Input size (MB): 0.05
            Forward/backward pass size (MB): 1.64
            Params size (MB): 0.07
            Estimated Total Size (MB): 1.76
            =============================================================================
            """;
        Assert.Equal(Expected, new Summary(model, [16, 1, 28, 28]).ToString());
    }

    [Fact]
    public void Multiply_adds_of_a_convolution_are_its_parameters_at_every_place()
    {
        Assert.Equal(3 * 5 * ((6 * 2 * 3) + 6), new Summary(new Conv1d(4, 6, 3, stride: 2, groups: 2), [3, 4, 11]).TotalMultiplyAdds);
        Assert.Equal(7 * 5 * 6 * 4 * 3, new Summary(new Conv2d(4, 6, (1, 3), padding: ConvPadding.Same, bias: false), [4, 7, 5]).TotalMultiplyAdds);
        Assert.Equal(0, new Summary(new Conv2d(4, 0, 3), [2, 4, 5, 5]).TotalMultiplyAdds);
    }

    [Fact]
    public void Multiply_adds_of_norms_and_tables_are_their_parameters_for_every_sample()
    {
        Assert.Equal(5 * 2 * 7, new Summary(new BatchNorm1d(7), [5, 7, 3]).TotalMultiplyAdds);
        Assert.Equal(0, new Summary(new BatchNorm2d(7, affine: false), [5, 7, 3, 3]).TotalMultiplyAdds);
        Assert.Equal(5 * 2 * 12, new Summary(new LayerNorm([3, 4]), [5, 2, 3, 4]).TotalMultiplyAdds);
        Assert.Equal(5 * 4, new Summary(new RMSNorm(4), [5, 3, 4]).TotalMultiplyAdds);
        Assert.Equal(5 * 2 * 6, new Summary(new GroupNorm(3, 6), [5, 6, 2, 2]).TotalMultiplyAdds);
        Assert.Equal(5 * 10 * 3, new Summary(new Embedding(10, 3), [5, 8], DType.Int64).TotalMultiplyAdds);
        Assert.Equal(5 * 3, new Summary(new PReLU(3), [5, 3, 4]).TotalMultiplyAdds);
        Assert.Equal(1, new Summary(new PReLU(), []).TotalMultiplyAdds);
        Assert.Equal(5 * 6 * ((3 * 4) + 1), Summary.Of(new Bilinear(3, 4, 6), (Tensor.Zeros([5, 3]), Tensor.Zeros([5, 4]))).TotalMultiplyAdds);
    }

    [Fact]
    public void Large_numbers_have_units_and_no_culture()
    {
        CultureInfo before = CultureInfo.CurrentCulture;
        try
        {
            CultureInfo.CurrentCulture = (CultureInfo)CultureInfo.InvariantCulture.Clone();
            CultureInfo.CurrentCulture.NumberFormat.NumberGroupSeparator = "'";
            CultureInfo.CurrentCulture.NumberFormat.NumberDecimalSeparator = ",";
            string table = new Summary(new Linear(1000, 2000), [700, 1000]).ToString();
            Assert.Contains("Total params: 2,002,000\n", table, StringComparison.Ordinal);
            Assert.Contains("Total mult-adds (G): 1.40\n", table, StringComparison.Ordinal);
            Assert.Contains("Params size (MB): 8.01\n", table, StringComparison.Ordinal);
        }
        finally
        {
            CultureInfo.CurrentCulture = before;
        }

        Assert.Contains("Total mult-adds: 2\n", new Summary(new Linear(1, 1), [1, 1]).ToString(), StringComparison.Ordinal);
        Assert.Contains("Total mult-adds (k): 2\n", new Summary(new Linear(1, 1), [1000, 1]).ToString(), StringComparison.Ordinal);
        Assert.Contains("Total mult-adds (M): 2.20\n", new Summary(new Linear(10, 200), [1000, 10]).ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void It_leaves_everything_as_it_was()
    {
        // Other tests draw from the default generator at the same time; this one's is its own.
        using GeneratorScope scope = Generator.Use(new Generator(2));
        var generator = new Generator(1);
        var model = new Meddling(generator);
        model.Forward(Tensor.Ones([2, 3])).Sum().Backward();
        model.Train();
        model.Dropout.Eval();
        model.RegisterForwardHook((_, _, output) => output * 2);
        float[] buffer = model.Steps.ToArray<float>(), gradient = model.Linear.Weight.Grad!.ToArray<float>();
        GeneratorState own = generator.State, general = Generator.Default.State;
        _ = new Summary(model, [2, 3]);
        Assert.True(model.IsTraining && model.Linear.IsTraining && !model.Dropout.IsTraining);
        Assert.Equal([false, false, false], model.Seen);
        Assert.Equal(buffer, model.Steps.ToArray<float>());
        Assert.Equal(gradient, model.Linear.Weight.Grad!.ToArray<float>());
        Assert.Equal(own, generator.State);
        Assert.Equal(general, Generator.Default.State);
        Assert.True(model.HasHooks && !model.Linear.HasHooks && !model.Dropout.HasHooks);
    }

    [Fact]
    public void It_leaves_everything_as_it_was_also_if_the_model_refuses_the_input()
    {
        var generator = new Generator(1);
        var model = new Sequential(new Meddling(generator));
        Assert.StartsWith(
            "0.linear (Linear): linear: the last dimension of the input must be 3",
            Assert.ThrowsAny<ArgumentException>(() => new Summary(model, [2, 4])).Message,
            StringComparison.Ordinal);
        Assert.All(model.Modules, static module => Assert.True(module.IsTraining));
        Assert.All(model.Modules.OfType<Layer>(), static layer => Assert.False(layer.HasHooks));
        Assert.Equal(0, ((Meddling)model[0]).Steps.Item<float>());
        Assert.Equal(new Generator(1).State, generator.State);
        Assert.Throws<ArgumentNullException>(() => new Summary(null!, [1]));
    }

    [Fact]
    public void A_call_that_failed_and_was_caught_keeps_its_place()
    {
        var summary = new Summary(new Trying(), [2, 4]);
        Assert.Equal(["", "first", "second"], summary.Rows.Select(static row => row.Path));
        Assert.Equal([1, 0, 1], summary.Rows.Select(static row => row.OutputShapes.Count));
    }

    private sealed class Nested : Layer
    {
        private readonly Linear _shared;
        private readonly ModuleList<Layer> _list;
        private readonly Sequential _chain;
        private readonly Sequential _unused;

        public Nested()
        {
            Register(out _shared, new(4, 4));
            Register(out _list, [new Linear(4, 4), new Linear(4, 4)]);
            Register(out _chain, new Sequential(new ReLU(), new Scale(4, new Linear(4, 4))));
            Register(out _unused, new Sequential(new Linear(1, 1)));
        }

        public Layer Frozen => _list[0];

        public Sequential Unused => _unused;

        protected override Tensor ForwardCore(Tensor input) =>
            _chain.Forward(_shared.Forward(_list.Aggregate(_shared.Forward(input), static (x, layer) => layer.Forward(x))));
    }

    private sealed class Pairs : Module<(Tensor X, Tensor Y), (Tensor X, Tensor Y)>
    {
        private readonly Linear _linear;

        public Pairs() => Register(out _linear, new(2, 4));

        protected override (Tensor X, Tensor Y) ForwardCore((Tensor X, Tensor Y) input) => (_linear.Forward(input.X), input.Y);
    }

    private sealed class Counting : Module<Tensor, int>
    {
        protected override int ForwardCore(Tensor input) => input.Count;
    }

    private sealed class Meddling : Layer
    {
        private readonly Linear _linear;
        private readonly Dropout _dropout;
        private readonly Tensor _steps;
        private readonly Generator _generator;

        public Meddling(Generator generator)
        {
            _generator = generator;
            Register(out _linear, new(3, 3));
            Register(out _dropout, new());
            RegisterBuffer(out _steps, Tensor.Zeros([1]));
        }

        public Linear Linear => _linear;

        public Dropout Dropout => _dropout;

        public Tensor Steps => _steps;

        public bool[] Seen { get; private set; } = [];

        protected override Tensor ForwardCore(Tensor input)
        {
            _steps.Value.Add(1, _steps.Value);
            Tensor noise = Tensor.Randn(input.Shape, generator: _generator) + Tensor.Randn(input.Shape);
            Tensor output = _dropout.Forward(_linear.Forward(input + noise));
            Seen = [IsTraining, _linear.IsTraining, output.RequiresGrad];
            return output;
        }
    }

    private sealed class Trying : Layer
    {
        private readonly Linear _first;
        private readonly Linear _second;

        public Trying()
        {
            Register(out _first, new(3, 3));
            Register(out _second, new(4, 3));
        }

        protected override Tensor ForwardCore(Tensor input)
        {
            try
            {
                return _first.Forward(input);
            }
            catch (ArgumentException)
            {
                return _second.Forward(input);
            }
        }
    }
}
