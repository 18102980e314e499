using MiniTorch.NN;

namespace MiniTorch.Tests;

/// <summary>As a user writes one: two children in fields.</summary>
internal sealed class Mlp : Layer
{
    private readonly Linear _fc1;
    private readonly Linear _fc2;

    public Mlp()
    {
        Register(out _fc1, new(4, 3));
        Register(out this._fc2, new(3, 2));
    }

    public Linear Fc1 => _fc1;

    public Linear Fc2 => _fc2;

    protected override Tensor ForwardCore(Tensor input) => _fc2.Forward(F.Relu(_fc1.Forward(input)));
}

/// <summary>A parameter, a persistent and another buffer, and a child.</summary>
internal sealed class Scale : Layer
{
    private readonly Tensor _scale;
    private readonly Tensor _mean;
    private readonly Tensor _cache;

    public Scale(int n = 2, Layer? inner = null)
    {
        RegisterParameter(out _scale, Tensor.Ones([n]));
        RegisterBuffer(out _mean, Tensor.Zeros([n]));
        RegisterBuffer(out _cache, Tensor.Arange(n), persistent: false);
        Inner = inner is null ? null : Register("inner", inner);
    }

    public Tensor Weight => _scale;

    public Tensor Mean => _mean;

    public Tensor Cache => _cache;

    public Layer? Inner { get; }

    protected override Tensor ForwardCore(Tensor input) => (Inner?.Forward(input) ?? input) * _scale + _mean;

    protected override string ExtraRepr() => $"n={_scale.Count}";
}

/// <summary>Registers whatever a test wants.</summary>
internal sealed class Open : Layer
{
    private Layer? _child;
    private Tensor? _tensor;

    public Tensor? Last => _tensor;

    public void Child(Layer module) => Register(out _child, module);

    public void Child(string name, Layer module) => Register(name, module);

    public void ChildInLocal(Layer module) => Register(out Layer _local, module);

    public void ChildInList(Layer module)
    {
        var layers = new Layer[1];
        Register(out layers[0], module);
    }

    public void ChildOf(Open other, Layer module) => Register(out other._child, module);

    public void Parameter(Tensor tensor, string name) => RegisterParameter(out _tensor, tensor, name);

    public void Parameter(Tensor tensor) => RegisterParameter(out _tensor, tensor);

    public void Buffer(Tensor tensor, string name) => RegisterBuffer(out _tensor, tensor, name: name);

    protected override Tensor ForwardCore(Tensor input) => _child?.Forward(input) ?? input;
}

/// <summary>Checks of derivatives and of bits.</summary>
internal static class Check
{
    /// <summary>First and second derivatives against central differences.</summary>
    public static void Derivatives(Func<Tensor[], Tensor> function, params Tensor[] inputs)
    {
        GradCheckResult first = Autograd.GradCheck(function, inputs);
        Assert.True(first.Passed, first.ToString());
        GradCheckResult second = Autograd.GradGradCheck(function, inputs);
        Assert.True(second.Passed, second.ToString());
    }

    /// <summary>The same shape, type and bits; 0 and −0 differ.</summary>
    public static void SameBits(Tensor? expected, Tensor? actual, string what)
    {
        Assert.Equal(expected is null, actual is null);
        if (expected is null || actual is null)
        {
            return;
        }

        Assert.Equal(expected.Shape, actual.Shape);
        Assert.Equal(expected.DType, actual.DType);
        Assert.True(Bits(expected).SequenceEqual(Bits(actual)), $"{what}: {expected} and {actual}");
    }

    /// <summary>float64 tensors of normally distributed numbers that require a gradient.</summary>
    public static Tensor Random(ulong seed, Shape shape, DType dtype = DType.Float64) => Tensor.Randn(shape, dtype, requiresGrad: true, new Generator(seed));

    /// <summary>A size from low to high.</summary>
    public static int Size(Generator generator, int low, int high) => (int)generator.NextInt64(low, high + 1);

    private static long[] Bits(Tensor tensor) => tensor.DType == DType.Float32
        ? [.. tensor.ToArray<float>().Select(static x => (long)BitConverter.SingleToInt32Bits(x))]
        : [.. tensor.ToArray<double>().Select(BitConverter.DoubleToInt64Bits)];
}
