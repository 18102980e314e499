namespace MiniTorch.NN;

/// <summary>max(x, 0). PyTorch: <c>nn.ReLU</c>.</summary>
public sealed class ReLU : Layer
{
    internal override Activation FusedActivation => Activation.Relu;

    /// <inheritdoc/>
    protected override Tensor ForwardCore(Tensor input) => F.Relu(input);
}

/// <summary>tanh x. PyTorch: <c>nn.Tanh</c>.</summary>
public sealed class Tanh : Layer
{
    internal override Activation FusedActivation => Activation.Tanh;

    /// <inheritdoc/>
    protected override Tensor ForwardCore(Tensor input) => F.Tanh(input);
}

/// <summary>1 / (1 + e⁻ˣ). PyTorch: <c>nn.Sigmoid</c>.</summary>
public sealed class Sigmoid : Layer
{
    internal override Activation FusedActivation => Activation.Sigmoid;

    /// <inheritdoc/>
    protected override Tensor ForwardCore(Tensor input) => F.Sigmoid(input);
}

/// <summary>exp(x) / Σ exp(x) along a dimension. PyTorch: <c>nn.Softmax</c>.</summary>
/// <param name="dim">The dimension whose entries sum to 1; negative counts from the end.</param>
public sealed class Softmax(int dim) : Layer
{
    /// <inheritdoc/>
    protected override Tensor ForwardCore(Tensor input) => F.Softmax(input, dim);

    /// <inheritdoc/>
    protected override string ExtraRepr() => Repr.Of("dim", dim);
}

/// <summary>ln softmax(x) along a dimension. PyTorch: <c>nn.LogSoftmax</c>.</summary>
/// <param name="dim">The dimension; negative counts from the end.</param>
public sealed class LogSoftmax(int dim) : Layer
{
    /// <inheritdoc/>
    protected override Tensor ForwardCore(Tensor input) => F.LogSoftmax(input, dim);

    /// <inheritdoc/>
    protected override string ExtraRepr() => Repr.Of("dim", dim);
}

/// <summary>The input itself. PyTorch: <c>nn.Identity</c>.</summary>
public sealed class Identity : Layer
{
    /// <inheritdoc/>
    protected override Tensor ForwardCore(Tensor input) => input;
}
