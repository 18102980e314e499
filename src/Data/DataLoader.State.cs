namespace MiniTorch.Data;

public sealed partial class DataLoader : IStateful
{
    private const string SeedKey = "seed";
    private const string EpochKey = "epoch";
    private const string PositionKey = "position";
    private const string BatchSizeKey = "batch_size";
    private const string SamplesKey = "samples";
    private const string ShuffleKey = "shuffle";
    private const string DropLastKey = "drop_last";

    /// <summary>
    /// The seed and the place: epoch and batches read. In the body of a <c>foreach</c> the batch at hand counts as read.
    /// </summary>
    public StateNode SaveState() => new MapState
    {
        [SeedKey] = Seed,
        [EpochKey] = Epoch,
        [PositionKey] = Position,
        [BatchSizeKey] = BatchSize,
        [SamplesKey] = _dataset.Count,
        [ShuffleKey] = _shuffle,
        [DropLastKey] = DropLast,
    };

    /// <summary>
    /// Takes over seed and place: the next <c>foreach</c> gives the batches of the epoch that were not yet read, which may be none.
    /// </summary>
    /// <exception cref="InvalidOperationException">The state is that of a loader with another batch size, number of samples, shuffling
    /// or dropping of the last, or of something else.</exception>
    public void LoadState(StateNode state)
    {
        ArgumentNullException.ThrowIfNull(state);
        MapState map = state.As<MapState>();
        Check(BatchSizeKey, Entry(map, BatchSizeKey).ToInt64(), BatchSize);
        Check(SamplesKey, Entry(map, SamplesKey).ToInt64(), _dataset.Count);
        Check(ShuffleKey, Entry(map, ShuffleKey).ToBoolean(), _shuffle);
        Check(DropLastKey, Entry(map, DropLastKey).ToBoolean(), DropLast);
        long seed = Entry(map, SeedKey).ToInt64();
        long epoch = Entry(map, EpochKey).ToInt64();
        long position = Entry(map, PositionKey).ToInt64();
        if (epoch is < 0 or > int.MaxValue || position < 0 || position > Count)
        {
            Throw.Invalid(
                "data loader", $"the state must be a place in an epoch of {Count} batches; got epoch {epoch}, position {position}");
        }

        Seed = seed;
        Epoch = (int)epoch;
        Position = (int)position;
        _resumes = true;
        _pass = null;
    }

    private static void Check<T>(string key, T saved, T own)
        where T : IEquatable<T>
    {
        if (!saved.Equals(own))
        {
            Throw.Invalid("data loader", $"the state must be that of a loader with {key} {own}; got one with {saved}");
        }
    }

    private static StateNode Entry(MapState map, string key)
    {
        if (!map.TryGetValue(key, out StateNode? node))
        {
            Throw.Invalid("data loader", $"the state has no '{key}'; its keys are {string.Join(", ", map.Keys)}");
        }

        return node;
    }
}
