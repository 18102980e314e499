using System.Runtime.InteropServices;

namespace MiniTorch.Optim;

/// <summary>Consecutive elements of one array.</summary>
internal readonly record struct Segment(int Array, int Start, int Length);

/// <summary>
/// Arrays cut into segments, and segments gathered into chunks of similar work for the workers: large arrays are shared between them, small
/// ones share a chunk. The cuts depend on sizes alone.
/// </summary>
internal sealed class SegmentPlan
{
    /// <summary>Elements of a segment at most; a multiple of a cache line.</summary>
    private const int MaxLength = 1 << 14;

    // What a segment costs beside its elements, in elements.
    private const int SegmentCost = 64;

    private readonly List<Segment> _segments = [];
    private readonly List<int> _ends = [];
    private int _work;

    public int ChunkCount => _ends.Count;

    public int SegmentCount => _segments.Count;

    public Segment this[int segment] => _segments[segment];

    /// <summary>The segments of a chunk.</summary>
    public ReadOnlySpan<Segment> Chunk(int chunk) => CollectionsMarshal.AsSpan(_segments)[First(chunk).._ends[chunk]];

    /// <summary>Index of the first segment of a chunk.</summary>
    public int First(int chunk) => chunk == 0 ? 0 : _ends[chunk - 1];

    public void Clear()
    {
        _segments.Clear();
        _ends.Clear();
        _work = 0;
    }

    public void Add(int array, int count)
    {
        for (int start = 0; start < count; start += MaxLength)
        {
            int length = Math.Min(MaxLength, count - start);
            _segments.Add(new Segment(array, start, length));
            _work += length + SegmentCost;
            if (_work >= MaxLength)
            {
                EndChunk();
            }
        }
    }

    /// <summary>To be called after the last array.</summary>
    public void EndChunk()
    {
        if (_work > 0)
        {
            _ends.Add(_segments.Count);
            _work = 0;
        }
    }
}
