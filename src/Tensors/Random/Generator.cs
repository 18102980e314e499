using MiniTorch.Kernels;

namespace MiniTorch;

/// <summary>A generator's place in its stream, all that a checkpoint has to keep: <c>torch.Generator.get_state</c>.</summary>
/// <param name="Seed">The key of the stream.</param>
/// <param name="Offset">The number of 128-bit blocks already drawn.</param>
public readonly record struct GeneratorState(ulong Seed, ulong Offset);

/// <summary>
/// A stream of random numbers: <c>torch.Generator</c>, counter-based. Philox 4×32-10 (Salmon et al. 2011) maps the seed and a counter to
/// 128 random bits, so a generator is nothing but a seed and an offset.
/// </summary>
/// <remarks>
/// <para>
/// Each draw, of one number or of a whole tensor, reserves a range of counters, and every element is a pure function of the seed, of the
/// offset where the range starts and of its index: the numbers are the same for any number of threads and on every CPU. They are not
/// PyTorch's numbers for the same seed.
/// </para>
/// <para>
/// Draws may run concurrently; they then get ranges of their own, but which thread gets which is not determined. Where results must be
/// reproducible, give each its own generator with <see cref="Split"/>. <see cref="ManualSeed(ulong)"/> and setting <see cref="State"/>
/// must not run at the same time as draws.
/// </para>
/// </remarks>
public sealed partial class Generator
{
    /// <summary>The seed of <see cref="Default"/> until it is seeded by hand: 67280421310721, as in PyTorch, so that runs repeat.</summary>
    public const ulong DefaultSeed = 67280421310721;

    // The high half of the counters from which Split derives seeds; draws use the rows from 0 up.
    private const ulong SplitRow = ulong.MaxValue;

    private ulong _seed;
    private ulong _offset;

    /// <summary>A generator at the start of the stream of a seed.</summary>
    public Generator(ulong seed) => _seed = seed;

    /// <inheritdoc cref="Generator(ulong)"/>
    /// <remarks>A negative seed stands for itself modulo 2⁶⁴.</remarks>
    public Generator(long seed)
        : this(unchecked((ulong)seed))
    {
    }

    /// <summary>The seed: <c>initial_seed</c>.</summary>
    public ulong Seed => Volatile.Read(ref _seed);

    /// <summary>Seed and offset: <c>get_state</c>, <c>set_state</c>. A generator set to a saved state goes on bit for bit.</summary>
    public GeneratorState State
    {
        get => new(Volatile.Read(ref _seed), Volatile.Read(ref _offset));
        set
        {
            DrawLog.Note(this);
            Volatile.Write(ref _seed, value.Seed);
            Volatile.Write(ref _offset, value.Offset);
        }
    }

    /// <summary>Goes to the start of the stream of another seed: <c>manual_seed</c>.</summary>
    /// <returns>This generator.</returns>
    public Generator ManualSeed(ulong seed)
    {
        State = new GeneratorState(seed, 0);
        return this;
    }

    /// <inheritdoc cref="ManualSeed(ulong)"/>
    /// <remarks>A negative seed stands for itself modulo 2⁶⁴.</remarks>
    public Generator ManualSeed(long seed) => ManualSeed(unchecked((ulong)seed));

    /// <summary>
    /// A generator of its own for part <paramref name="index"/> of parallel work. Its seed is a Philox block of this generator's seed and
    /// of the index, from counters that draws never use; how much was drawn from this generator does not matter, and nothing is drawn here.
    /// </summary>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="index"/> is negative.</exception>
    public Generator Split(int index)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(index);
        return new Generator(Philox.Block(Seed, (ulong)index, SplitRow).Low);
    }

    /// <summary>The first <paramref name="count"/> of them: one for each part of parallel work. See <see cref="Split"/>.</summary>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="count"/> is negative.</exception>
    public Generator[] SplitInto(int count)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(count);
        var parts = new Generator[count];
        for (int i = 0; i < count; i++)
        {
            parts[i] = Split(i);
        }

        return parts;
    }

    /// <summary>64 random bits.</summary>
    public ulong NextUInt64() => Philox.Block(Seed, Reserve(1), 0).Low;

    /// <summary>A number in [0, 1), a multiple of 2⁻⁵³.</summary>
    public double NextDouble() => (NextUInt64() >> 11) * UniformDouble.Step;

    /// <summary>An integer in [<paramref name="low"/>, <paramref name="high"/>), all equally likely.</summary>
    /// <exception cref="ArgumentException"><paramref name="low"/> is not below <paramref name="high"/>.</exception>
    public long NextInt64(long low, long high)
    {
        ulong range = Range(low, high);
        ulong seed = Seed;
        ulong block = Reserve(1);
        return (long)((ulong)low + BoundedInt64.Bounded(Philox.Block(seed, block, 0).Low, range, seed, block, index: 0));
    }

    // The counter of the first of so many blocks, which are the caller's alone.
    private ulong Reserve(ulong blocks)
    {
        DrawLog.Note(this);
        return Interlocked.Add(ref _offset, blocks) - blocks;
    }

    private static ulong Range(long low, long high)
    {
        if (low >= high)
        {
            Throw.Argument("randint", $"low must be below high; got low {low} and high {high}");
        }

        return (ulong)high - (ulong)low;
    }
}
