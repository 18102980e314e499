namespace MiniTorch.Data;

/// <summary>Given samples in random order, without replacement. PyTorch: <c>torch.utils.data.SubsetRandomSampler</c>.</summary>
public sealed class SubsetRandomSampler : ISampler
{
    private readonly int[] _indices;

    /// <summary>A sampler of the indices.</summary>
    public SubsetRandomSampler(IEnumerable<int> indices)
    {
        ArgumentNullException.ThrowIfNull(indices);
        _indices = [.. indices];
    }

    /// <inheritdoc/>
    public int Count => _indices.Length;

    /// <inheritdoc/>
    public int[] GetOrder(Generator generator)
    {
        ArgumentNullException.ThrowIfNull(generator);
        int[] order = [.. _indices];
        generator.Permute<int>(order);
        return order;
    }
}
