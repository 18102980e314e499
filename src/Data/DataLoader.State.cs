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
    private const string SamplerKey = "sampler";

    // What stands for the sampler of a loader that has none of the user's, and of states that know of no samplers.
    private const string NoSampler = "none";

    /// <summary>
    /// The seed and the place: epoch and batches read. In the body of a <c>foreach</c> the batch at hand counts as read.
    /// </summary>
    public StateNode SaveState()
    {
        MapState state = new()
        {
            [SeedKey] = Seed,
            [EpochKey] = Epoch,
            [PositionKey] = Position,
            [BatchSizeKey] = BatchSize,
            [SamplesKey] = _plan.SampleCount,
            [ShuffleKey] = _shuffle,
            [DropLastKey] = DropLast,
        };
        if (_sampler != NoSampler)
        {
            state[SamplerKey] = _sampler;
        }

        return state;
    }

    /// <summary>
    /// Takes over seed and place: the next <c>foreach</c> gives the batches of the epoch that were not yet read, which may be none. A stream is
    /// read from its beginning, but what was delivered is not transformed again. The number of workers does not matter.
    /// </summary>
    /// <exception cref="InvalidOperationException">The state is that of a loader with another batch size, number of samples, shuffling,
    /// dropping of the last or size of its sampler's epoch, or of something else.</exception>
    public void LoadState(StateNode state)
    {
        ArgumentNullException.ThrowIfNull(state);
        MapState map = state.As<MapState>();
        Check(BatchSizeKey, Entry(map, BatchSizeKey).ToInt64(), BatchSize);
        Check(SamplesKey, Entry(map, SamplesKey).ToInt64(), _plan.SampleCount);
        Check(ShuffleKey, Entry(map, ShuffleKey).ToBoolean(), _shuffle);
        Check(DropLastKey, Entry(map, DropLastKey).ToBoolean(), DropLast);
        Check(SamplerKey, map.TryGetValue(SamplerKey, out StateNode? sampler) ? sampler.As<TextState>().Value : NoSampler, _sampler);
        long seed = Entry(map, SeedKey).ToInt64();
        long epoch = Entry(map, EpochKey).ToInt64();
        long position = Entry(map, PositionKey).ToInt64();
        int count = _plan.BatchCount ?? int.MaxValue;
        if (epoch is < 0 or > int.MaxValue || position < 0 || position > count)
        {
            Throw.Invalid(
                "data loader", $"the state must be a place in an epoch of {count} batches; got epoch {epoch}, position {position}");
        }

        Seed = seed;
        Epoch = (int)epoch;
        Position = (int)position;
        _resumes = true;
        _pass = null;
    }

    /// <summary>Remembers the place as it is, in a loop or between two, and returns what puts it back: as if nothing had been read meanwhile.</summary>
    internal Action Remember()
    {
        (long seed, int epoch, int position, object? pass, bool resumes) = (Seed, Epoch, Position, _pass, _resumes);
        return () => (Seed, Epoch, Position, _pass, _resumes) = (seed, epoch, position, pass, resumes);
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
