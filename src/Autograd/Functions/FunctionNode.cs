namespace MiniTorch;

/// <summary>A recorded operation of the user's: one derivative for all inputs together.</summary>
internal sealed class FunctionNode(string name, NDArray value, Node?[] inputs, Func<Tensor, Tensor?[]> backward)
    : OpNode(name, value.Shape, value.DType, 1 + inputs.Max(static input => input?.Level ?? 0))
{
    public override int InputCount => inputs.Length;

    public override Node? Input(int index) => inputs[index];

    public override Tensor Derive(int index, Tensor gradient) => DeriveAll(gradient)[index] ?? Tensor.Zeros(inputs[index]!.Shape, inputs[index]!.DType);

    /// <summary>The gradients of all inputs; null where there is none.</summary>
    public Tensor?[] DeriveAll(Tensor gradient)
    {
        Tensor?[]? gradients = Engine.Show(backward, gradient);
        if (gradients is null || gradients.Length != inputs.Length)
        {
            string got = gradients is null ? "null" : $"{gradients.Length}";
            Throw.Invalid("function", $"the backward of '{Name}' must return one gradient an input, {inputs.Length} in all, null for none; got {got}");
        }

        for (int i = 0; i < inputs.Length; i++)
        {
            if (inputs[i] is { } input && gradients[i] is { } given && (given.Shape != input.Shape || given.DType != input.DType))
            {
                Throw.Invalid("function", $"the backward of '{Name}' must return a gradient of its input's shape and type; for input {i} expected {input.DType.Name()} {input.Shape}, got {given.DType.Name()} {given.Shape}");
            }
        }

        return gradients;
    }
}
