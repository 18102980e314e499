using System.Runtime.CompilerServices;
using static MiniTorch.Tests.Functions;

namespace MiniTorch.Tests;

/// <summary>Autograd.Hessian against formulas and differences; what it costs.</summary>
public sealed class HessianTests
{
    [Fact]
    public void A_quadratic_form_has_A_plus_its_transpose()
    {
        Tensor a = Numbers([4, 4]), x = Numbers([4], seed: 6);
        Tensor hessian = Autograd.Hessian(x => x.MatMul(a).MatMul(x), x);
        Close.Assert(a + a.Transpose(0, 1), hessian, 1e-12, 1e-14);
        Assert.False(hessian.RequiresGrad);
    }

    [Fact]
    public void Shapes_of_input_and_result()
    {
        Tensor x = Tensor.From([1.0, 2, 3, 4], [2, 2]);
        Tensor hessian = Autograd.Hessian(static x => (x * x * x).Sum(), x);
        Assert.Equal([2, 2, 2, 2], hessian.Shape);
        Assert.Equal([6, 0, 0, 0, 0, 12, 0, 0, 0, 0, 18, 0, 0, 0, 0, 24], hessian.ToArray<double>());
        Assert.Equal(hessian.ToArray<double>(), Autograd.Hessian(static x => (x * x * x).Sum().Reshape(1, 1), Laid(x, OpTest.Layout.Stepped)).ToArray<double>());
        Assert.Equal(12, Autograd.Hessian(static x => x * x * x, Tensor.From(2.0)).Item<double>());
        Assert.Equal([0, 3, 0, 3], Autograd.Hessian(static x => (x * x).Sum(), Tensor.Zeros([0, 3])).Shape);
        Tensor single = Autograd.Hessian(static x => x.Exp().Sum(), x.To(DType.Float32));
        Assert.Equal(DType.Float32, single.DType);
    }

    [Fact]
    public void Blocks_of_several_inputs()
    {
        Tensor x = Tensor.From([1.0, 2, 3]), y = Tensor.From([4.0, 5]), unused = Tensor.From(1f);
        Tensor[][] hessian = Autograd.Hessian(static x => (x[0] * x[0]).Sum() * x[1].Sum(), [x, y, unused]);
        Assert.Equal([18, 0, 0, 0, 18, 0, 0, 0, 18], hessian[0][0].ToArray<double>());
        Assert.Equal([2, 2, 4, 4, 6, 6], hessian[0][1].ToArray<double>());
        Assert.Equal([2, 4, 6, 2, 4, 6], hessian[1][0].ToArray<double>());
        Assert.Equal([0, 0, 0, 0], hessian[1][1].ToArray<double>());
        Assert.Equal([3, 2], hessian[0][1].Shape);
        Assert.Equal([2, 3], hessian[1][0].Shape);
        Assert.Equal([0f, 0, 0], hessian[0][2].ToArray<float>());
        Assert.Equal([0, 0], hessian[2][1].ToArray<double>());
        Assert.Equal(Shape.Scalar, hessian[2][2].Shape);
    }

    [Fact]
    public void A_network_agrees_with_differences_of_its_gradient()
    {
        Tensor[] x = [Numbers([3, 2]), Numbers([2, 4], seed: 6), Numbers([4, 1], seed: 7)];
        double[,] hessian = Matrix(Autograd.Hessian(Network, x));
        Assert.Equal(18, hessian.GetLength(0));
        int row = 0;
        foreach (Tensor input in x)
        {
            for (int i = 0; i < input.Count; i++, row++)
            {
                NDArray element = input.Value.Reshape(-1).Slice(0, i, i + 1);
                double value = element.Item<double>();
                element.Fill(value + 1e-5);
                double[] above = Gradient();
                element.Fill(value - 1e-5);
                double[] below = Gradient();
                element.Fill(value);

                // The third derivatives are below 100: eps² of that, and rounding of about 1e-14 / eps.
                double[] differences = [.. above.Zip(below, static (a, b) => (a - b) / 2e-5)];
                Close.Assert(differences, [.. Enumerable.Range(0, 18).Select(column => hessian[row, column])], rtol: 1e-7, atol: 1e-7, $"row {row}");
            }
        }

        double[] Gradient() => Flat(Autograd.Jacobian(Network, x));
    }

    [Fact]
    public void Functions_that_are_linear_or_constant_have_zeros()
    {
        Tensor x = Numbers([2]);
        foreach (bool createGraph in (bool[])[false, true])
        {
            Assert.Equal(new double[4], Autograd.Hessian(static x => x.Sum(), x, createGraph).ToArray<double>());
            Assert.Equal(new double[4], Autograd.Hessian(static _ => Tensor.Ones([]), x, createGraph).ToArray<double>());
        }
    }

    [Fact]
    public void The_third_derivative_of_x_to_the_fourth_is_the_Jacobian_of_the_Hessian()
    {
        Tensor x = Tensor.From([1.0, 2, 3]);
        static Tensor Fourth(Tensor x) => (x * x * x * x).Sum();
        Tensor third = Autograd.Jacobian(static x => Autograd.Hessian(Fourth, x, createGraph: true), x);
        Assert.Equal([3, 3, 3], third.Shape);
        Plain expected = Plain.Build([3, 3, 3], static i => i[0] == i[1] && i[1] == i[2] ? 24 * (i[0] + 1) : 0);
        Assert.Equal(expected.Data, third.ToArray<double>());
        Tensor fourth = Autograd.Hessian(static x => Autograd.Hessian(Fourth, x, createGraph: true).Sum(), x);
        Assert.Equal([24, 0, 0, 0, 24, 0, 0, 0, 24], fourth.ToArray<double>());
    }

    [Fact]
    public void With_a_graph_passes_a_gradient_check()
    {
        Tensor[] x = [Numbers([2, 2]), Numbers([2, 2], seed: 6)];
        Array.ForEach(x, static x => x.RequiresGrad = true);
        GradCheckResult result = Autograd.GradCheck(
            static x =>
            {
                Tensor[][] hessian = Autograd.Hessian(static x => x[0].MatMul(x[1]).Tanh().Exp().Sum(), x, createGraph: true);
                return Tensor.Stack([.. hessian[0], .. hessian[1]]);
            },
            x);
        Assert.True(result.Passed, result.ToString());
    }

    [Fact]
    public void Costs_one_call_and_one_walk_for_the_gradient_and_one_an_element_of_which_the_first_alone_is_recorded()
    {
        int calls = 0;
        var recorded = new List<bool>();
        _ = Autograd.Hessian(
            x =>
            {
                calls++;
                Tensor y = Planted.Copy(x[0], gradient =>
                {
                    recorded.Add(Autograd.IsGradEnabled);
                    return gradient;
                });
                return (y * y * y).Sum() * x[1].Exp().Sum();
            },
            [Numbers([3, 2]), Numbers([5])]);
        Assert.Equal(1, calls);
        Assert.Equal([true, .. Enumerable.Repeat(false, 6 + 5)], recorded);
    }

    [Fact]
    public void No_row_keeps_what_the_one_before_it_made()
    {
        const int Rows = 50;
        var seen = new List<WeakReference>();
        int most = 0;
        Tensor hessian = Autograd.Hessian(
            x =>
            {
                Tensor y = Planted.Copy(x, gradient =>
                {
                    seen.Add(new WeakReference(gradient));
                    GC.Collect();
                    most = Math.Max(most, seen.Count(static gradient => gradient.IsAlive));
                    return gradient;
                });
                return (y * y * y).Sum();
            },
            Numbers([Rows]));
        Assert.Equal(Rows + 1, seen.Count);

        // That of this row, and that of the recorded gradient.
        Assert.InRange(most, 1, 5);
        GC.KeepAlive(hessian);
    }

    [Fact]
    public void The_result_keeps_no_graph()
    {
        Tensor hessian = Make(out WeakReference graph);
        GC.Collect();
        Assert.False(graph.IsAlive);
        Assert.False(hessian.RequiresGrad);

        [MethodImpl(MethodImplOptions.NoInlining)]
        static Tensor Make(out WeakReference graph)
        {
            WeakReference? middle = null;
            Tensor x = Numbers([4]);
            x.RequiresGrad = true;
            Tensor result = Autograd.Hessian(
                x =>
                {
                    Tensor y = x.Exp();
                    middle = new WeakReference(y);
                    return (y * y).Sum();
                },
                x);
            graph = middle!;
            return result;
        }
    }

    // On a thread of its own, on which no scope is open.
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public Task Lives_in_the_callers_scope_and_gathers_no_rows_there(bool isScoped) => Task.Factory.StartNew(
        () =>
        {
            Tensor x = Numbers([3]), hessian;
            var rows = new List<Tensor>();
            using (TensorScope? scope = isScoped ? TensorScope.Begin() : null)
            {
                hessian = Autograd.Hessian(
                    x =>
                    {
                        Tensor y = Planted.Copy(x, gradient =>
                        {
                            rows.Add(gradient * 1);
                            return rows[^1];
                        });
                        return (y * y * y).Sum();
                    },
                    x);
                hessian = scope?.Keep(hessian) ?? hessian;
                Assert.Equal(1 + 3, rows.Count);
                Assert.All(rows[1..], row => Assert.Equal(isScoped, Record.Exception(row.ToArray<double>) is ObjectDisposedException));
            }

            double[] v = x.ToArray<double>();
            Close.Assert([6 * v[0], 0, 0, 0, 6 * v[1], 0, 0, 0, 6 * v[2]], hessian.ToArray<double>());
        },
        CancellationToken.None,
        TaskCreationOptions.LongRunning,
        TaskScheduler.Default);
}
