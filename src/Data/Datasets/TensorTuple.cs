namespace MiniTorch.Data;

/// <summary>One tensor or several in a fixed order: inputs, mostly targets, perhaps more. Taken apart as <c>var (images, labels) = batch</c>.</summary>
public abstract class TensorTuple
{
    private readonly Tensor[] _tensors;

    private protected TensorTuple(Tensor[] tensors)
    {
        ArgumentNullException.ThrowIfNull(tensors);
        _tensors = tensors;
    }

    /// <summary>The number of tensors, the same for all that one dataset gives.</summary>
    public int Count => _tensors.Length;

    internal ReadOnlySpan<Tensor> Tensors => _tensors;

    private protected abstract string Kind { get; }

    /// <summary>One of the tensors.</summary>
    public Tensor this[int index] => _tensors[index];

    /// <summary>Takes two tensors apart.</summary>
    /// <exception cref="InvalidOperationException">There is another number of tensors.</exception>
    public void Deconstruct(out Tensor input, out Tensor target)
    {
        CheckCount(2);
        (input, target) = (_tensors[0], _tensors[1]);
    }

    /// <summary>Takes three tensors apart.</summary>
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
            Throw.Invalid(Kind, $"taken apart into {expected} tensors, it has {Count}");
        }
    }
}
