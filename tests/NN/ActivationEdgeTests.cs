using MiniTorch.NN;

namespace MiniTorch.Tests;

/// <summary>Kinks, infinities and NaN, where the numbers were read off PyTorch 1.13, and arguments that are large.</summary>
public sealed class ActivationEdgeTests
{
    private const double Inf = double.PositiveInfinity;
    private const double NaN = double.NaN;

    private static readonly double[] _points = [0, -0.0, Inf, -Inf, NaN, 1000, -1000];

    private static readonly Dictionary<string, (Func<Tensor, Tensor> Function, double[] Points, double[] Values, double[] Slopes)> _edges = new()
    {
        ["relu"] = (F.Relu, _points, [0, 0, Inf, 0, NaN, 1000, 0], [0, 0, 1, 0, 1, 1, 0]),
        ["leaky_relu"] = (static x => F.LeakyRelu(x), _points, [0, 0, Inf, -Inf, NaN, 1000, -10], [0.01, 0.01, 1, 0.01, 0.01, 1, 0.01]),
        ["leaky_relu 0"] = (static x => F.LeakyRelu(x, 0), _points, [0, 0, Inf, NaN, NaN, 1000, 0], [0, 0, 1, 0, 0, 1, 0]),
        ["leaky_relu -0.5"] = (static x => F.LeakyRelu(x, -0.5), _points, [0, 0, Inf, Inf, NaN, 1000, 500], [-0.5, -0.5, 1, -0.5, -0.5, 1, -0.5]),
        ["rrelu"] = (static x => F.RRelu(x, 0.25, 0.5), _points, [0, 0, Inf, -Inf, NaN, 1000, -375], [0.375, 0.375, 1, 0.375, 0.375, 1, 0.375]),
        ["elu"] = (static x => F.Elu(x), _points, [0, 0, Inf, -1, NaN, 1000, -1], [1, 1, 1, 0, 1, 1, 0]),
        ["elu 2"] = (static x => F.Elu(x, 2), _points, [0, 0, Inf, -2, NaN, 1000, -2], [2, 2, 1, 0, 1, 1, 0]),
        ["selu"] = (
            F.Selu,
            _points,
            [0, 0, Inf, -1.7580993408473766, NaN, 1050.7009873554805, -1.7580993408473766],
            [1.7580993408473766, 1.7580993408473766, 1.0507009873554805, 0, 1.0507009873554805, 1.0507009873554805, 0]),
        ["celu 2"] = (static x => F.Celu(x, 2), _points, [0, 0, Inf, -2, NaN, 1000, -2], [1, 1, 1, 0, 1, 1, 7.124576406741286e-218]),
        ["silu"] = (F.Silu, _points, [0, 0, Inf, NaN, NaN, 1000, 0], [0.5, 0.5, NaN, NaN, NaN, 1, 0]),
        ["mish"] = (F.Mish, _points, [0, 0, Inf, NaN, NaN, 1000, 0], [0.6, 0.6, NaN, NaN, NaN, 1, 0]),
        ["softplus"] = (static x => F.Softplus(x), _points, [Math.Log(2), Math.Log(2), Inf, 0, NaN, 1000, 0], [0.5, 0.5, 1, 0, NaN, 1, 0]),
        ["softplus -1"] = (static x => F.Softplus(x, -1), _points, [-Math.Log(2), -Math.Log(2), 0, -Inf, NaN, 0, -1000], [0.5, 0.5, 0, 1, NaN, 0, 1]),
        ["logsigmoid"] = (F.LogSigmoid, _points, [-Math.Log(2), -Math.Log(2), 0, -Inf, NaN, 0, -1000], [0.5, 0.5, 0, 1, NaN, 0, 1]),
        ["softsign"] = (F.Softsign, [0, -0.0, NaN, 1e30, -1e30], [0, 0, NaN, 1, -1], [1, 1, NaN, 1e-60, 1e-60]),
        ["tanhshrink"] = (F.Tanhshrink, _points, [0, 0, Inf, -Inf, NaN, 999, -999], [0, 0, 1, 1, NaN, 1, 1]),
        ["hardtanh"] = (static x => F.Hardtanh(x), [.. _points, 1, -1], [0, 0, 1, -1, NaN, 1, -1, 1, -1], [1, 1, 0, 0, 0, 0, 0, 0, 0]),
        ["relu6"] = (F.Relu6, [.. _points, 6], [0, 0, 6, 0, NaN, 6, 0, 6], [0, 0, 0, 0, 0, 0, 0, 0]),
        ["hardswish"] = (F.Hardswish, [.. _points, 3, -3], [0, 0, Inf, NaN, NaN, 1000, 0, 3, 0], [0.5, 0.5, 1, 0, NaN, 1, 0, 1, -0.5]),
        ["hardsigmoid"] = (
            F.Hardsigmoid, [.. _points, 3, -3], [0.5, 0.5, 1, 0, NaN, 1, 0, 1, 0], [0.1666666716337204, 0.1666666716337204, 0, 0, 0, 0, 0, 0, 0]),
        ["hardshrink"] = (static x => F.Hardshrink(x), [0, -0.0, Inf, -Inf, 0.5, -0.5, 0.75], [0, 0, Inf, -Inf, 0, 0, 0.75], [0, 0, 1, 1, 0, 0, 1]),
        ["hardshrink -1"] = (static x => F.Hardshrink(x, -1), _points, _points, [1, 1, 1, 1, 1, 1, 1]),
        ["softshrink"] = (static x => F.Softshrink(x), [0, -0.0, Inf, -Inf, 1000, 0.5, -0.5], [0, 0, Inf, -Inf, 999.5, 0, 0], [0, 0, 1, 1, 1, 0, 0]),
        ["threshold"] = (static x => F.Threshold(x, 1, 7), [.. _points, 1], [7, 7, Inf, 7, NaN, 1000, 7, 7], [0, 0, 1, 0, 1, 1, 0, 0]),
        ["prelu"] = (
            static x => F.PRelu(x, Tensor.From([0.25]).To(x.DType)), _points, [0, 0, Inf, -Inf, NaN, 1000, -250], [0.25, 0.25, 1, 0.25, 0.25, 1, 0.25]),
    };

    // Formulas that do not overflow, with what rounds least.
    private static readonly Dictionary<string, (Func<Tensor, Tensor> Function, Func<double, double> Oracle)> _formulas = new()
    {
        ["elu"] = (static x => F.Elu(x), static x => x > 0 ? x : Expm1(x)),
        ["celu 3"] = (static x => F.Celu(x, 3), static x => x > 0 ? x : 3 * Expm1(x / 3)),
        ["silu"] = (F.Silu, static x => x / (1 + Math.Exp(-x))),
        ["mish"] = (F.Mish, static x => x * Math.Tanh(Math.Max(x, 0) + Log1p(Math.Exp(-Math.Abs(x))))),
        ["logsigmoid"] = (F.LogSigmoid, static x => Math.Min(x, 0) - Log1p(Math.Exp(-Math.Abs(x)))),
        ["softplus"] = (static x => F.Softplus(x), static x => x > 20 ? x : Math.Max(x, 0) + Log1p(Math.Exp(-Math.Abs(x)))),
        ["softsign"] = (F.Softsign, static x => x / (1 + Math.Abs(x))),
        ["hardswish"] = (F.Hardswish, static x => x * (Math.Clamp(x + 3, 0, 6) / 6)),
    };

    public static TheoryData<string> Edges => [.. _edges.Keys];

    public static TheoryData<string> Formulas => [.. _formulas.Keys];

    [Theory]
    [MemberData(nameof(Edges))]
    public void Where_there_is_no_derivative_backward_gives_PyTorchs(string name)
    {
        (Func<Tensor, Tensor> function, double[] points, double[] values, double[] slopes) = _edges[name];
        foreach (DType dtype in (DType[])[DType.Float64, DType.Float32])
        {
            Tensor x = Tensor.From(points).To(dtype).Detach();
            x.RequiresGrad = true;
            Tensor y = function(x);
            double tolerance = dtype == DType.Float64 ? 1e-15 : 1e-7;
            Close.Assert(values, y.To(DType.Float64).ToArray<double>(), tolerance, 1e-300, $"{name} in {dtype.Name()}");
            y.Backward(Tensor.OnesLike(y));
            Close.Assert(slopes, x.Grad!.To(DType.Float64).ToArray<double>(), tolerance, dtype == DType.Float64 ? 1e-300 : 1e-38, $"the derivative of {name} in {dtype.Name()}");
        }
    }

    [Theory]
    [MemberData(nameof(Formulas))]
    public void Large_and_small_arguments_lose_nothing(string name)
    {
        (Func<Tensor, Tensor> function, Func<double, double> oracle) = _formulas[name];
        double[] sizes = [1e-30, 1e-12, 1e-5, 0.1, 1, 2, 5, 9.5, 15, 19.5, 20.5, 37, 60, 87, 100, 300, 700, 800, 1e4, 1e20, 1e38];
        float[] points = [.. sizes.SelectMany(static size => (float[])[(float)size, (float)-size])];
        double[] expected = [.. points.Select(point => oracle(point))];
        Tensor wide = function(Tensor.From(points).To(DType.Float64)), single = function(Tensor.From(points));
        Close.Assert(expected, wide.ToArray<double>(), 4e-15, 1e-300, name);
        Close.Assert(expected, single.To(DType.Float64).ToArray<double>(), 1e-6, 2e-38, $"{name} in float32");
    }

    [Fact]
    public void Glu_at_infinity_is_PyTorchs()
    {
        Tensor x = Tensor.From([1, 2, Inf, NaN, 0, Inf, -Inf, 0], requiresGrad: true);
        Tensor y = F.Glu(x, 0);
        Assert.Equal([0.5, 2, NaN, NaN], y.ToArray<double>());
        y.Backward(Tensor.OnesLike(y));
        Assert.Equal([0.5, 1, 0, 0.5, 0.25, 0, NaN, NaN], x.Grad!.ToArray<double>());
    }

    [Fact]
    public void Where_a_branch_is_not_taken_its_overflow_is_not_seen_by_any_derivative()
    {
        foreach (Func<Tensor, Tensor> function in (Func<Tensor, Tensor>[])[static x => F.Elu(x), F.Selu, static x => F.Celu(x, 0.5), F.Hardswish])
        {
            Tensor x = Tensor.From([1e4, 1e300], requiresGrad: true);
            Tensor slope = Autograd.Grad([function(x).Sum()], [x], createGraph: true)[0];
            Assert.All(slope.ToArray<double>(), static value => Assert.InRange(value, 1, 1.1));
            Assert.Equal([0, 0], Autograd.Grad([slope.Sum()], [x])[0].ToArray<double>());
        }
    }

    private static double Log1p(double x) => 1 + x == 1 ? x : Math.Log(1 + x) * x / (1 + x - 1);

    private static double Expm1(double x)
    {
        double e = Math.Exp(x);
        return e == 1 ? x : e - 1 == -1 ? -1 : (e - 1) * x / Math.Log(e);
    }
}
