namespace MiniTorch.Data;

/// <summary>
/// What a dataset says of one sample: an input, mostly a target, perhaps more, without the dimension that counts samples. A tensor and a
/// tuple of tensors are one: <c>Sample sample = (image, label)</c>.
/// </summary>
public sealed class Sample : TensorTuple
{
    /// <summary>A sample of the given tensors.</summary>
    public Sample(params Tensor[] tensors)
        : base(tensors)
    {
    }

    private protected override string Kind => "sample";

    /// <summary>A sample of an input alone.</summary>
    public static implicit operator Sample(Tensor input) => new(input);

    /// <summary>A sample of an input and a target.</summary>
    public static implicit operator Sample((Tensor Input, Tensor Target) pair) => new(pair.Input, pair.Target);

    /// <summary>A sample of three tensors.</summary>
    public static implicit operator Sample((Tensor First, Tensor Second, Tensor Third) triple) => new(triple.First, triple.Second, triple.Third);

    /// <summary>The sample with another input and the same targets.</summary>
    internal Sample With(Tensor input) => new([input, .. Tensors[1..]]);
}
