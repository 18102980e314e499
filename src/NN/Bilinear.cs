namespace MiniTorch.NN;

public static partial class F
{
    /// <summary>x₁ᵀ·A·x₂ + b for each matrix of A: [..., in₁], [..., in₂], [out, in₁, in₂], [out] → [..., out]. PyTorch: <c>F.bilinear</c>.</summary>
    /// <param name="input1">x₁.</param>
    /// <param name="input2">x₂, of the same leading dimensions.</param>
    /// <param name="weight">A, [out, in₁, in₂].</param>
    /// <param name="bias">b, [out], or null.</param>
    /// <exception cref="ArgumentException">Shapes or types do not fit each other.</exception>
    public static Tensor Bilinear(Tensor input1, Tensor input2, Tensor weight, Tensor? bias = null)
    {
        CheckBilinear(input1, input2, weight, bias);
        (int outputs, int in1, int in2) = (weight.Shape[0], weight.Shape[1], weight.Shape[2]);
        ReadOnlySpan<int> leading = input1.Shape.AsSpan()[..^1];
        int rows = Shape.Of(leading).Count;
        Tensor first = input1.Reshape(rows, in1).MatMul(weight.Transpose(0, 1).Reshape(in1, outputs * in2)).Reshape(rows, outputs, in2);
        Tensor y = first.MatMul(input2.Reshape(rows, in2, 1)).Reshape([.. leading, outputs]);
        return bias is null ? y : y + bias;
    }

    private static void CheckBilinear(Tensor input1, Tensor input2, Tensor weight, Tensor? bias)
    {
        const string Name = "bilinear";
        if (weight.Rank != 3)
        {
            Throw.Argument(Name, $"the weight must have shape [out, in1, in2]; got {weight.Shape}");
        }

        if (input1.Rank == 0 || input2.Rank == 0 || input1.Shape[-1] != weight.Shape[1] || input2.Shape[-1] != weight.Shape[2])
        {
            Throw.Argument(Name, $"the last dimensions of the inputs must be {weight.Shape[1]} and {weight.Shape[2]}, the in1_features and in2_features; got inputs {input1.Shape} and {input2.Shape} and weight {weight.Shape}");
        }

        if (!input1.Shape.AsSpan()[..^1].SequenceEqual(input2.Shape.AsSpan()[..^1]))
        {
            Throw.Argument(Name, $"the inputs must have the same leading dimensions; got {input1.Shape} and {input2.Shape}");
        }

        CheckBias(Name, "the out_features", weight, bias);
        CheckOneType(Name, "inputs, weight and bias", bias, input1, input2, weight);
    }
}

/// <summary>
/// y = x₁ᵀ·A·x₂ + b, [..., in₁] and [..., in₂] → [..., out]. A [out, in₁, in₂] and b [out] start uniform in ±1/√in₁. PyTorch: <c>nn.Bilinear</c>.
/// </summary>
public sealed class Bilinear : Module<(Tensor Input1, Tensor Input2), Tensor>
{
    private readonly Tensor _weight;
    private readonly Tensor? _bias;

    /// <summary>A bilinear layer.</summary>
    /// <param name="in1Features">Size of the first input's last dimension.</param>
    /// <param name="in2Features">Size of the second input's last dimension.</param>
    /// <param name="outFeatures">Size of the result's last dimension.</param>
    /// <param name="bias">Whether b is added.</param>
    /// <param name="dtype">float32 or float64; <see cref="Tensor.DefaultDType"/> if null.</param>
    /// <param name="generator">Where the initial values come from; <see cref="Generator.Default"/> if null.</param>
    /// <exception cref="ArgumentException">A size is not positive, or that of the result negative, or the type is not floating-point.</exception>
    public Bilinear(int in1Features, int in2Features, int outFeatures, bool bias = true, DType? dtype = null, Generator? generator = null)
    {
        if (in1Features <= 0 || in2Features < 0 || outFeatures < 0)
        {
            Throw.Argument("bilinear", $"in1_features must be positive, in2_features and out_features not negative; got {in1Features}, {in2Features} and {outFeatures}");
        }

        In1Features = in1Features;
        In2Features = in2Features;
        OutFeatures = outFeatures;
        double bound = 1 / Math.Sqrt(in1Features);
        RegisterParameter(out _weight, Tensor.Empty([outFeatures, in1Features, in2Features], dtype));
        Init.Uniform(_weight, -bound, bound, generator);
        if (bias)
        {
            RegisterParameter(out _bias, Tensor.Empty([outFeatures], dtype));
            Init.Uniform(_bias, -bound, bound, generator);
        }
    }

    /// <summary>Size of the first input's last dimension.</summary>
    public int In1Features { get; }

    /// <summary>Size of the second input's last dimension.</summary>
    public int In2Features { get; }

    /// <summary>Size of the result's last dimension.</summary>
    public int OutFeatures { get; }

    /// <summary>A, [out, in₁, in₂].</summary>
    public Tensor Weight => _weight;

    /// <summary>b, [out]; null without bias.</summary>
    public Tensor? Bias => _bias;

    /// <summary>The layer's result for two inputs. PyTorch: <c>module(input1, input2)</c>.</summary>
    /// <exception cref="ArgumentException">An input does not fit.</exception>
    public Tensor Forward(Tensor input1, Tensor input2) => Forward((input1, input2));

    /// <inheritdoc/>
    protected override Tensor ForwardCore((Tensor Input1, Tensor Input2) input) => F.Bilinear(input.Input1, input.Input2, _weight, _bias);

    /// <inheritdoc/>
    protected internal override long MultiplyAdds((Tensor Input1, Tensor Input2) input, Tensor output) =>
        (long)output.Count * (((long)In1Features * In2Features) + (_bias is null ? 0 : 1));

    /// <inheritdoc/>
    protected override string ExtraRepr() => string.Join(
        ", ",
        Repr.Of("in1_features", In1Features),
        Repr.Of("in2_features", In2Features),
        Repr.Of("out_features", OutFeatures),
        Repr.Of("bias", _bias is not null));
}
