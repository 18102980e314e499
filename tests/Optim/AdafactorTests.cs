using MiniTorch.Optim;

namespace MiniTorch.Tests;

/// <summary>Adafactor beside what every optimizer is tested for.</summary>
public class AdafactorTests
{
    /// <summary>
    /// Parameters after three steps. The numbers are not PyTorch's, whose version at hand has no Adafactor, but those of the algorithm as
    /// PyTorch documents it, written in numpy with whole arrays in float64:
    /// <code>
    /// b = 1 - t**tau; a = max(eps[1], rms(x)) * min(lr, t**-.5); x = x * (1 - lr*wd)
    /// r = b*r + (1-b)*(g*g).mean(-1, keepdims=True); c = b*c + (1-b)*(g*g).mean(-2, keepdims=True)
    /// v = r*c / maximum(r.mean(-2, keepdims=True), e1)       # one dimension: v = b*v + (1-b)*g*g
    /// u = g / maximum(sqrt(v), e1); x = x - a*u / max(1, rms(u)/d)
    /// </code>
    /// </summary>
    [Fact]
    public void Three_steps_give_the_numbers_of_the_published_algorithm()
    {
        Same(
            [3, 4],
            static p => new Adafactor(p),
            [
                -1.2492808084643456, 0.49369364917327235, -0.4813974447345068, 1.2358999060398976, 0.2604491376495849, -0.7426505491857291,
                1.003163775962056, -0.0016585826723587624, -1.0059509374184843, 0.7351376675522288, -0.23660881271580902, -1.2707239782184132,
            ]);
        Same(
            [2, 2, 3],
            static p => new Adafactor(p, lr: 0.5, beta2Decay: -0.5, eps: (0.25, 0.5), d: 1.25, weightDecay: 0.1, maximize: true),
            [
                -0.9094336418445192, 0.43800175419658927, -1.3956794346967902, 2.478755586673715, -0.3920223592379387, -0.5877462693785547,
                0.7786644360761582, -0.40673334579916054, -0.3355789088921489, 1.42437544590606, -0.6618151320158856, 0.6328326440594745,
            ]);
        Same(
            [5],
            static p => new Adafactor(p, lr: 0.1, weightDecay: 0.5),
            [-1.0794564823281807, 0.3350581688079193, -0.3011256431664036, 0.9572958832965756, 0.2701055209396788]);
    }

    // Together these are cut in every way: rows, few wide rows, rows of several matrices, several matrices, a vector.
    [Theory]
    [InlineData(300, 200)]
    [InlineData(20, 3001)]
    [InlineData(2, 90, 301)]
    [InlineData(400, 7, 9)]
    [InlineData(40_001)]
    public void Parameters_in_several_blocks_are_the_textbooks(params int[] sizes) =>
        SameAsTextbook(Make.Parameter(Shape.Of(sizes), 3), rtol: 1e-10, atol: 1e-12);

    [Fact]
    public void Rows_of_every_length_are_the_textbooks()
    {
        for (int length = 1; length <= 70; length++)
        {
            foreach (Shape shape in (Shape[])[[3, length], [length]])
            {
                SameAsTextbook(Make.Parameter(shape, length), rtol: 1e-10, atol: 1e-12);
                SameAsTextbook(Make.Parameter(shape, length, DType.Float32), rtol: 1e-5, atol: 1e-5);
            }
        }
    }

    [Theory]
    [InlineData(1, 1 << 20)]
    [InlineData(1 << 20, 1)]
    [InlineData(1 << 20)]
    public void Means_over_very_many_equal_numbers_are_not_rounded_away(params int[] sizes)
    {
        // The update is 1 everywhere, and a rate of 1 takes the whole size of the parameter away.
        NDArray tenths = NDArray.Full(Shape.Of(sizes), 0.1, DType.Float32);
        var p = new Tensor(tenths.Clone(), requiresGrad: true) { Grad = new Tensor(tenths) };
        new Adafactor([p], lr: 1).Step();
        Assert.InRange(p.ToArray<float>().Max(Math.Abs), 0, 1e-6f);
    }

    [Fact]
    public void Squares_of_rank_one_are_estimated_exactly()
    {
        // g² = r·cᵀ and no average of older ones: √v = |g|, and so the update is the sign.
        Tensor p = Make.Parameter([5, 7], 1);
        double[] before = p.ToArray<double>();
        p.Grad = new Tensor(NDArray.Randn([5, 1], DType.Float64, new Generator(2)).Multiply(NDArray.Randn([1, 7], DType.Float64, new Generator(3))));
        new Adafactor([p], lr: 0.1).Step();
        double alpha = 0.1 * Math.Sqrt(before.Sum(static x => x * x) / before.Length);
        Close.Assert([.. before.Zip(p.Grad.ToArray<double>(), (x, g) => x - (alpha * Math.Sign(g)))], p.ToArray<double>());
    }

    [Fact]
    public void The_scale_of_the_gradient_does_not_matter()
    {
        Tensor a = Make.Parameter([6, 4], 1), b = Make.Parameter([6, 4], 1);
        var one = new Adafactor([a], eps: (1e-30, 1e-3));
        var other = new Adafactor([b], eps: (1e-30, 1e-3));
        for (int step = 0; step < 4; step++)
        {
            (a.Grad, b.Grad) = (Make.Gradient(a, step), Make.Gradient(b, step, scale: 1e-4));
            one.Step();
            other.Step();
        }

        Close.Assert(a, b);
    }

    [Fact]
    public void Gradients_that_are_zero_or_too_small_to_square_move_nothing_to_NaN()
    {
        foreach (double scale in (double[])[0, 1e-30, 1e-42])
        {
            foreach (double? eps in (double?[])[null, 0, 1e-45])
            {
                Tensor matrix = Make.Parameter([3, 5], 1, DType.Float32), vector = Make.Parameter([5], 2, DType.Float32);
                (matrix.Grad, vector.Grad) = (Make.Gradient(matrix, 3, scale), Make.Gradient(vector, 4, scale));
                var adafactor = new Adafactor([matrix, vector], eps: (eps, 1e-3));
                adafactor.Step();
                Assert.All((float[])[.. matrix.ToArray<float>(), .. vector.ToArray<float>()], static x => Assert.True(float.IsFinite(x)));
            }
        }
    }

    [Fact]
    public void An_update_is_clipped_as_a_whole()
    {
        // Squares were 1 before; at t = 2 the update of a gradient of 10s has a size of 10/√(2^-0.8·100 + 1 − 2^-0.8) > 1.
        Tensor p = Tensor.Ones([4], DType.Float64, requiresGrad: true);
        var adafactor = new Adafactor([p], lr: 0.5);
        p.Grad = Tensor.Ones([4], DType.Float64);
        adafactor.Step();
        Close.Assert([0.5, 0.5, 0.5, 0.5], p.ToArray<double>());
        p.Grad = Tensor.Ones([4], DType.Float64) * 10;
        adafactor.Step();
        Close.Assert([0.25, 0.25, 0.25, 0.25], p.ToArray<double>());
    }

    [Fact]
    public void The_state_has_PyTorchs_keys_and_shapes()
    {
        Tensor matrices = Make.Parameter([2, 3, 4], 1), vector = Make.Parameter([5], 2);
        Make.Gradients([matrices, vector], 0);
        var adafactor = new Adafactor([matrices, vector], eps: (null, 0.01));
        adafactor.Step();
        MapState saved = adafactor.SaveState().As<MapState>();
        MapState first = saved["state"].As<MapState>()["0"].As<MapState>(), second = saved["state"].As<MapState>()["1"].As<MapState>();
        Assert.Equal(["step", "row_var", "col_var"], first.Keys);
        Assert.Equal([2, 3, 1], first["row_var"].As<TensorState>().Value.Shape);
        Assert.Equal([2, 1, 4], first["col_var"].As<TensorState>().Value.Shape);
        Assert.Equal(["step", "variance"], second.Keys);
        Assert.Equal([5], second["variance"].As<TensorState>().Value.Shape);
        MapState group = saved["param_groups"].As<ListState>()[0].As<MapState>();
        Assert.Equal(["lr", "beta2_decay", "eps", "d", "weight_decay", "maximize", "params"], group.Keys);
        Assert.Equal(new ListState { StateNode.Empty, 0.01 }, group["eps"]);

        first["row_var"] = Tensor.Zeros([3, 1], DType.Float64);
        Assert.Equal(
            "Adafactor, parameter 0: row_var: the saved tensor must have the shape [2, 3, 1]; got [3, 1], for a parameter of [2, 3, 4]",
            Assert.Throws<InvalidOperationException>(() => adafactor.LoadState(saved)).Message);
        group["eps"] = new ListState { 1.0 };
        Assert.Equal(
            "Adafactor, group 0: in the saved state, 'eps' cannot be read: eps: must be a list of two, a number or None and a number; got 1",
            Assert.Throws<InvalidOperationException>(() => adafactor.LoadState(saved)).Message);
    }

    [Fact]
    public void Defaults_are_PyTorchs_and_every_option_has_its_range()
    {
        AdafactorGroup group = new Adafactor([Make.Parameter(1)]).ParamGroups[0];
        Assert.Equal(
            (1e-2, -0.8, ((double?)null, 1e-3), 1.0, 0.0, false),
            (group.Lr, group.Beta2Decay, group.Eps, group.D, group.WeightDecay, group.Maximize));
        Refused("beta2_decay must be a finite number of at most 0; got 0.5", () => group.Beta2Decay = 0.5);
        Refused("d must be a finite number of at least 1; got 0.5", () => group.D = 0.5);
        Refused("each of eps must be a finite number of at least 0, the first may be None; got (None, -1)", () => group.Eps = (null, -1));
        Refused("each of eps must be a finite number of at least 0, the first may be None; got (-1, 0)", () => group.Eps = (-1, 0));
        Refused("weight_decay must be a finite number of at least 0; got -1", () => group.WeightDecay = -1);

        static void Refused(string expected, Action set) =>
            Assert.Equal($"Adafactor, group 0: {expected}", Assert.Throws<ArgumentException>(set).Message);
    }

    private static void Same(Shape shape, Func<Tensor[], Optimizer> create, double[] expected)
    {
        Tensor p = Make.Pattern(shape);
        Optimizer optimizer = create([p]);
        for (int step = 1; step <= 3; step++)
        {
            p.Grad = Make.PatternGradient(shape, step);
            optimizer.Step();
        }

        Close.Assert(expected, p.ToArray<double>());
    }

    private static void SameAsTextbook(Tensor p, double rtol, double atol)
    {
        (double? First, double Second) eps = (p.DType == DType.Float32 ? Math.Pow(2, -23) : null, 1e-3);
        var textbook = new AdafactorTextbook(0.1, -0.8, eps, 1, 0.01, false);
        var adafactor = new Adafactor([p], lr: 0.1, weightDecay: 0.01);
        double[] expected = p.Value.To(DType.Float64).ToArray<double>();
        for (int step = 0; step < 2; step++)
        {
            p.Grad = Make.Gradient(p, step);
            expected = textbook.Step(0, p.Shape, expected, p.Grad.Value.To(DType.Float64).ToArray<double>());
            adafactor.Step();
        }

        Close.Assert(expected, p.Value.To(DType.Float64).ToArray<double>(), rtol, atol, $"{p.DType} {p.Shape}");
    }
}
