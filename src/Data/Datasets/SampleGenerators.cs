namespace MiniTorch.Data;

/// <summary>
/// Where the random numbers of a batch come from: a generator for each of its samples, which follows from the seed, the epoch and the
/// sample's place in the epoch, so that neither the size of the batch nor the number of workers matters, and a sample that comes twice in an
/// epoch is transformed in two ways.
/// </summary>
public readonly ref struct SampleGenerators
{
    // No place: there are no more samples than that.
    private const int InnerPart = int.MaxValue;

    private readonly Generator _epoch;
    private readonly int _first;
    private readonly ReadOnlySpan<int> _places;

    /// <summary>Generators split from one, which is the epoch's.</summary>
    /// <param name="epoch">What they are split from; nothing is drawn from it.</param>
    /// <param name="first">The place of the first sample in the epoch; the others follow it.</param>
    public SampleGenerators(Generator epoch, int first = 0)
        : this(epoch, first, [])
    {
    }

    private SampleGenerators(Generator epoch, int first, ReadOnlySpan<int> places)
    {
        ArgumentNullException.ThrowIfNull(epoch);
        _epoch = epoch;
        _first = first;
        _places = places;
    }

    /// <summary>Others for the same samples: for a dataset inside one that draws itself, so that both draw different numbers.</summary>
    public SampleGenerators Inner => new(_epoch.Split(InnerPart), _first, _places);

    /// <summary>A new generator of a sample of the batch, at its beginning.</summary>
    public Generator this[int sample] => _epoch.Split(Place(sample));

    /// <summary>Those of some samples of the batch, in the order given.</summary>
    public SampleGenerators Select(ReadOnlySpan<int> samples)
    {
        int[] places = new int[samples.Length];
        for (int i = 0; i < places.Length; i++)
        {
            places[i] = Place(samples[i]);
        }

        return new SampleGenerators(_epoch, _first, places);
    }

    /// <summary>For a batch that no loader asks for: their seed is drawn from <see cref="Generator.Default"/>.</summary>
    internal static SampleGenerators Draw() => new(new Generator(Generator.Default.NextUInt64()));

    private int Place(int sample) => _places.IsEmpty ? _first + sample : _places[sample];
}
