namespace MiniTorch.Data;

/// <summary>
/// What a dataset says of some samples: one tensor of inputs, mostly one of targets, perhaps more, each with the samples along its first
/// dimension. Taken apart as <c>var (images, labels) = batch</c>.
/// </summary>
public sealed class Batch : TensorTuple
{
    /// <summary>A batch of the given tensors.</summary>
    public Batch(params Tensor[] tensors)
        : base(tensors)
    {
    }

    private protected override string Kind => "batch";

    /// <summary>
    /// The batch of samples, each of their tensors stacked along a new first dimension.
    /// PyTorch: <c>torch.utils.data.default_collate</c>.
    /// </summary>
    /// <exception cref="ArgumentException">There is no sample, or the samples differ in the number, types or shapes of their tensors; what to
    /// do then only a collate of one's own knows (pad them, say).</exception>
    public static Batch Stack(IReadOnlyList<Sample> samples)
    {
        ArgumentNullException.ThrowIfNull(samples);
        if (samples.Count == 0)
        {
            Throw.Argument("collate", "a batch needs at least one sample");
        }

        var tensors = new Tensor[samples[0].Count];
        var column = new Tensor[samples.Count];
        for (int part = 0; part < tensors.Length; part++)
        {
            for (int i = 0; i < column.Length; i++)
            {
                CheckAlike(samples[0], samples[i], i);
                column[i] = samples[i][part];
            }

            tensors[part] = Tensor.Stack(column);
        }

        return new Batch(tensors);
    }

    /// <summary>The samples of the batch: views of its tensors.</summary>
    /// <exception cref="InvalidOperationException">The tensors do not share the size of their first dimension.</exception>
    public Sample[] ToSamples()
    {
        var samples = new Sample[Count == 0 || this[0].Rank == 0 ? 0 : this[0].Shape[0]];
        foreach (Tensor tensor in Tensors)
        {
            if (tensor.Rank == 0 || tensor.Shape[0] != samples.Length)
            {
                Throw.Invalid("batch", $"only tensors with the samples along their first dimension are taken apart into samples; got {Describe(this)}");
            }
        }

        for (int i = 0; i < samples.Length; i++)
        {
            var tensors = new Tensor[Count];
            for (int part = 0; part < tensors.Length; part++)
            {
                tensors[part] = this[part].Select(0, i);
            }

            samples[i] = new Sample(tensors);
        }

        return samples;
    }

    private static void CheckAlike(Sample first, Sample other, int index)
    {
        bool isAlike = first.Count == other.Count;
        for (int part = 0; isAlike && part < first.Count; part++)
        {
            isAlike = first[part].DType == other[part].DType && first[part].Shape == other[part].Shape;
        }

        if (!isAlike)
        {
            Throw.Argument(
                "collate",
                $"samples are stacked if their types and shapes are equal; sample 0 of the batch is {Describe(first)}, sample {index} is {Describe(other)}: "
                + "give the loader a collate of your own");
        }
    }

    private static string Describe(TensorTuple tuple) =>
        string.Join(" and ", tuple.Tensors.ToArray().Select(static tensor => $"{tensor.DType.Name()} {tensor.Shape}"));
}
