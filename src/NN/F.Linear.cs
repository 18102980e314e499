namespace MiniTorch.NN;

public static partial class F
{
    /// <summary>
    /// x·Wᵀ + b, and an activation of it: [..., in], [out, in], [out] → [..., out]. Bias and relu cost no pass of their own; values and
    /// gradients have the same bits as those of the activation called on its own. PyTorch: <c>F.linear</c>.
    /// </summary>
    /// <param name="input">x, of one dimension or more.</param>
    /// <param name="weight">W, [out, in].</param>
    /// <param name="bias">b, [out], or null.</param>
    /// <param name="activation">What is applied to the result.</param>
    /// <exception cref="ArgumentException">Shapes or types do not fit each other.</exception>
    public static Tensor Linear(Tensor input, Tensor weight, Tensor? bias = null, Activation activation = Activation.None)
    {
        CheckLinear(input, weight, bias);
        NDArray value = Product(input.Value, weight.Value, bias?.Value, relu: activation == Activation.Relu);
        value = activation switch
        {
            Activation.Tanh => value.Tanh(value),
            Activation.Sigmoid => value.Sigmoid(value),
            _ => value,
        };

        // The record has the node of the product and the node of the activation, as if each had been called, though nobody ever sees the
        // product's own values: no derivative reads them.
        Tensor product = bias is null
            ? Op.Record("linear", value, save: [input, weight], (input, InputGradient), (weight, WeightGradient))
            : Op.RecordMany(
                "linear", value, default(None), save: [input, weight], (input, InputGradient), (weight, WeightGradient), (bias, BiasGradient));
        return product.Node is null ? product : activation switch
        {
            Activation.Relu => Op.Record("relu", value, save: [Op.Output], (product, static (s, g) => Tensor.ReluBackward(s[0], g))),
            Activation.Tanh => Op.Record("tanh", value, save: [Op.Output], (product, static (s, g) => Tensor.TanhBackward(s[0], g))),
            Activation.Sigmoid => Op.Record("sigmoid", value, save: [Op.Output], (product, static (s, g) => Tensor.SigmoidBackward(s[0], g))),
            _ => product,
        };
    }

    private static NDArray Product(NDArray input, NDArray weight, NDArray? bias, bool relu)
    {
        if (input.Rank <= 2)
        {
            return input.Linear(weight, bias, relu);
        }

        ReadOnlySpan<int> leading = input.Shape.AsSpan()[..^1];
        return input.Reshape(Shape.Of(leading).Count, input.Shape[-1]).Linear(weight, bias, relu).Reshape([.. leading, weight.Shape[0]]).AsWhole();
    }

    private static Tensor InputGradient(Saved<None> saved, Tensor gradient) => gradient.MatMul(saved[1]);

    private static Tensor WeightGradient(Saved<None> saved, Tensor gradient) => Matrix(gradient).Transpose(0, 1).MatMul(Matrix(saved[0]));

    private static Tensor BiasGradient(Saved<None> saved, Tensor gradient) => gradient;

    // All dimensions but the last as one.
    private static Tensor Matrix(Tensor tensor) =>
        tensor.Rank == 2 ? tensor : tensor.Reshape(Shape.Of(tensor.Shape.AsSpan()[..^1]).Count, tensor.Shape[-1]);

    private static void CheckLinear(Tensor input, Tensor weight, Tensor? bias)
    {
        if (weight.Rank != 2)
        {
            Throw.Argument("linear", $"the weight must have shape [out, in]; got {weight.Shape}");
        }

        if (input.Rank == 0 || input.Shape[-1] != weight.Shape[1])
        {
            Throw.Argument("linear", $"the last dimension of the input must be {weight.Shape[1]}, the in_features; got input {input.Shape} and weight {weight.Shape}");
        }

        CheckBias("linear", "the out_features", weight, bias);
        CheckOneType("linear", "input, weight and bias", bias, input, weight);
    }
}
