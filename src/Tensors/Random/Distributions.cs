using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace MiniTorch.Kernels;

/// <summary>Turns random words into numbers of a distribution, in the place of the words.</summary>
internal interface IDistribution
{
    /// <param name="words">Whole groups of <see cref="Philox"/>.</param>
    /// <param name="block">The counter of the first block.</param>
    void Transform(Span<ulong> words, ulong block);
}

/// <summary>Multiples of 2⁻²⁴ in [0, 1), two a word.</summary>
internal readonly struct UniformSingle : IDistribution
{
    public void Transform(Span<ulong> words, ulong block)
    {
        foreach (ref var vector in MemoryMarshal.Cast<ulong, Vector<uint>>(words))
        {
            var value = Vector.ConvertToSingle(Vector.AsVectorInt32(vector >> 8)) * (1f / (1 << 24));
            vector = Vector.AsVectorUInt32(value);
        }
    }
}

/// <summary>Multiples of 2⁻⁵³ in [0, 1), one a word.</summary>
internal readonly struct UniformDouble : IDistribution
{
    internal const double Step = 1.0 / (1L << 53);

    public void Transform(Span<ulong> words, ulong block)
    {
        foreach (ref var vector in MemoryMarshal.Cast<ulong, Vector<ulong>>(words))
        {
            var value = Vector.ConvertToDouble(Vector.AsVectorInt64(vector >> 11)) * Step;
            vector = Vector.AsVectorUInt64(value);
        }
    }
}

/// <summary>Standard normal numbers, a pair from the two halves of a word; computed in double, rounded once.</summary>
internal readonly struct NormalSingle : IDistribution
{
    private const double Scale = 1.0 / (1L << 32);

    public void Transform(Span<ulong> words, ulong block)
    {
        Span<double> pairs = stackalloc double[2 * Philox.GroupWords];
        var cosines = MemoryMarshal.Cast<double, Vector<double>>(pairs[..Philox.GroupWords]);
        var sines = MemoryMarshal.Cast<double, Vector<double>>(pairs[Philox.GroupWords..]);
        for (; !words.IsEmpty; words = words[Philox.GroupWords..])
        {
            var group = MemoryMarshal.Cast<ulong, Vector<ulong>>(words[..Philox.GroupWords]);
            for (int i = 0; i < group.Length; i++)
            {
                var u = BoxMuller.OpenUnit(group[i] & new Vector<ulong>(uint.MaxValue), Scale);
                var v = BoxMuller.Scaled(group[i] >> 32, Scale);
                (cosines[i], sines[i]) = BoxMuller.Transform(u, v);
            }

            var both = MemoryMarshal.Cast<double, Vector<double>>(pairs);
            var output = MemoryMarshal.Cast<ulong, Vector<float>>(words[..Philox.GroupWords]);
            for (int i = 0; i < output.Length; i++)
            {
                output[i] = Vector.Narrow(both[2 * i], both[(2 * i) + 1]);
            }
        }
    }
}

/// <summary>Standard normal numbers, a pair from a block.</summary>
internal readonly struct NormalDouble : IDistribution
{
    private const double Scale = 1.0 / (1L << 52);

    public void Transform(Span<ulong> words, ulong block)
    {
        for (; !words.IsEmpty; words = words[Philox.GroupWords..])
        {
            var low = MemoryMarshal.Cast<ulong, Vector<ulong>>(words[..Philox.GroupBlocks]);
            var high = MemoryMarshal.Cast<ulong, Vector<ulong>>(words[Philox.GroupBlocks..Philox.GroupWords]);
            for (int i = 0; i < low.Length; i++)
            {
                var (cosine, sine) = BoxMuller.Transform(BoxMuller.OpenUnit(low[i] >> 12, Scale), BoxMuller.Scaled(high[i] >> 12, Scale));
                low[i] = Vector.AsVectorUInt64(cosine);
                high[i] = Vector.AsVectorUInt64(sine);
            }
        }
    }
}

/// <summary>A value with the given probability, to 2⁻³², otherwise 0; two a word.</summary>
internal readonly struct MaskSingle : IDistribution
{
    private readonly uint _last;
    private readonly float _value;

    internal MaskSingle(double probability, float value)
    {
        ulong kept = (ulong)Math.Round(probability * (1L << 32));
        (_last, _value) = kept == 0 ? (0, 0f) : ((uint)(kept - 1), value);
    }

    public void Transform(Span<ulong> words, ulong block)
    {
        var last = new Vector<uint>(_last);
        var value = Vector.AsVectorUInt32(new Vector<float>(_value));
        foreach (ref var vector in MemoryMarshal.Cast<ulong, Vector<uint>>(words))
        {
            vector = Vector.LessThanOrEqual(vector, last) & value;
        }
    }
}

/// <summary>A value with the given probability, otherwise 0; one a word.</summary>
internal readonly struct MaskDouble : IDistribution
{
    private readonly ulong _last;
    private readonly double _value;

    internal MaskDouble(double probability, double value)
    {
        double kept = Math.ScaleB(probability, 64);
        (_last, _value) = kept < 1 ? (0, 0.0) : (probability >= 1 ? ulong.MaxValue : (ulong)kept - 1, value);
    }

    public void Transform(Span<ulong> words, ulong block)
    {
        var last = new Vector<ulong>(_last);
        var value = Vector.AsVectorUInt64(new Vector<double>(_value));
        foreach (ref var vector in MemoryMarshal.Cast<ulong, Vector<ulong>>(words))
        {
            vector = Vector.LessThanOrEqual(vector, last) & value;
        }
    }
}

/// <summary>
/// Integers low, …, low + range − 1, one a word, without bias: Lemire, "Fast Random Integer Generation in an Interval" (2019).
/// </summary>
internal readonly struct BoundedInt64(ulong key, long low, ulong range) : IDistribution
{
    public void Transform(Span<ulong> words, ulong block)
    {
        for (int i = 0; i < words.Length; i++)
        {
            words[i] = (ulong)low + Bounded(words[i], range, key, block, i);
        }
    }

    /// <summary>
    /// A number below <paramref name="range"/> from word <paramref name="index"/> of a fill that starts at <paramref name="block"/>. Where
    /// the word falls into the part that would be counted twice, its half of its block in the next row of counters (the high 64 bits) takes
    /// its place, so that the result depends on key and counter alone.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static ulong Bounded(ulong word, ulong range, ulong key, ulong block, int index)
    {
        ulong result = Math.BigMul(word, range, out ulong fraction);
        return fraction >= range ? result : Redraw(result, fraction, range, key, block, index);
    }

    private static ulong Redraw(ulong result, ulong fraction, ulong range, ulong key, ulong block, int index)
    {
        (int group, int place) = Math.DivRem(index, Philox.GroupWords);
        (int half, int lane) = Math.DivRem(place, Philox.GroupBlocks);
        block += (ulong)((group * Philox.GroupBlocks) + lane);
        ulong threshold = (0 - range) % range;
        for (ulong row = 1; fraction < threshold; row++)
        {
            var (low, high) = Philox.Block(key, block, row);
            result = Math.BigMul(half == 0 ? low : high, range, out fraction);
        }

        return result;
    }
}
