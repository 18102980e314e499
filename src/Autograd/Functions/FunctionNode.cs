using System.Diagnostics;

namespace MiniTorch;

/// <summary>A recorded operation of the user's: one derivative for all inputs together.</summary>
internal sealed class FunctionNode(
    string name, NDArray value, Node?[] inputs, FunctionContext context, Packing packing, Func<FunctionContext, Tensor[], Tensor?[]> backward)
    : OpNode(name, value.Shape, value.DType, 1 + inputs.Max(static input => input?.Level ?? 0))
{
    // For every saved tensor which result it is, or -1.
    private int[] _savedParts = [];

    public override int InputCount => inputs.Length;

    public override Node? Input(int index) => inputs[index];

    public override Tensor Derive(int index, Tensor gradient) => throw new UnreachableException("a function derives for all inputs together");

    /// <summary>The one value with this node as its history; what the context was asked to save is saved.</summary>
    public Tensor Record(Tensor[] results)
    {
        _savedParts = [.. context.ToSave.Select(saved => packing.PartOf(saved, results))];
        context.Load = Saved;
        return Op.Recorded(this, value, [.. context.ToSave.Select((saved, i) => _savedParts[i] >= 0 ? Op.Output : saved)], GradMode.Current);
    }

    /// <summary>The gradients of all inputs; null where there is none.</summary>
    public Tensor?[] DeriveAll(Tensor gradient)
    {
        Tensor?[]? gradients = Engine.ShowGradient(shown => backward(context, packing.Gradients(shown)), gradient, this);
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

    private Tensor[] Saved() => [.. _savedParts.Select((part, i) => part >= 0 ? packing.Part(Load(i), part) : Load(i))];
}
