using MiniTorch.NN;

namespace MiniTorch.Tests;

/// <summary>Activations as modules: what they compute by default, how they print, what they refuse when they are built.</summary>
public sealed class ActivationModuleTests
{
    // By what PyTorch prints.
    private static readonly Dictionary<string, (Func<Layer> Build, Func<Tensor, Tensor> Function)> _modules = new()
    {
        ["ReLU()"] = (static () => new ReLU(), F.Relu),
        ["LeakyReLU(negative_slope=0.01)"] = (static () => new LeakyReLU(), static x => F.LeakyRelu(x)),
        ["LeakyReLU(negative_slope=0.2)"] = (static () => new LeakyReLU(0.2), static x => F.LeakyRelu(x, 0.2)),
        ["PReLU(num_parameters=1)"] = (static () => new PReLU(dtype: DType.Float64), static x => F.LeakyRelu(x, 0.25)),
        ["PReLU(num_parameters=4)"] = (static () => new PReLU(4, 0.5, DType.Float64), static x => F.LeakyRelu(x, 0.5)),
        ["RReLU(lower=0.125, upper=0.3333333333333333)"] = (static () => Evaluated(new RReLU()), static x => F.RRelu(x)),
        ["RReLU(lower=0.1, upper=0.3)"] = (static () => Evaluated(new RReLU(0.1, 0.3)), static x => F.RRelu(x, 0.1, 0.3)),
        ["ELU(alpha=1.0)"] = (static () => new ELU(), static x => F.Elu(x)),
        ["ELU(alpha=0.5)"] = (static () => new ELU(0.5), static x => F.Elu(x, 0.5)),
        ["SELU()"] = (static () => new SELU(), F.Selu),
        ["CELU(alpha=1.0)"] = (static () => new CELU(), static x => F.Celu(x)),
        ["CELU(alpha=0.5)"] = (static () => new CELU(0.5), static x => F.Celu(x, 0.5)),
        ["GELU(approximate='none')"] = (static () => new GELU(), static x => F.Gelu(x)),
        ["GELU(approximate='tanh')"] = (static () => new GELU(GeluApproximation.Tanh), static x => F.Gelu(x, GeluApproximation.Tanh)),
        ["SiLU()"] = (static () => new SiLU(), F.Silu),
        ["Mish()"] = (static () => new Mish(), F.Mish),
        ["Sigmoid()"] = (static () => new Sigmoid(), F.Sigmoid),
        ["LogSigmoid()"] = (static () => new LogSigmoid(), F.LogSigmoid),
        ["Tanh()"] = (static () => new Tanh(), F.Tanh),
        ["Softplus(beta=1.0, threshold=20.0)"] = (static () => new Softplus(), static x => F.Softplus(x)),
        ["Softplus(beta=2.0, threshold=1e-05)"] = (static () => new Softplus(2, 1e-5), static x => F.Softplus(x, 2, 1e-5)),
        ["Softsign()"] = (static () => new Softsign(), F.Softsign),
        ["Tanhshrink()"] = (static () => new Tanhshrink(), F.Tanhshrink),
        ["Softmax(dim=1)"] = (static () => new Softmax(1), static x => F.Softmax(x, 1)),
        ["LogSoftmax(dim=-1)"] = (static () => new LogSoftmax(-1), static x => F.LogSoftmax(x, -1)),
        ["Softmin(dim=0)"] = (static () => new Softmin(0), static x => F.Softmin(x, 0)),
        ["Hardtanh(min_val=-1.0, max_val=1.0)"] = (static () => new Hardtanh(), static x => F.Hardtanh(x)),
        ["Hardtanh(min_val=-inf, max_val=0.5)"] = (static () => new Hardtanh(double.NegativeInfinity, 0.5), static x => F.Hardtanh(x, double.NegativeInfinity, 0.5)),
        ["ReLU6()"] = (static () => new ReLU6(), F.Relu6),
        ["Hardswish()"] = (static () => new Hardswish(), F.Hardswish),
        ["Hardsigmoid()"] = (static () => new Hardsigmoid(), F.Hardsigmoid),
        ["Hardshrink(0.5)"] = (static () => new Hardshrink(), static x => F.Hardshrink(x)),
        ["Hardshrink(0.25)"] = (static () => new Hardshrink(0.25), static x => F.Hardshrink(x, 0.25)),
        ["Softshrink(0.5)"] = (static () => new Softshrink(), static x => F.Softshrink(x)),
        ["Softshrink(0.25)"] = (static () => new Softshrink(0.25), static x => F.Softshrink(x, 0.25)),
        ["Threshold(threshold=0.1, value=20.0)"] = (static () => new Threshold(0.1, 20), static x => F.Threshold(x, 0.1, 20)),
        ["GLU(dim=-1)"] = (static () => new GLU(), static x => F.Glu(x)),
        ["GLU(dim=0)"] = (static () => new GLU(0), static x => F.Glu(x, 0)),
    };

    public static TheoryData<string> Modules => [.. _modules.Keys];

    [Theory]
    [MemberData(nameof(Modules))]
    public void A_module_is_its_function_and_prints_as_PyTorchs(string repr)
    {
        (Func<Layer> build, Func<Tensor, Tensor> function) = _modules[repr];
        Layer module = build();
        Assert.Equal(repr, module.ToString());
        Tensor x = Check.Random(1, [6, 4]) * 3;
        Check.SameBits(function(x), module.Forward(x), repr);
        Assert.Equal(module is PReLU ? ["weight"] : [], module.StateDict().Keys);
    }

    [Fact]
    public void Wrong_options_are_refused_when_the_module_is_built()
    {
        Says("prelu: there must be at least one slope; got 0", static () => new PReLU(0));
        Says("rrelu: the slopes must be finite, and lower not above upper; got lower 2 and upper 1", static () => new RReLU(2, 1));
        Says("celu: alpha must be a number other than 0; got 0", static () => new CELU(0));
        Says("softplus: beta must be a number other than 0; got NaN", static () => new Softplus(double.NaN));
        Says("hardtanh: min must not be above max; got min 2 and max 1", static () => new Hardtanh(2, 1));
        Says("softshrink: lambda must not be negative; got -1", static () => new Softshrink(-1));
        Assert.Equal(
            "SiLU: silu: the input must be of a floating-point type; got int64 [3]",
            Assert.ThrowsAny<ArgumentException>(static () => new SiLU().Forward(Tensor.Arange(3))).Message);

        static void Says(string message, Func<Layer> build) => Assert.Equal(message, Assert.Throws<ArgumentException>(build).Message);
    }

    private static Layer Evaluated(Layer layer)
    {
        layer.Eval();
        return layer;
    }
}
