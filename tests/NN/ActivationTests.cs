using MiniTorch.NN;

namespace MiniTorch.Tests;

/// <summary>Every activation against its formula: values, derivatives, shapes, layouts, types.</summary>
public sealed class ActivationTests
{
    private static readonly OpTestOptions AwayFromZero = new() { Gap = 0.3 };
    private static readonly OpTestOptions Wide = new() { Low = -5, High = 9 };

    private static readonly Dictionary<string, Activation> _elementwise = new()
    {
        ["relu"] = new(F.Relu, static x => Math.Max(x, 0), AwayFromZero),
        ["leaky_relu"] = new(static x => F.LeakyRelu(x), static x => x > 0 ? x : 0.01 * x, AwayFromZero),
        ["leaky_relu 1"] = new(static x => F.LeakyRelu(x, 1), static x => x, AwayFromZero),
        ["leaky_relu 0"] = new(static x => F.LeakyRelu(x, 0), static x => Math.Max(x, 0), AwayFromZero),
        ["leaky_relu 2.5"] = new(static x => F.LeakyRelu(x, 2.5), static x => x > 0 ? x : 2.5 * x, AwayFromZero),
        ["leaky_relu -0.5"] = new(static x => F.LeakyRelu(x, -0.5), static x => x > 0 ? x : -0.5 * x, AwayFromZero),
        ["rrelu"] = new(static x => F.RRelu(x), static x => x > 0 ? x : x * 11 / 48, AwayFromZero),
        ["rrelu 0.1 0.3"] = new(static x => F.RRelu(x, 0.1, 0.3), static x => x > 0 ? x : 0.2 * x, AwayFromZero),
        ["elu"] = new(static x => F.Elu(x), static x => x > 0 ? x : Math.Exp(x) - 1, AwayFromZero),
        ["elu 2.5"] = new(static x => F.Elu(x, 2.5), static x => x > 0 ? x : 2.5 * (Math.Exp(x) - 1), AwayFromZero),
        ["selu"] = new(F.Selu, static x => 1.0507009873554805 * (x > 0 ? x : 1.6732632423543772 * (Math.Exp(x) - 1)), AwayFromZero),
        ["celu"] = new(static x => F.Celu(x), static x => x > 0 ? x : Math.Exp(x) - 1, AwayFromZero),
        ["celu 0.7"] = new(static x => F.Celu(x, 0.7), static x => x > 0 ? x : 0.7 * (Math.Exp(x / 0.7) - 1), AwayFromZero),
        ["gelu tanh"] = new(
            static x => F.Gelu(x, GeluApproximation.Tanh), static x => x * (1 + Math.Tanh(Math.Sqrt(2 / Math.PI) * (x + (0.044715 * x * x * x)))) / 2),
        ["silu"] = new(F.Silu, static x => x / (1 + Math.Exp(-x))),
        ["mish"] = new(F.Mish, static x => x * Math.Tanh(Math.Log(1 + Math.Exp(x)))),
        ["sigmoid"] = new(F.Sigmoid, static x => 1 / (1 + Math.Exp(-x))),
        ["logsigmoid"] = new(F.LogSigmoid, static x => -Math.Log(1 + Math.Exp(-x))),
        ["tanh"] = new(F.Tanh, Math.Tanh),
        ["softplus"] = new(static x => F.Softplus(x), static x => Math.Log(1 + Math.Exp(x))),
        ["softplus 2.5 1.5"] = new(static x => F.Softplus(x, 2.5, 1.5), static x => 2.5 * x > 1.5 ? x : Math.Log(1 + Math.Exp(2.5 * x)) / 2.5),
        ["softsign"] = new(F.Softsign, static x => x / (1 + Math.Abs(x)), AwayFromZero),
        ["tanhshrink"] = new(F.Tanhshrink, static x => x - Math.Tanh(x)),
        ["hardtanh"] = new(static x => F.Hardtanh(x), static x => Math.Clamp(x, -1, 1)),
        ["hardtanh -0.5 0.8"] = new(static x => F.Hardtanh(x, -0.5, 0.8), static x => Math.Clamp(x, -0.5, 0.8)),
        ["relu6"] = new(F.Relu6, static x => Math.Clamp(x, 0, 6), Wide),
        ["hardsigmoid"] = new(F.Hardsigmoid, static x => Math.Clamp(x + 3, 0, 6) / 6, Wide),
        ["hardswish"] = new(F.Hardswish, static x => x * Math.Clamp(x + 3, 0, 6) / 6, Wide),
        ["hardshrink"] = new(static x => F.Hardshrink(x), static x => Math.Abs(x) <= 0.5 ? 0 : x),
        ["hardshrink 1.1"] = new(static x => F.Hardshrink(x, 1.1), static x => Math.Abs(x) <= 1.1 ? 0 : x),
        ["softshrink"] = new(static x => F.Softshrink(x), static x => Math.Sign(x) * Math.Max(Math.Abs(x) - 0.5, 0)),
        ["softshrink 1.1"] = new(static x => F.Softshrink(x, 1.1), static x => Math.Sign(x) * Math.Max(Math.Abs(x) - 1.1, 0)),
        ["threshold"] = new(static x => F.Threshold(x, 0.3, 7), static x => x > 0.3 ? x : 7),
    };

    private static readonly Dictionary<string, (Func<Tensor, Tensor> Function, Func<Plain, Plain> Oracle, Shape[] Shapes)> _alongDimension = new()
    {
        ["softmax 0"] = (static x => F.Softmax(x, 0), static x => x.Along(0, Softmax), [[], [1], [5], [3, 4], [2, 3, 2], [0], [2, 0, 3]]),
        ["softmax -1"] = (static x => F.Softmax(x, -1), static x => x.Along(-1, Softmax), [[], [5], [3, 4], [2, 3, 2], [0, 3]]),
        ["log_softmax"] = (static x => F.LogSoftmax(x, 1), static x => x.Along(1, static row => [.. Softmax(row).Select(static p => Math.Log(p))]), [[3, 4], [2, 3, 2], [0, 3], [3, 1]]),
        ["softmin"] = (static x => F.Softmin(x, 1), static x => x.Along(1, static row => Softmax([.. row.Select(static v => -v)])), [[3, 4], [2, 3, 2], [0, 3], [3, 1]]),
        ["glu"] = (static x => F.Glu(x), static x => Glu(x, x.Shape.Rank - 1), [[2], [6], [3, 4], [2, 3, 2], [0], [0, 4], [3, 0]]),
        ["glu 1"] = (static x => F.Glu(x, 1), static x => Glu(x, 1), [[3, 4], [2, 6, 2], [0, 2], [2, 2, 0]]),
        ["normalize"] = (static x => F.Normalize(x), static x => x.Along(1, static row => Unit(row, 2)), [[3, 4], [2, 3, 2], [0, 3], [3, 1]]),
        ["normalize 3 0"] = (static x => F.Normalize(x, 3, 0), static x => x.Along(0, static row => Unit(row, 3)), [[5], [3, 4], [2, 3, 2], [1]]),
    };

    public static TheoryData<string> Elementwise => [.. _elementwise.Keys];

    public static TheoryData<string> AlongDimension => [.. _alongDimension.Keys];

    [Theory]
    [MemberData(nameof(Elementwise))]
    public void Values_and_derivatives_are_the_formulas(string name)
    {
        Activation activation = _elementwise[name];
        OpTest.Check(activation.Function, x => x.Map(activation.Oracle), options: activation.Options);
    }

    [Theory]
    [MemberData(nameof(Elementwise))]
    public void Every_type_has_a_value_or_is_refused_by_name(string name)
    {
        Activation activation = _elementwise[name];
        foreach (DType dtype in Enum.GetValues<DType>())
        {
            bool takes = OpTest.Takes(dtype, x => activation.Function(x[0]), x => x[0].Map(activation.Oracle), [[3, 4]], activation.Options);
            Assert.Equal(dtype.IsFloatingPoint() || name is "relu" or "tanh" or "sigmoid", takes || (name == "relu" && dtype == DType.Bool));
        }
    }

    [Theory]
    [MemberData(nameof(Elementwise))]
    public void An_elements_bits_depend_on_neither_place_nor_length(string name) =>
        OpTest.CheckLengths(x => _elementwise[name].Function(x[0]), 1, _elementwise[name].Options);

    [Theory]
    [MemberData(nameof(AlongDimension))]
    public void Along_a_dimension_values_and_derivatives_are_the_formulas(string name)
    {
        (Func<Tensor, Tensor> function, Func<Plain, Plain> oracle, Shape[] shapes) = _alongDimension[name];
        OpTest.Check(function, oracle, shapes, AwayFromZero);
        foreach (DType dtype in Enum.GetValues<DType>())
        {
            Assert.Equal(dtype.IsFloatingPoint(), OpTest.Takes(dtype, x => function(x[0]), x => oracle(x[0]), [[4, 2]], AwayFromZero));
        }
    }

    [Fact]
    public void Gelu_is_the_tensors()
    {
        Tensor x = Check.Random(1, [50]);
        Check.SameBits(x.Gelu(), F.Gelu(x), "gelu");
        Check.SameBits(x.Gelu(GeluApproximation.Tanh), F.Gelu(x, GeluApproximation.Tanh), "gelu");
    }

    [Fact]
    public void Distances_are_the_formulas()
    {
        (Shape, Shape)[] shapes = [([3, 4], [3, 4]), ([5], [5]), ([2, 1, 3], [2, 3]), ([0, 3], [3])];
        OpTest.Check(
            static (a, b) => F.PairwiseDistance(a, b, eps: 0.25),
            static (a, b) => a.Zip(b, static (x, y) => (x - y + 0.25) * (x - y + 0.25)).Reduce([-1], false, static d => Math.Sqrt(d.Sum())),
            shapes);
        OpTest.Check(
            static (a, b) => F.PairwiseDistance(a, b, 1, keepDim: true),
            static (a, b) => a.Zip(b, static (x, y) => Math.Abs(x - y + 1e-6)).Reduce([-1], true, static d => d.Sum()),
            shapes);
        OpTest.Check(
            static (a, b) => F.CosineSimilarity(a, b, -1),
            static (a, b) =>
            {
                Plain product = a.Zip(b, static (x, y) => x * y).Reduce([-1], false, static p => p.Sum());
                Plain squares = a.Zip(b, static (x, _) => x * x).Reduce([-1], false, static p => p.Sum())
                    .Zip(a.Zip(b, static (_, y) => y * y).Reduce([-1], false, static p => p.Sum()), static (x, y) => x * y);
                return product.Zip(squares, static (p, s) => p / Math.Sqrt(s));
            },
            shapes);
        Tensor zero = Tensor.Zeros([2], DType.Float64, requiresGrad: true);
        Assert.Equal(0, F.CosineSimilarity(zero, Tensor.From([1.0, 2]), 0).Item<double>());
        F.Normalize(zero, dim: 0).Sum().Backward();
        Assert.Equal([1e12, 1e12], zero.Grad!.ToArray<double>());
    }

    [Fact]
    public void What_does_not_fit_is_named()
    {
        Tensor x = Tensor.Zeros([2, 3]);
        Says("rrelu: the slopes must be finite, and lower not above upper; got lower 0.5 and upper 0.25", () => F.RRelu(x, 0.5, 0.25));
        Says("rrelu: the slopes must be finite, and lower not above upper; got lower 0 and upper Infinity", () => F.RRelu(x, 0, double.PositiveInfinity));
        Says("hardtanh: min must not be above max; got min 1 and max -1", () => F.Hardtanh(x, 1, -1));
        Says("softshrink: lambda must not be negative; got -0.5", () => F.Softshrink(x, -0.5));
        Says("celu: alpha must be a number other than 0; got 0", () => F.Celu(x, 0));
        Says("softplus: beta must be a number other than 0; got 0", () => F.Softplus(x, 0));
        Says("glu: a dimension of an even size is needed, which is halved; got dimension -1 of shape [2, 3]", () => F.Glu(x));
        Says("glu: dimension -1 is out of range for shape [], which has 0 dimensions", () => F.Glu(Tensor.From(1f)));
        Says("glu: dimension 2 is out of range for shape [2, 3], which has 2 dimensions", () => F.Glu(x, 2));
        Says("silu: the input must be of a floating-point type; got int64 [3]", static () => F.Silu(Tensor.Arange(3)));
        Says("normalize: the input must be of a floating-point type; got int64 [3]", static () => F.Normalize(Tensor.Arange(3), dim: 0));
        Says("pairwise_distance: vectors need a dimension; got shapes [] and []", static () => F.PairwiseDistance(Tensor.From(1f), Tensor.From(1f)));
        Says("pairwise_distance: the input must be of a floating-point type; got int64 [3]", () => F.PairwiseDistance(x, Tensor.Arange(3)));
        Says("cosine_similarity: the input must be of a floating-point type; got int64 [3]", () => F.CosineSimilarity(Tensor.Arange(3), x));
        Says("cosine_similarity: shapes must broadcast: sizes aligned at the last dimension are equal or 1; got [2, 3] and [4]", () => F.CosineSimilarity(x, Tensor.Zeros([4])));

        static void Says(string message, Func<Tensor> call) => Assert.Equal(message, Assert.Throws<ArgumentException>(call).Message);
    }

    private static double[] Softmax(double[] row)
    {
        double sum = row.Sum(Math.Exp);
        return [.. row.Select(x => Math.Exp(x) / sum)];
    }

    private static double[] Unit(double[] row, double p)
    {
        double norm = Math.Pow(row.Sum(x => Math.Pow(Math.Abs(x), p)), 1 / p);
        return [.. row.Select(x => x / norm)];
    }

    private static Plain Glu(Plain x, int dim)
    {
        int[] sizes = x.Shape.ToArray();
        int half = sizes[dim] /= 2;
        return Plain.Build(Shape.Of(sizes), index =>
        {
            int[] gate = [.. index];
            gate[dim] += half;
            return x[index] / (1 + Math.Exp(-x[gate]));
        });
    }

    private sealed record Activation(Func<Tensor, Tensor> Function, Func<double, double> Oracle, OpTestOptions? Options = null);
}
