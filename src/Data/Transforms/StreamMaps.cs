namespace MiniTorch.Data;

/// <summary>Streams with their samples transformed after they were read, by any worker.</summary>
public static class StreamMaps
{
    extension(IStreamingDataset stream)
    {
        /// <inheritdoc cref="DatasetMaps.extension(IDataset).Map(Func{Tensor, Tensor})"/>
        public IStreamingDataset Map(Func<Tensor, Tensor> transform)
        {
            ArgumentNullException.ThrowIfNull(transform);
            return stream.Map((sample, _) => sample.With(transform(sample[0])));
        }

        /// <inheritdoc cref="DatasetMaps.extension(IDataset).Map(Func{Tensor, Generator, Tensor})"/>
        public IStreamingDataset Map(Func<Tensor, Generator, Tensor> transform)
        {
            ArgumentNullException.ThrowIfNull(transform);
            return stream.Map((sample, generator) => sample.With(transform(sample[0], generator)));
        }

        /// <inheritdoc cref="DatasetMaps.extension(IDataset).Map(Func{Sample, Generator, Sample})"/>
        public IStreamingDataset Map(Func<Sample, Generator, Sample> transform)
        {
            ArgumentNullException.ThrowIfNull(stream);
            ArgumentNullException.ThrowIfNull(transform);
            return new TransformedStream(stream, transform);
        }
    }
}
