namespace MiniTorch.Data;

/// <summary>
/// What a dataset says of some samples: one tensor of inputs, mostly one of targets, perhaps more, each with the samples along its first
/// dimension. Taken apart as <c>var (images, labels) = batch</c>.
/// </summary>
public sealed class Batch
{
    private readonly Tensor[] _tensors;

    /// <summary>A batch of the given tensors.</summary>
    public Batch(params Tensor[] tensors)
    {
        ArgumentNullException.ThrowIfNull(tensors);
        _tensors = tensors;
    }

    /// <summary>The number of tensors, which every batch of a dataset has in common.</summary>
    public int Count => _tensors.Length;

    /// <summary>One of the tensors.</summary>
    public Tensor this[int index] => _tensors[index];

    /// <summary>Takes a batch of two tensors apart.</summary>
    /// <exception cref="InvalidOperationException">The batch has another number of tensors.</exception>
    public void Deconstruct(out Tensor input, out Tensor target)
    {
        CheckCount(2);
        (input, target) = (_tensors[0], _tensors[1]);
    }

    /// <summary>Takes a batch of three tensors apart.</summary>
    /// <inheritdoc cref="Deconstruct(out Tensor, out Tensor)"/>
    public void Deconstruct(out Tensor first, out Tensor second, out Tensor third)
    {
        CheckCount(3);
        (first, second, third) = (_tensors[0], _tensors[1], _tensors[2]);
    }

    private void CheckCount(int expected)
    {
        if (Count != expected)
        {
            Throw.Invalid("batch", $"taken apart into {expected} tensors, it has {Count}");
        }
    }
}
