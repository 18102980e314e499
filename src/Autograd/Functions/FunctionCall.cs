namespace MiniTorch;

/// <summary>
/// One call of a user's operation. A node of the graph has one value; several results are recorded as parts of one value that holds them
/// end to end, so that their gradients meet again before the derivative runs.
/// </summary>
internal sealed class FunctionCall(string name, Tensor[] inputs, Func<FunctionContext, Tensor[], Tensor?[]> backward)
{
    public Tensor[] Run(Func<FunctionContext, Tensor[], Tensor[]> forward)
    {
        var context = new FunctionContext([.. inputs.Select(static input => input.LiveNode is not null)]);
        Tensor[] results;
        using (Autograd.NoGrad())
        {
            results = forward(context, inputs);
        }

        if (results is null || results.Any(static result => result is null))
        {
            Throw.Invalid("function", $"the forward of '{name}' returned null");
        }

        int[] parts = [.. Enumerable.Range(0, results.Length).Where(i => results[i].DType.IsFloatingPoint() && !context.NonDifferentiable.Contains(results[i]))];
        bool isRecorded = parts.Length > 0 && GradMode.IsEnabled && inputs.Any(static input => input.RequiresGrad);
        return isRecorded ? Record(context, results, parts) : [.. results.Select(static result => result.Detach())];
    }

    private Tensor[] Record(FunctionContext context, Tensor[] results, int[] parts)
    {
        var packing = new Packing([.. results.Select(static result => (result.Shape, result.DType))], parts);
        NDArray value = packing.Pack(results);

        // An input that is returned as it is: its memory is a leaf's, perhaps, and not to be changed in place.
        value = inputs.Any(input => input.Value.SharesStorageWith(value)) ? value.View(value.Shape, value.Strides, value.Offset) : value;
        var node = new FunctionNode(
            name, value, [.. inputs.Select(static input => input.Node)], gradient => backward(context, packing.Unpack(gradient, zeros: true)));

        int[] savedParts = [.. context.ToSave.Select(saved => Array.FindIndex(parts, part => ReferenceEquals(results[part], saved)))];
        Tensor output = Op.Recorded(node, value, [.. context.ToSave.Select((saved, i) => savedParts[i] >= 0 ? Op.Output : saved)], GradMode.Current);
        context.Load = () => [.. savedParts.Select((part, i) => part >= 0 ? packing.Unpack(node.Load(i), zeros: false)[parts[part]] : node.Load(i))];
        Tensor[] unpacked = packing.Unpack(output, zeros: false);
        return [.. results.Select((result, i) => parts.Contains(i) ? unpacked[i] : result.Detach())];
    }

    /// <summary>How the results that have a derivative lie in one value.</summary>
    private sealed class Packing((Shape Shape, DType DType)[] results, int[] parts)
    {
        public NDArray Pack(Tensor[] values)
        {
            if (parts.Length == 1)
            {
                return values[parts[0]].Value;
            }

            DType dtype = parts.Select(part => results[part].DType).Aggregate(DTypes.Promote);
            NDArray packed = NDArray.Empty([parts.Sum(part => results[part].Shape.Count)], dtype);
            int start = 0;
            foreach (int part in parts)
            {
                int end = start + results[part].Shape.Count;
                packed.Slice(0, start, end).CopyFrom(values[part].Value.Reshape(-1));
                start = end;
            }

            return packed;
        }

        // One tensor a result; for one without a derivative zeros, or nothing.
        public Tensor[] Unpack(Tensor packed, bool zeros)
        {
            var unpacked = new Tensor[results.Length];
            int start = 0;
            for (int i = 0; i < unpacked.Length; i++)
            {
                (Shape shape, DType dtype) = results[i];
                if (parts.Contains(i))
                {
                    int end = start + shape.Count;
                    unpacked[i] = parts.Length == 1 ? packed : packed.Slice(0, start, end).Reshape(shape.AsSpan()).To(dtype);
                    start = end;
                }
                else if (zeros)
                {
                    unpacked[i] = Tensor.Zeros(shape, dtype);
                }
            }

            return unpacked;
        }
    }
}
