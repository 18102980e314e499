namespace MiniTorch.Data;

/// <summary>Which samples an epoch has, and in which order. PyTorch: <c>torch.utils.data.Sampler</c>.</summary>
public interface ISampler
{
    /// <summary>How many indices an epoch has.</summary>
    int Count { get; }

    /// <summary>The indices of an epoch, <see cref="Count"/> of them.</summary>
    /// <param name="generator">Where random numbers come from; the loader makes it from its seed and the epoch, so that every epoch can be
    /// repeated.</param>
    int[] GetOrder(Generator generator);
}

/// <summary>Which samples the batches of an epoch have. PyTorch: the <c>batch_sampler</c> of a loader.</summary>
public interface IBatchSampler
{
    /// <summary>How many batches an epoch has.</summary>
    int Count { get; }

    /// <summary>The indices of each batch of an epoch, <see cref="Count"/> batches.</summary>
    /// <inheritdoc cref="ISampler.GetOrder"/>
    ReadOnlyMemory<int>[] GetBatches(Generator generator);
}
