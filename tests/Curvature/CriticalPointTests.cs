using MiniTorch.Curvature;
using MiniTorch.NN;
using static MiniTorch.Curvature.CriticalPointKind;

namespace MiniTorch.Tests;

public class CriticalPointTests
{
    private static readonly Tensor _origin = Tensor.Zeros([2], DType.Float64);

    [Fact]
    public void Quadratics_are_what_their_eigenvalues_say()
    {
        Assert.Equal(Minimum, Of(static x => (x * x).Sum(), _origin).Kind);
        Assert.Equal(Maximum, Of(static x => -(x * x).Sum(), _origin).Kind);
        Assert.Equal(Saddle, Of(static x => x[0] * x[0] - x[1] * x[1], _origin).Kind);
        Assert.Equal(NotCritical, Of(static x => (x * x).Sum(), Tensor.From([1.0, 0])).Kind);
        Assert.Equal(Inconclusive, Of(static x => x[0] * x[0] * (x[1] + 1) - x[0] * x[0] * x[1], _origin).Kind);
    }

    [Fact]
    public void Where_the_second_derivative_vanishes_nothing_follows()
    {
        foreach (Func<Tensor, Tensor> f in (Func<Tensor, Tensor>[])[static x => x.Pow(4).Sum(), static x => -x.Pow(4).Sum(), static x => x.Pow(3).Sum(), static x => (x * 0).Sum()])
        {
            Assert.Equal(Inconclusive, Of(f, _origin).Kind);
        }

        Assert.Equal(Inconclusive, Of(static x => -(x[0] * x[0]) + x[1].Pow(4), _origin).Kind);
        Assert.Equal(Saddle, Of(static x => x[0] * x[0] - x[1] * x[1] + x[2].Pow(4), Tensor.Zeros([3], DType.Float64)).Kind);
    }

    [Theory]
    [InlineData(DType.Float32)]
    [InlineData(DType.Float64)]
    public void Points_of_functions_that_are_no_quadratics(DType dtype)
    {
        static Tensor Rosenbrock(Tensor x) => 100 * (x[1] - x[0] * x[0]).Square() + (1 - x[0]).Square();
        static Tensor Himmelblau(Tensor x) => (x[0] * x[0] + x[1] - 11).Square() + (x[0] + x[1] * x[1] - 7).Square();
        static Tensor Waves(Tensor x) => x[0].Sin() * x[1].Sin();
        Assert.Equal(Minimum, Of(Rosenbrock, Tensor.Ones([2], dtype)).Kind);
        Assert.Equal(NotCritical, Of(Rosenbrock, Tensor.From([-1.2, 1]).To(dtype)).Kind);
        Assert.Equal(Minimum, Of(Himmelblau, Tensor.From([3.0, 2]).To(dtype)).Kind);
        Assert.Equal(Maximum, CriticalPoint.Classify(new Objective(Himmelblau, Tensor.From([-0.270845, -0.923039]).To(dtype)), 1e-3).Kind);
        Assert.Equal(Saddle, CriticalPoint.Classify(new Objective(Himmelblau, Tensor.From([0.0866775, 2.8842547]).To(dtype)), 1e-3).Kind);
        Assert.Equal(Maximum, Of(Waves, Tensor.From([Math.PI / 2, Math.PI / 2]).To(dtype)).Kind);
        Assert.Equal(Minimum, Of(Waves, Tensor.From([Math.PI / 2, -Math.PI / 2]).To(dtype)).Kind);
        Assert.Equal(Saddle, Of(Waves, Tensor.Zeros([2], dtype)).Kind);
    }

    [Fact]
    public void A_quadratic_of_any_signs_is_classified_by_them() => Matrices.ForAll(static (n, seed) =>
    {
        n++;
        double[] values = [.. Enumerable.Range(0, n).Select(i => (((seed >> i) & 1) == 0 ? 1 : -1) * (0.5 + i))];
        Tensor a = Matrices.Conjugated(Matrices.Diagonal(values), Matrices.Orthogonal(n, seed)), at = Tensor.Randn([n], DType.Float64, generator: new Generator(seed));
        CriticalPoint point = Of(x => (x - at).Dot(a.MatMul(x - at)) * 0.5, at);
        Assert.Equal(Array.TrueForAll(values, static v => v > 0) ? Minimum : Array.TrueForAll(values, static v => v < 0) ? Maximum : Saddle, point.Kind);
        Matrices.Close(Tensor.From([.. values.Order()]), point.Eigen.Values);
        Assert.Equal(values.Count(static v => v < 0), point.Definiteness.Negative);
    }, maxTest: 30);

    [Fact]
    public void The_result_names_the_tolerances_that_decided()
    {
        CriticalPoint saddle = Of(static x => x[0] * x[0] - x[1] * x[1], _origin);
        Assert.Equal((0.0, 0.0, Math.Pow(2, -25)), (saddle.Value, saddle.GradientNorm, saddle.GradientTolerance));
        Assert.Equal("Saddle: ‖∇f‖ = 0 ≤ 2.98E-08; 1 negative, 0 zero, 1 positive eigenvalues, where |λ| ≤ 8.882E-15 is zero (-2, 2)", saddle.ToString());
        CriticalPoint slope = Of(static x => (x * x).Sum() * 50, Tensor.From([3.0, 4]));
        Assert.Equal((1250.0, 500.0, 500 * Math.Pow(2, -26)), (slope.Value, slope.GradientNorm, slope.GradientTolerance));
        Assert.StartsWith("NotCritical: ‖∇f‖ = 500 > 7.451E-06; 0 negative, 0 zero, 2 positive", slope.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void The_unit_of_the_function_makes_no_difference()
    {
        static Tensor Wells(Tensor x) => (x.Square() - 1).Square().Sum();
        static Tensor Line(Tensor x) => x.Sum() + 1;
        foreach (double[] at in (double[][])[[1, 1], [0, 1], [0, 0], [1 + 1e-5, 1], [0.5, 0.3], [1 + 1e-10, 1]])
        {
            foreach (Func<Tensor, Tensor> f in (Func<Tensor, Tensor>[])[Wells, Line])
            {
                CriticalPointKind kind = Of(f, Tensor.From(at)).Kind;
                Assert.All((double[])[1e-12, 1e-30, 1e12], unit => Assert.Equal(kind, Of(x => unit * f(x), Tensor.From(at)).Kind));
            }
        }

        Assert.Equal(NotCritical, Of(static x => 1e-12 * Wells(x), Tensor.From([0.5, 0.3])).Kind);
        Assert.Equal(NotCritical, Of(static x => 1e-12 * Line(x), _origin).Kind);
        Assert.Equal(Minimum, Of(static x => 1e-12 * Wells(x), Tensor.From([1 + 1e-10, 1])).Kind);
    }

    [Fact]
    public void Tolerances_may_be_given()
    {
        static Tensor Flat(Tensor x) => x[0] * x[0] + x[1] * x[1] * 1e-6;
        Tensor near = Tensor.From([1e-6, 0]);
        Assert.Equal(NotCritical, Of(Flat, near).Kind);
        Assert.Equal(Minimum, CriticalPoint.Classify(new Objective(Flat, near), gradientTolerance: 1e-5).Kind);
        Assert.Equal(Inconclusive, CriticalPoint.Classify(new Objective(Flat, near), 1e-5, curvatureTolerance: 1e-5).Kind);
        Assert.Equal(
            "critical_point: the tolerance of the gradient must be 0 or positive; got -1",
            Assert.Throws<ArgumentException>(() => CriticalPoint.Classify(new Objective(Flat, near), -1)).Message);
        Assert.Throws<ArgumentException>(() => CriticalPoint.Classify(new Objective(Flat, near), 1, double.NaN));
    }

    [Fact]
    public void A_network_with_all_weights_zero_is_at_a_saddle()
    {
        var model = new Sequential(new Linear(1, 1, bias: false, dtype: DType.Float64), new Linear(1, 1, bias: false, dtype: DType.Float64));
        foreach (Tensor parameter in model.Parameters())
        {
            parameter.Value.Fill(0);
        }

        Tensor x = Tensor.From([1.0, 2], [2, 1]);
        CriticalPoint point = CriticalPoint.Classify(new Objective(() => F.MseLoss(model.Forward(x), x), model.Parameters()));
        Assert.Equal(Saddle, point.Kind);
        Close.Assert([-5, 5], point.Eigen.Values.ToArray<double>(), 1e-12);
    }

    [Fact]
    public void A_gradient_that_is_not_finite_is_refused() => Assert.Equal(
        "critical_point: the gradient must be finite; its norm is Infinity, where the value is 0",
        Assert.Throws<InvalidOperationException>(() => Of(static x => x.Sqrt().Sum(), _origin)).Message);

    private static CriticalPoint Of(Func<Tensor, Tensor> f, Tensor at) => CriticalPoint.Classify(new Objective(f, at));
}
