namespace MiniTorch.Data;

/// <summary>Datasets with their samples transformed whenever they are asked for.</summary>
public static class DatasetMaps
{
    extension(IDataset dataset)
    {
        /// <summary>
        /// The dataset with the input, the first tensor of each sample, transformed whenever it is asked for. Several are composed one after the
        /// other: <c>dataset.Map(Transforms.RandomCrop(28, 28, padding: 2)).Map(Transforms.Normalize([0.13], [0.31]))</c>.
        /// PyTorch: torchvision's <c>transform=</c> and <c>Compose</c>.
        /// </summary>
        /// <param name="transform">From a sample's input to the new one; called from several threads if the loader has workers.</param>
        public IDataset Map(Func<Tensor, Tensor> transform)
        {
            ArgumentNullException.ThrowIfNull(transform);
            return dataset.Map((sample, _) => sample.With(transform(sample[0])));
        }

        /// <inheritdoc cref="extension(IDataset).Map(Func{Tensor, Tensor})"/>
        /// <param name="transform">The same with random numbers, which follow from seed, epoch and the sample's place in the epoch
        /// (<see cref="SampleGenerators"/>).</param>
        public IDataset Map(Func<Tensor, Generator, Tensor> transform)
        {
            ArgumentNullException.ThrowIfNull(transform);
            return dataset.Map((sample, generator) => sample.With(transform(sample[0], generator)));
        }

        /// <summary>The dataset with whole samples transformed, targets included, whenever they are asked for.</summary>
        /// <param name="transform">From a sample and random numbers of its own to the new sample.</param>
        public IDataset Map(Func<Sample, Generator, Sample> transform)
        {
            ArgumentNullException.ThrowIfNull(dataset);
            ArgumentNullException.ThrowIfNull(transform);
            return new TransformedDataset(dataset, transform);
        }

        /// <summary>The dataset with whole batches transformed, at the price of a few operations a batch instead of a sample.</summary>
        /// <param name="transform">From a batch to the new batch; what becomes of a sample must not depend on those beside it.</param>
        public IDataset MapBatches(Func<Batch, Batch> transform)
        {
            ArgumentNullException.ThrowIfNull(dataset);
            ArgumentNullException.ThrowIfNull(transform);
            return new TransformedBatches(dataset, transform);
        }
    }
}
