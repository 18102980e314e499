using MiniTorch.Optim;

namespace MiniTorch.Tests;

/// <summary>Muon beside what every optimizer is tested for.</summary>
public class MuonTests
{
    /// <summary>
    /// Parameters after some steps. The numbers are not PyTorch's, whose version at hand has no Muon, but those of the algorithm as PyTorch
    /// documents it, written in numpy in float64:
    /// <code>
    /// m = mu*m + (1-mu)*g; u = mu*m + (1-mu)*g; X = u / max(norm(u), eps)         # transposed if R > C
    /// for _ in range(k): A = X @ X.T; X = a*X + (b*A + c*A@A) @ X
    /// x = x * (1 - lr*wd) - lr * max(1, R/C)**.5 * X                              # match: lr * .2 * max(R, C)**.5
    /// </code>
    /// </summary>
    [Fact]
    public void Some_steps_give_the_numbers_of_the_published_algorithm()
    {
        Same(
            [2, 4],
            3,
            static p => new Muon(p, lr: 0.1),
            [
                -1.1605319330447466, 0.4519873136519913, -0.29945283332636385, 1.1013373286845118, 0.3536498165609817, -0.6846695878023521,
                1.009390204173474, -0.05524116605680868,
            ]);
        Same(
            [4, 2],
            3,
            static p => new Muon(p, lr: 0.1, weightDecay: 0, momentum: 0.5, nesterov: false),
            [
                -1.2067662327292428, 0.40617286914038353, -0.22457441316822135, 1.1409210458445807, 0.34057511103112603, -0.6415342409190748,
                0.9645383864533841, -0.06949517145550807,
            ]);
        Same(
            [3, 3],
            2,
            static p => new Muon(p, lr: 0.5, eps: 2, nsSteps: 3, adjustLrFn: MuonAdjustLrFn.MatchRmsAdamW),
            [
                -1.0270753756284763, 0.3113955811247564, -0.16351583451574175, 1.1089893899461976, 0.2761480497305614, -0.49031407699352936,
                0.6984501156743921, -0.1369268999519961, -0.8848031368158586,
            ]);
    }

    // More than one block of rows, whole and not, on either side; more than one segment.
    [Theory]
    [InlineData(128, 130)]
    [InlineData(150, 301)]
    [InlineData(290, 131)]
    [InlineData(1, 40_001)]
    public void Matrices_in_several_blocks_are_the_textbooks(int rows, int columns)
    {
        Tensor p = Make.Parameter([rows, columns], 1);
        double[] expected = p.ToArray<double>();
        p.Grad = Make.Gradient(p, 2);
        new Muon([p], lr: 0.1).Step();
        var textbook = new MuonTextbook(0.1, 0.1, 0.95, true, (3.4445, -4.775, 2.0315), 1e-7, 5, MuonAdjustLrFn.Original);
        Close.Assert(textbook.Step(0, p.Shape, expected, p.Grad.ToArray<double>()), p.ToArray<double>(), rtol: 1e-9, atol: 1e-10);
    }

    [Fact]
    public void Float32_is_close_to_float64_at_every_short_width()
    {
        for (int columns = 1; columns <= 40; columns++)
        {
            Tensor single = Make.Parameter([5, columns], columns, DType.Float32);
            Tensor doubled = new(single.Value.To(DType.Float64), requiresGrad: true);
            single.Grad = Make.Gradient(single, 1);
            doubled.Grad = new Tensor(single.Grad.Value.To(DType.Float64));
            new Muon([single, doubled], lr: 1).Step();
            Close.Assert(doubled.Value, single.Value.To(DType.Float64), rtol: 1e-4, atol: 1e-4, $"{columns} columns");
        }
    }

    [Fact]
    public void A_rotated_gradient_gives_the_rotated_update()
    {
        (double sin, double cos) = Math.SinCos(0.7);
        NDArray left = NDArray.From([cos, -sin, sin, cos], [2, 2]);
        NDArray g = NDArray.Randn([2, 3], DType.Float64, new Generator(1));
        NDArray right = NDArray.From([0, cos, -sin, 0, sin, cos, 1, 0, 0], [3, 3]);
        Close.Assert(left.MatMul(Update(g)).MatMul(right), Update(left.MatMul(g).MatMul(right)));
        Close.Assert(Update(g).Transpose(0, 1).Clone(), Update(g.Transpose(0, 1).Clone()).Multiply(Math.Sqrt(2.0 / 3)));
    }

    [Fact]
    public void The_scale_of_the_gradient_does_not_matter()
    {
        NDArray g = NDArray.Randn([4, 6], DType.Float64, new Generator(1));
        Close.Assert(Update(g), Update(g.Multiply(1e-3)), rtol: 1e-9);
    }

    [Fact]
    public void Singular_values_of_the_update_are_near_one()
    {
        // The singular values of a diagonal matrix are its diagonal, and stay so. From 0.0015 on five steps bring them into the band.
        double[] diagonal = [1, 0.8, 0.5, 0.3, 0.1, 0.02, 0.003];
        double[] g = new double[7 * 9];
        for (int i = 0; i < diagonal.Length; i++)
        {
            g[(i * 9) + i] = diagonal[i];
        }

        double[] update = Update(NDArray.From(g, [7, 9])).ToArray<double>();
        for (int i = 0; i < update.Length; i++)
        {
            if (i / 9 == i % 9)
            {
                Assert.InRange(update[i], 0.68, 1.2025);
            }
            else
            {
                Assert.Equal(0, update[i]);
            }
        }
    }

    [Fact]
    public void Enough_steps_of_the_plain_polynomial_make_the_update_orthogonal()
    {
        // 1.5x − 0.5x³, which converges to 1.
        Tensor p = Make.Parameter([3, 5], 1), before = new(p.Value.Clone());
        p.Grad = Make.Gradient(p, 2);
        new Muon([p], lr: 1, weightDecay: 0, nsCoefficients: (1.5, -0.5, 0), nsSteps: 60).Step();
        NDArray update = before.Value.Subtract(p.Value);
        Close.Assert(
            NDArray.From([1.0, 0, 0, 0, 1, 0, 0, 0, 1], [3, 3]), update.MatMul(update.Transpose(0, 1)), atol: 1e-10);
    }

    [Fact]
    public void A_gradient_of_zero_leaves_only_the_weight_decay()
    {
        Tensor p = Make.Parameter([3, 2], 1);
        double[] before = p.ToArray<double>();
        p.Grad = Tensor.Zeros([3, 2], DType.Float64);
        new Muon([p], lr: 0.5, weightDecay: 0.5).Step();
        Assert.Equal(before.Select(static x => x * 0.75), p.ToArray<double>());
    }

    [Fact]
    public void Only_matrices_are_taken()
    {
        Tensor matrix = Make.Parameter([2, 3], 1), bias = Make.Parameter([3], 2), kernel = Make.Parameter([2, 2, 2], 3);
        const string rule =
            "has not the two dimensions of a matrix, which is all that Muon can orthogonalize; give it to another optimizer, such as AdamW";
        Assert.Equal(
            $"Muon, group 0: parameter 1, of shape [3], {rule}",
            Assert.Throws<ArgumentException>(() => new Muon([matrix, bias])).Message);
        var muon = new Muon([matrix]);
        Assert.Equal(
            $"Muon, group 1: parameter 0, of shape [2, 2, 2], {rule}",
            Assert.Throws<ArgumentException>(() => muon.AddParamGroup(new MuonGroup([kernel]))).Message);
    }

    [Fact]
    public void The_state_has_PyTorchs_keys_and_words()
    {
        Tensor p = Make.Parameter([2, 3], 1);
        p.Grad = Make.Gradient(p, 2);
        var muon = new Muon([p], adjustLrFn: MuonAdjustLrFn.MatchRmsAdamW);
        muon.Step();
        MapState saved = muon.SaveState().As<MapState>();
        Assert.Equal(["momentum_buffer"], saved["state"].As<MapState>()["0"].As<MapState>().Keys);
        MapState group = saved["param_groups"].As<ListState>()[0].As<MapState>();
        Assert.Equal(
            ["lr", "weight_decay", "momentum", "nesterov", "ns_coefficients", "eps", "ns_steps", "adjust_lr_fn", "params"], group.Keys);
        Assert.Equal(new ListState { 3.4445, -4.775, 2.0315 }, group["ns_coefficients"]);
        Assert.Equal("match_rms_adamw", group["adjust_lr_fn"]);

        // PyTorch's own have None by default, and say how the products are computed.
        (group["adjust_lr_fn"], group["use_addmm"]) = (StateNode.Empty, false);
        muon.LoadState(saved);
        Assert.Equal(MuonAdjustLrFn.Original, muon.ParamGroups[0].AdjustLrFn);
        group["adjust_lr_fn"] = "none";
        Assert.EndsWith(
            "Muon, group 0: in the saved state, adjust_lr_fn must be original or match_rms_adamw; got 'none'",
            Assert.Throws<InvalidOperationException>(() => muon.LoadState(saved)).Message,
            StringComparison.Ordinal);
        (group["adjust_lr_fn"], group["ns_coefficients"]) = ("original", new ListState { 1.0, 2.0 });
        Assert.Equal(
            "Muon, group 0: in the saved state, 'ns_coefficients' cannot be read: ns_coefficients: must be a list of three numbers; got 2",
            Assert.Throws<InvalidOperationException>(() => muon.LoadState(saved)).Message);
    }

    [Fact]
    public void Defaults_are_PyTorchs_and_every_option_has_its_range()
    {
        MuonGroup group = new Muon([Make.Parameter([2, 2], 1)]).ParamGroups[0];
        Assert.Equal((1e-3, 0.1, 0.95, true), (group.Lr, group.WeightDecay, group.Momentum, group.Nesterov));
        Assert.Equal(
            ((3.4445, -4.775, 2.0315), 1e-7, 5, MuonAdjustLrFn.Original),
            (group.NsCoefficients, group.Eps, group.NsSteps, group.AdjustLrFn));
        Refused("momentum must be at least 0 and below 1; got 1", () => group.Momentum = 1);
        Refused("ns_steps must be at least 1 and below 100; got 100", () => group.NsSteps = 100);
        Refused("ns_steps must be at least 1 and below 100; got 0", () => group.NsSteps = 0);
        Refused("each of ns_coefficients must be a finite number; got (1, NaN, 2)", () => group.NsCoefficients = (1, double.NaN, 2));
        Refused("eps must be a finite number of at least 0; got -1", () => group.Eps = -1);
        Refused("weight_decay must be a finite number of at least 0; got -1", () => group.WeightDecay = -1);
        Refused("adjust_lr_fn must be original or match_rms_adamw; got 7", () => group.AdjustLrFn = (MuonAdjustLrFn)7);

        static void Refused(string expected, Action set) =>
            Assert.Equal($"Muon, group 0: {expected}", Assert.Throws<ArgumentException>(set).Message);
    }

    // What a step with rate 1 and no decay takes from a parameter of zeros.
    private static NDArray Update(NDArray gradient)
    {
        var p = new Tensor(NDArray.Zeros(gradient.Shape, gradient.DType), requiresGrad: true) { Grad = new Tensor(gradient) };
        new Muon([p], lr: 1).Step();
        return p.Value.Multiply(-1);
    }

    private static void Same(Shape shape, int steps, Func<Tensor[], Optimizer> create, double[] expected)
    {
        Tensor p = Make.Pattern(shape);
        Optimizer optimizer = create([p]);
        for (int step = 1; step <= steps; step++)
        {
            p.Grad = Make.PatternGradient(shape, step);
            optimizer.Step();
        }

        Close.Assert(expected, p.ToArray<double>());
    }
}
