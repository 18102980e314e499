namespace MiniTorch.NN;

/// <summary>Layers and losses that have no state, as functions. PyTorch: <c>torch.nn.functional</c>.</summary>
public static partial class F
{
    /// <summary>max(x, 0). PyTorch: <c>F.relu</c>.</summary>
    public static Tensor Relu(Tensor input) => input.Relu();

    /// <summary>tanh x. PyTorch: <c>F.tanh</c>.</summary>
    public static Tensor Tanh(Tensor input) => input.Tanh();

    /// <summary>1 / (1 + e⁻ˣ). PyTorch: <c>F.sigmoid</c>.</summary>
    public static Tensor Sigmoid(Tensor input) => input.Sigmoid();

    /// <summary>exp(x) / Σ exp(x) along a dimension. PyTorch: <c>F.softmax</c>.</summary>
    public static Tensor Softmax(Tensor input, int dim) => input.Softmax(dim);

    /// <summary>ln softmax(x) along a dimension. PyTorch: <c>F.log_softmax</c>.</summary>
    public static Tensor LogSoftmax(Tensor input, int dim) => input.LogSoftmax(dim);

    /// <summary>
    /// In training each element is 0 with probability p, the others are multiplied by 1/(1 − p), so that the mean stays; else the input
    /// itself. Srivastava et al. 2014. PyTorch: <c>F.dropout</c>.
    /// </summary>
    /// <param name="input">Values of a floating-point type.</param>
    /// <param name="p">The probability of 0, from 0 to 1.</param>
    /// <param name="training">Whether anything is dropped.</param>
    /// <param name="generator">Where the numbers come from; <see cref="Generator.Default"/> if null.</param>
    /// <exception cref="ArgumentException"><paramref name="p"/> is no probability, or there is something to drop and the input is not
    /// of a floating-point type.</exception>
    public static Tensor Dropout(Tensor input, double p = 0.5, bool training = true, Generator? generator = null)
    {
        CheckProbability("dropout", "p", p);
        if (!training || p == 0)
        {
            return input;
        }

        CheckFloatingPoint("dropout", input);
        var mask = new Tensor(p == 1
            ? NDArray.Zeros(input.Shape, input.DType)
            : NDArray.DropoutMask(input.Shape, p, input.DType, generator));
        return Op.Record("dropout", input.Value.Multiply(mask.Value), save: [mask], (input, static (s, g) => g * s[0]));
    }

    internal static void CheckProbability(string op, string name, double value)
    {
        if (!(value >= 0 && value <= 1))
        {
            Throw.Argument(op, FormattableString.Invariant($"{name} must be from 0 to 1; got {value}"));
        }
    }

    /// <summary>A bias has an entry for each of the weight's outputs, which are its first dimension; what they are called is said in the message.</summary>
    private static void CheckBias(string op, string outputs, Tensor weight, Tensor? bias)
    {
        if (bias is not null && (bias.Rank != 1 || bias.Shape[0] != weight.Shape[0]))
        {
            Throw.Argument(op, $"the bias must have shape [{weight.Shape[0]}], {outputs}; got bias {bias.Shape} and weight {weight.Shape}");
        }
    }

    /// <summary>All have the type of the first, which is floating-point.</summary>
    private static void CheckOneType(string op, string names, Tensor? bias, params ReadOnlySpan<Tensor> tensors)
    {
        DType dtype = tensors[0].DType;
        bool isOne = dtype.IsFloatingPoint() && (bias is null || bias.DType == dtype);
        foreach (Tensor tensor in tensors)
        {
            isOne &= tensor.DType == dtype;
        }

        if (!isOne)
        {
            Tensor?[] all = [.. tensors, bias];
            Throw.Argument(op, $"{names} must have one floating-point type; got {string.Join(", ", all.OfType<Tensor>().Select(static tensor => tensor.DType.Name()))}");
        }
    }

    private static void CheckFloatingPoint(string op, Tensor input)
    {
        if (!input.DType.IsFloatingPoint())
        {
            Throw.Argument(op, $"the input must be of a floating-point type; got {input.DType.Name()} {input.Shape}");
        }
    }
}
