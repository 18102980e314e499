namespace MiniTorch.Data;

/// <summary>
/// Tensors in memory that share their first dimension, which counts the samples: inputs and targets, say. A batch has as many tensors,
/// of the same types. PyTorch: <c>torch.utils.data.TensorDataset</c>.
/// </summary>
public sealed class TensorDataset : IDataset
{
    private readonly NDArray[] _arrays;

    /// <summary>A dataset of the tensors. Contiguous ones are shared, others copied; they leave every scope.</summary>
    /// <exception cref="ArgumentException">There is none, one is a scalar, the first sizes differ, or one requires a gradient, which a
    /// batch would not pass on.</exception>
    public TensorDataset(params Tensor[] tensors)
    {
        ArgumentNullException.ThrowIfNull(tensors);
        if (tensors.Length == 0)
        {
            Throw.Argument("tensor dataset", "at least one tensor is needed");
        }

        foreach (Tensor tensor in tensors)
        {
            if (tensor.Rank == 0 || tensors[0].Rank == 0 || tensor.Shape[0] != tensors[0].Shape[0])
            {
                Throw.Argument(
                    "tensor dataset", $"the tensors must share the size of their first dimension, the number of samples; got {Shapes(tensors)}");
            }

            if (tensor.RequiresGrad)
            {
                Throw.Argument(
                    "tensor dataset", $"a batch does not pass gradients on; call Detach() on the tensor {tensor.Shape} that requires one");
            }
        }

        Count = tensors[0].Shape[0];
        _arrays = Array.ConvertAll(tensors, static tensor => tensor.Value.Contiguous());
        Array.ForEach(_arrays, BufferScope.Escape);
    }

    /// <inheritdoc/>
    public int Count { get; }

    /// <inheritdoc/>
    public Batch GetBatch(ReadOnlySpan<int> indices)
    {
        NDArray rows = Rows.Indices(indices, Count);
        return new Batch(Array.ConvertAll(_arrays, array => new Tensor(array.IndexSelect(0, rows))));
    }

    private static string Shapes(Tensor[] tensors) => string.Join(" and ", tensors.Select(static tensor => tensor.Shape));
}
