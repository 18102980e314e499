namespace MiniTorch;

/// <summary>
/// Calls of a user's operation. A node of the graph has one value; several results are recorded as parts of one value that holds them end to
/// end, so that their gradients meet again before the derivative runs.
/// </summary>
internal static class FunctionCall
{
    public static Tensor[] Run(
        string name, Tensor[] inputs, Func<FunctionContext, Tensor[], Tensor[]> forward, Func<FunctionContext, Tensor[], Tensor?[]> backward)
    {
        // The nodes before forward can change an input in place, and an array of its own.
        Node?[] nodes = [.. inputs.Select(static input => input.LiveNode)];
        var context = new FunctionContext([.. nodes.Select(static node => node is not null)]);
        int[] versions = [.. inputs.Select(static input => input.Value.Version)];
        Tensor[] results;
        using (Autograd.NoGrad())
        {
            results = forward(context, [.. inputs]);
        }

        for (int i = 0; i < inputs.Length; i++)
        {
            if (nodes[i] is not null && inputs[i].Value.Version != versions[i])
            {
                Throw.Invalid("function", $"the forward of '{name}' changed its input {i}, of shape {inputs[i].Shape}, in place, although it requires a gradient; Clone() it first");
            }
        }

        if (results is null || results.Any(static result => result is null))
        {
            Throw.Invalid("function", $"the forward of '{name}' returned null");
        }

        int[] parts = [.. Enumerable.Range(0, results.Length).Where(i => results[i].DType.IsFloatingPoint() && !context.NonDifferentiable.Contains(results[i]))];
        bool isRecorded = parts.Length > 0 && GradMode.IsEnabled && nodes.Any(static node => node is not null);
        Tensor[] outputs = [.. results.Select(static result => result.Detach())];
        if (isRecorded)
        {
            var packing = new Packing([.. results.Select(static result => (result.Shape, result.DType))], parts);
            NDArray value = packing.Pack(results);

            // A result that was there before, as an input returned as it is: its memory is not to be changed in place.
            bool isOthers = results[parts[0]].Node is not null || inputs.Any(input => input.Value.SharesStorageWith(value));
            var node = new FunctionNode(name, isOthers ? value.Alias() : value, nodes, context, packing, backward);
            packing.Unpack(node.Record(results), outputs);
        }

        context.Forget();
        return outputs;
    }
}
