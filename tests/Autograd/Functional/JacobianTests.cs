using static MiniTorch.Tests.Functions;

namespace MiniTorch.Tests;

/// <summary>Autograd.Jacobian against formulas.</summary>
public sealed class JacobianTests
{
    public static TheoryData<OpTest.Layout> Layouts => [.. Enum.GetValues<OpTest.Layout>()];

    [Fact]
    public void What_hooks_and_functions_make_in_it_outlives_its_rows()
    {
        using TensorScope scope = TensorScope.Begin();
        Tensor x = Tensor.Ones([3], DType.Float64);
        var kept = new List<Tensor>();
        Tensor jacobian = Autograd.Jacobian(
            t =>
            {
                Tensor y = Autograd.Function(
                    [t],
                    static (ctx, u) =>
                    {
                        ctx.Save(u[0]);
                        return u[0].Exp();
                    },
                    static (ctx, g) => [g * (Tensor)(ctx.State ??= ctx.Saved[0].Exp())]);
                y.RegisterHook(g =>
                {
                    kept.Add(g);
                    return null;
                });
                return y * 1;
            },
            x);
        Assert.Equal(3, kept.Count);
        Assert.Equal([1, 0, 0], kept[0].ToArray<double>());
        Assert.Equal(Math.E, jacobian.ToArray<double>()[0], 1e-12);
    }

    [Fact]
    public void Softmax_has_diag_p_minus_p_pT()
    {
        Tensor x = Numbers([5]);
        double[] p = x.Softmax(0).ToArray<double>();
        Plain expected = Plain.Build([5, 5], i => (i[0] == i[1] ? p[i[0]] : 0) - (p[i[0]] * p[i[1]]));
        Is(expected, Autograd.Jacobian(static x => x.Softmax(0), x));
    }

    [Theory]
    [MemberData(nameof(Layouts))]
    public void Elements_of_result_and_input_are_indexed_one_after_the_other(OpTest.Layout layout)
    {
        Tensor x = Numbers([2, 3]), w = Numbers([3, 4], seed: 6);
        Plain weights = Plain.Of(w.Value), values = Plain.Of(x.Value);
        Is(
            Plain.Build([2, 4, 2, 3], i => i[0] == i[2] ? weights[i[3], i[1]] : 0),
            Autograd.Jacobian(x => x.MatMul(w), Laid(x, layout)));
        Is(
            Plain.Build([3, 2, 2, 3], i => i[0] == i[3] && i[1] == i[2] ? Math.Exp(values[i[2], i[3]]) : 0),
            Autograd.Jacobian(static x => x.Exp().Transpose(0, 1), Laid(x, layout)));
        Is(Plain.Build([2, 3], i => 2 * values[i]), Autograd.Jacobian(static x => (x * x).Sum(), Laid(x, layout)));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Scalars_and_shapes_without_elements(bool createGraph)
    {
        Tensor number = Tensor.From(3.0), none = Tensor.Zeros([2, 0], DType.Float64);
        Is(new Plain([], [27]), Autograd.Jacobian(static x => x * x * x, number, createGraph));
        Is(new Plain([2], [6, 6]), Autograd.Jacobian(static x => (x * x).Expand([2]), number, createGraph));
        Is(new Plain([2, 0], []), Autograd.Jacobian(static x => x.Sum(), none, createGraph));
        Is(new Plain([2, 0, 2, 0], []), Autograd.Jacobian(static x => x * x, none, createGraph));
        Is(new Plain([0, 3], []), Autograd.Jacobian(static x => x[..0], Numbers([3]), createGraph));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Several_inputs_and_outputs(bool createGraph)
    {
        Tensor a = Numbers([2]), b = Numbers([2], seed: 6), unused = Numbers([3]);
        double[] x = a.ToArray<double>(), y = b.ToArray<double>();
        Tensor[][] jacobian = Autograd.Jacobian(static x => [x[0] * x[1], (x[1] * x[1]).Sum(), Tensor.Ones([1], DType.Float64)], [a, b, unused], createGraph);
        Is(new Plain([2, 2], [y[0], 0, 0, y[1]]), jacobian[0][0]);
        Is(new Plain([2, 2], [x[0], 0, 0, x[1]]), jacobian[0][1]);
        Is(new Plain([2, 3], new double[6]), jacobian[0][2]);
        Is(new Plain([2], [0, 0]), jacobian[1][0]);
        Is(new Plain([2], [2 * y[0], 2 * y[1]]), jacobian[1][1]);
        Is(new Plain([1, 2], [0, 0]), jacobian[2][1]);
        Assert.Equal((3, 3), (jacobian.Length, jacobian[0].Length));

        Tensor[] ofOne = Autograd.Jacobian(static x => x[0] * x[1], [a, b], createGraph);
        Is(new Plain([2, 2], [y[0], 0, 0, y[1]]), ofOne[0]);
        Is(new Plain([2, 2], [x[0], 0, 0, x[1]]), ofOne[1]);
    }

    [Fact]
    public void Each_block_has_its_inputs_type()
    {
        Tensor single = Numbers([2], dtype: DType.Float32), real = Numbers([2]);
        Tensor[] jacobian = Autograd.Jacobian(static x => x[0].To(DType.Float64) * x[1], [single, real]);
        Assert.Equal((DType.Float32, DType.Float64), (jacobian[0].DType, jacobian[1].DType));
        Close.Assert(Autograd.Jacobian(static x => x.Tanh(), single.To(DType.Float64)).To(DType.Float32), Autograd.Jacobian(static x => x.Tanh(), single), 1e-6, 1e-6);
    }

    [Fact]
    public void One_tensor_given_twice_is_two_inputs()
    {
        Tensor x = Tensor.From([2.0, 3], requiresGrad: true);
        foreach (bool createGraph in (bool[])[false, true])
        {
            Tensor[] jacobian = Autograd.Jacobian(static x => (x[0] * x[0] * x[1]).Sum(), [x, x], createGraph);
            Is(new Plain([2], [8, 18]), jacobian[0]);
            Is(new Plain([2], [4, 9]), jacobian[1]);

            // What the function reads past its arguments is constant.
            Is(new Plain([2], [2, 3]), Autograd.Jacobian(y => (x * y).Sum(), x, createGraph));
        }
    }

    [Fact]
    public void A_function_of_other_tensors_alone_has_zeros_and_their_graph_is_left()
    {
        Tensor w = Tensor.From([5.0, 7], requiresGrad: true), x = Numbers([2]);
        Tensor square = w * w;
        Assert.Equal(new double[4], Autograd.Jacobian(_ => square, x).ToArray<double>());
        Assert.Equal([5, 0, 0, 7], Autograd.Jacobian(x => (square / w) * x, x).ToArray<double>());
        Assert.Equal(new double[2], Autograd.JacobianVectorProduct(_ => square, x, x).ToArray<double>());
        Assert.Equal(new double[2], Autograd.HessianVectorProduct(_ => square.Sum(), x, x).ToArray<double>());
        Assert.Null(w.Grad);
        square.Sum().Backward();
        Assert.Equal([10, 14], w.Grad!.ToArray<double>());
    }

    [Fact]
    public void The_inputs_are_left_as_they_were()
    {
        Tensor x = Tensor.From([2.0, 3]), w = Tensor.From([5.0, 7], requiresGrad: true);
        Tensor history = w * 2;
        foreach (bool createGraph in (bool[])[false, true])
        {
            Tensor seen = x;
            _ = Autograd.Jacobian(
                given =>
                {
                    seen = given[0];
                    return given[0] * given[1] * given[2] * w;
                },
                [x, w, history],
                createGraph);
            Assert.NotSame(x, seen);
            Assert.True(seen.RequiresGrad);
            Assert.True(seen.Value.SharesStorageWith(x.Value));
        }

        Assert.False(x.RequiresGrad);
        Assert.Null(x.Grad);
        Assert.Null(w.Grad);
        history.Sum().Backward();
        Assert.Equal([2, 2], w.Grad!.ToArray<double>());
    }

    [Fact]
    public void Records_under_NoGrad_and_restores_it_also_after_an_exception()
    {
        Tensor x = Tensor.From([2.0, 3], requiresGrad: true);
        using (Autograd.NoGrad())
        {
            Is(new Plain([2], [4, 6]), Autograd.Jacobian(static x => (x * x).Sum(), x));
            Assert.True(Autograd.Jacobian(static x => (x * x).Sum(), x, createGraph: true).RequiresGrad);
            Assert.Throws<TimeoutException>(() => Autograd.Jacobian((Func<Tensor, Tensor>)(static _ => throw new TimeoutException()), x));
            Assert.False(Autograd.IsGradEnabled);

            // The user's own word inside the function counts.
            Is(new Plain([2], [0, 0]), Autograd.Jacobian(
                static x =>
                {
                    using GradModeScope none = Autograd.NoGrad();
                    return (x * x).Sum();
                },
                x));
        }

        Assert.True(Autograd.IsGradEnabled);
    }

    [Fact]
    public void Has_no_history_unless_asked_for()
    {
        Tensor x = Tensor.From([2.0, 3], requiresGrad: true), w = Tensor.From([5.0, 7], requiresGrad: true);
        Assert.False(Autograd.Jacobian(y => y * y * w, x).RequiresGrad);
        Assert.True(Autograd.Jacobian(y => y * y * w, x, createGraph: true).RequiresGrad);
    }

    [Fact]
    public void With_a_graph_leads_back_to_the_inputs_and_to_what_else_was_read()
    {
        Tensor leaf = Tensor.From([1.0, 2], requiresGrad: true), w = Tensor.From([5.0, 7], requiresGrad: true), plain = Tensor.From([2.0, 3]);
        Tensor[] jacobian = Autograd.Jacobian(x => x[0] * x[0] * x[0] * x[1] * w, [leaf * 2, plain], createGraph: true);
        (jacobian[0].Sum() + jacobian[1].Sum()).Backward();

        // ∂/∂l of 3(2l)²·p·w + (2l)³·w, and ∂/∂w of 3x²·p + x³ at x = 2l.
        Assert.Equal([(24 * 1 * 2 * 5) + (24 * 1 * 5), (24 * 2 * 3 * 7) + (24 * 4 * 7)], leaf.Grad!.ToArray<double>());
        Assert.Equal([(3 * 4 * 2) + 8, (3 * 16 * 3) + 64], w.Grad!.ToArray<double>());
        Assert.False(plain.RequiresGrad);
    }

    [Fact]
    public void With_a_graph_passes_gradient_checks_of_both_orders()
    {
        Tensor x = Numbers([3]), y = Numbers([3], seed: 6);
        x.RequiresGrad = y.RequiresGrad = true;
        Passes(Autograd.GradCheck(static x => Autograd.Jacobian(static x => (x * x).Softmax(0), x, createGraph: true), x));
        Passes(Autograd.GradGradCheck(static x => Autograd.Jacobian(static x => x.Tanh() * x.Sum(), x, createGraph: true), x));
        Passes(Autograd.GradCheck(
            static x => Tensor.Stack(Autograd.Jacobian(static x => (x[0] * x[1]).Exp(), x, createGraph: true)), [x, y]));
    }

    [Fact]
    public void Costs_one_call_and_one_walk_an_element()
    {
        var counter = new Planted.Counter();
        int calls = 0;
        _ = Autograd.Jacobian(
            x =>
            {
                calls++;
                Tensor y = Planted.Counted(x[0], counter);
                return (Tensor[])[y * y, y.Sum(), x[1]];
            },
            [Numbers([2, 3]), Numbers([4])]);
        Assert.Equal((1, 6 + 1), (calls, counter.Runs));
    }

    private static void Is(Plain expected, Tensor actual) => Close.Assert(NDArray.From(expected.Data, expected.Shape), actual.Value, 1e-12, 1e-14);

    private static void Passes(GradCheckResult result) => Assert.True(result.Passed, result.ToString());
}
