using static MiniTorch.Tests.Functions;

namespace MiniTorch.Tests;

/// <summary>The four products with a Jacobian or Hessian that is never formed.</summary>
public sealed class ProductTests
{
    public static TheoryData<OpTest.Layout> Layouts => [.. Enum.GetValues<OpTest.Layout>()];

    [Theory]
    [MemberData(nameof(Layouts))]
    public void Of_a_quadratic_form(OpTest.Layout layout)
    {
        Tensor a = Numbers([4, 4]), x = Laid(Numbers([4], seed: 6), layout), v = Laid(Numbers([4], seed: 7), layout);
        Tensor expected = (a + a.Transpose(0, 1)).MatMul(v);
        Close.Assert(expected, Autograd.HessianVectorProduct(x => x.MatMul(a).MatMul(x), x, v), 1e-12, 1e-14);
        Close.Assert(expected, Autograd.VectorHessianProduct(x => x.MatMul(a).MatMul(x), x, v), 1e-12, 1e-14);
    }

    [Theory]
    [MemberData(nameof(Layouts))]
    public void Of_a_linear_map(OpTest.Layout layout)
    {
        Tensor a = Numbers([3, 4]), x = Laid(Numbers([2, 3], seed: 6), layout), v = Laid(Numbers([2, 3], seed: 7), layout);
        Tensor u = Laid(Numbers([2, 4], seed: 8), layout);
        Close.Assert(v.MatMul(a), Autograd.JacobianVectorProduct(x => x.MatMul(a), x, v), 1e-12, 1e-14);
        Close.Assert(u.MatMul(a.Transpose(0, 1)), Autograd.VectorJacobianProduct(x => x.MatMul(a), x, u), 1e-12, 1e-14);
    }

    [Fact]
    public void Over_several_inputs()
    {
        Tensor x = Tensor.From([1.0, 2]), y = Tensor.From(3.0), unused = Tensor.From([5f]);
        Tensor vx = Tensor.From([10.0, 20]), vy = Tensor.From(7.0), vUnused = Tensor.From([1f]);
        static Tensor Function(Tensor[] x) => (x[0] * x[0]).Sum() * x[1];

        // H = [[2y, 0, 2x₀], [0, 2y, 2x₁], [2x₀, 2x₁, 0]].
        foreach (Tensor[] product in (Tensor[][])
            [Autograd.HessianVectorProduct(Function, [x, y, unused], [vx, vy, vUnused]), Autograd.VectorHessianProduct(Function, [x, y, unused], [vx, vy, vUnused])])
        {
            Assert.Equal([74, 148], product[0].ToArray<double>());
            Assert.Equal(100, product[1].Item<double>());
            Assert.Equal([0f], product[2].ToArray<float>());
        }

        Assert.Equal((6 * 10) + (12 * 20) + (5 * 7), Autograd.JacobianVectorProduct(Function, [x, y, unused], [vx, vy, vUnused]).Item<double>());
        Tensor[] transposed = Autograd.VectorJacobianProduct(Function, [x, y, unused], Tensor.From(2.0));
        Assert.Equal([12, 24], transposed[0].ToArray<double>());
        Assert.Equal(10, transposed[1].Item<double>());
        Assert.Equal([0f], transposed[2].ToArray<float>());
    }

    [Fact]
    public void Over_several_outputs()
    {
        Tensor x = Tensor.From([1.0, 2]), y = Tensor.From(3.0);
        static Tensor[] Function(Tensor[] x) => [x[0] * x[1], Tensor.Ones([2, 1], DType.Float64), x[0].Sum().To(DType.Float32), x[1]];
        Tensor[] forward = Autograd.JacobianVectorProduct(Function, [x, y], [Tensor.From([10.0, 20]), Tensor.From(7.0)]);
        Assert.Equal([37, 74], forward[0].ToArray<double>());
        Assert.Equal([2, 1], forward[1].Shape);
        Assert.Equal([0, 0], forward[1].ToArray<double>());
        Assert.Equal([30f], forward[2].ToArray<float>());
        Assert.Equal(7, forward[3].Item<double>());

        Tensor[] u = [Tensor.From([1.0, 10]), Tensor.Ones([2, 1], DType.Float64), Tensor.From(100f), Tensor.From(1000.0)];
        Tensor[] backward = Autograd.VectorJacobianProduct(Function, [x, y], u);
        Assert.Equal([103, 130], backward[0].ToArray<double>());
        Assert.Equal(1 + 20 + 1000, backward[1].Item<double>());
    }

    [Fact]
    public void Of_scalars_of_nothing_and_in_float32()
    {
        static Tensor Cube(Tensor x) => (x * x * x).Sum();
        Tensor two = Tensor.From(2f), none = Tensor.Zeros([0, 3]);
        foreach (Func<Func<Tensor, Tensor>, Tensor, Tensor, Tensor> product in (Func<Func<Tensor, Tensor>, Tensor, Tensor, Tensor>[])
            [(f, x, v) => Autograd.HessianVectorProduct(f, x, v), (f, x, v) => Autograd.VectorHessianProduct(f, x, v)])
        {
            Assert.Equal(60f, product(Cube, two, Tensor.From(5f)).Item<float>());
            Assert.Equal(DType.Float32, product(Cube, two, Tensor.From(5f)).DType);
            Assert.Equal([0, 3], product(Cube, none, none).Shape);
            Assert.Equal([0f, 0], product(static x => x.Sum(), Tensor.Ones([2]), Tensor.Ones([2])).ToArray<float>());
            Assert.Equal([0f, 0], product(static _ => Tensor.Ones([1]), Tensor.Ones([2]), Tensor.Ones([2])).ToArray<float>());
        }

        Assert.Equal(0f, Autograd.JacobianVectorProduct(Cube, none, none).Item<float>());
        Assert.Equal([0, 3], Autograd.JacobianVectorProduct(static x => x * 2, none, none).Shape);
        Assert.Equal([0, 3], Autograd.VectorJacobianProduct(static x => x * 2, none, none).Shape);
        Assert.Equal([5f, 6], Autograd.JacobianVectorProduct(static x => x, Tensor.Ones([2]), Tensor.From([5f, 6])).ToArray<float>());
        Assert.Equal([5f, 6], Autograd.VectorJacobianProduct(static x => x, Tensor.Ones([2]), Tensor.From([5f, 6])).ToArray<float>());
        Assert.Equal([0f, 0], Autograd.JacobianVectorProduct(static x => x.Detach(), Tensor.Ones([2]), Tensor.Ones([2])).ToArray<float>());
        Assert.Equal([0f, 0], Autograd.VectorJacobianProduct(static x => x.Detach(), Tensor.Ones([2]), Tensor.Ones([2])).ToArray<float>());
    }

    [Fact]
    public void A_direction_that_a_pole_multiplies_is_no_NaN()
    {
        // The trick's own u of zeros never meets the pole: torch.autograd.functional.jvp gives inf, 0.25 and -inf, -0.25.
        Tensor ones = Tensor.From([1.0, 1]);
        Assert.Equal([double.PositiveInfinity, 0.25], Autograd.JacobianVectorProduct(static x => x.Sqrt(), Tensor.From([0.0, 4]), ones).ToArray<double>());
        Assert.Equal([double.NegativeInfinity, -0.25], Autograd.JacobianVectorProduct(static x => 1 / x, Tensor.From([0.0, 2]), ones).ToArray<double>());
    }

    [Fact]
    public void Leave_inputs_and_v_alone_and_have_no_history_unless_asked_for()
    {
        Tensor x = Tensor.From([1.0, 2], requiresGrad: true), v = Tensor.From([3.0, 4], requiresGrad: true);
        static Tensor Cube(Tensor x) => (x * x * x).Sum();
        static Tensor Same(Tensor x) => x;
        using GradModeScope mode = Autograd.NoGrad();
        foreach (bool createGraph in (bool[])[false, true])
        {
            Assert.Equal(createGraph, Autograd.HessianVectorProduct(Cube, x, v, createGraph).RequiresGrad);
            Assert.Equal(createGraph, Autograd.VectorHessianProduct(Cube, x, v, createGraph).RequiresGrad);
            Assert.Equal(createGraph, Autograd.VectorJacobianProduct(Same, x, v, createGraph).RequiresGrad);
            Assert.Equal(createGraph, Autograd.JacobianVectorProduct(Same, x, v, createGraph).RequiresGrad);
        }

        Assert.Null(x.Grad);
        Assert.Null(v.Grad);
        Assert.False(Autograd.IsGradEnabled);
    }

    [Fact]
    public void With_a_graph_pass_gradient_checks_for_the_input_for_v_and_for_what_else_is_read()
    {
        Tensor x = Leaf([2, 2], 5), v = Leaf([2, 2], 6), w = Leaf([2, 2], 7);
        Tensor Scalar(Tensor x) => (x.MatMul(w).Tanh() * x).Exp().Sum();
        Tensor Matrix(Tensor x) => x.MatMul(w).Sigmoid() * x;
        Passes(Autograd.GradCheck(x => Autograd.HessianVectorProduct(Scalar, x[0], x[1], createGraph: true), [x, v, w]));
        Passes(Autograd.GradCheck(x => Autograd.VectorHessianProduct(Scalar, x[0], x[1], createGraph: true), [x, v, w]));
        Passes(Autograd.GradCheck(x => Autograd.VectorJacobianProduct(Matrix, x[0], x[1], createGraph: true), [x, v, w]));
        Passes(Autograd.GradCheck(x => Autograd.JacobianVectorProduct(Matrix, x[0], x[1], createGraph: true), [x, v, w]));
        Passes(Autograd.GradGradCheck(x => Autograd.JacobianVectorProduct(Matrix, x[0], x[1], createGraph: true), [x, v, w]));

        static Tensor Leaf(Shape shape, ulong seed)
        {
            Tensor leaf = Numbers(shape, seed);
            leaf.RequiresGrad = true;
            return leaf;
        }
    }

    [Fact]
    public void Cost_one_call_and_one_or_two_walks()
    {
        Tensor x = Numbers([3, 2]), v = Numbers([3, 2], seed: 6);
        Assert.Equal(2, Runs(f => Autograd.HessianVectorProduct(x => f(x).Sum(), x, v)));
        Assert.Equal(2, Runs(f => Autograd.VectorHessianProduct(x => f(x).Sum(), x, v)));
        Assert.Equal(1, Runs(f => Autograd.VectorJacobianProduct(f, x, v)));

        // The second walk goes back over the gradient, not over the function.
        Assert.Equal(1, Runs(f => Autograd.JacobianVectorProduct(f, x, v)));

        static int Runs(Func<Func<Tensor, Tensor>, Tensor> product)
        {
            var counter = new Planted.Counter();
            int calls = 0;
            _ = product(x =>
            {
                calls++;
                Tensor y = Planted.Counted(x, counter);
                return y * y * y;
            });
            Assert.Equal(1, calls);
            return counter.Runs;
        }
    }

    private static void Passes(GradCheckResult result) => Assert.True(result.Passed, result.ToString());
}
