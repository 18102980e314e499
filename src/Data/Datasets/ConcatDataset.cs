using System.Runtime.InteropServices;

namespace MiniTorch.Data;

/// <summary>Datasets one after the other as one. PyTorch: <c>torch.utils.data.ConcatDataset</c>.</summary>
public sealed class ConcatDataset : IDataset
{
    private readonly IDataset[] _datasets;

    // Where each ends, not below the one before.
    private readonly int[] _ends;

    /// <summary>The samples of the first dataset, then those of the second, and so on.</summary>
    /// <exception cref="ArgumentException">There is no dataset, or there are more than 2³¹ − 1 samples.</exception>
    public ConcatDataset(params IDataset[] datasets)
    {
        ArgumentNullException.ThrowIfNull(datasets);
        if (datasets.Length == 0)
        {
            Throw.Argument("concat dataset", "at least one dataset is needed");
        }

        long end = 0;
        _datasets = [.. datasets];
        _ends = new int[datasets.Length];
        for (int i = 0; i < datasets.Length; i++)
        {
            end += datasets[i].Count;
            if (end > int.MaxValue)
            {
                Throw.Argument("concat dataset", $"there may be {int.MaxValue} samples in all; the first {i + 1} datasets have {end}");
            }

            _ends[i] = (int)end;
        }
    }

    /// <summary>The datasets.</summary>
    public IReadOnlyList<IDataset> Datasets => _datasets;

    /// <inheritdoc/>
    public int Count => _ends[^1];

    /// <inheritdoc/>
    /// <exception cref="InvalidOperationException">The batches of two datasets do not have as many tensors.</exception>
    public Batch GetBatch(ReadOnlySpan<int> indices) => GetBatch(indices, SampleGenerators.Draw());

    /// <inheritdoc cref="GetBatch(ReadOnlySpan{int})"/>
    public Batch GetBatch(ReadOnlySpan<int> indices, SampleGenerators generators)
    {
        Part[] parts = Cut(indices);
        if (parts.Length == 1)
        {
            return parts[0].Dataset.GetBatch(parts[0].Inside, generators);
        }

        var batches = new Batch[parts.Length];
        int[] places = new int[indices.Length];
        int done = 0;
        for (int i = 0; i < parts.Length; i++)
        {
            batches[i] = parts[i].Dataset.GetBatch(parts[i].Inside, generators.Select(parts[i].Places));
            if (batches[i].Count != batches[0].Count)
            {
                Throw.Invalid("concat dataset", $"all datasets must give as many tensors a sample; got {batches[0].Count} and {batches[i].Count}");
            }

            foreach (int place in parts[i].Places)
            {
                places[place] = done++;
            }
        }

        Tensor order = new(Rows.Indices(places, places.Length));
        var tensors = new Tensor[batches[0].Count];
        for (int i = 0; i < tensors.Length; i++)
        {
            tensors[i] = Tensor.Cat(Array.ConvertAll(batches, batch => batch[i])).IndexSelect(0, order);
        }

        return new Batch(tensors);
    }

    /// <inheritdoc/>
    public Sample[] GetSamples(ReadOnlySpan<int> indices, SampleGenerators generators)
    {
        var samples = new Sample[indices.Length];
        foreach (Part part in Cut(indices))
        {
            Sample[] some = part.Dataset.GetSamples(part.Inside, generators.Select(part.Places));
            for (int i = 0; i < some.Length; i++)
            {
                samples[part.Places[i]] = some[i];
            }
        }

        return samples;
    }

    // The datasets that the samples are of, with their indices inside and their places in the batch; for no samples the first.
    private Part[] Cut(ReadOnlySpan<int> indices)
    {
        var parts = new Part?[_datasets.Length];
        for (int place = 0; place < indices.Length; place++)
        {
            int index = indices[place];
            if ((uint)index >= (uint)Count)
            {
                Throw.Index(index, Count);
            }

            int which = Array.FindIndex(_ends, end => index < end);
            Part part = parts[which] ??= new Part(_datasets[which]);
            part.Add(which == 0 ? index : index - _ends[which - 1], place);
        }

        Part[] used = [.. parts.OfType<Part>()];
        return used.Length == 0 ? [new Part(_datasets[0])] : used;
    }

    private sealed class Part(IDataset dataset)
    {
        private readonly List<int> _inside = [];
        private readonly List<int> _places = [];

        public IDataset Dataset => dataset;

        public ReadOnlySpan<int> Inside => CollectionsMarshal.AsSpan(_inside);

        public ReadOnlySpan<int> Places => CollectionsMarshal.AsSpan(_places);

        public void Add(int index, int place)
        {
            _inside.Add(index);
            _places.Add(place);
        }
    }
}
